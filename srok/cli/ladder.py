"""Commands on how a plan is chased: its ladder, its pauses, and who would get what. Rules are elsewhere."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from srok.cli.session import Unsuitable, day, engine, show_json, show_table
from srok.cli.work import EnteredLater, instant, person_by_address

if TYPE_CHECKING:
    from datetime import date

    from models.held_plans import By
    from states.rungs import Addressee, Ladder

OrderNumber = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]
As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")]
Reason = Annotated[str, typer.Option(help="Why.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]

A_MONTH = timedelta(days=30)
LONGEST_LOOK = timedelta(days=800)


def show_ladder(order: OrderNumber) -> None:
    """Print who is told what and when in an order's plan."""
    show_table(
        ("rung", "to", "anchor", "working days", "again", "times", "only"),
        (
            (one.code, one.to, one.anchor, one.after, _again(one), one.times or "for ever", _only(one))
            for one in _of(order)
        ),
    )


def _again(rung: Any) -> str:
    return "on Mondays" if rung.mondays else f"every {rung.every}" if rung.every else ""


def _only(rung: Any) -> str:
    if rung.share:
        return f"over {rung.share} % late"
    return f"terms over {rung.min_term}" if rung.min_term else ""


def export_ladder(
    order: Annotated[
        str | None, typer.Argument(metavar="[ORDER]", help="The number of the order. [default ladder]")
    ] = None,
) -> None:
    """Print a ladder as a file to edit.

    That of an order's plan, or the one new plans get.
    """
    from srok.ladder_file import as_text
    from states.rungs import DEFAULT_LADDER

    about = f"The ladder of order № {order}" if order else "The ladder that new plans get"
    print(as_text(_of(order) if order else DEFAULT_LADDER, about=about), end="")


def _of(order: str) -> "Ladder":
    from models.chased_plans import chased_plans
    from models.database import reading

    with reading(engine()) as session:
        (plan,) = chased_plans(session, order=order).values()
    return plan.ladder


def set_ladder(
    order: OrderNumber,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The ladder, see `srok ladder export`.")],
    person: As,
    reason: Reason = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Give an order's plan another ladder. What was said stays said: a rung is known by its code."""
    from models import plan_settings
    from models.chased_plans import chased_plans
    from models.database import writing
    from states.ladder_checks import changes

    with writing(engine()) as session:
        ((plan_id, plan),) = chased_plans(session, order=order).items()
        ladder = _checked(file, _roles(session, plan_id))
        plan_settings.set_ladder(session, order, ladder, by=_by(session, person, None, reason))
        if dry_run:
            session.rollback()
    for line in changes(plan.ladder, ladder):
        print(line.english)
    print(f"order № {plan.order_number}: {len(ladder)} rungs" + ("; nothing is changed yet" if dry_run else ""))


def _checked(file: Path, roles: "frozenset[Addressee]") -> "Ladder":
    """The ladder in a file; warnings are said, an error forbids it."""
    from srok.ladder_file import LadderUnusable, in_words, placed, read_ladder
    from states.ladder_checks import remarks

    ladder, lines = read_ladder(file)
    for remark in remarks(ladder, roles=roles):
        if remark.error:
            raise LadderUnusable(file, placed(remark, ladder, lines))
        typer.echo(f"srok: warning: {in_words(remark, ladder, file, lines)}", err=True)
    return ladder


def _roles(session: Any, plan_id: int) -> "frozenset[Addressee]":
    from models.standings import plan_supervisors

    return frozenset(plan_supervisors(session).get(plan_id, {}))


def _by(session: Any, person: str, as_of: str | None, reason: str) -> "By":
    from models.held_plans import By

    return By(person_id=person_by_address(session, person), at=instant(as_of), reason=reason)


def pause(
    order: OrderNumber,
    person: As,
    reason: Reason = "",
    until: Annotated[str | None, typer.Option(metavar="DATE", help="The last silent day. [until resumed]")] = None,
    as_of: EnteredLater = None,
) -> None:
    """Let nothing be said of an order's plan for a while. Nothing is lost: afterwards one sweep catches up."""
    from models import plan_settings
    from models.database import writing

    last = day(until) if until else None
    with writing(engine()) as session:
        since = plan_settings.pause(session, order, until=last, by=_by(session, person, as_of, reason))
    print(f"order № {order}: its letters are silent from {since} until {last or 'it is resumed'}")


def resume(order: OrderNumber, person: As, reason: Reason = "", as_of: EnteredLater = None) -> None:
    """Let a paused plan's letters go on.

    The next sweep catches up.
    """
    from models import plan_settings
    from models.database import writing

    with writing(engine()) as session:
        plan_settings.resume(session, order, by=_by(session, person, as_of, reason))
    print(f"order № {order}: its letters go on, the next sweep catches up")


def calendar(
    first: Annotated[str | None, typer.Option("--from", metavar="DATE", help="The first day. [today]")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day. [30 days later]")] = None,
    order: Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="EMAIL", help="Only letters to this address.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Show what will be said if nobody does anything.

    Who would get what and when. Writes nothing.
    """
    begin = day(first)
    end = day(last) if last else begin + A_MONTH
    if not begin <= end <= begin + LONGEST_LOOK:
        raise Unsuitable(f"--to {end}: choose a day from {begin} on, within {LONGEST_LOOK.days} days")
    headings = ("on", "to", "address", "items", "assignments", "new", "overdue")
    rows = _foreseen(begin, end, order, person)
    if as_json:
        show_json([dict(zip(headings, row, strict=True)) for row in rows])
        return
    title = f"{len(rows)} letters from {begin} to {end} if nobody did anything meanwhile"
    show_table(headings, rows, title=title)


def _foreseen(begin: "date", end: "date", order: str | None, email: str | None) -> list[tuple[object, ...]]:
    from models.database import reading
    from notifications.foreseeing import foresee_days
    from srok.production_calendar import ProductionCalendar

    with reading(engine()) as session:
        if email is not None:
            person_by_address(session, email)
        start = min(begin, day(None))  # what comes before the days asked about is said by then
        days = foresee_days(session, first=start, last=end, calendar=ProductionCalendar(), order=order)
        return [
            (on, letter.recipient.name, letter.recipient.email, *letter.counts)
            for on, letters in days
            if on >= begin
            for letter in letters
            if email is None or letter.recipient.email.lower() == email.lower()
        ]
