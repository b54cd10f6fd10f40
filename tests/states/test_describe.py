from pathlib import Path

from states.assignment import LIFE, State
from states.control import CONTROL
from states.describe import permissions_page, states_page, states_table
from states.package import PACKAGE
from states.policy import Action


def test_the_page_in_docs_is_the_table_in_code():
    page = Path(__file__).parents[2] / "docs" / "states.md"
    assert page.read_text(encoding="utf-8") == states_page(), "run `srok states --write`"


def test_the_permissions_in_docs_are_those_in_code_and_what_people_wrote_is_kept():
    page = (Path(__file__).parents[2] / "docs" / "permissions.md").read_text(encoding="utf-8")
    assert page == permissions_page(page), "run `srok states --write`"
    assert permissions_page("By people.\n\n").startswith("By people.\n\n## Who may do what\n")
    assert all(f"`{what}`" in page for what in (*LIFE.triggers, *CONTROL.triggers, *PACKAGE.triggers, *Action))


def test_every_trigger_and_state_is_on_the_page():
    assert all(f"| {trigger} |" in states_table() for trigger in (*LIFE.triggers, *PACKAGE.triggers))
    assert all(f"| {state} |" in states_page() for state in State)
