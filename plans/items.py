"""Measures and clauses -> draft items: deadlines and executors read, each doubt a problem. Compares no two items."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.clauses import Clause, deadline_of
from plans.columns import Column
from plans.deadlines.phrase import read_deadline
from plans.executors.cell import Addressed, Context, read_executors
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.levels import LEVELS
from plans.lexing import folded
from plans.measures import Measure
from states.draft import DraftExecutor, DraftItem, ExecutorKind, ItemKind, Problem, Severity
from states.schedule import Schedule, ScheduleKind

_HEADS = frozenset({"", "руководитель"})
_GROUP_TITLES = {level.code: f"Руководители ОО: {level.title}" for level in LEVELS} | {ALL_SCHOOLS: "Руководители ОО"}
_COORDINATOR = re.compile(r"^(?P<whose>[а-яё]+)(?:ому|ый|ым|ого) координатор", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class ReadItem:
    """An item and what a person must look at in it."""

    item: DraftItem
    problems: tuple[Problem, ...]


def read_measure(measure: Measure, *, issued_on: date, context: Context) -> ReadItem:
    """A measure of the annex as an item."""
    deadline_text, executors_text = measure.cell(Column.DEADLINE), measure.cell(Column.EXECUTORS)
    schedule = read_deadline(deadline_text, issued_on)
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
    return ReadItem(item=item, problems=(*doubts_in(item, issued_on), *addressed.problems))


def read_clause(clause: Clause, *, issued_on: date, context: Context) -> ReadItem | None:
    """A clause as an item; None for one that only leads to others, or addresses nobody and sets no deadline."""
    phrase = deadline_of(clause.task)
    if clause.leads or not (clause.addressee or phrase.deadline):
        return None
    addressed = read_executors(clause.addressee, place=clause.place, context=context)
    item = DraftItem(
        kind=ItemKind.CLAUSE,
        number=clause.number,
        title=phrase.title,
        schedule=read_deadline(phrase.deadline, issued_on),
        executors=addressed.executors,
        deadline_text=phrase.deadline,
        executors_text=clause.addressee,
        addressee=_addressee(clause.addressee, addressed),
        place=clause.place,
    )
    return ReadItem(item=item, problems=(*doubts_in(item, issued_on), *addressed.problems))


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


def doubts_in(item: DraftItem, issued_on: date) -> list[Problem]:
    """What an item itself lacks or says oddly: its number, title, deadline, executors."""
    problems = [*_deadline_doubts(item.schedule, item, issued_on)]
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


def _deadline_doubts(schedule: Schedule, item: DraftItem, issued_on: date) -> list[Problem]:
    which = f"{item.kind.value} {item.number}"
    if schedule.kind is ScheduleKind.UNRECOGNISED:
        text = f"{which}: the deadline «{item.deadline_text}» is not understood: choose a date or a kind"
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


_REPORTS = re.compile(
    r"(?:направ|предостав|представ|состав|подготов|сдать|сдач).{0,60}?(?:отчет|информаци|справк|сведени).{0,60}?"
    r"(?:исполнени|выполнени|реализаци)\w*.{0,40}?план"
)


def reporting_dates(items: Sequence[DraftItem]) -> tuple[date, ...]:
    """The days on which the plan must be reported on: from clauses that say so, failing those from measures."""
    for kind in (ItemKind.CLAUSE, ItemKind.MEASURE):
        duties = [item for item in items if item.kind is kind and _REPORTS.search(folded(item.title))]
        days = {
            term.due_on
            for item in duties
            if item.schedule.kind is not ScheduleKind.CONTINUOUS
            for term in item.schedule.terms
        }
        if days:
            return tuple(sorted(days))
    return ()
