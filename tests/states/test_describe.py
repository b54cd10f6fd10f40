from pathlib import Path

from states.assignment import LIFE, State
from states.describe import states_page, states_table


def test_the_page_in_docs_is_the_table_in_code():
    page = Path(__file__).parents[2] / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == states_page(), "run `srok states --write`"


def test_every_trigger_and_state_is_on_the_page():
    assert all(f"| {trigger} |" in states_table() for trigger in LIFE.triggers)
    assert all(f"| {state} |" in states_page() for state in State)
