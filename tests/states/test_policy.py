import itertools
import sys

import pytest

from states.assignment import LIFE, State
from states.control import CONTROL
from states.life import Role
from states.package import PACKAGE
from states.policy import PERMISSIONS, Action, NotPermitted, allows, refuse_others, who_may
from states.words import ACTIONS
from tests.states.test_assignment import SPECIFIED

E, D, C, K = Role.EXECUTOR, Role.DELEGATE, Role.COORDINATOR, Role.CONTROLLER
OC, H, A = Role.ORDER_CONTROLLER, Role.HEAD, Role.ADMINISTRATOR

# The policy written out a second time on purpose, by role and not by action.
MAY = {
    E: {"see_own", "undo_bulk_step", "give_delegation", "end_delegation"},
    D: {"see_own", "undo_bulk_step"},
    C: {"see_plan", "set_item_due_date", "set_roll_up", "open_occurrence", "open_next_year", "undo_bulk_step"}
    | {"give_delegation", "end_delegation", "put_under_control", "amend_order", "set_operator"},
    K: {"see_plan", "set_item_due_date", "set_roll_up", "open_occurrence", "open_next_year", "undo_bulk_step"}
    | {"edit_ladder", "pause_plan", "set_operator", "verify_history"},
    OC: {"set_plan_role"},
    H: {"see_plan"},
    A: {
        "see_plan",
        "set_operator",
        "give_delegation",
        "end_delegation",
        "set_plan_role",
        "pause_plan",
        "put_under_control",
    }
    | {"amend_order", "import_roster", "name_substitute", "name_administrator", "verify_history"},
    Role.CLOCK: set(),
}


@pytest.mark.parametrize(("action", "role"), list(itertools.product(Action, Role)))
def test_every_action_and_role_is_allowed_exactly_as_specified(action, role):
    assert allows(action, {role}) == (action in MAY[role])


def test_whoever_holds_several_roles_may_what_one_of_them_may():
    assert allows(Action.EDIT_LADDER, {E, K, A})
    assert not allows(Action.EDIT_LADDER, {E, C, A})
    assert not allows(Action.SEE_OWN, ())


def test_what_the_table_does_not_have_nobody_may():
    assert not allows("burn_the_archive", set(Role))


def test_every_action_has_somebody_who_may():
    assert set(PERMISSIONS) == set(Action)
    assert all(PERMISSIONS.values())


@pytest.mark.parametrize("action", Action)
def test_a_refusal_names_the_place_who_may_and_what(action):
    may = {role for role in Role if action in MAY[role]}
    refuse_others(action, may, place="item 1.1")
    with pytest.raises(NotPermitted) as refused:
        refuse_others(action, set(Role) - may, place="item 1.1")
    assert refused.value.action is action
    assert str(refused.value).startswith("item 1.1: only ")
    assert str(refused.value).endswith(f" may {ACTIONS[action].english}")


def test_a_refusal_reads_as_a_sentence():
    assert str(NotPermitted(Action.EDIT_LADDER, place="order № 7")) == (
        "order № 7: only its controllers may edit the plan's ladder"
    )
    assert str(NotPermitted(Action.GIVE_DELEGATION, place="СОШ № 1")) == (
        "СОШ № 1: only the organization's own people, the plan's coordinator and an administrator may give a delegation"
    )


def test_the_rules_of_one_trigger_are_for_the_same_roles():
    for life in (LIFE, CONTROL, PACKAGE):
        assert all(rule.roles == who_may(life)[rule.trigger] for rule in life.rules)
    assert who_may(LIFE) == {trigger: frozenset(who) for trigger, (*_, who) in SPECIFIED.items()}
    assert set(who_may(CONTROL).values()) == {frozenset({K})}


def test_whoever_may_date_an_item_may_date_its_assignments():
    assert PERMISSIONS[Action.SET_ITEM_DUE_DATE] == who_may(LIFE)["set_due_date"]


@pytest.mark.parametrize("role", [A, OC])
def test_no_rule_moves_anything_for_an_administrator_and_none_asks_for_the_order_s_controller(role):
    assert not any(role in rule.roles for life in (LIFE, CONTROL, PACKAGE) for rule in life.rules)


def test_how_many_triples_there_are(capsys):
    triples = list(itertools.product(State, LIFE.triggers, Role))
    allowed = [one for one in triples if one[1] in LIFE.triggers_from(one[0], {one[2]})]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(triples)} triples of state, trigger and role enumerated, {len(allowed)} of them allowed\n"
        )
    assert len(triples) == len(State) * len(SPECIFIED) * len(Role) == 7 * 21 * 8
    assert len(allowed) == sum(len(sources) * len(who) for sources, _, who in SPECIFIED.values())
