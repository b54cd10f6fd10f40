"""Commands on the life of packages: signed, sent, answered by the operator. Rules are elsewhere."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.package_session import As, Ident, Why, acting, say_done, say_gaps
from srok.cli.session import Unsuitable, day, engine, settings, show_table
from srok.cli.work import EnteredLater

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.held_plans import By
    from models.packages import Changed
    from srok.package_sending import Sending


def sign(package: Ident, person: As, as_of: EnteredLater = None) -> None:
    """Sign a package: a controller of its plan does, or the head who signed the order.

    Its files are compared with the manifest first. A package may leave with gaps; they are said.
    """
    from models import packages, queries
    from models.database import reading
    from srok.package_drafts import gaps, intact

    with reading(engine()) as session:
        fact = queries.package(session, package)
    whole = intact(settings(), fact)
    _change(
        lambda session, by: packages.sign(session, package, intact=whole, seen_version=fact.version, by=by),
        person,
        as_of,
    )
    say_gaps(gaps(settings(), fact))


def withdraw(package: Ident, person: As, reason: Why = "", as_of: EnteredLater = None) -> None:
    """Withdraw the signature of a package that was not sent: it is a draft again."""
    from models import packages

    _change(lambda session, by: packages.withdraw_signature(session, package, by=by), person, as_of, reason)


def send(
    package: Ident,
    person: As,
    elsewhere: Annotated[
        str, typer.Option(metavar="HOW", help="It goes without a letter of Srok's: say how, as «портал, 12.07».")
    ] = "",
    as_of: EnteredLater = None,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Do it; without, only show what would leave.")] = False,
) -> None:
    """Send a signed package to the operator of its plan, by a letter through the outbox.

    The letter leaves ten minutes later: until then `srok package recall` takes it back. Files of more than
    SROK_ATTACHMENTS_MIB are not attached; the letter carries a link.
    """
    from srok import package_sending

    engine()
    what = package_sending.sending(settings(), package)
    if not what.parts:
        raise Unsuitable(f"package {package}: nothing of it is assembled yet: srok package assemble {package}")
    _show_sending(what, elsewhere)
    if not confirm:
        print("nothing is sent yet: say --confirm")
        return
    if as_of and not elsewhere:
        raise Unsuitable("--as-of is for a package that went --elsewhere: a letter leaves today")
    say_done(_sent(what, person, elsewhere, as_of))
    if not elsewhere:
        print(f"its letter waits in the outbox for ten minutes: srok package recall {package} takes it back")


def _show_sending(what: "Sending", elsewhere: str) -> None:
    to = elsewhere or str(what.operator) or "nobody yet: srok plan operator"
    how = "" if elsewhere else "attached" if what.attached else "by a link"
    show_table(("file", "bytes"), ((part.name, part.size) for part in what.parts))
    print(f"to: {to}")
    print(f"{len(what.parts)} files, {what.size}{f', {how}' if how else ''}")


def _sent(what: "Sending", person: str, elsewhere: str, as_of: str | None) -> "Changed":
    from models.database import reading
    from srok import package_sending

    with reading(engine()) as session:
        by = acting(session, person, as_of)
    if elsewhere:
        return package_sending.send_elsewhere(settings(), what, elsewhere, by=by)
    return package_sending.send(settings(), what, by=by)


def recall(package: Ident, person: As, reason: Why = "") -> None:
    """Take a sending back while its letter waits in the outbox: the package is signed and not sent again."""
    from models import packages

    _change(lambda session, by: packages.recall(session, package, by=by), person, None, reason)


def accepted(
    package: Ident,
    number: Annotated[str, typer.Option(help="The operator's number.")],
    person: As,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The operator's date. [today]")] = None,
    as_of: EnteredLater = None,
) -> None:
    """Note that the operator accepted a package, under which number and when."""
    from models import packages

    accepted_on = day(on or as_of)
    _change(
        lambda session, by: packages.accepted_by_operator(
            session, package, number=number, accepted_on=accepted_on, by=by
        ),
        person,
        as_of,
    )


def returned(package: Ident, person: As, reason: Why = "", as_of: EnteredLater = None) -> None:
    """Note that the operator returned a package and why: it may be assembled anew."""
    from models import packages

    _change(lambda session, by: packages.returned_by_operator(session, package, by=by), person, as_of, reason)


def _change(change: "Callable[[Session, By], Changed]", person: str, as_of: str | None, reason: str = "") -> None:
    from models.database import writing

    with writing(engine()) as session:
        done = change(session, acting(session, person, as_of, reason))
    say_done(done)
