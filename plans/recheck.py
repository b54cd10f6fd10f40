"""The checks that a draft's items alone decide, made again after a person has changed them. Knows no document and no
settlement.
"""

from collections.abc import Iterator

from plans import checks, consistency, twins
from plans.clauses import Clause
from plans.deadlines.plan_year import plan_year_of
from plans.items import doubts_in
from plans.measures import Measure
from states.draft import DraftItem, ItemKind, PlanDraft, Problem

_OF_PRINT = frozenset({"number_without_dot", "number_out_of_place"})
"""What only the printed document shows."""


def recheck(draft: PlanDraft) -> Iterator[Problem]:
    """What is to be said of the draft's items, numbers and groups as they are now."""
    plan = plan_year_of((draft.title, draft.plan_title), draft.issued_on)
    for item in draft.items:
        yield from doubts_in(item, draft.issued_on, plan)
    yield from (problem for problem in _numbers(draft) if problem.code not in _OF_PRINT)
    yield from checks.check_quotes(draft.items)
    yield from checks.check_width(draft.items, draft.groups)
    yield from checks.check_groups(draft.groups, draft.items)
    yield from twins.check_twins(draft.items)
    yield from consistency.check_plan_end(draft.items, (draft.plan_title, draft.title))
    yield from consistency.check_same_titles(draft.items)


def _numbers(draft: PlanDraft) -> Iterator[Problem]:
    yield from checks.check_numbers([_measure(item) for item in draft.of_kind(ItemKind.MEASURE)])
    yield from checks.check_clauses([_clause(item) for item in draft.of_kind(ItemKind.CLAUSE)])


def _measure(item: DraftItem) -> Measure:
    return Measure(printed=item.number, place=item.place, section=item.section)


def _clause(item: DraftItem) -> Clause:
    return Clause(number=item.number, text=item.title, task=item.title, place=item.place)
