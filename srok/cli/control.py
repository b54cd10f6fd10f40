"""Commands on items themselves: opening their occurrences, carrying them on into a year, their control and their rule.
Rules are elsewhere.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from srok.cli.session import Unsuitable, day, engine, settings, shortened, show_table
from srok.cli.work import LARGEST_ID, EnteredLater, instant, person_by_address

if TYPE_CHECKING:
    from collections.abc import Collection

    from models.next_year import CarriedOn

Item = Annotated[int, typer.Argument(metavar="ITEM", min=1, max=LARGEST_ID, help="The item's id, see `srok items`.")]
As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")]
Why = Annotated[str, typer.Option(help="Why.")]

TRIGGERS = {
    "put-under-special": "put_under_special_control",
    "end-special": "end_special_control",
    "remove": "remove_from_control",
    "return": "return_to_control",
}


def open_occurrence(
    item: Item,
    by: Annotated[str, typer.Argument(metavar="DATE", help="The day by which it is to be done.")],
    person: As,
    as_of: EnteredLater = None,
) -> None:
    """Ask for an item on request once more.

    Its executors are given it at once.
    """
    from models import occurrences
    from models.database import writing
    from srok.production_calendar import ProductionCalendar

    due_on, at = day(by), instant(as_of)
    with writing(engine()) as session:
        opened = occurrences.open_occurrence(
            session,
            item_id=item,
            due_on=due_on,
            person_id=person_by_address(session, person),
            at=at,
            calendar=ProductionCalendar(),
        )
    effective = "" if opened.effective_due_on == due_on else f" (working day {opened.effective_due_on})"
    print(f"item {opened.item}: asked for by {due_on}{effective} of its {opened.executors} executors")


def next_year(
    order: Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")] = None,
    year: Annotated[int | None, typer.Option(help="Another year than the next.", min=1990, max=2100)] = None,
    item: Annotated[
        list[int] | None,
        typer.Option("--item", metavar="ID", min=1, max=LARGEST_ID, help="Only this item; may be said again. [all]"),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Who confirms it, by address in the roster.")
    ] = None,
    as_of: EnteredLater = None,
    *,
    confirm: Annotated[bool, typer.Option("--confirm", help="Add what is shown.")] = False,
) -> None:
    """Show what goes on into another year; confirmed, add it.

    Assignments are given out when their day comes.
    """
    from models import next_year
    from models.database import reading, writing
    from srok.production_calendar import ProductionCalendar

    at, asked = instant(as_of), year or day(as_of).year + 1
    with reading(engine()) as session:
        found = _chosen(next_year.proposed_for_year(session, year=asked, order=order), item)
    _show(found, asked)
    if not confirm or not found:
        return
    if person is None:
        raise Unsuitable("say who confirms it: --as EMAIL")
    with writing(engine()) as session:
        done = next_year.open_next_year(
            session,
            item_ids=[one.item_id for one in found],
            year=asked,
            person_id=person_by_address(session, person),
            at=at,
            calendar=ProductionCalendar(),
        )
    print(f"Added for {asked}: {sum(len(one.terms) for one in done)} occurrences of {len(done)} items.")


def _chosen(found: "tuple[CarriedOn, ...]", wanted: "Collection[int] | None") -> "tuple[CarriedOn, ...]":
    missing = set(wanted or ()) - {one.item_id for one in found}
    if missing:
        raise Unsuitable(f"nothing is proposed for item {min(missing)}: leave out --item to see what is")
    return tuple(one for one in found if not wanted or one.item_id in wanted)


def _show(found: "tuple[CarriedOn, ...]", year: int) -> None:
    times = sum(len(one.terms) for one in found)
    show_table(
        ("id", "order", "item", "title", "deadline", "due"),
        (
            (one.item_id, one.order, one.item, shortened(one.title, 40), shortened(one.deadline, 30), one.days)
            for one in found
        ),
        title=f"{year}: {times} occurrences of {len(found)} items are not there yet",
    )


def control(
    item: Annotated[
        int | None,
        typer.Argument(metavar="ITEM", min=1, max=LARGEST_ID, help="Its id; without, whose removal is proposed."),
    ] = None,
    what: Annotated[
        str | None, typer.Argument(metavar="WHAT", help=f"{', '.join(TRIGGERS)}; nothing to see its history.")
    ] = None,
    person: Annotated[
        str | None, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")
    ] = None,
    reason: Why = "",
    as_of: EnteredLater = None,
) -> None:
    """Say whether an item is under control, and how.

    A controller does, with a reason. Of an item removed no letter speaks. Without WHAT its history is printed,
    without ITEM the items whose removal is proposed.
    """
    from models.database import writing
    from models.item_changes import change_control

    if item is None:
        _show_proposed()
        return
    if what is None:
        _show_history(item)
        return
    if what not in TRIGGERS:
        raise Unsuitable(f"no such thing to do, {what!r}: there are {', '.join(TRIGGERS)}")
    if person is None:
        raise Unsuitable("say who decides it: --as EMAIL")
    at = instant(as_of)
    with writing(engine()) as session:
        person_id = person_by_address(session, person)
        changed = change_control(
            session, item_id=item, trigger=TRIGGERS[what], person_id=person_id, at=at, reason=reason
        )
    print(f"item {changed.item}: {changed.before} → {changed.after}; its work is {changed.state}")


def _show_proposed() -> None:
    from models.database import reading
    from models.item_changes import proposed_for_removal

    with reading(engine()) as session:
        found = proposed_for_removal(session)
    show_table(
        ("id", "order", "item", "title", "still open", "may go on"),
        (
            (one.item_id, one.order, one.item, shortened(one.title), one.open or "", "yes" if one.goes_on else "")
            for one in found
        ),
        title=f"items accepted and still under control: {len(found)}"
        + ("; a controller may `srok control ID remove`" if found else ""),
    )


def _show_history(item: int) -> None:
    from models.database import reading
    from models.item_changes import item_history

    with reading(engine()) as session:
        found = item_history(session, item)
    zone = settings().zone
    show_table(
        ("when", "who", "what", "from", "to", "detail", "reason"),
        (
            (
                one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                one.person,
                one.trigger,
                one.source,
                one.dest,
                one.detail,
                one.reason,
            )
            for one in found
        ),
        title="" if found else f"nothing has been done to item {item} itself yet",
    )


def roll_up(
    item: Item,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="all, lead, “quorum 3” or “quorum 50%”.")],
    person: As,
    reason: Why = "",
    as_of: EnteredLater = None,
) -> None:
    """Say whose work makes an item's.

    Everybody's (all), that of the first named (lead), or that of enough of them (a quorum).
    """
    from models.database import writing
    from models.item_changes import set_roll_up

    at = instant(as_of)
    with writing(engine()) as session:
        person_id = person_by_address(session, person)
        changed = set_roll_up(session, item_id=item, rule=rule, person_id=person_id, at=at, reason=reason)
    print(f"item {changed.item}: {changed.before} → {changed.after}; it is {changed.state}")
