"""Commands that show packages, and to whom those of a plan go. Decides nothing."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.package_session import Ident, Why, acting, say_gaps
from srok.cli.session import Unsuitable, engine, settings, show_json, show_table
from srok.cli.work import EnteredLater

if TYPE_CHECKING:
    from models.queries import PackageFact

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
HEADINGS = ("id", "order", "from", "to", "what", "state", "edition", "cut-off", "sent to", "accepted as")


def list_packages(
    order: Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the packages and how far each has come."""
    from models import queries
    from models.database import reading

    with reading(engine()) as session:
        found = queries.packages(session, order=order)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    show_table(HEADINGS, map(_line, found), title="" if found else "there are no packages: `srok package assemble`")


def _line(one: "PackageFact") -> tuple[object, ...]:
    what = f"addendum {one.number} to {one.supplements_id}" if one.number else "package"
    accepted = f"{one.operator_number} of {one.operator_on}" if one.operator_number else ""
    return (
        one.id,
        one.order,
        one.begins_on,
        one.ends_on,
        what,
        one.state,
        one.edition or "",
        one.cut_off,
        one.sent_to,
        accepted,
    )


def show(package: Ident, *, as_json: AsJson = False) -> None:
    """Print one package: how far it has come, its files, what was done to it."""
    from models import queries
    from models.database import reading
    from srok.package_drafts import folder_of, gaps, intact, moves_since
    from states.package import OUT

    with reading(engine()) as session:
        fact = queries.package(session, package)
        parts, lines = queries.package_parts(session, package), queries.package_history(session, package)
        letter = queries.package_letter(session, fact)
    if as_json:
        show_json(asdict(fact) | {"parts": [asdict(one) for one in parts], "history": [asdict(one) for one in lines]})
        return
    show_table(HEADINGS, [_line(fact)])
    if fact.edition:
        kept = "" if intact(settings(), fact) else "; ITS FILES ARE NOT WHAT WAS ASSEMBLED"
        print(f"edition {fact.edition} in {folder_of(settings(), fact)}{kept}")
        print(f"SHA-256 of the manifest: {fact.manifest_sha256}")
        say_gaps(gaps(settings(), fact))
    since = moves_since(settings(), fact) if fact.state in OUT else 0
    if since:
        told = f"`srok package addendum {package}` tells the operator of those that belong to it"
        print(f"{since} moves of its order since its cut-off: {told}")
    if letter:
        print(f"letter {letter[0]}: {letter[1]}")
    show_table(("file", "bytes", "SHA-256"), ((one.name, one.size, one.sha256) for one in parts))
    zone = settings().zone
    show_table(
        ("when", "who", "what", "from", "to", "detail", "reason"),
        (
            (
                one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                one.person or "the clock",
                one.trigger,
                one.source,
                one.dest,
                one.detail,
                one.reason,
            )
            for one in lines
        ),
    )


def operator(
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")],
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="The regional operator's address.")] = None,
    name: Annotated[str, typer.Option(help="The operator's name, as a letter says it.")] = "",
    person: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")
    ] = None,
    reason: Why = "",
    as_of: EnteredLater = None,
) -> None:
    """Say, or show, to whom a plan's packages are sent."""
    from models.database import reading, writing
    from models.order_by_number import plan_by_number
    from models.plan_settings import Operator, operator_of, set_operator
    from notifications.message import address

    if email is None:
        with reading(engine()) as session:
            found = operator_of(session, plan_by_number(session, order))
        print(str(found) or "nobody yet: name an address")
        return
    if person is None:
        raise Unsuitable("say who decides it: --as EMAIL")
    to = Operator(name.strip(), address(email).addr_spec)
    with writing(engine()) as session:
        set_operator(session, order, to, by=acting(session, person, as_of, reason))
    print(f"packages of order № {order} go to {to}")
