"""The reporting package: every number, label, order and sentence, decided from the facts at the cut-off.

Pure. Writers only draw what stands here; this file knows no format and no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from models.package_shapes import OrderFacts, PackageFacts
from reporting import conclusion, covering
from reporting.by_executor import ExecutorLine, OverdueItem, OverdueLine, executor_lines, overdue_items, overdue_lines
from reporting.comparison import Comparison, compare
from reporting.conclusion import Counts
from reporting.departures import (
    ExtensionLine,
    ReturnLine,
    SilentLine,
    extension_lines,
    return_lines,
    silent_lines,
)
from reporting.documents import Document, documents
from reporting.item_line import ItemLine, item_line
from reporting.lateness import LateWeek, late_weeks
from reporting.matrix import Matrix, matrix
from reporting.outcome import Discipline, Tally
from reporting.period import code, in_words
from reporting.words import clean, day, number, percent, signed
from states.assignment import State
from states.draft import PlanRoleName

FORMULA = (
    "Исполнительская дисциплина = исполнено в срок / "
    "(исполнено в срок + исполнено с нарушением срока + просрочено и не исполнено)"
)


@dataclass(frozen=True, kw_only=True)
class SectionLine:
    """A section of the plan, its items counted and its assignments tallied."""

    title: str
    items: int
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Whose name stands under a document; both empty where the order names nobody."""

    post: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package decided. Lines are in the order in which they are printed; `total_lines` are label and number;
    `comparison` is None where the period before held nothing. Documents that are `lost` are not sent, and it is said.
    """

    issuer: str
    order_number: str
    order_on: date
    order_title: str
    order_fingerprint: str
    edition: int
    edition_on: date | None
    plan_title: str
    period_code: str
    period_words: str
    begins_on: date
    ends_on: date
    cut_off: date
    since: date | None
    basis: str
    scope: str
    counts: Counts
    discipline: Discipline
    formula: str
    worked_out: str
    total_lines: tuple[tuple[str, str], ...]
    sections: tuple[SectionLine, ...]
    items: tuple[ItemLine, ...]
    matrix: Matrix
    overdue: tuple[OverdueLine, ...]
    overdue_items: tuple[OverdueItem, ...]
    executors: tuple[ExecutorLine, ...]
    extensions: tuple[ExtensionLine, ...]
    returns: tuple[ReturnLine, ...]
    silent: tuple[SilentLine, ...]
    late_weeks: tuple[LateWeek, ...]
    comparison: Comparison | None
    documents: tuple[Document, ...]
    lost: tuple[Document, ...] = ()
    assignment_ids: tuple[int, ...]
    accepted_ids: tuple[int, ...]
    addressee: str
    letter_subject: str
    letter: tuple[str, ...]
    attachments: tuple[str, ...]
    analysis: tuple[str, ...]
    conclusion: tuple[str, ...]
    signatory: Signature
    prepared_by: Signature


def build(facts: PackageFacts, before: PackageFacts | None = None) -> Package:
    """The package that these facts make, compared with those of the period before. The same facts make an equal one."""
    lines = tuple(item_line(item, facts.cut_off) for item in facts.items)
    counts = Counts.of(facts, lines)
    discipline = Discipline.of((one for item in facts.items for one in item.assignments), facts.cut_off)
    executors, overdue = executor_lines(facts), overdue_lines(facts)
    comparison = compare(before, facts) if before else None
    brought = documents(facts)
    return Package(
        issuer=clean(facts.order.issuer),
        order_number=clean(facts.order.number),
        order_on=facts.order.issued_on,
        order_title=clean(facts.order.title),
        order_fingerprint=facts.order.fingerprint,
        edition=facts.order.edition,
        edition_on=facts.order.edition_on,
        plan_title=clean(facts.order.plan_title),
        period_code=code(facts.period),
        period_words=in_words(facts.period),
        begins_on=facts.period.begins_on,
        ends_on=facts.period.ends_on,
        cut_off=facts.cut_off,
        since=facts.since,
        basis=_act(facts.order, "распоряжение"),
        scope=conclusion.scope(facts),
        counts=counts,
        discipline=discipline,
        formula=FORMULA,
        worked_out=_worked_out(discipline),
        total_lines=conclusion.total_lines(counts),
        sections=tuple(_sections(lines)),
        items=lines,
        matrix=matrix(facts),
        overdue=overdue,
        overdue_items=overdue_items(overdue),
        executors=executors,
        extensions=extension_lines(facts),
        returns=return_lines(facts),
        silent=silent_lines(facts),
        late_weeks=late_weeks(facts),
        comparison=comparison,
        documents=brought,
        assignment_ids=tuple(one.id for item in facts.items for one in item.assignments),
        accepted_ids=tuple(
            one.id for item in facts.items for one in item.assignments if one.stood.state is State.ACCEPTED
        ),
        addressee=clean(facts.order.addressee),
        letter_subject=covering.subject(facts),
        letter=covering.letter_lines(facts, counts, discipline, _act(facts.order, "распоряжения")),
        attachments=covering.attachments(len(brought)),
        analysis=conclusion.analysis(counts, discipline, executors, lines, comparison),
        conclusion=conclusion.conclusion(counts, lines),
        signatory=_signature(facts.order, PlanRoleName.PLAN_CONTROLLER, PlanRoleName.ORDER_CONTROLLER),
        prepared_by=_signature(facts.order, PlanRoleName.COORDINATOR),
    )


def without(package: Package, lost: tuple[Document, ...]) -> Package:
    """The package without documents that are lost; its letter and its manifest say which are missing."""
    kept = tuple(one for one in package.documents if one not in frozenset(lost))
    return replace(package, documents=kept, lost=lost, attachments=covering.attachments(len(kept), len(lost)))


def _act(order: OrderFacts, noun: str) -> str:
    title = clean(order.title)
    said = f"{noun} от {day(order.issued_on)} № {clean(order.number)}"
    if order.edition_on:
        said += f" (в редакции от {day(order.edition_on)})"
    return f"{said} «{title}»" if title else said


def _worked_out(discipline: Discipline) -> str:
    if not discipline.counted:
        return "Поручений, подлежащих оценке, в отчётном периоде нет"
    parts = " + ".join(number(count) for count in (discipline.on_time, discipline.late, discipline.overdue))
    return f"{number(discipline.on_time)} / ({parts}) = {percent(discipline.share)}"


def _sections(lines: Iterable[ItemLine]) -> Iterable[SectionLine]:
    for title, group in groupby(lines, key=lambda line: line.section):
        members = list(group)
        yield SectionLine(title=title, items=len(members), tally=Tally.sum(line.tally for line in members))


def _signature(order: OrderFacts, *roles: PlanRoleName) -> Signature:
    held = {one.role: one for one in order.supervisors}
    found = next((held[role] for role in roles if role in held), None)
    return Signature(post=clean(found.post), name=signed(found.name)) if found else Signature(post="", name="")
