from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.assignment import State
from states.draft import ExecutorKind
from states.fault import Fault
from states.item import EVERYBODY, Part, RollUp, RollUpMode, default_rule, item_state, roll_up, roll_up_rule

A, P, R, B, D, H, X = (
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.REPORTED,
    State.RETURNED,
    State.ACCEPTED,
    State.POSTPONED,
    State.REMOVED,
)
LEAD = roll_up_rule("lead")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], A),
        ([A, A], A),
        ([A, P], P),
        ([A, D], P),
        ([B], P),
        ([R, D], R),
        ([D, D], D),
        ([D, X], D),
        ([X, X], X),
        ([H, H], H),
        ([H, A], P),
        ([H, D], P),
    ],
)
def test_an_occurrence_rolls_up_from_its_required_parts(parts, expected):
    assert roll_up(Part(state) for state in parts) is expected


def test_an_external_party_is_not_waited_for():
    assert roll_up([Part(D), Part(A, required=False)]) is D


def test_where_nobody_is_required_everybody_counts():
    assert roll_up([Part(D, required=False), Part(A, required=False)]) is P


@pytest.mark.parametrize(
    ("lead", "others", "expected"),
    [
        (D, [A, P], D),
        (A, [D, D], A),
        (R, [A], R),
        (H, [D], H),
        (B, [D], P),
        (X, [D, D], D),
        (X, [A, D], P),
        (X, [X], X),
    ],
)
def test_by_lead_the_first_named_answers_while_it_is_not_removed(lead, others, expected):
    assert roll_up([Part(lead, lead=True), *map(Part, others)], LEAD) is expected


def test_an_external_lead_answers_for_nobody():
    assert roll_up([Part(D, required=False, lead=True), Part(A), Part(A)], LEAD) is A


@pytest.mark.parametrize(
    ("rule", "parts", "expected"),
    [
        ("quorum 2", [D, D, A, A], D),
        ("quorum 2", [D, R, A, A], R),
        ("quorum 2", [D, P, A, A], P),
        ("quorum 3", [D, D], D),
        ("quorum 3", [D, R], R),
        ("quorum 3", [A, A], A),
        ("quorum 2", [X, X], X),
        ("quorum 1", [X, H], H),
        ("quorum 50%", [D, D, A], D),
        ("quorum 50%", [D, A, A], P),
        ("quorum 50%", [D, A, X], D),
        ("quorum 1%", [D, A, A], D),
        ("quorum 67%", [R, R, A], P),
        ("quorum 66%", [R, R, A], R),
        ("quorum 1", [], A),
    ],
)
def test_a_quorum_is_reported_or_accepted_once_enough_are(rule, parts, expected):
    assert roll_up(map(Part, parts), roll_up_rule(rule)) is expected


@pytest.mark.parametrize(
    ("text", "stored"),
    [("all", "all"), (" LEAD ", "lead"), ("quorum  3", "quorum 3"), ("quorum 50%", "quorum 50%")],
)
def test_a_rule_is_stored_as_it_is_typed(text, stored):
    assert str(roll_up_rule(text)) == stored
    assert roll_up_rule(stored) == roll_up_rule(text)


@pytest.mark.parametrize(
    "text", ["", "most", "quorum", "quorum 0", "quorum 0%", "quorum 101%", "quorum -1", "quorum ٣"]
)
def test_a_rule_that_says_nothing_is_refused_in_one_line(text):
    with pytest.raises(Fault, match="write all, lead, quorum 3, or quorum 50%") as refused:
        roll_up_rule(text)
    assert "\n" not in str(refused.value)


ONE, GROUP, OUTSIDE = ExecutorKind.ORGANIZATION, ExecutorKind.GROUP, ExecutorKind.EXTERNAL


@pytest.mark.parametrize(
    ("executors", "rule"),
    [
        ([ONE], EVERYBODY),
        ([ONE, ONE], LEAD),
        ([ONE, ONE, OUTSIDE], LEAD),
        ([ONE, OUTSIDE], EVERYBODY),
        ([OUTSIDE, ONE, ONE], EVERYBODY),
        ([ONE, ONE, GROUP], EVERYBODY),
        ([GROUP], EVERYBODY),
        ([], EVERYBODY),
    ],
)
def test_of_several_named_one_by_one_the_first_leads(executors, rule):
    assert default_rule(executors) == rule


PARTS = st.builds(Part, st.sampled_from(State), st.booleans(), st.booleans(), st.just(1))
parts_of_any = st.lists(PARTS, max_size=12)
RULES = st.one_of(
    st.sampled_from([EVERYBODY, LEAD]),
    st.builds(RollUp, mode=st.just(RollUpMode.QUORUM), at_least=st.integers(1, 15)),
    st.builds(RollUp, mode=st.just(RollUpMode.QUORUM), percent=st.integers(1, 100)),
)
RANK = {A: 0, H: 0, P: 1, R: 2, D: 3}


@given(RULES)
def test_a_rule_read_back_is_the_same(rule):
    assert roll_up_rule(str(rule)) == rule


@given(parts_of_any, RULES, st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts, rule, shuffler):
    shuffled = list(parts)
    shuffler.shuffle(shuffled)
    assert roll_up(parts, rule) is roll_up(shuffled, rule)


@given(parts_of_any, RULES)
def test_parts_that_stand_alike_may_be_counted_together(parts, rule):
    counted = [Part(one.state, one.required, one.lead, count) for one, count in Counter(parts).items()]
    assert roll_up(counted, rule) is roll_up(parts, rule)


@given(parts_of_any)
def test_a_quorum_of_all_is_all(parts):
    assert roll_up(parts, roll_up_rule("quorum 100%")) is roll_up(parts)


@given(parts_of_any, RULES, st.integers(0, 11))
def test_accepting_one_more_never_sets_an_item_back(parts, rule, at):
    open_parts = [part for part in parts if part.state is not X]
    if not open_parts:
        return
    one = open_parts[at % len(open_parts)]
    later = list(parts)
    later[parts.index(one)] = one._replace(state=D)
    before, after = roll_up(parts, rule), roll_up(later, rule)
    if before is not X:  # nobody required is left: an external party's work is not the item's
        assert RANK[after] >= RANK[before]


@given(parts_of_any)
def test_accepted_means_that_no_required_part_is_left_open(parts):
    if roll_up(parts) is D and any(part.required for part in parts):
        assert {part.state for part in parts if part.required} <= {D, X}


@given(parts_of_any, RULES)
def test_a_removed_part_is_never_done_and_never_waited_for(parts, rule):
    required = [part._replace(required=True) for part in parts]
    left = [part for part in required if part.state is not X]
    with_removed = roll_up([*required, Part(X)], rule)
    assert with_removed is (roll_up(left, rule) if left else X)


@given(parts_of_any, RULES)
def test_an_external_party_changes_nothing_beside_a_required_one(parts, rule):
    required = [part for part in parts if part.required]
    if required:
        assert roll_up(parts, rule) is roll_up(required, rule)


@pytest.mark.parametrize(
    ("occurrences", "expected"),
    [([A], A), ([D, A], P), ([D, R], R), ([R, A], R), ([D, D], D), ([X, X], X), ([D, X], D), ([X, A], A), ([P, D], P)],
)
def test_an_item_stands_where_its_first_unfinished_occurrence_stands(occurrences, expected):
    assert item_state(occurrences) is expected
