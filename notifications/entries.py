"""One entry of a digest in words: an executor's assignment, or an item with those a supervisor waits for.

Also which section an assignment belongs to. Knows nothing of the letter around it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from notifications import words
from states.assignment import State
from states.draft import ItemKind
from states.escalation import Line
from states.ladder import Answer, Standing
from states.rungs import Addressee, Anchor
from states.schedule import ScheduleKind

SOON = timedelta(days=7)
SUPERVISORS_TITLE = 160
REASON = 200
ONE_DAY = timedelta(days=1)


class Urgency(StrEnum):
    """The sections of a part, in the order they stand; the value is the style they are shown in."""

    OVERDUE = "overdue"
    SOON = "soon"
    RETURNED = "returned"
    NOT_REVIEWED = "not-reviewed"
    TO_DECIDE = "to-decide"
    UNDATED = "undated"
    POSTPONED = "postponed"
    PACKAGE = "package"
    NEW = "new"
    REST = "rest"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is said of one thing. `organizations` are those a supervisor waits for, or `requests` those that wait for
    an answer, each with what it asks; `note` how many they are; `new` is said of what the reader has not been told
    before.
    """

    place: str
    title: str
    due: str
    note: str = ""
    new: str = ""
    organizations: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


_WAITING = {State.REPORTED: Urgency.NOT_REVIEWED, State.POSTPONED: Urgency.POSTPONED}


def urgency(line: Line, on: date) -> Urgency:
    """The section a line stands in on the day `on`. The due day itself is not overdue."""
    standing = line.standing
    if standing.state in _WAITING:
        return _WAITING[standing.state]
    if standing.due_on is not None and standing.due_on < on:
        return Urgency.OVERDUE
    if asked(line):
        return Urgency.TO_DECIDE
    if standing.state is State.RETURNED:
        return Urgency.RETURNED
    return _of_what_is_ahead(line, on)


def _of_what_is_ahead(line: Line, on: date) -> Urgency:
    standing, anchor = line.standing, line.rung.anchor
    if standing.due_on is not None and (anchor is Anchor.DUE or standing.due_on - on <= SOON):
        return Urgency.SOON
    if anchor is Anchor.UNDATED:
        return Urgency.UNDATED
    return Urgency.NEW if line.fired else Urgency.REST


class Asked(IntEnum):
    """What a supervisor is asked for; entries that ask for something stand after those that do not."""

    NOTHING = 0
    EXTENSION = 1
    ANOTHER_EXECUTOR = 2


def asked(line: Line) -> Asked:
    """What the executor of an open assignment waits for this reader to decide."""
    standing = line.standing
    if line.to is Addressee.EXECUTOR or standing.state in _WAITING:
        return Asked.NOTHING
    if standing.declined:
        return Asked.ANOTHER_EXECUTOR
    return Asked.EXTENSION if standing.extension else Asked.NOTHING


def together(line: Line) -> tuple[date, int, Asked, int]:
    """What makes one entry: an item at one due day for a supervisor, those who ask for the same; an executor's
    assignments each stand alone.
    """
    standing = line.standing
    alone = standing.assignment_id if line.to is Addressee.EXECUTOR else 0
    return (standing.due_on or date.max, standing.item_id, asked(line), alone)


def entry(lines: Sequence[Line], on: date) -> Entry:
    """The words for lines that stand `together`."""
    return _own(lines[0], on) if lines[0].to is Addressee.EXECUTOR else _supervised(lines, on)


def _own(line: Line, on: date) -> Entry:
    standing, kind = line.standing, urgency(line, on)
    notes = ["отчёт возвращён на доработку"] if kind is Urgency.OVERDUE and standing.state is State.RETURNED else []
    if standing.extension and standing.extension.until:
        notes.append(f"вы просили продлить до {words.short(standing.extension.until)}, решения ещё нет")
    if line.answered:
        notes.append(_answer(standing))
    of_new = line.rung.anchor in {Anchor.ISSUED, Anchor.RETURNED} or line.answered
    fresh = line.fired and of_new and kind is not Urgency.NEW
    return Entry(
        place=_place(standing),
        title=words.one_line(standing.item_title),
        due=_due(line, on),
        note="; ".join(notes),
        new="новое" if fresh else "",
    )


