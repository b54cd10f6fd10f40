"""One move of many assignments by the API: each judged by itself, an answer for each; and the last such step undone."""

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from desk.access import SIGNED_IN
from desk.api.answers import BulkDone, BulkRow
from desk.api.bodies import BulkBody, Key, Nothing, PathId
from desk.api.routes import ApiRoom
from desk.api.writing import own_key, write_once
from desk.asked import Asked, Asking
from desk.bulk_doing import step
from models import operations
from models.bulk_steps import last_step
from models.database import writing
from models.operations import Bulk, Moved, NothingToUndo, Refused, undo_last
from models.queries.whereabouts import Whereabouts, whereabouts
from states.policy import Action, allows

room = ApiRoom("many assignments")


@room.act("/bulk-moves", may=SIGNED_IN, answer=BulkDone)
def move_many(asked: Asking, body: BulkBody, key: Key = "") -> BulkDone:
    """Make a move of up to 1000 assignments. What is refused stays as it is; what the caller may not see is unknown.

    In a dry run it is told what would become of each, and nothing is done.
    """
    at = asked.at.astimezone(asked.house.settings.zone)
    said = body.model_dump(exclude={"assignment_ids", "dry_run"})
    visible = _visible(asked, body.assignment_ids)
    bulk = Bulk(assignment_ids=visible, person_id=asked.who.person_id, at=at, **said)

    def work(session: Session, key: str) -> operations.BulkDone:
        return step(session, asked, replace(bulk, key=key), dry_run=False)

    done = _rehearsed(asked, bulk) if body.dry_run else asked.writing(work, key=own_key(asked, key))
    return _answer(done, hidden=set(body.assignment_ids) - set(visible))


@room.act("/bulk-moves/{step_id:int}/undo", may=SIGNED_IN, answer=BulkDone)
def undo(asked: Asking, step_id: PathId, key: Key = "") -> BulkDone:
    """Take the caller's last bulk step back, for ten minutes, where nothing has followed."""

    def do(session: Session) -> operations.BulkDone:
        last = last_step(session, asked.who.person_id)
        if last and last.id != step_id:
            raise NothingToUndo(f"step {step_id} is not your last one: nothing was undone")
        return undo_last(session, person_id=asked.who.person_id, at=asked.at)

    return _answer(write_once(asked, key, Nothing(), do, operations.BulkDone), hidden=())


def _rehearsed(asked: Asked, bulk: Bulk) -> operations.BulkDone:
    """What the step would do: it is made, and taken back before anybody sees it."""
    with writing(asked.house.engine) as session:
        done = step(session, asked, bulk, dry_run=True)
        session.rollback()
    return replace(done, step_id=None)


def _visible(asked: Asked, ids: Any) -> tuple[int, ...]:
    with asked.reading() as session:
        found = whereabouts(session, set(ids))
    return tuple(one.assignment_id for one in found if _sees(asked, one))


def _sees(asked: Asked, one: Whereabouts) -> bool:
    held = asked.who.actor.roles(plan_id=one.plan_id, organization_id=one.organization_id, on=asked.today)
    return allows(Action.SEE_PLAN, held) or allows(Action.SEE_OWN, held)


def _answer(done: operations.BulkDone, *, hidden: Any) -> BulkDone:
    rows = [_row(row) for row in done.rows]
    rows += [BulkRow(assignment_id=one, source=None, dest=None, refused_by=["unknown"]) for one in hidden]
    rows.sort(key=lambda row: row.assignment_id)
    return BulkDone(step_id=done.step_id, trigger=done.trigger, rows=rows, replayed=done.replayed)


def _row(row: Moved | Refused) -> BulkRow:
    if isinstance(row, Moved):
        return BulkRow(assignment_id=row.assignment_id, source=row.source, dest=row.dest, version=row.version)
    return BulkRow(assignment_id=row.assignment_id, source=row.state, dest=row.state, refused_by=list(row.refused_by))
