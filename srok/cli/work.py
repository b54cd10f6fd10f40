"""Commands on one assignment or item: moves, dates, history. Rules are elsewhere."""

from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from srok.cli.lists import AsJson, show_where_said
from srok.cli.session import Unsuitable, day, engine, settings, show_json

if TYPE_CHECKING:
    from models.queries import HistoryFact

LARGEST_ID = 2**31 - 1
"""What the column of an id holds on PostgreSQL."""

REMIND = "remind"

As = Annotated[str, typer.Option("--as", metavar="EMAIL", help="Who does it, by address in the roster.")]
Key = Annotated[
    str, typer.Option(metavar="KEY", help="Asked for again with the same key, it is not done twice. [a new one]")
]
EnteredLater = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day it was really done, if entered later.")
]


def move(
    assignment: Annotated[
        int, typer.Argument(metavar="ID", min=1, max=LARGEST_ID, help="The assignment, see `srok assignments`.")
    ],
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="What to do, see below.")],
    person: As,
    text: Annotated[str, typer.Option(help="What was done: the text of a report; a comment.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    evidence: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A confirming document.")] = None,
    due_on: Annotated[str | None, typer.Option(metavar="DATE", help="A new due date, or the one asked for.")] = None,
    resume_on: Annotated[str | None, typer.Option(metavar="DATE", help="When a postponed one goes on.")] = None,
    as_of: EnteredLater = None,
    key: Key = "",
    *,
    date_unknown: Annotated[bool, typer.Option("--date-unknown", help="Postpone without a date.")] = False,
) -> None:
    """Move one assignment through its life. A refused move says why and changes nothing.

    \b
    The executor:
      start, recall
      report              --text [--evidence]
      ask_extension       --due-on --reason
      withdraw_extension
      decline             --reason: it is not addressed to us
    The coordinator or a controller:
      accept
      send_back           --reason [--due-on]
      accept_directly     --reason --evidence
      grant_extension     [--due-on another day than asked for]
      refuse_extension    --reason
      extend              --due-on --reason
      uphold              --reason: what was declined is theirs
      postpone            --reason --resume-on | --date-unknown
      resume              [--due-on]
    A controller:
      reopen, restore     --reason [--due-on]
      remove              --reason cancelled | no_longer_relevant |
                          not_applicable | duplicate | merged
    Any of them:
      comment             --text
    \b
    A first date is given by `srok due`, a reminder by `srok bulk remind`.
    `srok states` prints who may do what from which state.
    """  # noqa: D301 - \b keeps click from filling the lines
    from models.database import persistently
    from models.operations import Moved, Request
    from models.operations import move as make
    from srok.evidence import keeping
    from srok.production_calendar import ProductionCalendar

    doing = trigger_named(trigger)
    if doing == REMIND:
        raise Unsuitable(f"a reminder is a letter too: srok bulk remind {assignment}")

    def work(session: Any, key: str) -> Moved:
        request = Request(
            assignment_id=assignment,
            trigger=doing,
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
        moved = persistently(found, work, key=key or uuid4().hex)
    came = f"{doing}, still {moved.dest}" if moved.source == moved.dest else f"{moved.source} → {moved.dest}"
    print(f"assignment {moved.assignment_id}: {came}; the item is {moved.item_state}")


def trigger_named(text: str) -> str:
    """A trigger as people type it, `send-back` for `send_back`. Whether there is such a one the engine says.

    Raises:
        Unsuitable: it is not done to single assignments.

    """
    from states.as_of import SET_DUE_DATE

    trigger = text.replace("-", "_")
    if trigger == SET_DUE_DATE:
        raise Unsuitable("a first date is given to an item, for all its executors: srok due ITEM DATE")
    return trigger


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
    person: As,
    as_of: EnteredLater = None,
) -> None:
    """Give a date to an item that has none.

    It holds for all its executors at once. A date that is there already is put off by `srok bulk extend`.
    """
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
    """Print everything done to an assignment.

    A line `undo` takes the one before it back.
    """
    from models import queries
    from models.database import reading

    with reading(engine()) as session:
        if not queries.exists(session, assignment):
            raise Unsuitable(f"there is no assignment {assignment}: see `srok assignments`")
        found = queries.history(session, assignment)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    headings = ("when", "who", "trigger", "from", "to", "text", "reason", "dates", "bulk step", "evidence")
    title = "" if found else f"assignment {assignment} has not moved yet"
    show_where_said(headings, [_line(one) for one in found], 5, title)


def _line(one: "HistoryFact") -> tuple[object, ...]:
    return (
        one.at.astimezone(settings().zone).strftime("%Y-%m-%d %H:%M"),
        one.person or "the clock",
        one.trigger,
        one.source,
        one.dest,
        one.text,
        one.reason,
        _dates(one),
        one.bulk_id,
        ", ".join(f"{document.name} ({document.stored_as})" for document in one.evidence),
    )


def _dates(one: "HistoryFact") -> str:
    """The days a move names: asked for, due from then on, put off until."""
    said = (("asks for", one.asked_due_on), ("due", one.due_on), ("until", one.resume_on))
    return ", ".join(f"{word} {on}" for word, on in said if on)


def states(
    *, write: Annotated[bool, typer.Option("--write", help="Write the tables in docs of this checkout.")] = False
) -> None:
    """Print the table of moves and who may make them.

    What leads where, who may, and what refuses.
    """
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
