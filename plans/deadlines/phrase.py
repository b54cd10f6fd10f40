"""The grammar of deadlines: a phrase and the order's date -> a typed schedule. It consumes the whole phrase or says
`unrecognised`, and why; it never guesses. Knows nothing of documents.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from plans.deadlines.again import read_again, read_often_from
from plans.deadlines.parts import labelled
from plans.deadlines.plan_year import PlanYear, calendar_year
from plans.deadlines.reasons import reason_of
from plans.deadlines.school_years import read_school_year
from plans.deadlines.spans import Doubtful
from plans.deadlines.terms import read_terms
from plans.deadlines.undated import PERMANENT, read_from_issue, read_undated
from plans.deadlines.words import Cursor, cursor
from plans.lexing import quoted
from states.schedule import LAST_MONTH, Schedule, ScheduleKind, Term, last_day_of_month

_PREFIX = (
    "срок|сроки [исполнения|выполнения|реализации|проведения|сдачи|предоставления|представления] [:|-]",
    "дата|даты [исполнения|проведения] [:|-]", "период [исполнения|проведения|реализации] :",
)  # fmt: skip
_THEN = (", [и] далее|затем [-|,|:]", "; далее|затем [-]", "- далее [-]", "[и] далее|затем [-|,]", ". далее [-]")
_SCHOOL_YEAR_TOKENS = 9
_DAYS = {"дне": 1, "нед": 7}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A schedule, and what a person should know of how it was read: why it is unrecognised, or what was misspelt."""

    schedule: Schedule
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of several deadlines in a cell: what it is for (an executor, a stage), its text and its meaning."""

    label: str
    text: str
    schedule: Schedule


def read_deadline(text: str, issued_on: date, plan: PlanYear | None = None) -> Schedule:
    """The schedule that `text` means for an order of `issued_on`; `unrecognised` unless all of it is understood."""
    return read(text, issued_on, plan).schedule


@lru_cache(maxsize=1024)  # with each settlement of a draft all its phrases are looked at again, most of them unchanged
def read(text: str, issued_on: date, plan: PlanYear | None = None) -> Reading:
    """`read_deadline` with a remark. Without a `plan` a date that names no year is of the year of the order."""
    phrase = cursor(text, plan or calendar_year(issued_on.year), issued_on)
    phrase.any_of(*_PREFIX)
    if phrase.done:
        return Reading(schedule=Schedule(kind=ScheduleKind.UNSTATED))
    found = _understood(phrase) or _in_a_school_year(phrase) or _with_brackets(phrase)
    if found is None:
        remark = _several(read_parts(text, issued_on, plan)) or [*phrase.doubts, reason_of(phrase.tokens)][0]
        return Reading(schedule=Schedule(kind=ScheduleKind.UNRECOGNISED), remark=remark)
    return Reading(schedule=found, remark=", ".join(phrase.remarks))


def read_parts(text: str, issued_on: date, plan: PlanYear | None = None) -> tuple[Part, ...]:
    """The deadlines of `ОО – до 1 марта; ИМЦ – до 15 марта`, each with its label; none unless all are understood."""
    found = tuple(
        Part(label=label, text=phrase, schedule=read_deadline(phrase, issued_on, plan))
        for label, phrase in labelled(text)
    )
    return () if any(part.schedule.kind is ScheduleKind.UNRECOGNISED for part in found) else found


def _several(parts: tuple[Part, ...]) -> str:
    if not parts:
        return ""
    labels = ", ".join(quoted(part.label) for part in parts)
    return f"it sets {len(parts)} deadlines, for {labels}: make a row of each"


def _understood(phrase: Cursor) -> Schedule | None:
    start = phrase.at
    for rule in _RULES:
        phrase.at = start
        found = rule(phrase)
        if found is not None and phrase.done:
            return found
    phrase.at = start
    return None


def _dated(phrase: Cursor) -> Schedule | None:
    terms = read_terms(phrase)
    if terms is None:
        return None
    return Schedule(kind=ScheduleKind.ONCE if len(terms) == 1 else ScheduleKind.DATES, terms=terms)


def _first_then(phrase: Cursor) -> Schedule | None:
    """`январь 2024, далее – постоянно`, `январь, далее ежеквартально`."""
    terms = read_terms(phrase)
    if terms is None or len(terms) > 1 or not phrase.any_of(*_THEN):
        return None
    start = phrase.at
    if phrase.any_of(*PERMANENT) and phrase.done:
        return Schedule(kind=ScheduleKind.CONTINUOUS, terms=terms)
    phrase.at = start
    return read_often_from(phrase, terms[0])


def _permanently_within(phrase: Cursor) -> Schedule | None:
    """`постоянно в течение 2024 года`, `в течение года, постоянно`."""
    before = phrase.any_of(*PERMANENT)
    phrase.word(",")
    terms = read_terms(phrase)
    if terms is None or len(terms) > 1 or terms[0].opens_on is None:
        return None
    phrase.word(",")
    if not before and not phrase.any_of(*PERMANENT):
        return None
    return Schedule(kind=ScheduleKind.CONTINUOUS, terms=terms)


def _from_issue(phrase: Cursor) -> Schedule | None:
    """`в течение 10 дней со дня издания`: the day after the order's is the first."""
    found = read_from_issue(phrase)
    if found is None:
        return None
    count, unit = found
    if unit == "раб":
        return Schedule(kind=ScheduleKind.ONCE, working_days=count)
    if unit == "час":
        return None
    issued_on = phrase.issued_on
    due_on = _months_later(issued_on, count) if unit == "мес" else issued_on + timedelta(days=count * _days_in(unit))
    return Schedule(kind=ScheduleKind.ONCE, terms=(Term(due_on=due_on),))


def _days_in(unit: str) -> int:
    return _DAYS["нед" if unit == "нед" else "дне"]


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, LAST_MONTH)
    end = last_day_of_month(day.year + years, month + 1)
    return end.replace(day=min(day.day, end.day))


def _in_a_school_year(phrase: Cursor) -> Schedule | None:
    """`сентябрь – май 2024/25 учебного года`: what stands before is of that school year."""
    for at in range(max(phrase.at + 1, len(phrase.tokens) - _SCHOOL_YEAR_TOKENS), len(phrase.tokens)):
        rest = replace(phrase, at=at)
        try:
            plan = read_school_year(rest)
        except Doubtful:
            return None
        if plan is None or not rest.done:
            continue
        before = phrase.tokens[:at]
        for link in (("в", "течение"), ("в",), ("на", "протяжении"), (",",)):
            before = before[: -len(link)] if before[-len(link) :] == link else before
        found = _understood(replace(phrase, tokens=before, plan=plan, issued_on=plan.begins_on)) if before else None
        inside = found and found.terms and all(plan.begins_on <= term.due_on <= plan.ends_on for term in found.terms)
        return found if inside else None
    return None


def _with_brackets(phrase: Cursor) -> Schedule | None:
    """`еженедельно (по пятницам)`: brackets at the end that say more exactly how often."""
    tokens = phrase.tokens
    if tokens.count("(") != 1 or tokens[-1] != ")":
        return None
    flat = replace(phrase, tokens=tuple("," if word == "(" else word for word in tokens[:-1]))
    for rule in (read_again, _permanently_within):
        flat.at = phrase.at
        found = rule(flat)
        if found is not None and flat.done:
            return found
    return None


_RULES: tuple[Callable[[Cursor], Schedule | None], ...] = (
    _from_issue,
    read_undated,
    _dated,
    _first_then,
    read_again,
    _permanently_within,
)
