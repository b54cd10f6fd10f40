"""What departed from the plan, line by line: later dates, reports sent back, who has not reported. Knows no format."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.package_shapes import AssignmentFacts, Executor, ItemFacts, PackageFacts
from reporting.item_line import due_in_words, number
from reporting.matrix import executor_order
from reporting.outcome import UNCOUNTED, Outcome, outcome
from reporting.words import NOTHING, clean, day
from states.extensions import Answer, Extension

ANSWERS = {
    Answer.WAITING: "не рассмотрено",
    Answer.GRANTED: "срок продлён",
    Answer.REFUSED: "отказано",
    Answer.WITHDRAWN: "просьба отозвана",
    Answer.LAPSED: "не потребовалось",
    Answer.UNASKED: "продлено без просьбы",
}


@dataclass(frozen=True, kw_only=True)
class ExtensionLine:
    """A later date that was asked for, or given unasked."""

    number: str
    title: str
    executor: str
    original_due: str
    asked_on: date
    until: str
    reason: str
    answer: str
    answered_on: str
    said: str
    waiting: bool


@dataclass(frozen=True, kw_only=True)
class ReturnLine:
    """A report that was sent back, or an acceptance that was taken back, and how the assignment stands now."""

    number: str
    title: str
    executor: str
    due: str
    on: date
    reason: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class SilentLine:
    """An executor and the items it has not reported on, by whether their deadlines have passed."""

    executor: str
    overdue: tuple[str, ...]
    pending: tuple[str, ...]


def extension_lines(facts: PackageFacts) -> tuple[ExtensionLine, ...]:
    """Every later date, in the order of the document and of the executors."""
    return tuple(_extension(item, one, each) for item, one in _walk(facts) for each in one.stood.extensions)


def _walk(facts: PackageFacts) -> Iterator[tuple[ItemFacts, AssignmentFacts]]:
    for item in facts.items:
        for one in sorted(item.assignments, key=lambda one: executor_order(one.executor)):
            yield item, one


def _extension(item: ItemFacts, one: AssignmentFacts, each: Extension) -> ExtensionLine:
    return ExtensionLine(
        number=number(item),
        title=clean(item.title),
        executor=clean(one.executor.name),
        original_due=due_in_words(one.stood.original),
        asked_on=each.asked_on,
        until=day(each.until),
        reason=clean(each.reason) or NOTHING,
        answer=ANSWERS[each.answer],
        answered_on=day(each.answered_on),
        said=clean(each.said) or NOTHING,
        waiting=each.answer is Answer.WAITING,
    )


def return_lines(facts: PackageFacts) -> tuple[ReturnLine, ...]:
    """Every return, in the order of the document and of the executors."""
    return tuple(
        ReturnLine(
            number=number(item),
            title=clean(item.title),
            executor=clean(one.executor.name),
            due=due_in_words(one.stood.current),
            on=each.on,
            reason=clean(each.reason) or NOTHING,
            outcome=outcome(one, facts.cut_off),
        )
        for item, one in _walk(facts)
        for each in one.stood.sent_back
    )


def silent_lines(facts: PackageFacts) -> tuple[SilentLine, ...]:
    """Who is required to report and has not, those who are overdue with most first."""
    found: dict[Executor, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for item, one in _walk(facts):
        if one.required and one.stood.done_on is None and one.stood.state not in UNCOUNTED:
            late = outcome(one, facts.cut_off) is Outcome.OVERDUE
            found[one.executor][0 if late else 1].append(number(item))
    lines = [_silent(executor, *found[executor]) for executor in sorted(found, key=executor_order)]
    return tuple(sorted(lines, key=lambda line: -len(line.overdue)))


def _silent(executor: Executor, overdue: list[str], pending: list[str]) -> SilentLine:
    return SilentLine(executor=clean(executor.name), overdue=tuple(overdue), pending=tuple(pending))
