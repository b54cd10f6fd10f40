"""A step on many assignments tried, made or taken back, and what became of each. Knows no page and no form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from desk.asked import Asked
from desk.bulk_asking import tried
from desk.pages.attention import plans_of
from models.bulk_steps import last_step
from models.database import writing
from models.operations import Bulk, BulkDone, NothingToUndo, Refused, move_many, undo_last
from models.queries.history_facts import Since, done_since
from models.queries.work_table import WorkLine, work_lines
from notifications.reminding import REMIND, remind
from srok.letterhead import letterhead
from states.fault import Fault

NAMED = 12
"""How many of the assignments a page names before the others wait behind a click."""


class LessThanPromised(Fault):
    """Fewer could be moved than a page had said, or something was done to them meanwhile; none was moved."""

    def __init__(self, done: BulkDone) -> None:
        super().__init__(f"only {len(done.moved)} can be done")
        self.done = done


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What a page said before it was confirmed: how many are moved, and the versions that it showed."""

    count: int
    seen: Mapping[int, int]

    def is_kept(self, done: BulkDone) -> bool:
        """Whether a step does what was said, to what was shown."""
        as_shown = all(row.version == self.seen.get(row.assignment_id, row.version - 1) + 1 for row in done.moved)
        return as_shown and len(done.moved) >= self.count


@dataclass(frozen=True, kw_only=True)
class Left:
    """An assignment that a step leaves as it is, and why."""

    line: WorkLine
    refused_by: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a step does, or would do. `step_id` is None where nothing was done; `replayed`: it had been done before."""

    done: tuple[WorkLine, ...]
    refused: tuple[Left, ...]
    step_id: int | None = None
    replayed: bool = False


def visible(asked: Asked, ids: Collection[int]) -> tuple[WorkLine, ...]:
    """Those of these assignments that are of the visitor's plans."""
    with asked.reading() as session:
        return work_lines(session, ids, plan_ids=plans_of(asked), today=asked.today)


def try_step(asked: Asked, trigger: str, lines: Collection[WorkLine]) -> Outcome:
    """What a step would do, whatever is filled in: it is made, and taken back before anybody sees it."""
    bulk = _bulk(asked, trigger, lines, **tried(trigger, lines, asked.today))
    with writing(asked.house.engine) as session:
        done = step(session, asked, bulk, dry_run=True)
        session.rollback()
    return _outcome(lines, done)


def make_step(
    asked: Asked, trigger: str, lines: Collection[WorkLine], *, promise: Promise, key: str, **said: Any
) -> Outcome:
    """Make a step.

    Raises:
        LessThanPromised: the promise cannot be kept; nothing was done.

    """
    done = asked.writing(
        partial(_keep_promise, asked, _bulk(asked, trigger, lines, **said), promise),
        key=f"desk/{asked.who.person_id}/{key}",
    )
    return _outcome(visible(asked, [line.id for line in lines]), done)


def changed_since(asked: Asked, lines: Collection[WorkLine], promise: Promise) -> tuple[Since, ...]:
    """What was done to these assignments after the page was shown, the newest first."""
    changed = {
        line.id: promise.seen[line.id] for line in lines if promise.seen.get(line.id, line.version) < line.version
    }
    if not changed:
        return ()
    with asked.reading() as session:
        return done_since(session, changed, limit=NAMED)


def would_be(lines: Collection[WorkLine], fault: LessThanPromised) -> Outcome:
    """What a step that kept no promise could have done."""
    return _outcome(lines, fault.done)


def undo_step(asked: Asked, step_id: int) -> Outcome:
    """Take back the visitor's last step, while it is this one.

    Raises:
        NothingToUndo: it is not the last one, is undone already, or too old.

    """
    person_id = asked.who.person_id
    with writing(asked.house.engine) as session:
        last = last_step(session, person_id)
        if last and last.id != step_id:
            raise NothingToUndo(f"step {step_id} is not the last one any more: nothing was undone")
        done = undo_last(session, person_id=person_id, at=asked.at)
    return _outcome(visible(asked, [row.assignment_id for row in done.rows]), done)


def _bulk(asked: Asked, trigger: str, lines: Collection[WorkLine], **said: Any) -> Bulk:
    at = asked.at.astimezone(asked.house.settings.zone)
    ids = tuple(sorted(line.id for line in lines))
    return Bulk(assignment_ids=ids, trigger=trigger, person_id=asked.who.person_id, at=at, **said)


def _keep_promise(asked: Asked, bulk: Bulk, promise: Promise, session: Session, key: str) -> BulkDone:
    done = step(session, asked, replace(bulk, key=key), dry_run=False)
    if not done.replayed and not promise.is_kept(done):
        raise LessThanPromised(done)
    return done


def step(session: Session, asked: Asked, bulk: Bulk, *, dry_run: bool) -> BulkDone:
    """The step itself, in the caller's transaction; a reminder writes its letters, and in a dry run no links."""
    house = asked.house
    if bulk.trigger != REMIND:
        return move_many(session, bulk, calendar=house.calendar)
    sheet = letterhead(house.settings, dry_run=dry_run)
    return remind(session, bulk, calendar=house.calendar, sender=house.settings.mail_from, letterhead=sheet).done


def _outcome(lines: Collection[WorkLine], done: BulkDone) -> Outcome:
    refused = {row.assignment_id: row.refused_by for row in done.rows if isinstance(row, Refused)}
    moved = {row.assignment_id for row in done.moved}
    return Outcome(
        done=tuple(line for line in lines if line.id in moved),
        refused=tuple(Left(line=line, refused_by=refused[line.id]) for line in lines if line.id in refused),
        step_id=done.step_id,
        replayed=done.replayed,
    )
