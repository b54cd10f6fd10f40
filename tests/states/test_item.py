import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.assignment import State
from states.item import Part, item_state, roll_up

A, P, R, B, D, H, X = (
    State.ASSIGNED,
    State.IN_PROGRESS,
    State.REPORTED,
    State.RETURNED,
    State.ACCEPTED,
    State.POSTPONED,
    State.REMOVED,
)


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


parts_of_any = st.lists(st.builds(Part, st.sampled_from(State), st.booleans()), max_size=12)


@given(parts_of_any, st.randoms())
def test_the_order_of_the_parts_does_not_matter(parts, shuffler):
    shuffled = list(parts)
    shuffler.shuffle(shuffled)
    assert roll_up(parts) is roll_up(shuffled)


@given(parts_of_any)
def test_accepted_means_that_no_required_part_is_left_open(parts):
    if roll_up(parts) is D and any(part.required for part in parts):
        assert {part.state for part in parts if part.required} <= {D, X}


@given(parts_of_any)
def test_a_removed_part_is_never_counted_as_done(parts):
    assert roll_up([*parts, Part(X)]) in {
        roll_up(parts),
        X,
        roll_up([Part(s.state) for s in parts if s.required] or [Part(X)]),
    }


@pytest.mark.parametrize(
    ("occurrences", "expected"),
    [([A], A), ([D, A], P), ([D, R], R), ([R, A], R), ([D, D], D), ([X, X], X), ([D, X], D), ([X, A], A), ([P, D], P)],
)
def test_an_item_stands_where_its_first_unfinished_occurrence_stands(occurrences, expected):
    assert item_state(occurrences) is expected
