from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.drafts import as_draft, as_values
from plans.reading import read_order
from plans.settle import Settled, Unsettleable, key_of, settle
from plans.understand import NotUnderstood, understand_deadline, understand_executors
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, ItemKind, PlanRoleName, Problem, Severity
from states.schedule import ScheduleKind
from states.settlement import (
    AcceptProblem,
    DropItem,
    MergeItem,
    SetItem,
    SetName,
    SetOrder,
    SetRole,
    Settlement,
    SplitItem,
)
from tests.plans.builders import ROSTER, draft_of, measure, order_text, sample_roster
from tests.plans.builders import SAMPLES as FOLDER

AT = datetime(2025, 1, 20, 9, tzinfo=UTC)
CENTRE = DraftExecutor(kind=ExecutorKind.ORGANIZATION, name="МКУ ЦРО")
SAMPLE = read_order(FOLDER / "order.txt", sample_roster())


def settlements(*changes, undoing=()):
    """One settlement for each change, then one that takes back each position of `undoing`."""
    made = [Settlement(position=n, at=AT, changes=(change,)) for n, change in enumerate(changes, 1)]
    made += [Settlement(position=len(made) + n, at=AT, undoes=one) for n, one in enumerate(undoing, 1)]
    return tuple(made)


def settled(draft, *changes) -> Settled:
    return settle(draft, settlements(*changes))


def codes(found: Settled) -> list[str]:
    return [one.problem.code for one in found.open_problems]


def number_of(found: Settled, code: str) -> int:
    return next(one.number for one in found.problems if one.problem.code == code)


def deadline(text, draft):
    return understand_deadline(text, draft, place="item 1")


def executors(text, draft):
    return understand_executors(text, draft, ROSTER, place="item 1")


UNREADABLE = draft_of(order_text(measure(deadline="когда рак свистнет"), measure("1.2."), measure("1.3.")))


def test_without_settlements_the_draft_is_the_reading():
    found = settle(SAMPLE)
    assert found.draft == SAMPLE
    assert [one.problem for one in found.problems] == list(SAMPLE.problems)
    assert [one.number for one in found.problems] == list(range(1, len(SAMPLE.problems) + 1))
    assert found.ids == tuple(range(1, len(SAMPLE.items) + 1))


def test_a_deadline_that_is_set_settles_what_was_wrong_with_the_old_one():
    assert "deadline_unrecognised" in codes(settle(UNREADABLE))
    found = settled(UNREADABLE, SetItem(item=1, deadline=deadline("до 1 июня 2025 года", UNREADABLE)))
    assert "deadline_unrecognised" not in codes(found)
    assert found.count(Severity.ERROR) == settle(UNREADABLE).count(Severity.ERROR) - 1
    assert found.items[1].schedule.terms[0].due_on == date(2025, 6, 1)
    assert found.items[1].deadline_text == "до 1 июня 2025 года"


def test_a_deadline_set_before_the_order_is_a_new_problem_with_a_number_of_its_own():
    before = settle(UNREADABLE)
    found = settled(UNREADABLE, SetItem(item=1, deadline=deadline("до 1 мая 2024 года", UNREADABLE)))
    assert number_of(found, "deadline_before_order") == len(before.problems) + 1


def test_a_deadline_set_to_none_at_all_is_still_pointed_out():
    plain = draft_of(order_text(measure(deadline="")))
    found = settled(plain, SetItem(item=1, deadline=deadline("", plain)))
    assert codes(found).count("deadline_unstated") == codes(settle(plain)).count("deadline_unstated") == 1


def test_executors_that_are_set_settle_what_was_wrong_with_the_old_ones():
    draft = draft_of(order_text(measure(executors="СОШ № 777, школа Гоголя")))
    assert {"not_in_roster", "executor_unresolved"} & set(codes(settle(draft)))
    found = settled(draft, SetItem(item=1, executors=executors("СОШ № 4, 16", draft)))
    assert [one.name for one in found.items[1].executors] == ["СОШ № 4", "СОШ № 16"]
    assert not {"not_in_roster", "executor_unresolved", "executor_missing"} & set(codes(found))


def test_what_is_doubtful_in_executors_a_person_wrote_is_a_problem_of_the_draft():
    found = settled(UNREADABLE, SetItem(item=2, executors=executors("МАУ «Кулибин»", UNREADABLE)))
    assert "not_in_roster" in codes(found)


def test_the_other_of_two_things_that_are_asked_twice_stays_when_one_is_dropped():
    twins = [one for one in settle(SAMPLE).problems if one.problem.code in {"two_deadlines", "same_thing_twice"}]
    places = {item.place: id_ for id_, item in settle(SAMPLE).items.items()}
    for twin in twins:
        found = settled(SAMPLE, DropItem(item=places[twin.problem.place]))
        assert twin.number not in {one.number for one in found.problems}
        assert len(found.draft.items) == len(SAMPLE.items) - 1


def test_a_dropped_item_leaves_no_gap_behind():
    found = settled(UNREADABLE, DropItem(item=2))
    assert "number_gap" not in codes(found)
    assert found.ids == (1, 3)


