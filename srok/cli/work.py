"""Commands on what is under control: lists, moves, history. Rules are elsewhere."""

from dataclasses import asdict
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from srok.cli.session import Unsuitable, day, engine, settings, shortened, show_json, show_table

if TYPE_CHECKING:
    from models.queries import Filter, ItemFact

LARGEST_ID = 2**63 - 1

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Reckon what is overdue as of this day. [today]")
]
EnteredLater = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day it was really done, if entered later.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Order = Annotated[str | None, typer.Option("--order", metavar="NUMBER", help="Only this order.")]
Item = Annotated[str | None, typer.Option("--item", metavar="NUMBER", help="Only items of this number.")]
Executor = Annotated[str | None, typer.Option("--executor", metavar="NAME", help="Only this organization.")]
State = Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only this state.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")]


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

    wanted = queries.Filter(order=order, item=item, executor=executor, state=_state(state), overdue=overdue)
    today, found = _found(queries.items, wanted, as_of)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    control = [_control(one) for one in found]
    headings = ["id", "order", "item", "kind", "title", "deadline", "due", "state", "accepted", "reported", "overdue"]
    rows = [
        [
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
        ]
        for one in found
    ]
    if any(control):
        headings, rows = [*headings, "control"], [[*row, said] for row, said in zip(rows, control, strict=True)]
    show_table(headings, rows, title=f"{len(found)} items; overdue as of {today}")


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
    """List assignments: who must do what by when, and where it stands."""
    from models import queries

    wanted = queries.Filter(order=order, item=item, executor=executor, state=_state(state), overdue=overdue)
    today, found = _found(queries.assignments, wanted, as_of)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    show_table(
        ("id", "order", "item", "title", "executor", "state", "due", "effective", "overdue"),
        (
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
            )
            for one in found
        ),
        title=f"{len(found)} assignments; overdue as of {today}",
    )


def _found(query: Any, wanted: "Filter", as_of: str | None) -> tuple[date, Any]:
    """The day reckoned as of, and what a query finds."""
    from models.database import reading
    from models.queries import organization_exists

    today = day(as_of)
    with reading(engine()) as session:
        if wanted.executor is not None and not organization_exists(session, wanted.executor):
            raise Unsuitable(f"no organization {wanted.executor!r}: write the name as `srok roster list` does")
        return today, query(session, wanted, today=today)


def _state(text: str | None) -> Any:
    from states.assignment import State

    if text is not None and text not in set(State):
        raise Unsuitable(f"no state {text!r}: there are {', '.join(State)}")
    return State(text) if text else None


def move(
    assignment: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=LARGEST_ID, help="The assignment, see `srok assignments`.")
    ],
    trigger: Annotated[str, typer.Argument(help="What to do, see `srok states`.")],
    person: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who does it, by address in the roster.")],
    text: Annotated[str, typer.Option(help="What was done: the text of a report.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    evidence: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A confirming document.")] = None,
    due_on: Annotated[str | None, typer.Option(metavar="DATE", help="A new due date.")] = None,
    resume_on: Annotated[str | None, typer.Option(metavar="DATE", help="When a postponed one goes on.")] = None,
    as_of: EnteredLater = None,
    *,
    date_unknown: Annotated[bool, typer.Option(help="Postpone without a date.")] = False,
) -> None:
    """Move one assignment through its life. A refused move says why and changes nothing."""
    from models.database import persistently
    from models.operations import Moved, Request
    from models.operations import move as make
    from srok.evidence import keeping
    from srok.production_calendar import ProductionCalendar

    def work(session: Any, key: str) -> Moved:
        request = Request(
            assignment_id=assignment,
            trigger=trigger,
            person_id=person_by_address(session, person),
            at=at,
            text=text,
            reason=reason,
            evidence=kept,
            due_on=day(due_on) if due_on else None,
            resume_on=day(resume_on) if resume_on else None,
            date_unknown=date_unknown,
            key=key,
        )
        return make(session, request, calendar=ProductionCalendar())

    at, found = instant(as_of), engine()
    with keeping(evidence or (), settings().evidence_dir) as kept:
        moved = persistently(found, work, key=uuid4().hex)
    print(f"assignment {moved.assignment_id}: {moved.source} → {moved.dest}; the item is {moved.item_state}")


def instant(as_of: str | None) -> datetime:
    """Now, or noon of an earlier day.

    Raises:
        Unsuitable: it is no date, or one that has not come yet.

    """
    from srok import clock

    entered, today = day(as_of), day(None)
    if entered > today:
        raise Unsuitable(f"{entered} has not come yet: what is entered later has been done already")
    return datetime.combine(entered, time(12), settings().zone) if entered < today else clock.now()


def person_by_address(session: Any, email: str) -> int:
    """Who acts, by the address given after --as."""
    from models import queries

    found = queries.person_by_email(session, email)
    if found is None:
        raise Unsuitable(f"nobody has the address {email}: see `srok roster list`")
    return found


def due(
    item: Annotated[
        int, typer.Argument(metavar="ITEM", min=1, max=LARGEST_ID, help="The item's id, see `srok items`.")
    ],
    by: Annotated[str, typer.Argument(metavar="DATE", help="The day by which it is to be done.")],
    person: Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who decides it, by address in the roster.")],
    as_of: EnteredLater = None,
) -> None:
    """Give a date to an item that has none, for all its executors at once."""
    from models.database import writing
    from models.due_dates import set_due_date
    from srok.production_calendar import ProductionCalendar

    due_on, at, calendar = day(by), instant(as_of), ProductionCalendar()
    with writing(engine()) as session:
        person_id = person_by_address(session, person)
        dated = set_due_date(session, item_id=item, due_on=due_on, person_id=person_id, at=at, calendar=calendar)
    print(f"item {dated.item}: due on {due_on} for its {dated.executors} executors")


def history(
    assignment: Annotated[int, typer.Argument(metavar="ID", min=1, max=LARGEST_ID, help="The assignment.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Print every move an assignment has made."""
    from models import queries
    from models.database import reading

    with reading(engine()) as session:
        if not queries.exists(session, assignment):
            raise Unsuitable(f"there is no assignment {assignment}: see `srok assignments`")
        found = queries.history(session, assignment)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    zone = settings().zone
    show_table(
        ("when", "who", "trigger", "from", "to", "text", "reason", "new date", "evidence"),
        (
            (
                one.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                one.person or "the clock",
                one.trigger,
                one.source,
                one.dest,
                one.text,
                one.reason,
                one.due_on,
                ", ".join(f"{document.name} ({document.stored_as})" for document in one.evidence),
            )
            for one in found
        ),
        title="" if found else f"assignment {assignment} has not moved yet",
    )


def states(
    *, write: Annotated[bool, typer.Option("--write", help="Write the tables in docs of this checkout.")] = False
) -> None:
    """Print the table of moves: what leads where, who may, and what refuses."""
    from states.describe import permissions_page, states_page, states_table

    if not write:
        print(states_table())
        return
    moves, permissions = Path("docs/states.md"), Path("docs/permissions.md")
    for page in (moves, permissions):
        if not page.exists():
            raise Unsuitable(f"{page} is not here: run this in a checkout of Srok")
    moves.write_text(states_page(), encoding="utf-8")
    permissions.write_text(permissions_page(permissions.read_text(encoding="utf-8")), encoding="utf-8")
