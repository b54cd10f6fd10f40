"""Commands on tokens of the desk's API: giving a person one, and taking it back."""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.links import person_named
from srok.cli.session import Unsuitable, engine, settings, show_table

if TYPE_CHECKING:
    from datetime import datetime

    from models.tokens import TokenFact

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whose, by e-mail address.")]
LONGEST = 366


def issue_token(
    person: Person,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is for, as it will be listed.")],
    days: Annotated[int, typer.Option("--days", min=1, max=LONGEST, help="For how many days it opens anything.")] = 90,
) -> None:
    """Print a token for the API (docs/api.md). It may do what the person may, is shown once, and expires."""
    from datetime import timedelta

    from models import queries, tokens
    from models.database import writing
    from models.sign_ins import Deed, record_deed
    from models.tables import SignInOutcome
    from srok import clock

    called = " ".join(name.split())
    if not called:
        raise Unsuitable("--name is empty: say what the token is for")
    with writing(engine()) as session:
        found = queries.person_by_email(session, person)
        if found is None:
            raise Unsuitable(f"nobody has the address {person}: see `srok roster list`")
        token = tokens.issue(session, found, name=called, at=clock.now(), lasts=timedelta(days=days))
        record_deed(session, Deed(SignInOutcome.TOKEN_MADE, found, found, "", called), at=clock.now())
    print(token)


def list_tokens(person: Person) -> None:
    """List the tokens a person was given and whether they still open anything; the tokens themselves nobody has."""
    from models import tokens
    from models.database import reading
    from srok import clock

    at, zone = clock.now(), settings().zone
    with reading(engine()) as session:
        found = tokens.tokens_of(session, person_named(session, person))
    show_table(
        ("id", "name", "issued", "state"),
        ((one.id, one.name, f"{one.issued_at.astimezone(zone):%Y-%m-%d %H:%M}", _state(one, at)) for one in found),
    )


def _state(token: "TokenFact", at: "datetime") -> str:
    if token.revoked_at is not None:
        return "revoked"
    return f"opens until {token.expires_at:%Y-%m-%d}" if token.expires_at > at else "expired"


def revoke_tokens(
    person: Person,
    token: Annotated[int | None, typer.Argument(metavar="[ID]", min=1, help="Only this one, see the list.")] = None,
) -> None:
    """Let a person's tokens, or one of them, open nothing any more."""
    from models import tokens
    from models.database import writing
    from models.sign_ins import Deed, record_deed
    from models.tables import SignInOutcome
    from srok import clock

    with writing(engine()) as session:
        whose, at = person_named(session, person), clock.now()
        names = {one.id: one.name for one in tokens.tokens_of(session, whose)}
        done = tokens.revoke(session, whose, at=at, token_id=token)
        if done:
            deed = Deed(SignInOutcome.TOKEN_REVOKED, whose, whose, "", names[token] if token else "")
            record_deed(session, deed, at=at)
    if token is not None and not done:
        raise Unsuitable(
            f"token {token} is none of {person}'s that still opens anything: see `srok token list {person}`"
        )
    print(f"{done} tokens are revoked")