_ANSWERS = {
    Answer.GRANTED: "срок продлён по вашей просьбе",
    Answer.REFUSED: "продлить срок отказано",
    Answer.EXTENDED: "вы просили продлить срок, назначен другой",
    Answer.UPHELD: "вы сообщили, что поручение не по адресу, решено: оно остаётся за вами",
}


def _answer(standing: Standing) -> str:
    """What was decided on what the executor had asked for, and why."""
    said = standing.answered
    assert said is not None, "a line that tells an answer has one"
    reason = words.clipped(words.one_line(said.reason), REASON)
    return _ANSWERS[said.answer] + (f": {reason}" if reason else "")


def _supervised(lines: Sequence[Line], on: date) -> Entry:
    standing, kind = lines[0].standing, urgency(lines[0], on)
    new = sum(line.fired and line.rung.times == 1 for line in lines)  # a rung that repeats itself says nothing new
    return Entry(
        place=_place(standing),
        title=words.clipped(words.one_line(standing.item_title), SUPERVISORS_TITLE),
        due=_due(lines[0], on),
        note=_how_many(lines, kind) + (f", из них новых {new}" if 0 < new < len(lines) else ""),
        new="новое" if new == len(lines) else "",
        organizations=() if asked(lines[0]) else tuple(_organization(line.standing, kind) for line in lines),
        requests=tuple(_request(line) for line in lines) if asked(lines[0]) else (),
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
    if line.days_late:
        return f"срок был {day}{nominal}, просрочено на {words.counted(line.days_late, words.DAYS)}"
    relative = {on: "срок сегодня, ", on + ONE_DAY: "срок завтра, "}.get(standing.due_on, "срок ")
    return f"{relative}{day}{nominal}"


_ASKING = {Asked.EXTENSION: words.ASK_EXTENSION, Asked.ANOTHER_EXECUTOR: words.DECLINED}


def _how_many(lines: Sequence[Line], kind: Urgency) -> str:
    count = len(lines)
    if asking := _ASKING.get(asked(lines[0])):
        return words.counted(count, asking)
    match kind:
        case Urgency.NOT_REVIEWED:
            return words.counted(count, words.REPORTS_WAIT)
        case Urgency.UNDATED | Urgency.POSTPONED:
            return words.counted(count, words.ENTRUSTED)
        case _:
            return words.counted(count, words.NOT_REPORTED) + _of_how_many(lines[0])


def _of_how_many(line: Line) -> str:
    return f" из {line.late.of}" if line.late and line.rung.share else ""


def _organization(standing: Standing, kind: Urgency) -> str:
    name = words.one_line(standing.organization)
    if kind is Urgency.NOT_REVIEWED and standing.reported_on:
        until = standing.extension and standing.extension.until
        also = f", просили продлить до {words.short(until)}" if until else ""
        return f"{name} (с {words.short(standing.reported_on)}{also})"
    return f"{name} (возвращено)" if standing.state is State.RETURNED else name


def _request(line: Line) -> str:
    """Who asks, for what, since when, and why."""
    standing, waiting = line.standing, line.working_days_waiting
    said = standing.declined or standing.extension
    assert said is not None, "an entry of requests has nothing else"
    parts = [f"до {words.short(said.until)}"] if said.until else []
    parts += [f"ждёт решения {words.counted(waiting, words.WORKING_DAYS)}"] if waiting else []
    reason = words.clipped(words.one_line(said.reason), REASON)
    name = words.one_line(standing.organization)
    return "".join((name, f" ({', '.join(parts)})" if parts else "", f": {reason}" if reason else ""))
