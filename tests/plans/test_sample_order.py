"""The sample order that comes with Srok: its whole reading is kept beside this file."""

import json
import os
from collections import Counter
from pathlib import Path

from plans.as_json import draft_as_json
from plans.reading import read_order
from srok.production_calendar import ProductionCalendar
from states.draft import ItemKind
from tests.plans.builders import SAMPLES, errors_of, sample_roster

GOLDEN = Path(__file__).with_name("sample_reading.json")


def test_the_sample_is_read_as_kept():
    read = draft_as_json(read_order(SAMPLES / "order.txt", sample_roster()), ProductionCalendar())
    if os.environ.get("SROK_REWRITE_GOLDEN"):
        GOLDEN.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert read == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_sample_has_no_errors_with_its_roster_and_without():
    assert not errors_of(read_order(SAMPLES / "order.txt", sample_roster()))
    assert not errors_of(read_order(SAMPLES / "order.txt"))


def test_the_sample_is_as_irregular_as_real_orders():
    draft = read_order(SAMPLES / "order.txt", sample_roster())
    found = Counter(problem.code for problem in draft.problems)
    assert {
        "stamp", "deadline_unstated", "number_out_of_place", "two_deadlines", "unbalanced_quotes", "name_spelling",
        "annex_differs", "annex_number_spelling", "row_continues", "number_without_dot", "duplicate_number",
        "number_gap", "wider_than_title", "legal_form_differs",
    } <= set(found)  # fmt: skip
    assert (len(draft.of_kind(ItemKind.MEASURE)), len(draft.of_kind(ItemKind.CLAUSE))) == (15, 12)


def test_with_and_without_the_roster_measures_have_the_same_executors():
    known, unknown = read_order(SAMPLES / "order.txt", sample_roster()), read_order(SAMPLES / "order.txt")
    assert [item.executors for item in known.of_kind(ItemKind.MEASURE)] == [
        item.executors for item in unknown.of_kind(ItemKind.MEASURE)
    ]
