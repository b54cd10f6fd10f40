"""One entry of a digest in words: an executor's assignment, or an item with those a supervisor waits for.

Also which section an assignment belongs to. Knows nothing of the letter around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from notifications import words
from states.assignment import State
from states.draft import ItemKind
from states.escalation import Line
from states.ladder import Addressee, Anchor, Standing
from states.schedule import ScheduleKind

SOON = timedelta(days=7)
SUPERVISORS_TITLE = 160
ONE_DAY = timedelta(days=1)


class Urgency(StrEnum):
    """The sections of a part, in the order they stand; the value is the style they are shown in."""

    OVERDUE = "overdue"
    SOON = "soon"
    RETURNED = "returned"
    NOT_REVIEWED = "not-reviewed"
    UNDATED = "undated"
    POSTPONED = "postponed"
    NEW = "new"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is said of one thing. `organizations` are those a supervisor waits for, `note` how many they are;
    `new` is said of what the reader has not been told before.
    """

    place: str
    title: str
    due: str
    note: str = ""
    new: str = ""
    organizations: tuple[str, ...] = ()


_WAITING = {State.REPORTED: Urgency.NOT_REVIEWED, State.POSTPONED: Urgency.POSTPONED}


def urgency(line: Line, on: date) -> Urgency:
    """The section a line stands in on the day `on`. The due day itself is not overdue."""
    standing, anchor = line.standing, line.rung.anchor
    if standing.state in _WAITING:
        return _WAITING[standing.state]
    if standing.due_on is not None and standing.due_on < on:
        return Urgency.OVERDUE
    if standing.state is State.RETURNED:
        return Urgency.RETURNED
    if standing.due_on is not None and (anchor is Anchor.DUE or standing.due_on - on <= SOON):
        return Urgency.SOON
    if anchor is Anchor.UNDATED:
        return Urgency.UNDATED
    return Urgency.NEW if line.fired else Urgency.REST


def together(line: Line) -> tuple[object, ...]:
    """What makes one entry: an item at one due day for a supervisor; an executor's assignments each stand alone."""
    standing = line.standing
    alone = standing.assignment_id if line.to is Addressee.EXECUTOR else 0
    return (standing.due_on or date.max, standing.item_id, alone)


def entry(lines: Sequence[Line], on: date) -> Entry:
    """The words for lines that stand `together`."""
    return _own(lines[0], on) if lines[0].to is Addressee.EXECUTOR else _supervised(lines, on)


def _own(line: Line, on: date) -> Entry:
    standing, kind = line.standing, urgency(line, on)
    sent_back = kind is Urgency.OVERDUE and standing.state is State.RETURNED
    fresh = line.fired and line.rung.anchor in {Anchor.ISSUED, Anchor.RETURNED} and kind is not Urgency.NEW
    return Entry(
        place=_place(standing),
        title=words.one_line(standing.item_title),
        due=_due(line, on),
        note="отчёт возвращён на доработку" if sent_back else "",
        new="новое" if fresh else "",
    )


def _supervised(lines: Sequence[Line], on: date) -> Entry:
    standing, kind = lines[0].standing, urgency(lines[0], on)
    new = sum(line.fired and line.rung.times == 1 for line in lines)  # a rung that repeats itself says nothing new
    return Entry(
        place=_place(standing),
        title=words.clipped(words.one_line(standing.item_title), SUPERVISORS_TITLE),
        due=_due(lines[0], on),
        note=_how_many(len(lines), kind) + (f", из них новых {new}" if 0 < new < len(lines) else ""),
        new="новое" if new == len(lines) else "",
        organizations=tuple(_organization(line.standing, kind) for line in lines),
    )


def _place(standing: Standing) -> str:
    return f"п. {standing.item_number} " + ("распоряжения" if standing.item_kind == ItemKind.CLAUSE else "плана")


def _due(line: Line, on: date) -> str:
    standing = line.standing
    if standing.state is State.POSTPONED:
        return f"отложено до {words.short(standing.resume_on)}" if standing.resume_on else "отложено без даты"
    if standing.due_on is None:
        return "по запросу" if standing.schedule_kind is ScheduleKind.ON_REQUEST else "срок не назначен"
    day = words.short(standing.due_on)
    moved = standing.nominal_due_on not in {None, standing.due_on}
    nominal = f" (по документу {words.short(standing.nominal_due_on)})" if moved and standing.nominal_due_on else ""
    if line.working_days_late:
        return f"срок был {day}{nominal}, просрочено на {words.counted(line.working_days_late, words.WORKING_DAYS)}"
    relative = {on: "срок сегодня, ", on + ONE_DAY: "срок завтра, "}.get(standing.due_on, "срок ")
    return f"{relative}{day}{nominal}"


def _how_many(count: int, kind: Urgency) -> str:
    match kind:
        case Urgency.NOT_REVIEWED:
            return words.counted(count, words.REPORTS_WAIT)
        case Urgency.UNDATED | Urgency.POSTPONED:
            return words.counted(count, words.ENTRUSTED)
        case _:
            return words.counted(count, words.NOT_REPORTED)


def _organization(standing: Standing, kind: Urgency) -> str:
    name = words.one_line(standing.organization)
    if kind is Urgency.NOT_REVIEWED and standing.reported_on:
        return f"{name} (с {words.short(standing.reported_on)})"
    return f"{name} (возвращено)" if standing.state is State.RETURNED else name
