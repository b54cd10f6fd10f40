"""A sweep parted into shards: nobody in two of them, no plan lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.shards import shards

small = st.integers(1, 12)
ties = st.lists(st.tuples(small, small), max_size=40)


@pytest.mark.parametrize(
    ("told", "copied", "parts"),
    [
        ([], [], ()),
        ([(1, 10)], [], ((1,),)),
        ([(1, 10), (2, 20)], [], ((1,), (2,))),
        ([(1, 10), (2, 10)], [], ((1, 2),)),
        ([(1, 10), (1, 20), (2, 20), (3, 30)], [], ((1, 2), (3,))),
        ([(1, 10), (2, 20)], [(10, 20)], ((1, 2),)),
        ([(1, 10), (2, 20)], [(10, 99), (99, 20)], ((1, 2),)),
        ([(1, 10), (2, 20), (3, 30), (3, 31), (3, 32)], [], ((3,), (1, 2))),
        ([(1, 2), (2, 1)], [], ((1,), (2,))),  # a plan is no organization, whatever its number
    ],
)
def test_plans_that_tell_one_organization_are_together(told, copied, parts):
    assert shards(told, at_most=2, copied=copied) == parts


@given(told=ties, copied=ties, at_most=st.integers(1, 5))
def test_every_plan_is_in_one_shard_and_nobody_is_told_in_two(told, copied, at_most):
    parts = shards(told, at_most=at_most, copied=copied)
    assert sorted(plan for part in parts for plan in part) == sorted({plan for plan, _ in told})
    assert len(parts) <= at_most
    assert all(parts)
    where = {plan: number for number, part in enumerate(parts) for plan in part}
    hears = {(organization, where[plan]) for plan, organization in told}
    for one, other in copied * 2:  # who gets copies hears it too
        hears |= {(other, number) for who, number in hears if who == one}
    assert len(hears) == len({organization for organization, _ in hears})


@given(told=ties)
def test_as_many_shards_are_made_as_there_are_groups_to_part(told):
    apart = shards(told, at_most=10**6)
    assert len(shards(told, at_most=3)) == min(3, len(apart))
