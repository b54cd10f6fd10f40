"""Measures and clauses -> draft items: deadlines and executors read, each doubt a problem. Compares no two items."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from plans.clauses import Clause, deadline_of
from plans.columns import Column
from plans.deadlines.phrase import read, read_deadline
from plans.deadlines.plan_year import PlanYear
from plans.executors.cell import Addressed, Context, read_executors
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.levels import LEVELS
from plans.lexing import folded
from plans.measures import Measure
from plans.reporting_duties import reporting_dates
from states.draft import DraftExecutor, DraftItem, ExecutorKind, ItemKind, Problem, Severity
from states.schedule import Schedule, ScheduleKind

__all__ = ["ReadItem", "doubts_in", "read_clause", "read_measure", "reporting_dates"]

_HEADS = frozenset({"", "руководитель"})
_GROUP_TITLES = {level.code: f"Руководители ОО: {level.title}" for level in LEVELS} | {ALL_SCHOOLS: "Руководители ОО"}
_MONTHS = {
    "январ": 1, "феврал": 2, "март": 3, "апрел": 4, "ма": 5, "июн": 6, "июл": 7, "август": 8, "сентябр": 9,
    "октябр": 10, "ноябр": 11, "декабр": 12,
}  # fmt: skip
_DAY_OF_MONTH = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})(?:\.(?P<number>\d{2})\.(?P<year>\d{4})(?!\d)"
    rf"|\s(?P<month>{'|'.join(_MONTHS)})[ьяйа]?(?!\w))"
)
_COORDINATOR = re.compile(r"^(?P<whose>[а-яё]+)(?:ому|ый|ым|ого) координатор", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """An item and what a person must look at in it."""

    item: DraftItem
    problems: tuple[Problem, ...]


def read_measure(measure: Measure, *, issued_on: date, context: Context, plan: PlanYear | None = None) -> ReadItem:
    """A measure of the annex as an item."""
    deadline_text, executors_text = measure.cell(Column.DEADLINE), measure.cell(Column.EXECUTORS)
    schedule = read_deadline(deadline_text, issued_on, plan)
    addressed = read_executors(executors_text, place=measure.place, context=context)
    item = DraftItem(
        kind=ItemKind.MEASURE,
        number=measure.number,
        title=measure.cell(Column.TITLE),
        schedule=schedule,
        executors=addressed.executors,
        section=measure.section,
        expected_result=measure.cell(Column.RESULT),
        deadline_text=deadline_text,
        executors_text=executors_text,
        place=measure.place,
        evidence_asked=measure.evidence_asked,
    )
    return ReadItem(item=item, problems=(*doubts_in(item, issued_on, plan), *addressed.problems))


def read_clause(clause: Clause, *, issued_on: date, context: Context, plan: PlanYear | None = None) -> ReadItem | None:
    """A clause as an item; None for one that only leads to others, or addresses nobody and sets no deadline."""
    phrase = deadline_of(clause.task)
    if clause.leads or not (clause.addressee or (phrase.deadline and not clause.approves)):
        return None
    deadline = phrase.deadline or clause.term
    addressed = read_executors(clause.addressee, place=clause.place, context=context)
    item = DraftItem(
        kind=ItemKind.CLAUSE,
        number=clause.number,
        title=phrase.title,
        schedule=read_deadline(deadline, issued_on, plan),
        executors=addressed.executors,
        deadline_text=deadline,
        executors_text=clause.addressee,
        addressee=_addressee(clause.addressee, addressed),
        place=clause.place,
    )
    doubts = [*doubts_in(item, issued_on, plan), *addressed.problems]
    if phrase.inside:
        text = f"clause {clause.number}: «{deadline}» inside the sentence is read as its deadline: check it"
        doubts.append(_problem("deadline_in_sentence", Severity.INFO, item, text))
    return ReadItem(item=item, problems=tuple(doubts))


def _addressee(text: str, addressed: Addressed) -> str:
    """The addressee in the nominative."""
    if match := _COORDINATOR.match(text):
        return f"{match['whose'].capitalize()}ый координатор"
    if not addressed.executors:
        return text
    if len(addressed.executors) > 1:
        return ", ".join(_one(executor) for executor in addressed.executors)
    return _one(addressed.executors[0])


def _one(executor: DraftExecutor) -> str:
    if executor.kind is ExecutorKind.GROUP:
        return _GROUP_TITLES.get(executor.name, executor.name)
    if " " in executor.post:
        return executor.post[0].upper() + executor.post[1:]
    form = executor.name.partition(" ")[0]
    if executor.post in _HEADS or not form.isupper() or not executor.name.endswith("»"):
        return executor.name
    return f"{executor.post.capitalize()} {executor.name}"


def doubts_in(item: DraftItem, issued_on: date, plan: PlanYear | None = None) -> list[Problem]:
    """What an item itself lacks or says oddly: its number, title, deadline, executors."""
    problems = [*_spelling(item, issued_on, plan), *_deadline_doubts(item.schedule, item, issued_on, plan)]
    which = f"{item.kind.value} {item.number}"
    if not item.executors and not any(letter.isalnum() for letter in item.executors_text):
        problems.append(
            _problem("executor_missing", Severity.ERROR, item, f"{which} names nobody: say who is to do it")
        )
    if not item.number:
        text = f"a measure without a number: «{item.title[:60]}»; give it one, or join it to the row before"
        problems.append(_problem("number_missing", Severity.ERROR, item, text))
    if not item.title:
        problems.append(_problem("title_missing", Severity.ERROR, item, f"{which} does not say what is to be done"))
    return problems


def _spelling(item: DraftItem, issued_on: date, plan: PlanYear | None) -> list[Problem]:
    """Words of the deadline that were read otherwise than they are spelt."""
    reading = read(item.deadline_text, issued_on, plan)
    if not reading.remark or reading.schedule != item.schedule or item.schedule.kind is ScheduleKind.UNRECOGNISED:
        return []
    text = f"{item.kind.value} {item.number}: in the deadline {reading.remark}: check that it is meant"
    return [_problem("deadline_spelling", Severity.WARNING, item, text)]


def _deadline_doubts(schedule: Schedule, item: DraftItem, issued_on: date, plan: PlanYear | None) -> list[Problem]:
    which = f"{item.kind.value} {item.number}"
    if impossible := impossible_date(item.deadline_text):
        text = f"{which}: there is no {impossible} in the calendar: choose the date that is meant"
        return [_problem("deadline_impossible", Severity.ERROR, item, text)]
    if schedule.kind is ScheduleKind.UNRECOGNISED:
        why = read(item.deadline_text, issued_on, plan).remark
        reason = f" ({why})" if why else ""
        text = f"{which}: the deadline «{item.deadline_text}» is not understood{reason}: choose a date or a kind"
        return [_problem("deadline_unrecognised", Severity.ERROR, item, text)]
    if schedule.kind is ScheduleKind.UNSTATED:
        text = f"{which} states no deadline: choose one, or keep it undated"
        return [_problem("deadline_unstated", Severity.WARNING, item, text)]
    if schedule.terms and all(term.due_on < issued_on for term in schedule.terms):
        text = f"{which}: the deadline «{item.deadline_text}» is before the order of {issued_on}: check the date"
        return [_problem("deadline_before_order", Severity.WARNING, item, text)]
    return []


def _problem(code: str, severity: Severity, item: DraftItem, text: str) -> Problem:
    return Problem(code=code, severity=severity, place=item.place, text=text)


def impossible_date(text: str) -> str:
    """The first date of the text that no calendar has («31.06.2025», «30 февраля»), or nothing."""
    low = folded(text)
    for match in _DAY_OF_MONTH.finditer(low):
        month = int(match["number"]) if match["number"] else _MONTHS[match["month"]]
        leap = match["year"] is None or calendar.isleap(int(match["year"]))
        longest = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if not 1 <= month <= len(longest) or not 1 <= int(match["day"]) <= longest[month - 1]:
            return match[0].strip(" .")
    return ""
