"""The two real orders turned into Word documents and web pages read exactly as the text, where they are at hand."""

import re
from collections import Counter

import pytest

from plans.as_json import draft_as_json
from plans.formats import read_text
from plans.reading import read_content
from srok.production_calendar import ProductionCalendar
from tests.plans.formats.orders_as import SOFFICE, docx_of, html_of
from tests.plans.test_real_orders import EXPECTED, ORDERS, REPORTED_ON, SAME, names_elsewhere, orders, roster

pytestmark = pytest.mark.skipif(not EXPECTED.is_file(), reason=f"the real orders are not in {ORDERS}")
FORMATS = [
    "html",
    pytest.param("docx", marks=pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The bytes of an order in a format; LibreOffice is asked once for each."""
    made = {}

    def bytes_of(order, kind):
        key = (order["number"], kind)
        if key not in made:
            source = html_of(read_text.rows_of((ORDERS / order["file"]).read_text(encoding="utf-8")))
            made[key] = source.encode() if kind == "html" else docx_of(source, tmp_path_factory.mktemp("order"))
        return made[key]

    return bytes_of


def draft_in(content, kind, known=(), people=()):
    return read_content(content, file=f"order.{kind}", roster=known, people=people)


@orders
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("known", ["roster", "nothing"])
def test_the_order_is_read_exactly(written, order, kind, known):
    draft = draft_in(written(order, kind), kind, roster() if known == "roster" else ())
    read = draft_as_json(draft, ProductionCalendar())
    if known == "roster":
        assert {key: read[key] for key in SAME} == {key: order[key] for key in SAME}
        assert read["reporting_dates"] == REPORTED_ON[order["number"]]
    for items in ("measures", "clauses"):
        assert [
            {key: item[key] for key in meant} for item, meant in zip(read[items], order[items], strict=True)
        ] == order[items]


@orders
@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_things_are_flagged_as_in_the_text(written, order, kind):
    people = names_elsewhere(order)
    text = draft_in((ORDERS / order["file"]).read_bytes(), "txt", roster(), people)
    other = draft_in(written(order, kind), kind, roster(), people)
    assert Counter((one.code, without_places(one.text)) for one in other.problems) == Counter(
        (one.code, without_places(one.text)) for one in text.problems
    )


def without_places(text):
    return re.sub(r"line \d+|paragraph \d+(?:, line \d+)?|table \d+, row \d+", "…", text)
