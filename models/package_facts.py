"""Everything a reporting package is made from, as it stood at the cut-off. Puts the rows of one order together and
leaves out what belongs to other periods. Knows no label, number or sentence of a package.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import Session

from models import package_rows
from models.order_by_number import Found, order_by_number
from models.package_shapes import (
    AssignmentFacts,
    EvidenceFacts,
    Executor,
    ItemFacts,
    OrderFacts,
    PackageFacts,
    Supervisor,
)
from states.as_of import UNDO, Due, not_undone, state_after, stood
from states.belonging import OF_THE_PERIOD, Belonging, Span, belonging, is_judged
from states.fault import Fault
from states.item import SETTLED, roll_up_rule
from states.policy import Action
from states.reporting_days import reporting_spans


class CutOffTooEarly(Fault):
    """Nothing can be said as of a day before the order was issued, or before the period begins."""


class NothingDue(Fault):
    """No deadline of the order falls in the period, and nothing earlier is left open."""


def package_facts(session: Session, *, order: str, period: Span, cut_off: date) -> PackageFacts:
    """What a package for `period` is made from, as of the end of the day `cut_off`.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.
        CutOffTooEarly: the cut-off is before the order or before the period.
        NothingDue: the period holds nothing of this order.

    """
    found = order_by_number(session, order)
    _refuse_early(found, period, cut_off)
    rows = package_rows.item_rows(session, found.id)
    read = _assignments(session, found.id, period, cut_off)
    occurrences = package_rows.occurrence_rows(session, found.id)
    changes = package_rows.changes_after(session, found.id, cut_off)
    items = [_item(row, occurrences.get(row.id, []), read, period, changes.get(row.id, [])) for row in rows]
    _refuse_empty(found, period, items, (one for times in occurrences.values() for one in times))
    return PackageFacts(
        order=_order(session, found),
        period=period,
        cut_off=cut_off,
        plan_items=len(items),
        items=tuple(item for item in items if item.assignments or item.not_issued),
        done_ahead=sum(_is_done_ahead(one) for group in read.values() for one in group),
        moves_after=package_rows.moves_after(session, found.id, cut_off),
    )


def reporting_spans_of(session: Session, order: str) -> tuple[Span, ...]:
    """The times that the reporting days of an order's plan tell of, the earliest first.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.

    """
    row = package_rows.order_row(session, order_by_number(session, order).id)
    return tuple(reporting_spans(row.issued_on, map(date.fromisoformat, row.reporting_dates)))


def _refuse_early(found: Found, period: Span, cut_off: date) -> None:
    if cut_off < found.issued_on:
        raise CutOffTooEarly(f"the cut-off {cut_off} is before order № {found.number} was issued, {found.issued_on}")
    if cut_off < period.begins_on:
        raise CutOffTooEarly(f"the cut-off {cut_off} is before the period begins, {period.begins_on}")


def _refuse_empty(found: Found, period: Span, items: Iterable[ItemFacts], occurrences: Iterable[Any]) -> None:
    for item in items:
        if any(item.not_issued) or any(one.belonging is not Belonging.UNDATED for one in item.assignments):
            return
    days = [one.effective_due_on for one in occurrences if one.effective_due_on]
    run = f"its deadlines run from {min(days)} to {max(days)}" if days else "none of its items has a date yet"
    raise NothingDue(f"order № {found.number} has nothing due from {period.begins_on} to {period.ends_on}: {run}")


def _order(session: Session, found: Found) -> OrderFacts:
    row = package_rows.order_row(session, found.id)
    editions = package_rows.editions(session, found.id)
    supervisors = package_rows.supervisor_rows(session, found.id)
    return OrderFacts(
        number=row.number,
        issued_on=row.issued_on,
        title=row.title,
        issuer=row.issuer,
        plan_title=row.plan_title,
        supervisors=tuple(Supervisor(*one) for one in supervisors),
        addressee=row.operator_name,
        edition=len(editions) or 1,
        edition_on=editions[-1].date() if len(editions) > 1 else None,
        fingerprint=row.fingerprint,
        reporting_dates=tuple(sorted(map(date.fromisoformat, row.reporting_dates))),
    )


def _assignments(session: Session, order_id: int, period: Span, cut_off: date) -> dict[int, list[AssignmentFacts]]:
    """All assignments given out by the cut-off, those of other periods too, by their occurrence."""
    moves = package_rows.moves_made(session, order_id, by=cut_off)
    brought = package_rows.evidence_rows(session, order_id, by=cut_off)
    rows = package_rows.assignment_rows(session, order_id, issued_by=cut_off)
    undated = package_rows.dated_later(session, order_id)
    return {
        occurrence_id: [
            _assignment(
                row,
                moves.get(row.id, []),
                brought.get(row.id, []),
                period,
                Due() if occurrence_id in undated else _due(row),
            )
            for row in group
        ]
        for occurrence_id, group in rows.items()
    }


def _due(row: Any) -> Due:
    return Due(row.due_on, row.effective_due_on)


def _assignment(row: Any, moves: list[Any], brought: list[Any], period: Span, first_due: Due) -> AssignmentFacts:
    now = stood(moves, first_due=first_due)
    before = state_after([move for move in moves if move.on < period.begins_on])
    return AssignmentFacts(
        id=row.id,
        executor=Executor(row.name, row.kind),
        required=row.required,
        lead=row.lead,
        occurrence=row.position,
        belonging=belonging(now, before, period),
        judged=is_judged(now, before, period),
        stood=now,
        evidence=_evidence(moves, brought),
        changed_on=_changed_on(moves, row.issued_on),
    )


def _changed_on(moves: list[Any], issued_on: date) -> date:
    """The day of the last thing done; a step taken back on its own day has done nothing."""
    if not moves:
        return issued_on
    if moves[-1].trigger == UNDO and moves[-2].on == moves[-1].on:
        return _changed_on(moves[:-2], issued_on)
    last: date = moves[-1].on
    return last


def _evidence(moves: list[Any], brought: list[Any]) -> tuple[EvidenceFacts, ...]:
    """What came with moves that stand."""
    if not brought:
        return ()
    standing = {move.version for move in not_undone(moves)}
    return tuple(EvidenceFacts(*row[2:]) for row in brought if row.version in standing)


def _item(
    row: Any, occurrences: list[Any], read: dict[int, list[AssignmentFacts]], period: Span, changes: list[Any]
) -> ItemFacts:
    assignments = [one for occurrence in occurrences for one in read.get(occurrence.id, [])]
    waiting = [one.effective_due_on for one in occurrences if one.id not in read and not _opened_later(one, changes)]
    open_days = [one.stood.current.effective_on for one in assignments if one.stood.state not in SETTLED]
    later = [day for day in waiting + open_days if day and day > period.ends_on]
    return ItemFacts(
        kind=row.kind,
        number=row.number,
        section=row.section,
        title=row.title,
        expected_result=row.expected_result,
        deadline_text=row.deadline_text,
        schedule_kind=row.schedule_kind,
        assignments=tuple(one for one in assignments if one.belonging in OF_THE_PERIOD),
        not_issued=tuple(day for day in waiting if day is None or day <= period.ends_on),
        later_due_on=min(later, default=None),
        rule=roll_up_rule(next((_before(one) for one in changes if one.trigger == Action.SET_ROLL_UP), row.roll_up)),
        control=changes[0].source if changes else row.control,
    )


def _opened_later(occurrence: Any, changes: list[Any]) -> bool:
    """Whether somebody opened it after the cut-off, as the item's history says."""
    opening = (change.detail for change in changes if change.trigger in _OPENING)
    return any(str(occurrence.due_on) in detail for detail in opening)


_OPENING = (Action.OPEN_OCCURRENCE, Action.OPEN_NEXT_YEAR)


def _before(change: Any) -> str:
    """The rule that a change of it replaced."""
    return str(change.detail.partition(" → ")[0])


def _is_done_ahead(one: AssignmentFacts) -> bool:
    return one.required and one.belonging is Belonging.LATER and one.stood.done_on is not None
