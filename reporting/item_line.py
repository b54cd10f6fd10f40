"""One item of the package: its deadlines, state and what is proposed, in words. What was reported is in `answers`."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from models.package_shapes import AssignmentFacts, ItemFacts
from reporting.answers import actual_result, reasons
from reporting.outcome import Tally
from reporting.words import NOTHING, capitalized, clean, counted, day
from states.as_of import Due
from states.assignment import State
from states.control import Control
from states.draft import ItemKind
from states.extensions import Answer
from states.item import Part, RollUpMode, item_state, roll_up
from states.schedule import ScheduleKind

DEADLINES_SHOWN = 4
_ANSWERED_OR_REMOVED = frozenset({State.REPORTED, State.ACCEPTED, State.REMOVED})
_FOR_GOOD = {
    ScheduleKind.CONTINUOUS: ", исполняется постоянно",
    ScheduleKind.ON_REQUEST: ", исполняется по запросу",
}

_STATES = {
    State.ASSIGNED: "исполнение не начато",
    State.IN_PROGRESS: "исполняется",
    State.REPORTED: "отчёты представлены, ожидают приёмки",
    State.RETURNED: "на доработке",
    State.ACCEPTED: "исполнено",
    State.POSTPONED: "исполнение отложено",
    State.REMOVED: "снято с контроля",
}
_UNDATED = {
    ScheduleKind.BY_SCHEDULE: "по отдельному графику (дата не установлена)",
    ScheduleKind.ON_REQUEST: "по запросу",
}


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """A line of the package about one item, every cell in words. `undated`: none of it has a deadline; `to_close`:
    removal from control is proposed; `move_to`: the day until which to put it off is; `needs_date`: somebody must set a
    deadline.
    """

    number: str
    section: str
    title: str
    deadline_text: str
    original_due: str
    current_due: str
    expected_result: str
    actual_result: str
    state: str
    reasons: str
    proposal: str
    undated: bool
    to_close: bool
    move_to: date | None
    needs_date: bool
    tally: Tally


def item_line(item: ItemFacts, cut_off: date) -> ItemLine:
    """The line about an item as of the cut-off."""
    tally = Tally.of(item.assignments, cut_off)
    return ItemLine(
        number=number(item),
        section=section(item),
        title=clean(item.title),
        deadline_text=clean(item.deadline_text) or NOTHING,
        original_due=_original(item),
        current_due=_current(item),
        expected_result=clean(item.expected_result) or NOTHING,
        actual_result=actual_result(item.assignments),
        state=_state(item, tally),
        reasons=reasons(item.assignments, tally),
        proposal=_proposal(item, tally),
        undated=not _days(item),
        to_close=_is_to_close(item, tally),
        move_to=_move_to(item),
        needs_date=_needs_date(item, tally),
        tally=tally,
    )


def number(item: ItemFacts) -> str:
    """An item's number as printed; a clause of the order is marked as one, for measures may have the same number."""
    return printed_number(item.kind, item.number)


def printed_number(kind: ItemKind, written: str) -> str:
    """The number of an item of this kind as printed."""
    printed = clean(written).rstrip(".")
    return f"п. {printed}" if kind is ItemKind.CLAUSE else printed


def section(item: ItemFacts) -> str:
    """The section an item stands in."""
    if item.section:
        return clean(item.section)
    return "Пункты распоряжения" if item.kind is ItemKind.CLAUSE else "План мероприятий"


def _days(item: ItemFacts) -> list[date]:
    current = {one.stood.current.effective_on for one in item.assignments} | set(item.not_issued)
    return sorted(found for found in current if found)


def _original(item: ItemFacts) -> str:
    dues = sorted({one.stood.original for one in item.assignments if one.stood.original.on}, key=_by_day)
    waiting = sorted({found for found in item.not_issued if found})
    days = [due_in_words(due) for due in dues] + [day(found) for found in waiting]
    if not days:
        return _UNDATED.get(item.schedule_kind, "срок не установлен")
    if len(days) > DEADLINES_SHOWN:
        return f"{days[0]} – {days[-1]} ({counted(len(days), 'срок срока сроков')})"
    return ", ".join(days)


def _current(item: ItemFacts) -> str:
    moved = Counter(one.stood.current for one in item.assignments if one.stood.due_changes)
    if not moved:
        return "без изменений" if _days(item) else NOTHING
    ordered = sorted(moved.items(), key=lambda pair: _by_day(pair[0]))
    said = "; ".join(
        f"{due_in_words(due)} ({counted(count, 'поручение поручения поручений')})" for due, count in ordered
    )
    return f"перенесён на {said}"


def _by_day(due: Due) -> date:
    return due.on or date.max


def due_in_words(due: Due) -> str:
    """A nominal deadline, with the working day that counts where that is another."""
    if due.effective_on is None or due.effective_on == due.on:
        return day(due.on)
    return f"{day(due.on)} (рабочий день {day(due.effective_on)})"


