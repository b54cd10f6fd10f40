"""The table, the board, the search and the calendar of assignments, asked of both databases."""

from collections import Counter
from datetime import timedelta

import pytest

from models.database import reading, writing
from models.queries import Filter, assignments
from models.queries.board import columns_of
from models.queries.due_days import due_days
from models.queries.item_page import current, times_of
from models.queries.search import search
from models.queries.work_filter import Waiting, Wanted
from models.queries.work_table import Place, Sort, all_lines, work_ids, work_lines, work_page
from states.assignment import State, is_overdue
from tests.builders import SCHOOLS, under_control
from tests.models.working import DAY, moved

LATE = DAY + timedelta(days=200)


@pytest.fixture
def world(engine):
    """An order under control in which one school has reported, and another asked for a later day."""
    with writing(engine) as session:
        under_control(session)
    moved(engine, "report", text="Готово")
    moved(engine, "ask_extension", of=SCHOOLS[1], by="school-2@city.example", reason="Ремонт", due_on=LATE)
    return engine


def everything(session):
    return assignments(session, Filter(), today=DAY)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", Sort)
def test_pages_of_any_size_are_the_whole_in_its_order(world, sort, descending):
    with reading(world) as session:
        wanted = Wanted(plan_ids=None)
        whole = [one.id for one in all_lines(session, wanted, Place(sort=sort, descending=descending), today=DAY)]
        pages, behind = [], None
        while True:
            place = Place(sort=sort, descending=descending, behind=behind, limit=2)
            page = work_page(session, wanted, place, today=DAY)
            pages += [one.id for one in page.lines]
            behind = page.behind
            if behind is None:
                break
    assert pages == whole
    assert page.total == len(whole) == len(set(whole))


def test_what_has_no_day_comes_last_either_way(world):
    with reading(world) as session:
        for descending in (False, True):
            lines = all_lines(session, Wanted(plan_ids=None), Place(descending=descending), today=DAY)
            days = [one.effective_due_on for one in lines]
            dated = [day for day in days if day is not None]
            assert days[: len(dated)] == sorted(dated, reverse=descending)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"overdue": True}, lambda one: one.required and is_overdue(one.state, one.effective_due_on, LATE)),
        ({"undated": True}, lambda one: one.required and one.effective_due_on is None),
        ({"waiting": Waiting.REVIEW}, lambda one: one.state is State.REPORTED),
        ({"waiting": Waiting.EXTENSION}, lambda one: one.extension_on is not None),
        ({"waiting": Waiting.DECLINED}, lambda one: one.declined_on is not None),
        ({"state": State.ASSIGNED}, lambda one: one.state is State.ASSIGNED),
        ({"executor": "ЛИЦЕЙ 3"}, lambda one: one.executor == "лицей № 3"),
        ({"words": ("лицей",)}, lambda one: one.executor == "лицей № 3"),
        ({"words": ("%",)}, lambda _: False),
        ({"item": "1.1"}, lambda one: one.item == "1.1"),
        ({"plan_ids": ()}, lambda _: False),
    ],
)
def test_a_filter_lets_through_what_it_says_and_nothing_else(world, wanted, fits):
    with reading(world) as session:
        found = work_ids(session, Wanted(**{"plan_ids": None, **wanted}), today=LATE)
        assert sorted(found) == sorted(one.id for one in assignments(session, Filter(), today=LATE) if fits(one))


def test_lines_by_their_ids_are_those_of_the_plans_one_may_see(world):
    with reading(world) as session:
        ids = [one.id for one in everything(session)]
        assert [one.id for one in work_lines(session, ids[:3], plan_ids=None, today=DAY)] == ids[:3]
        assert work_lines(session, ids, plan_ids=(99,), today=DAY) == ()


def test_the_board_has_each_state_s_first_lines_and_number(world):
    with reading(world) as session:
        counts = Counter(one.state for one in everything(session))
        found = columns_of(session, Wanted(plan_ids=None), tuple(State), limit=2, today=DAY)
    assert {state: total for state, (_, total) in found.items() if total} == counts
    assert all(line.state is state for state, (lines, _) in found.items() for line in lines)
    assert all(len(lines) == min(2, total) for lines, total in found.values())


def test_the_calendar_counts_each_day_s_assignments_by_how_far_they_are(world):
    with reading(world) as session:
        every = everything(session)
        found = due_days(session, DAY - timedelta(days=400), DAY + timedelta(days=400), plan_ids=None)
        assert due_days(session, DAY, DAY, plan_ids=(99,)) == {}
    counted = Counter(one.effective_due_on for one in every if one.effective_due_on and one.state != State.REMOVED)
    assert {on: day.count("total") for on, day in found.items()} == counted
    assert sum(day.count("reported") for day in found.values()) == 1


def test_the_search_finds_by_number_name_and_word_in_any_case(world):
    with reading(world) as session:
        assert [one.name for one in search(session, ["ЛИЦЕЙ"], plan_ids=None, limit=9).organizations] == ["лицей № 3"]
        numbered = search(session, ["1.1"], plan_ids=None, limit=9)
        assert numbered.items[0].item == "1.1"
        nothing = search(session, ["1.1"], plan_ids=(), limit=9)
        assert (nothing.items, nothing.plans, nothing.organizations) == ((), (), ())


def test_an_item_s_occurrences_have_their_executors_and_counts(world):
    with reading(world) as session:
        item_id = next(one.item_id for one in everything(session) if one.item == "1.1")
        times = times_of(session, item_id, today=DAY)
    shown = current(times)
    assert shown.asked_of == len(SCHOOLS)
    assert shown.counts == {State.REPORTED: 1, State.ASSIGNED: 2}
    assert shown.accepted == 0
    assert current(()) is None
