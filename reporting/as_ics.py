"""Deadlines as an iCalendar file, which Outlook, Thunderbird and telephones subscribe to: all-day events on the working
day that counts. Draws only: the same deadlines make the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from models.queries.deadlines import Deadline, ReportingDay
from reporting.item_line import printed_number
from reporting.words import clean, day
from states.words import STATES

_LONGEST_SUMMARY = 120
_REFRESH = "PT6H"
_DAY = timedelta(days=1)


def ics_bytes(deadlines: Iterable[Deadline], days: Iterable[ReportingDay], *, name: str) -> bytes:
    """The calendar `name`. What has no date is not in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Srok//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval;value=duration", _REFRESH)
    calendar.add("x-published-ttl", _REFRESH)
    for one in deadlines:
        if one.effective_due_on is not None:
            calendar.add_component(_event(one, one.effective_due_on))
    for reported in days:
        calendar.add_component(_reporting_day(reported))
    return bytes(calendar.to_ical())


def _event(one: Deadline, on: date) -> Event:
    of = "assignment" if one.executor else "occurrence"
    summary = f"{printed_number(one.kind, one.item)} {clean(one.title)}"
    event = _all_day(f"{of}-{one.id}@srok", on, _clipped(summary))
    event.add("description", "\n".join(_lines(one)))
    event.add("sequence", one.version)
    event.add("dtstamp", one.changed_at or datetime.combine(one.issued_on or one.order_issued_on, time(), UTC))
    event.add("categories", [f"№ {clean(one.order)}"])
    return event


def _lines(one: Deadline) -> Iterable[str]:
    yield f"Распоряжение от {day(one.order_issued_on)} № {clean(one.order)}"
    yield clean(one.title)
    if one.executor:
        yield f"Состояние: {STATES[one.state].russian}"
    else:
        yield f"Отчитались: {one.done} из {one.executors}"
    if one.deadline:
        yield f"Срок по документу: {clean(one.deadline)}"
    if one.expected_result:
        yield f"Ожидаемый результат: {clean(one.expected_result)}"
    if one.evidence_asked:
        yield "К отчёту нужен подтверждающий документ"


def _reporting_day(one: ReportingDay) -> Event:
    said = f"Отчёт о плане: распоряжение от {day(one.order_issued_on)} № {clean(one.order)}"
    event = _all_day(f"report-{one.plan_id}-{one.on}@srok", one.on, said)
    event.add("dtstamp", datetime.combine(one.order_issued_on, time(), UTC))
    return event


def _all_day(uid: str, on: date, summary: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", on)
    event.add("dtend", on + _DAY)
    event.add("transp", "TRANSPARENT")  # a deadline takes up nobody's day
    return event


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1].rstrip() + "…"
