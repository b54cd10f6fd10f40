"""The real orders as another format gives them, compared with the reading worked out by hand."""

import pytest

from plans.as_json import draft_as_json
from plans.draft import draft_order
from srok.production_calendar import ProductionCalendar
from tests.plans.test_real_orders import EXPECTED, ORDERS, SAME, expected, roster

needed = pytest.mark.skipif(not EXPECTED.is_file(), reason=f"the real orders are not in {ORDERS} (SROK_REAL_ORDERS)")
orders = pytest.mark.parametrize("order", expected()["orders"], ids=lambda order: order["number"].replace("/", "-"))


def text_of(order):
    return (ORDERS / order["file"]).read_text(encoding="utf-8")


def assert_read_exactly(rows, order):
    """Every field of the reading by hand is read from these rows, and no error is left."""
    draft = draft_order(rows, file="order", roster=roster())
    read = draft_as_json(draft, ProductionCalendar())
    assert {key: read[key] for key in SAME} == {key: order[key] for key in SAME}
    for kind in ("measures", "clauses"):
        assert len(read[kind]) == len(order[kind])
        for item, meant in zip(read[kind], order[kind], strict=True):
            assert {key: item[key] for key in meant} == meant
    assert not [problem.text for problem in draft.problems if problem.severity == "error"]