def test_the_last_item_is_not_dropped():
    draft = draft_of(order_text(measure()))
    with pytest.raises(Unsettleable, match="last"):
        settled(draft, DropItem(item=1))


def test_a_clause_merged_with_a_measure_lends_it_its_executors():
    clause, target = next(
        (id_, other)
        for id_, item in settle(SAMPLE).items.items()
        for other in settle(SAMPLE).ids
        if item.kind is ItemKind.CLAUSE and settle(SAMPLE).items[other].kind is ItemKind.MEASURE
    )
    found = settled(SAMPLE, MergeItem(item=clause, into=target))
    assert clause not in found.ids
    names = {one.name for one in found.items[target].executors}
    assert names == {one.name for id_ in (clause, target) for one in settle(SAMPLE).items[id_].executors}
    with pytest.raises(Unsettleable, match="itself"):
        settled(SAMPLE, MergeItem(item=target, into=target))


def test_a_row_split_in_two_is_settled_part_by_part():
    draft = draft_of(order_text(measure(), measure("1.2.")))
    found = settled(
        draft,
        SplitItem(item=1),
        SetItem(item=3, number="1.1а", deadline=deadline("Июнь 2025", draft), executors=executors("СОШ № 4", draft)),
        SplitItem(item=1),
    )
    assert found.ids == (1, 4, 3, 2)
    assert [one.number for one in found.draft.items] == ["1.1", "1.1", "1.1а", "1.2"]
    assert len({one.place for one in found.draft.items}) == 4
    assert codes(found).count("duplicate_number") == 1
    assert found.items[1] == draft.items[0]


def test_a_problem_accepted_is_not_open_but_still_told():
    before = settle(SAMPLE)
    first = before.open_problems[0]
    found = settled(SAMPLE, AcceptProblem(problem=first.key))
    assert first.problem not in found.draft.problems
    assert [one.number for one in found.problems if one.accepted] == [first.number]


def test_what_control_needs_cannot_be_accepted_as_missing():
    error = next(one for one in settle(UNREADABLE).problems if one.problem.code == "deadline_unrecognised")
    with pytest.raises(Unsettleable, match="choose a date"):
        settled(UNREADABLE, AcceptProblem(problem=error.key))
    nameless = draft_of(order_text(measure(), number=""))
    missing = next(one for one in settle(nameless).problems if one.problem.code == "order_number_missing")
    with pytest.raises(Unsettleable, match="number"):
        settled(nameless, AcceptProblem(problem=missing.key))
    assert "order_number_missing" not in codes(settled(nameless, SetOrder(number="21-о")))


def test_a_role_that_is_filled_is_missed_no_more():
    draft = draft_of(order_text(measure()))
    assert sum(code == "role_missing" for code in codes(settle(draft))) >= 1
    person = DraftPerson(name="Берестова Т.П.", organization="МКУ ЦРО")
    found = settled(draft, SetRole(role=PlanRoleName.COORDINATOR, person=person))
    assert found.draft.roles[PlanRoleName.COORDINATOR] == person
    assert codes(found).count("role_missing") == codes(settle(draft)).count("role_missing") - 1


UNKNOWN = draft_of(
    order_text(
        measure(executors="СОШ № 1, СОШ № 47"),
        measure("1.2.", executors="СОШ № 47"),
        measure("1.3.", executors="СОШ № 47"),
    )
)


@pytest.mark.parametrize(
    ("means", "external", "named"),
    [
        ("СОШ № 46", False, [["СОШ № 1", "СОШ № 46"], ["СОШ № 46"], ["СОШ № 46"]]),
        ("СОШ № 1", False, [["СОШ № 1"], ["СОШ № 1"], ["СОШ № 1"]]),
        ("СОШ № 47", False, [["СОШ № 1", "СОШ № 47"], ["СОШ № 47"], ["СОШ № 47"]]),
        ("СОШ № 47", True, [["СОШ № 1", "СОШ № 47"], ["СОШ № 47"], ["СОШ № 47"]]),
    ],
)
def test_what_a_name_means_is_said_once_for_the_whole_order(means, external, named):
    assert codes(settle(UNKNOWN)).count("not_in_roster") == 3
    found = settled(UNKNOWN, SetName(name="СОШ № 47", means=means, external=external))
    assert "not_in_roster" not in codes(found)
    assert [[one.name for one in item.executors] for item in found.draft.items] == named
    assert (found.draft.items[1].executors[0].kind is ExecutorKind.EXTERNAL) == external
    assert found.draft.items[1].executors_text == "СОШ № 47"


def test_what_a_name_means_holds_for_groups_and_roles_and_whoever_is_outside_is_in_no_group_of_ours():
    group = replace(SAMPLE.groups[0], members=("СОШ № 47", "СОШ № 1"))
    doubt = Problem(code="not_in_roster", severity=Severity.ERROR, place="line 1", text="?", about="СОШ № 47")
    holder = DraftPerson(name="", organization="СОШ № 47")
    draft = replace(SAMPLE, groups=(group,), problems=(doubt,), roles={PlanRoleName.COORDINATOR: holder})
    inside = settled(draft, SetName(name="СОШ № 47", means="СОШ № 46")).draft
    assert (inside.groups[0].members, inside.roles[PlanRoleName.COORDINATOR].organization) == (
        ("СОШ № 46", "СОШ № 1"),
        "СОШ № 46",
    )
    outside = settled(draft, SetName(name="СОШ № 47", means="СОШ № 47", external=True)).draft
    assert outside.groups[0].members == ("СОШ № 1",)


