"""Rows -> a draft of the order and its plan, with everything a person must look at. Knows no file and no clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plans import annex_only, checks, consistency, roles, twins
from plans.clauses import Clause, preamble_of, read_clauses, stands_alone
from plans.columns import Column
from plans.deadlines.plan_year import plan_year_of
from plans.executors.cell import Context
from plans.executors.vocabulary import Vocabulary
from plans.groups import read_groups, spoken_of
from plans.header import AnnexHeader, Header, Signature, read_annex_header, read_header, read_signature
from plans.items import ReadItem, read_clause, read_measure, reporting_dates
from plans.layout import Layout, Table, lay_out
from plans.measures import MeasureTable, read_measures
from plans.rejected import rejected
from plans.rows import Paragraph, Remark, Row, TableRow
from plans.working_group import working_group_of
from states.draft import (
    DraftGroup,
    DraftItem,
    DraftPerson,
    KnownOrganization,
    PlanDraft,
    PlanRoleName,
    Problem,
    Severity,
    TextLine,
)


@dataclass(frozen=True, kw_only=True)
class _Document:
    """The parts of one document, before any name in it is resolved."""

    layout: Layout
    header: Header
    signature: Signature | None
    annexes: tuple[AnnexHeader, ...]
    plan_title: str
    plan: MeasureTable
    preamble: tuple[Paragraph, ...]
    body: tuple[Paragraph, ...]
    clauses: tuple[Clause, ...]
    numbered: dict[int, bool]
    unnumbered: int


def draft_order(
    rows: tuple[Row, ...], *, file: str, roster: tuple[KnownOrganization, ...], people: tuple[str, ...] = ()
) -> PlanDraft:
    """The draft of the order that `rows` hold. `people` are names known to be right, from a roster or other orders.

    Raises `ImportRejected` where there is neither a table of measures nor a dated clause, or no date to reckon from.
    """
    document = _parts(rows, file)
    issued_on = _issued_on(document, file)
    vocabulary = Vocabulary(roster, _texts(rows))
    for measure in document.plan.measures:
        vocabulary.add_units(vocabulary.mentions(measure.cell(Column.EXECUTORS)))
    context = _context(document, vocabulary)
    groups, group_problems = read_groups(document.preamble, document.body, context, document.header.place)
    group = working_group_of(document.layout.tables, rows, context)
    context = replace(
        context,
        groups={one.code: one.title for one in groups},
        members={one.code: one.members for one in groups},
        people=(*group, *([context.coordinator] if context.coordinator else [])),
    )
    read = _items(document, issued_on, context)
    items = tuple(one.item for one in read)
    groups = spoken_of(groups, items)
    appointed = {role: roles.in_nominative(person, group) for role, person in _roles(document, items, context).items()}
    named = _named_people(items, document, group, appointed)
    problems = [
        *checks.check_header(document.header, appointed, has_clauses=bool(document.clauses)),
        *checks.check_plan(document.plan.measures, document.header.place),
        *document.layout.problems,
        *document.plan.problems,
        *(problem for one in read for problem in one.problems),
        *group_problems,
        *_cross_checks(document, items, groups),
        *twins.check_people(named, people),
        *twins.check_posts(named),
    ]
    return PlanDraft(
        file=file,
        number=document.header.number,
        issued_on=issued_on,
        title=document.header.title,
        issuer=context.issuer,
        plan_title=document.plan_title,
        sections=document.plan.sections,
        items=items,
        groups=groups,
        roles=appointed,
        working_group=group,
        reporting_dates=reporting_dates(items),
        problems=_in_order(problems, rows),
        lines=_lines(rows),
    )


def _lines(rows: Sequence[Row]) -> tuple[TextLine, ...]:
    """The text itself, a merged cell once."""
    return tuple(
        TextLine(
            place=row.place, cells=(row.text,) if isinstance(row, Paragraph) else row.cells[: 1 if row.across else None]
        )
        for row in rows
        if not isinstance(row, Remark)
    )


def _parts(rows: tuple[Row, ...], file: str) -> _Document:
    layout = lay_out(rows)
    plans = [table for table in layout.tables if table.lists_measures]
    plan = _joined(plans)
    header = read_header(layout.body)
    signature = read_signature(layout.body)
    lines = layout.body[header.after : signature.before if signature else len(layout.body)]
    clauses = read_clauses(lines)
    if not plan.measures and not stands_alone(clauses):
        raise rejected(file, "no_plan")
    leads = [read_annex_header(table.lead) for table in layout.tables]
    titles = [title for table, (_, title) in zip(layout.tables, leads, strict=True) if table in plans[:1]]
    numbered, unnumbered = consistency.annexes_in(rows, [(table.lead, table.lists_measures) for table in layout.tables])
    annexes = tuple(annex for annex, _ in leads if annex)
    if not layout.body:
        header, said = annex_only.particulars(header, annexes, titles[0])
        layout = replace(layout, problems=(*layout.problems, *said))
    return _Document(
        layout=layout,
        header=header,
        signature=signature,
        annexes=annexes,
        plan_title=titles[0] if titles else header.title,
        plan=plan,
        preamble=preamble_of(lines),
        body=lines[len(preamble_of(lines)) :],
        clauses=clauses,
        numbered=numbered,
        unnumbered=unnumbered,
    )


def _joined(tables: Sequence[Table]) -> MeasureTable:
    """All tables of measures as one plan; the sections of a later one follow those of the first."""
    sections: list[str] = []
    measures = []
    problems: list[Problem] = []
    for table in tables:
        read = read_measures(table)
        for measure in read.measures:
            measure.section = measure.section if measure.section is None else measure.section + len(sections)
            measures.append(measure)
        sections.extend(read.sections)
        problems.extend(read.problems)
    return MeasureTable(sections=tuple(sections), measures=tuple(measures), problems=tuple(problems))


def _issued_on(document: _Document, file: str) -> date:
    dates = [document.header.issued_on, *(annex.issued_on for annex in document.annexes)]
    found = next((day for day in dates if day is not None), None)
    if found is None:
        raise rejected(f"{file}, {document.header.place}", "no_date")
    return found


def _texts(rows: tuple[Row, ...]) -> Iterator[str]:
    for row in rows:
        if isinstance(row, Paragraph):
            yield row.text
        elif isinstance(row, TableRow):
            yield from (cell for cell in row.cells if cell)


def _context(document: _Document, vocabulary: Vocabulary) -> Context:
    issuer = document.header.issuer
    name = (vocabulary.find(issuer).name or issuer.shown) if issuer else ""
    context = Context(vocabulary=vocabulary, issuer=name)
    return replace(context, coordinator=roles.coordinator_of(document.clauses, context))


def _items(document: _Document, issued_on: date, context: Context) -> list[ReadItem]:
    plan = plan_year_of((document.header.title, document.plan_title), issued_on)
    measures = [read_measure(one, issued_on=issued_on, context=context, plan=plan) for one in document.plan.measures]
    clauses = (read_clause(one, issued_on=issued_on, context=context, plan=plan) for one in document.clauses)
    return [*measures, *(clause for clause in clauses if clause)]


def _roles(document: _Document, items: tuple[DraftItem, ...], context: Context) -> dict[PlanRoleName, DraftPerson]:
    signed_by = roles.signed_by_of(document.signature, context)
    controller = roles.order_controller_of(document.clauses, signed_by, context, document.header.issuer)
    found = {
        PlanRoleName.COORDINATOR: context.coordinator,
        PlanRoleName.PLAN_CONTROLLER: roles.plan_controller_of(
            items, document.clauses, context, document.header.issuer
        ),
        PlanRoleName.ORDER_CONTROLLER: controller,
        PlanRoleName.SIGNED_BY: signed_by,
    }
    return {role: person for role, person in found.items() if person is not None}


def _cross_checks(
    document: _Document, items: tuple[DraftItem, ...], groups: tuple[DraftGroup, ...]
) -> Iterator[Problem]:
    yield from checks.check_numbers(document.plan.measures)
    yield from checks.check_clauses(document.clauses)
    for annex in document.annexes:
        yield from checks.check_annex(annex, document.header)
    yield from checks.check_quotes(items)
    yield from checks.check_width(items, groups)
    yield from checks.check_groups(groups, items)
    yield from checks.check_members(groups)
    yield from twins.check_twins(items)
    yield from _consistency(document, items)


def _consistency(document: _Document, items: tuple[DraftItem, ...]) -> Iterator[Problem]:
    titles = (document.plan_title, document.header.title)
    yield from consistency.check_plan_titles(document.header.title, document.plan_title, document.header.place)
    yield from consistency.check_plan_end(items, titles)
    yield from consistency.check_same_titles(items)
    yield from consistency.check_order_of_numbers([(one.number, one.place) for one in document.plan.measures])
    if document.clauses:
        yield from consistency.check_skipped(document.clauses, items)
        if document.plan.measures:
            yield from consistency.check_reporting(items, document.header.place)
        yield from consistency.check_references(document.clauses, items, document.numbered, document.unnumbered)


def _named_people(
    items: tuple[DraftItem, ...],
    document: _Document,
    group: tuple[DraftPerson, ...],
    appointed: dict[PlanRoleName, DraftPerson],
) -> list[twins.NamedPerson]:
    people = [
        twins.NamedPerson(name=executor.person, organization=executor.name, place=item.place, post=executor.post)
        for item in items
        for executor in item.executors
        if executor.person
    ]
    rows = [row for table in document.layout.tables if table.lists_people for row in table.rows]
    places = {cell: row.place for row in rows for cell in row.cells}
    members = (*group, *appointed.values())
    people.extend(
        twins.NamedPerson(
            name=one.name, organization=one.organization, place=places.get(one.name, "the order's end"), post=one.post
        )
        for one in members
        if one.name
    )
    return people


def _in_order(problems: list[Problem], rows: tuple[Row, ...]) -> tuple[Problem, ...]:
    """As their places follow in the document; each once, an info that holds for several places at the first of them."""
    unique: dict[tuple[str, ...], Problem] = {}
    for problem in problems:
        where = () if problem.severity is Severity.INFO else (problem.place,)
        unique.setdefault((problem.code, problem.text, *where), problem)
    order = {row.place: number for number, row in enumerate(rows)}
    return tuple(sorted(unique.values(), key=lambda problem: order.get(problem.place, -1)))
