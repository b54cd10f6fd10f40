"""The link between rows of a history is for ever: written down once, it must come out the same from any later Srok."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from states.assignment import State
from states.chain import GENESIS, link

MOVED = datetime(2024, 2, 28, 9, 30, tzinfo=UTC)
FACTS = (7, "report", State.REPORTED, MOVED, date(2024, 2, 28), "Сделано", None)


def test_a_link_is_the_one_it_has_always_been() -> None:
    first = link(GENESIS, FACTS)

    assert first == "60d404865a7ccf4c29e8e60bad2ce2d356655af20436e1218e91843b21a1b7fc"
    assert link(first, FACTS) != first


def test_an_instant_is_hashed_the_same_in_any_zone() -> None:
    elsewhere = MOVED.astimezone(timezone(timedelta(hours=7)))

    assert link(GENESIS, [elsewhere]) == link(GENESIS, [MOVED])


@pytest.mark.parametrize("place", range(len(FACTS)))
def test_another_value_anywhere_makes_another_link(place: int) -> None:
    changed = [*FACTS[:place], "something else", *FACTS[place + 1 :]]

    assert link(GENESIS, changed) != link(GENESIS, FACTS)


def test_what_has_no_form_for_ever_is_not_hashed() -> None:
    with pytest.raises(TypeError, match="object has no form"):
        link(GENESIS, [object()])