def test_a_name_in_executors_that_a_person_wrote_gets_its_meaning_too():
    written = SetItem(item=1, executors=executors("МАУ «Восток»", UNREADABLE))
    assert "not_in_roster" in codes(settled(UNREADABLE, written))
    found = settled(UNREADABLE, written, SetName(name="МАУ «Восток»", means="СОШ № 46"))
    assert "not_in_roster" not in codes(found)
    assert [one.name for one in found.items[1].executors] == ["СОШ № 46"]


@pytest.mark.parametrize(
    "change",
    [
        DropItem(item=99),
        SplitItem(item=0),
        SetItem(item=99),
        AcceptProblem(problem="x"),
        SetName(name="СОШ № 99", means="СОШ № 1"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(change):
    with pytest.raises(Unsettleable, match="srok draft show"):
        settled(SAMPLE, change)


def test_the_reporting_days_follow_the_item_that_sets_them():
    days = set(SAMPLE.reporting_dates)
    duties = [
        id_ for id_, item in settle(SAMPLE).items.items() if days and {t.due_on for t in item.schedule.terms} == days
    ]
    changes = [SetItem(item=duty, deadline=deadline("до 1 июня 2025 года", SAMPLE)) for duty in duties]
    assert settled(SAMPLE, *changes).draft.reporting_dates == (date(2025, 6, 1),)


@pytest.mark.parametrize("text", ["когда-нибудь", "до 31 июня 2025", "15 числа второго месяца"])
def test_a_deadline_that_is_not_understood_is_refused_with_its_place(text):
    with pytest.raises(NotUnderstood, match="cell E7"):
        understand_deadline(text, SAMPLE, place="cell E7")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("МКУ ЦРО", ["МКУ ЦРО"]),
        ("лицей при ЛГТУ; ПИРЧ", ["лицей при ЛГТУ", "ПИРЧ"]),
        ("all_schools", ["all_schools"]),
        ("Руководители ОО", ["all_schools"]),
        ("СОШ № 4, 16, лицей № 51", ["СОШ № 4", "СОШ № 16", "лицей № 51"]),
    ],
)
def test_executors_are_exact_names_or_read_as_an_order_is(text, names):
    assert [one.name for one in executors(text, UNREADABLE).executors] == names


@pytest.mark.parametrize("text", ["", "кто-нибудь", "МКУ ЦРО и ещё кто-то"])
def test_executors_that_are_not_all_understood_are_refused(text):
    with pytest.raises(NotUnderstood, match="item 1"):
        executors(text, UNREADABLE)


IDS = st.integers(1, len(SAMPLE.items) + 2)
CHANGES = st.one_of(
    IDS.map(lambda item: DropItem(item=item)),
    IDS.map(lambda item: SplitItem(item=item)),
    st.builds(lambda item, into: MergeItem(item=item, into=into), IDS, IDS),
    st.builds(lambda item, text: SetItem(item=item, title=text, evidence_asked=True), IDS, st.text(max_size=5)),
    st.builds(
        lambda item, text: SetItem(item=item, deadline=deadline(text, SAMPLE)),
        IDS,
        st.sampled_from(["", "Май 2025", "постоянно", "до 1 мая 2024 года", "ежемесячно"]),
    ),
    st.sampled_from([AcceptProblem(problem=key_of(one)) for one in SAMPLE.problems]),
)


def fitting(changes):
    """The changes that fit, each after those before."""
    kept = []
    for change in changes:
        try:
            settled(SAMPLE, *kept, change)
        except Unsettleable:
            continue
        kept.append(change)
    return kept


@given(st.lists(CHANGES, max_size=6))
def test_taking_back_everything_from_the_last_on_gives_the_reading_again(changes):
    kept = fitting(changes)
    undone = settle(SAMPLE, settlements(*kept, undoing=range(len(kept), 0, -1)))
    assert undone == settle(SAMPLE)


@given(st.lists(CHANGES, max_size=6))
def test_the_same_settlements_give_the_same_draft_and_numbers_stay(changes):
    kept = fitting(changes)
    found = settled(SAMPLE, *kept)
    assert found == settled(as_draft(as_values(SAMPLE)), *kept)
    assert len(set(found.ids)) == len(found.draft.items)
    assert len({one.number for one in found.problems}) == len(found.problems)
    before = {one.key: one.number for one in settle(SAMPLE).problems}
    assert all(before.get(one.key, one.number) == one.number for one in found.problems)
    assert found.draft.problems == tuple(one.problem for one in found.open_problems)


def test_a_draft_is_the_same_after_a_journey_as_json():
    for draft in (SAMPLE, UNREADABLE):
        assert as_draft(as_values(draft)) == draft
    assert UNREADABLE.items[0].schedule.kind is ScheduleKind.UNRECOGNISED
