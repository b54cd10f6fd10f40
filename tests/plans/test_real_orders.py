"""The two real orders, field by field, where they are at hand: they stay outside the repository."""

import csv
import json
import os
from pathlib import Path

import pytest

from plans.as_json import draft_as_json
from plans.people import short_name
from plans.reading import read_order
from plans.roster import known_organizations, read_roster
from srok.production_calendar import ProductionCalendar
from states.draft import KnownOrganization

ORDERS = Path(os.environ.get("SROK_REAL_ORDERS") or Path(__file__).parents[2].parent / "shared" / "orders")
EXPECTED = ORDERS / "expected.json"
pytestmark = pytest.mark.skipif(
    not EXPECTED.is_file(), reason=f"the real orders are not in {ORDERS} (SROK_REAL_ORDERS)"
)

SAME = ("number", "date", "roles", "working_group_members", "assignments_if_fanned_out")
REPORTED_ON = {"27/р": ["2024-12-01"], "33": ["2024-06-30", "2024-12-31"]}
MUST_BE_FLAGGED = {
    "27/р": {
        ("duplicate_number", "line 130"), ("duplicate_number", "line 131"), ("number_out_of_place", "line 33"),
        ("number_out_of_place", "line 35"), ("number_out_of_place", "line 37"), ("duplicate_clause", "line 39"),
        ("annex_differs", "line 105"), ("name_spelling", "line 97"), ("name_spelling", "line 67"),
        ("two_deadlines", "line 37"), ("number_without_dot", "line 142"), ("row_continues", "line 119"),
        ("row_continues", "line 125"), ("row_continues", "line 140"),
    },
    "33": {
        ("number_gap", "line 138"), ("wider_than_title", "line 110"), ("two_deadlines", "line 70"),
        ("two_deadlines", "line 72"), ("two_deadlines", "line 80"), ("deadline_unstated", "line 48"),
        ("row_continues", "line 114"), ("row_continues", "line 122"), ("row_continues", "line 130"),
        ("unbalanced_quotes", "line 66"),
    },
}  # fmt: skip


def expected() -> dict:
    return json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.is_file() else {"orders": [], "schools": {}}


def roster() -> tuple[KnownOrganization, ...]:
    return known_organizations(read_roster(ORDERS / "roster.csv"))


def people_in(draft) -> tuple[str, ...]:
    """The names an order gives, to check the spelling in another order of the same office by."""
    named = (executor.person for item in draft.items for executor in item.executors if executor.person)
    appointed = (person.name for person in draft.roles.values())
    return tuple(dict.fromkeys(short_name(name) for name in (*named, *appointed) if name))


def names_elsewhere(order: dict) -> tuple[str, ...]:
    """The names in the other orders."""
    others = [ORDERS / other["file"] for other in expected()["orders"] if other != order]
    return tuple(name for path in others for name in people_in(read_order(path)))


orders = pytest.mark.parametrize("order", expected()["orders"], ids=lambda order: order["number"].replace("/", "-"))


def reading(order: dict, known: tuple[KnownOrganization, ...]) -> dict:
    return draft_as_json(read_order(ORDERS / order["file"], known), ProductionCalendar())


@orders
def test_the_order_is_read_exactly_with_the_roster(order):
    read = reading(order, roster())
    assert {key: read[key] for key in SAME} == {key: order[key] for key in SAME}
    assert read["reporting_dates"] == REPORTED_ON[order["number"]]
    assert not [problem for problem in read["problems"] if problem["severity"] == "error"]


@orders
@pytest.mark.parametrize("kind", ["measures", "clauses"])
@pytest.mark.parametrize("known", ["roster", "nothing"])
def test_every_item_is_read_field_by_field(order, kind, known):
    read = reading(order, roster() if known == "roster" else ())[kind]
    assert len(read) == len(order[kind])
    for item, meant in zip(read, order[kind], strict=True):
        assert {key: item[key] for key in meant} == meant


@orders
def test_without_a_roster_the_order_speaks_for_itself(order):
    read = reading(order, ())
    assert read["roles"] == order["roles"]
    assert not [problem for problem in read["problems"] if problem["severity"] == "error"]
    empty = [problem for problem in read["problems"] if problem["code"] == "group_empty"]
    assert len(empty) == (1 if order["number"] == "27/р" else 0)


def test_the_preamble_names_the_schools_by_level():
    assert reading(expected()["orders"][1], ())["schools"] == expected()["schools"]
    assert reading(expected()["orders"][1], roster())["schools"] == expected()["schools"]


def test_the_roster_is_read_whole():
    with (ORDERS / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    people = read_roster(ORDERS / "roster.csv")
    assert [(one.organization, one.kind, one.number, one.email, one.head, one.post) for one in people] == [
        tuple(line.values()) for line in lines
    ]


@orders
def test_everything_that_must_be_flagged_is(order):
    draft = read_order(ORDERS / order["file"], roster(), people=names_elsewhere(order))
    flagged = {(problem.code, problem.place) for problem in draft.problems}
    assert MUST_BE_FLAGGED[order["number"]] <= flagged
