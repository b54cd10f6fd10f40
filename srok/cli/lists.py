"""Commands that list what is under control, and the filters they share. Decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from srok.cli.session import Unsuitable, day, engine, shortened, show_json, show_table

if TYPE_CHECKING:
    from models.queries import AssignmentFact, Filter, ItemFact

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Reckon what is overdue as of this day. [today]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Order = Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")]
Item = Annotated[str | None, typer.Option("--item", metavar="NUMBER", help="Only items of this number.")]
Executor = Annotated[str | None, typer.Option("--executor", metavar="NAME", help="Only this organization.")]
State = Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only this state.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")]


def wanted(
    *,
    order: str | None = None,
    item: str | None = None,
    executor: str | None = None,
    state: str | None = None,
    overdue: bool = False,
) -> "Filter":
    """The filter that the options say.

    Raises:
        Unsuitable: there is no such state.

    """
    from models.queries import Filter
    from states.assignment import State

    if state is not None and state not in set(State):
        raise Unsuitable(f"no state {state!r}: there are {', '.join(State)}")
    return Filter(order=order, item=item, executor=executor, state=State(state) if state else None, overdue=overdue)


def found(query: Callable[..., Any], fits: "Filter", today: date) -> Any:
    """What a query finds.

    Raises:
        Unsuitable: the filter names an organization that is not there.

    """
    from models.database import reading
    from models.queries import organization_exists

    with reading(engine()) as session:
        if fits.executor is not None and not organization_exists(session, fits.executor):
            raise Unsuitable(f"no organization {fits.executor!r}: write the name as `srok roster list` does")
        return query(session, fits, today=today)


def items(
    order: Order = None,
    item: Item = None,
    executor: Executor = None,
    state: State = None,
    as_of: AsOf = None,
    *,
    overdue: Overdue = False,
    as_json: AsJson = False,
) -> None:
    """List the items under control with their state and counts."""
    from models import queries

    today = day(as_of)
    fits = wanted(order=order, item=item, executor=executor, state=state, overdue=overdue)
    facts = found(queries.items, fits, today)
    if as_json:
        show_json([asdict(one) for one in facts])
        return
    headings = ("id", "order", "item", "kind", "title", "deadline", "due", "state", "accepted", "reported", "overdue")
    rows = [
        (
            one.id,
            one.order,
            one.item,
            one.kind,
            shortened(one.title),
            shortened(one.deadline, 30),
            one.effective_due_on,
            one.state,
            f"{one.accepted} of {one.assignments}",
            one.reported or "",
            one.overdue or "",
            _control(one),
        )
        for one in facts
    ]
    show_where_said((*headings, "control"), rows, len(headings), f"{len(facts)} items; overdue as of {today}")


def _control(one: "ItemFact") -> str:
    """What is not as by default: the rule, the control; and that everything is done and removal is proposed."""
    rule = "" if one.roll_up == "all" else f"by {one.roll_up}"
    control = "" if one.control == "on_control" else one.control
    proposed = "remove?" if one.state == "accepted" and one.control != "removed" else ""
    return ", ".join(said for said in (rule, control, proposed) if said)


def assignments(
    order: Order = None,
    item: Item = None,
    executor: Executor = None,
    state: State = None,
    as_of: AsOf = None,
    *,
    overdue: Overdue = False,
    as_json: AsJson = False,
) -> None:
    """List assignments, who must do what by when.

    Each with its state, its dates and whether it is overdue.
    """
    from models import queries

    today = day(as_of)
    fits = wanted(order=order, item=item, executor=executor, state=state, overdue=overdue)
    facts = found(queries.assignments, fits, today)
    if as_json:
        show_json([asdict(one) for one in facts])
        return
    headings = ("id", "order", "item", "title", "executor", "state", "due", "effective", "overdue")
    rows = [
        (
            one.id,
            one.order,
            one.item,
            shortened(one.title, 40),
            one.executor,
            one.state,
            one.due_on,
            one.effective_due_on,
            "overdue" if one.overdue else "",
            _put_off(one),
            _waits(one),
        )
        for one in facts
    ]
    title = f"{len(facts)} assignments; overdue as of {today}"
    show_where_said((*headings, "put off", "waits for an answer"), rows, len(headings), title)


def _put_off(one: "AssignmentFact") -> str:
    """How often the date was put off, and the first one, which is kept for ever."""
    return f"{one.due_moves}×, first {one.original_due_on}" if one.due_moves else ""


def _waits(one: "AssignmentFact") -> str:
    asked = f"extension to {one.extension_on}" if one.extension_on else ""
    return ", ".join(said for said in (asked, "declined" if one.declined_on else "") if said)


def show_where_said(headings: Sequence[str], rows: Sequence[Sequence[object]], always: int, title: str) -> None:
    """Print a table; of the columns after the first `always` those in which a row says something."""
    shown = [n for n in range(len(headings)) if n < always or any(row[n] for row in rows)]
    show_table([headings[n] for n in shown], ([row[n] for n in shown] for row in rows), title=title)


def extensions(
    order: Order = None, item: Item = None, executor: Executor = None, as_of: AsOf = None, *, as_json: AsJson = False
) -> None:
    """List what executors asked a later date for.

    The requests that wait for a decision, the oldest first: `srok move ID grant-extension` or `refuse-extension`.
    """
    from models import queries
    from models.pending import EXTENSION

    _waiting(queries.extensions, EXTENSION, wanted(order=order, item=item, executor=executor), as_of, as_json=as_json)


def declined(
    order: Order = None, item: Item = None, executor: Executor = None, as_of: AsOf = None, *, as_json: AsJson = False
) -> None:
    """List what executors said is not addressed to them.

    What nobody has decided on, the oldest first: a controller may `srok move ID remove`, the coordinator `uphold`.
    """
    from models import queries
    from models.pending import DECLINED

    _waiting(queries.declined, DECLINED, wanted(order=order, item=item, executor=executor), as_of, as_json=as_json)


def _waiting(query: Callable[..., Any], trigger: str, fits: "Filter", as_of: str | None, *, as_json: bool) -> None:
    from models.database import reading
    from models.pending import DECLINED, last_said
    from srok.production_calendar import ProductionCalendar
    from states.workdays import count_after

    today, calendar = day(as_of), ProductionCalendar()
    facts = found(query, fits, today)
    with reading(engine()) as session:
        said = last_said(session, [one.id for one in facts])
    reasons = [said[one.id, trigger].reason if (one.id, trigger) in said else "" for one in facts]
    since = [one.declined_on if trigger == DECLINED else one.extension_asked_on for one in facts]
    days = [count_after(asked, today, calendar) for asked in since]
    if as_json:
        show_json(
            [asdict(one) | {"reason": why, "working_days": n} for one, why, n in zip(facts, reasons, days, strict=True)]
        )
        return
    asks = trigger != DECLINED
    headings = (
        "id",
        "order",
        "item",
        "title",
        "executor",
        "state",
        "due",
        "since",
        "working days",
        "reason",
        "asked for",
    )
    rows = [
        (
            one.id,
            one.order,
            one.item,
            shortened(one.title, 30),
            one.executor,
            one.state,
            one.due_on,
            asked,
            n,
            shortened(why),
            one.extension_on if asks else "",
        )
        for one, asked, n, why in zip(facts, since, days, reasons, strict=True)
    ]
    what = "requests for a later date" if asks else "declined assignments"
    show_where_said(headings, rows, len(headings) - 1, f"{what} waiting for a decision: {len(facts)}")