def rolled_up(item: ItemFacts) -> State:
    """The state of an item in the period: the roll-up of its occurrences, which are in order."""
    occurrences = groupby(item.assignments, key=lambda one: one.occurrence)
    return item_state([roll_up(map(_part, group), item.rule) for _, group in occurrences])


def _part(one: AssignmentFacts) -> Part:
    return Part(one.stood.state, one.required, one.lead)


def _by_rule(item: ItemFacts, tally: Tally) -> str:
    """By which rule an item has come further than its counts say."""
    if item.rule.mode is RollUpMode.ALL or tally.total <= 1:
        return ""
    if item.rule.mode is RollUpMode.LEAD:
        return " (по ответственному исполнителю)"
    quorum = item.rule.at_least or f"{item.rule.percent}\N{NO-BREAK SPACE}%"
    return f" (по кворуму {quorum})"


def _state(item: ItemFacts, tally: Tally) -> str:
    if not item.assignments:
        return "Поручения не выданы"
    word = capitalized(_STATES[rolled_up(item)]) + _by_rule(item, tally)
    if tally.total <= 1:
        return f"{word}, просрочено" if tally.overdue else word
    parts = [f"принято {tally.accepted} из {tally.in_control}"] if tally.in_control else []
    for count, said in (
        (tally.reported, "на рассмотрении"),
        (tally.overdue, "просрочено"),
        (tally.postponed, "отложено"),
        (tally.removed, "снято с контроля"),
    ):
        if count and (said == "просрочено" or count < tally.total):
            parts.append(f"{said} {count}")
    return f"{word}: {', '.join(parts)}" if parts else word


def _proposal(item: ItemFacts, tally: Tally) -> str:
    if item.control is Control.REMOVED:
        return "Снято с контроля"
    if not item.assignments:
        return "Выдать поручения исполнителям"
    if move_to := _move_to(item):
        return f"Перенести на {day(move_to)}{', рассмотреть представленные отчёты' if tally.reported else ''}"
    asks = _asks(item, tally)
    if asks:
        return f"Оставить на контроле: {', '.join(asks)}"
    return "Снять с контроля как исполненное" if _is_to_close(item, tally) else _going_on(item)


def _move_to(item: ItemFacts) -> date | None:
    """To when to put the item off as a whole: everything open waits for a later day that somebody has named."""
    if item.control is Control.REMOVED:
        return None
    waiting = [one for one in item.assignments if one.required and one.stood.state not in _ANSWERED_OR_REMOVED]
    days = [_later_day(one) for one in waiting]
    known = [found for found in days if found]
    return max(known) if known and len(known) == len(days) else None


def _later_day(one: AssignmentFacts) -> date | None:
    """The day until which it is postponed, or that its executor asks for and nobody has answered yet."""
    asked = next((each.until for each in one.stood.extensions if each.answer is Answer.WAITING), None)
    return one.stood.resume_on or asked


def _going_on(item: ItemFacts) -> str:
    if item.later_due_on:
        return f"Оставить на контроле, следующий срок – {day(item.later_due_on)}"
    if rolled_up(item) is State.REMOVED:
        return "Снято с контроля"
    return f"Оставить на контроле{_FOR_GOOD.get(item.schedule_kind, '')}"


def _is_to_close(item: ItemFacts, tally: Tally) -> bool:
    """Everything asked for is accepted, and nothing more will be asked: not in a later period, nor for ever."""
    if item.control is Control.REMOVED:
        return False
    is_last = item.later_due_on is None and not item.not_issued and not _is_continuous(item)
    return is_last and tally.accepted == tally.in_control > 0


def _needs_date(item: ItemFacts, tally: Tally) -> bool:
    """What is done on request has no date and needs none."""
    return tally.undated > 0 and item.schedule_kind is not ScheduleKind.ON_REQUEST


def _is_continuous(item: ItemFacts) -> bool:
    return item.schedule_kind is ScheduleKind.CONTINUOUS


def _asks(item: ItemFacts, tally: Tally) -> list[str]:
    asks = []
    if tally.overdue:
        asks.append(f"истребовать {counted(tally.overdue, 'отчёт отчёта отчётов')} с истёкшим сроком")
    if tally.reported:
        asks.append(f"рассмотреть {counted(tally.reported, 'отчёт отчёта отчётов')}")
    if _needs_date(item, tally):
        asks.append("установить срок исполнения")
    later = [found for one in item.assignments if one.required and (found := _later_day(one))]
    if later:
        asks.append(f"перенести на {day(max(later))} ({counted(len(later), 'поручение поручения поручений')})")
    postponed = (one for one in item.assignments if one.required and one.stood.state is State.POSTPONED)
    if any(one.stood.resume_on is None for one in postponed):
        asks.append("определить срок возобновления")
    return asks
