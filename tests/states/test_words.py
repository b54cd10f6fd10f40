import re

import pytest

from models.editions import AMEND
from states import words
from states.as_of import UNDO
from states.assignment import LIFE, RULES, RemovalReason, State
from states.control import CONTROL, Control
from states.draft import PlanRoleName
from states.life import Role
from states.package import PACKAGE, PackageState
from states.policy import Action

GUARDS = {guard.__name__ for rule in (*RULES, *CONTROL.rules, *PACKAGE.rules) for guard in rule.unless}
OF_A_ROW = {"unknown", "too_early", "moved_since", "no_address"}


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.STATES, set(State)),
        (words.TRIGGERS, {*LIFE.triggers, UNDO}),
        (words.DONE, {*LIFE.triggers, UNDO, AMEND}),
        (words.CONTROLS, set(Control)),
        (words.CONTROL_TRIGGERS, set(CONTROL.triggers)),
        (words.PACKAGES, set(PackageState)),
        (words.PACKAGE_TRIGGERS, set(PACKAGE.triggers)),
        (words.ROLES, set(Role)),
        (words.PLAN_ROLES, set(PlanRoleName)),
        (words.ACTIONS, set(Action)),
        (words.REMOVAL_REASONS, set(RemovalReason)),
        (words.REFUSALS, GUARDS | {"unknown_trigger", "no_such_move", "not_your_role"} | OF_A_ROW),
    ],
    ids=[
        "states",
        "triggers",
        "done",
        "controls",
        "control triggers",
        "packages",
        "package triggers",
        "roles",
        "plan roles",
        "actions",
        "removal reasons",
        "refusals",
    ],
)
def test_every_code_there_is_has_words_and_no_other_has(table, codes):
    assert set(table) == codes


@pytest.mark.parametrize(
    "table",
    [
        words.STATES,
        words.TRIGGERS,
        words.DONE,
        words.PACKAGES,
        words.PACKAGE_TRIGGERS,
        words.ROLES,
        words.PLAN_ROLES,
        words.ACTIONS,
        words.REMOVAL_REASONS,
        words.REFUSALS,
    ],
)
def test_russian_words_are_russian_and_english_ones_english(table):
    for russian, english in table.values():
        assert not re.search("[A-Za-z]", russian), russian
        assert english, russian
        assert not re.search("[А-Яа-яЁё]", english), english
