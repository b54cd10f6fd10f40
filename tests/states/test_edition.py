import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.draft import ItemKind
from states.edition import ItemText, match_items

LONG = "Провести семинар по магистральной линии «{}» для управленческих команд"


def text(number, title, kind=ItemKind.MEASURE):
    return ItemText(kind=kind, number=number, title=title)


def matched(old, new):
    found = match_items([text(*one) for one in old], [text(*one) for one in new])
    return found.pairs, found.gone, found.added


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([("1", "А")], [("1", "А")], ([(0, 0)], (), ())),
        ([("1", "Ёлка  в лесу")], [("1", "елка в  лесу")], ([(0, 0)], (), ())),
        ([("1", "Собрать сведения")], [("1", "Собрать все сведения")], ([(0, 0)], (), ())),
        ([("1", "Собрать сведения")], [("1", "Испечь пирог")], ([], (0,), (0,))),
        ([("1", "А"), ("2", "Б")], [("1", "А")], ([(0, 0)], (1,), ())),
        ([("1", "А")], [("1", "А"), ("2", "Б")], ([(0, 0)], (), (1,))),
        ([("1", "А"), ("2", "Б")], [("1", "В"), ("2", "А"), ("3", "Б")], ([(0, 1), (1, 2)], (), (0,))),
        (
            [("1", LONG.format("Знание")), ("2", LONG.format("Здоровье"))],
            [("1", LONG.format("Творчество")), ("2", LONG.format("Знание")), ("3", LONG.format("Здоровье"))],
            ([(0, 1), (1, 2)], (), (0,)),
        ),
        (
            [("1", "Открыть первый кружок"), ("1", "Открыть второй кружок")],
            [("1", "Открыть первый кружок юных"), ("1", "Открыть второй кружок юных")],
            ([(0, 0), (1, 1)], (), ()),
        ),
        (
            [("1", "Открыть первый кружок"), ("1", "Открыть второй кружок")],
            [("1", "Открыть второй кружок юных")],
            ([(1, 0)], (0,), ()),
        ),
        ([("1", "А"), ("2", "А")], [("3", "А"), ("4", "А")], ([], (0, 1), (0, 1))),
        ([("1", "А", ItemKind.CLAUSE)], [("1", "А", ItemKind.MEASURE)], ([], (0,), (0,))),
    ],
)
def test_items_are_recognised_by_number_and_title(old, new, expected):
    assert matched(old, new) == expected


ITEMS = st.lists(
    st.builds(
        text, st.sampled_from("123"), st.sampled_from(["А", "Собрать", "Собрать всё"]), st.sampled_from(ItemKind)
    ),
    max_size=6,
)


@given(ITEMS, ITEMS)
def test_every_item_is_paired_once_or_gone_or_added(old, new):
    found = match_items(old, new)
    assert sorted([one for one, _ in found.pairs] + list(found.gone)) == list(range(len(old)))
    assert sorted([other for _, other in found.pairs] + list(found.added)) == list(range(len(new)))


@given(ITEMS)
def test_a_text_is_wholly_found_in_itself(items):
    assert match_items(items, items).pairs == [(index, index) for index in range(len(items))]
