"""Commands on the links that letters carry: who was sent some, and taking them back."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, engine, settings, show_table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from models.links import LinkFacts

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whose, by e-mail address.")]


def list_links(person: Person) -> None:
    """List the links a person was sent and whether they still open anything; the links themselves are in letters."""
    from models.database import reading
    from models.links import links_of
    from srok import clock

    at, zone = clock.now(), settings().zone
    with reading(engine()) as session:
        found = links_of(session, person_named(session, person))
    show_table(
        ("id", "opens", "letter", "sent", "state", "first used"),
        (
            (
                one.id,
                f"assignment {one.assignment_id}" if one.assignment_id else one.purpose,
                one.outbox_id,
                f"{one.issued_at.astimezone(zone):%Y-%m-%d %H:%M}",
                _state(one, at),
                one.used_at and f"{one.used_at.astimezone(zone):%Y-%m-%d %H:%M}",
            )
            for one in found
        ),
    )


def _state(link: "LinkFacts", at: "datetime") -> str:
    if link.revoked_at is not None:
        return "revoked"
    return f"opens until {link.expires_at:%Y-%m-%d}" if link.expires_at > at else "expired"


def issue_link(person: Person) -> None:
    """Print a link to a person's assignments, as a letter would carry it: for somebody who has lost theirs."""
    from datetime import timedelta

    from models.database import writing
    from models.links import Issued, issue, new_token
    from srok import clock

    token, at, found = new_token(), clock.now(), settings()
    with writing(engine()) as session:
        whose = person_named(session, person)
        issue(session, [Issued(token, whose)], at=at, expires_at=at + timedelta(days=found.link_days))
    print(f"{found.public_url or f'http://127.0.0.1:{found.desk_port}'}/my/{token}")


def revoke_links(person: Person) -> None:
    """Let none of the links a person was sent open anything any more; the next letter brings a new one."""
    from models.database import writing
    from models.links import revoke
    from srok import clock

    with writing(engine()) as session:
        done = revoke(session, person_named(session, person), at=clock.now())
    print(f"{done} links are revoked")


def person_named(session: "Session", email: str) -> int:
    """The person with an address, whether they have left or not."""
    from models.links import person_with_links

    found = person_with_links(session, email)
    if found is None:
        raise Unsuitable(f"{email}: nobody in the roster has this address: see `srok roster list`")
    return found
