"""Commands on many assignments at once: choose, look, confirm, do, undo. Rules are elsewhere."""

import re
import sys
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from srok.cli.lists import AsJson, Executor, Item, Order, Overdue, State, found, wanted
from srok.cli.session import Unsuitable, day, engine, settings, shortened, show_json, show_table
from srok.cli.words import no_such_trigger, refusals_in_words
from srok.cli.work import LARGEST_ID, REMIND, As, Key, person_by_address, trigger_named

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.operations import Bulk, BulkDone, Refused
    from models.queries import AssignmentFact

SAMPLE = 5
ANSWERS = ("grant_extension", "refuse_extension", "withdraw_extension", "uphold")
STDIN = "-"

Facts = dict[int, "AssignmentFact | None"]


def bulk(
    trigger: Annotated[str, typer.Argument(metavar="TRIGGER", help="accept, send-back, extend, remind, remove, …")],
    person: As,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="The assignments; - reads their ids from stdin.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why: one reason for all of them.")] = "",
    text: Annotated[str, typer.Option(help="The text of a report or of a comment.")] = "",
    due_on: Annotated[str | None, typer.Option(metavar="DATE", help="A new due date, or the one asked for.")] = None,
    resume_on: Annotated[str | None, typer.Option(metavar="DATE", help="When postponed ones go on.")] = None,
    order: Order = None,
    item: Item = None,
    executor: Executor = None,
    state: State = None,
    key: Key = "",
    *,
    overdue: Overdue = False,
    date_unknown: Annotated[bool, typer.Option("--date-unknown", help="Postpone without a date.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and refused; do nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Do one thing to many assignments at once.

    To those named by their ids, or to those that fit the filters. All of it is one step with one reason; what the
    rules refuse stays as it is and is listed. `srok undo` takes the step back for ten minutes. `remind` writes one
    letter to each executor, which leaves when these are over. `srok move --help` names every trigger with the
    options it takes; `accept_directly` and `set_due_date` are not for many.
    """
    from models.operations import Bulk
    from srok import clock

    doing = trigger_named(trigger)
    fits = wanted(order=order, item=item, executor=executor, state=state, overdue=overdue)
    chosen = _named(ids) if ids else _fitting(doing, fits)
    asked = Bulk(
        assignment_ids=tuple(chosen),
        trigger=doing,
        person_id=_person(person),
        at=clock.now().astimezone(settings().zone),
        text=text,
        reason=reason,
        due_on=day(due_on) if due_on else None,
        resume_on=day(resume_on) if resume_on else None,
        date_unknown=date_unknown,
        key=key or uuid4().hex,
    )
    if not (dry_run or yes or _is_wanted(doing, chosen, person)):
        print("nothing was changed")
        return
    done, letters = _do(asked, dry_run=dry_run)
    if as_json:
        show_json(asdict(done))
    else:
        _show(done, chosen, letters, person, dry_run=dry_run)
    if not done.moved:
        raise Unsuitable(f"{doing}: none of the {len(done.rows)} could be done")


def _person(email: str) -> int:
    from models.database import reading

    with reading(engine()) as session:
        return person_by_address(session, email)


def _named(ids: Sequence[str]) -> "Facts":
    """The assignments with these ids, None for one that does not exist."""
    from models.database import reading
    from models.queries import assignment

    words = sys.stdin.read().split() if list(ids) == [STDIN] else ids
    today, numbers = day(None), sorted({_id(word) for word in words})
    if not numbers:
        raise Unsuitable("no ids came from stdin: write them there, with blanks or line ends between them")
    with reading(engine()) as session:
        return {number: assignment(session, number, today=today) for number in numbers}


def _id(word: str) -> int:
    # The length first: Python refuses to read a number of thousands of digits.
    if not re.fullmatch("[0-9]{1,10}", word) or not 1 <= int(word) <= LARGEST_ID:
        raise Unsuitable(f"{shortened(word, 40)!r} is no id of an assignment: see `srok assignments`")
    return int(word)


def _fitting(trigger: str, fits: Any) -> "Facts":
    """The assignments that fit the filters and from whose state the trigger leads somewhere."""
    from models.queries import Filter, assignments
    from states.assignment import LIFE, State

    if trigger not in LIFE.triggers:
        raise Unsuitable(no_such_trigger(trigger, LIFE.triggers))
    if fits == Filter():
        raise Unsuitable("say which assignments: ids, or at least one of --order --item --executor --state --overdue")
    sources = {state for rule in LIFE.rules if rule.trigger == trigger for state in rule.source}
    every = found(assignments, fits, day(None))
    chosen = {one.id: one for one in every if one.state in sources and _waits_for(trigger, one)}
    if not every:
        raise Unsuitable("no assignment fits the filters: see `srok assignments`")
    if not chosen:
        states = ", ".join(one for one in State if one in sources)
        fitting = "waits for an answer" if trigger in ANSWERS else f"is {states}"
        none = f"of {len(every)} assignments that fit the filters there is none to do it to"
        raise Unsuitable(f"{trigger}: {none}: it is done to what {fitting}")
    if len(every) > len(chosen):
        print(f"{len(every) - len(chosen)} that fit the filters have nothing to {trigger}", file=sys.stderr)
    return chosen


def _waits_for(trigger: str, one: "AssignmentFact") -> bool:
    """Whether there is something to answer, where the trigger is an answer."""
    if trigger not in ANSWERS:
        return True
    return (one.declined_on if trigger == "uphold" else one.extension_on) is not None


def _is_wanted(trigger: str, chosen: "Facts", person: str) -> bool:
    """Show what is about to be done, and ask."""
    if not sys.stdin.isatty():
        raise Unsuitable(f"{trigger} of {len(chosen)} assignments: nobody can be asked here, say --yes, or --dry-run")
    _table([chosen[ident] or ident for ident in list(chosen)[:SAMPLE]], f"{trigger}: {len(chosen)} assignments")
    if len(chosen) > SAMPLE:
        print(f"… and {len(chosen) - SAMPLE} more")
    return typer.confirm(f"{trigger} {len(chosen)} assignments as {person}?")


def _do(asked: "Bulk", *, dry_run: bool) -> "tuple[BulkDone, int]":
    """What became of it, and how many letters wait."""
    from models.database import persistently, writing

    def work(session: "Session", _key: str) -> "tuple[BulkDone, int]":
        return _step(session, asked, dry_run=dry_run)

    if not dry_run:
        return persistently(engine(), work, key=asked.key)
    with writing(engine()) as session:
        done = work(session, "")
        session.rollback()
    return done


def _step(session: "Session", asked: "Bulk", *, dry_run: bool) -> "tuple[BulkDone, int]":
    from models.operations import move_many
    from srok.production_calendar import ProductionCalendar

    if asked.trigger != REMIND:
        return move_many(session, asked, calendar=ProductionCalendar()), 0
    from notifications.reminding import remind
    from srok.letterhead import letterhead

    found = settings()
    reminded = remind(
        session,
        asked,
        calendar=ProductionCalendar(),
        sender=found.mail_from,
        letterhead=letterhead(found, dry_run=dry_run),
    )
    return reminded.done, reminded.letters


def _show(done: "BulkDone", chosen: "Facts", letters: int, person: str, *, dry_run: bool) -> None:
    _show_refused(done.refused, chosen)
    would = "would be " if dry_run else ""
    print(f"{done.trigger}: {would}done {len(done.moved)}, refused {len(done.refused)}")
    if letters and not done.replayed:
        print(f"{letters} letters {'would wait' if dry_run else 'wait'} in the outbox for ten minutes")
    if done.replayed:
        print(f"this was done before under the same key, as step {done.step_id}: nothing was done now")
    elif done.moved and not dry_run:
        print(f"step {done.step_id}; for ten minutes it can be undone: srok undo --as {person}")


def _show_refused(refused: "Collection[Refused]", chosen: "Facts") -> None:
    if refused:
        rows = [chosen.get(row.assignment_id) or row.assignment_id for row in refused]
        _table(rows, f"{len(refused)} refused", [refusals_in_words(row.refused_by) for row in refused])


def _table(rows: "Sequence[AssignmentFact | int]", title: str, why: Sequence[str] = ()) -> None:
    headings = ("id", "order", "item", "title", "executor", "state")
    lines = [
        (one,) + ("",) * (len(headings) - 1)
        if isinstance(one, int)
        else (one.id, one.order, one.item, shortened(one.title, 40), one.executor, one.state)
        for one in rows
    ]
    if why:
        show_table((*headings, "why"), [(*line, said) for line, said in zip(lines, why, strict=True)], title=title)
    else:
        show_table(headings, lines, title=title)


def undo(person: As, *, as_json: AsJson = False) -> None:
    """Take back a person's last bulk step, within ten minutes.

    What somebody has moved since stays as it is and is listed. A single `srok move` is no bulk step.
    """
    from models.database import writing
    from models.operations import undo_last
    from models.queries import bulk_steps
    from srok import clock

    with writing(engine()) as session:
        person_id = person_by_address(session, person)
        done = undo_last(session, person_id=person_id, at=clock.now())
        step = next(one for one in bulk_steps(session, person_id=person_id) if one.id == done.step_id)
    if as_json:
        show_json(asdict(done))
        return
    _show_refused(done.refused, _named([str(row.assignment_id) for row in done.refused]) if done.refused else {})
    print(
        f"step {step.id} ({step.trigger}) is undone: {len(done.moved)} put back, {len(done.refused)} left as they are"
    )
    if step.trigger == REMIND:
        print("its letters that had not begun to leave are cancelled")
