"""Who may do what, in one table: triggers with the lives they belong to, everything else here as an `Action`.

What is not in the table nobody may. Judges roles only; who holds which is `models.actors`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from states.fault import Fault
from states.life import Life, Role
from states.words import ACTIONS


class Action(StrEnum):
    """What can be done beside moving an assignment (`states.assignment`), an item's control (`states.control`) or a
    package (`states.package`).
    """

    SEE_OWN = "see_own"
    SEE_PLAN = "see_plan"
    SET_ITEM_DUE_DATE = "set_item_due_date"
    SET_ROLL_UP = "set_roll_up"
    OPEN_OCCURRENCE = "open_occurrence"
    OPEN_NEXT_YEAR = "open_next_year"
    UNDO_BULK_STEP = "undo_bulk_step"
    GIVE_DELEGATION = "give_delegation"
    END_DELEGATION = "end_delegation"
    SET_PLAN_ROLE = "set_plan_role"
    EDIT_LADDER = "edit_ladder"
    PAUSE_PLAN = "pause_plan"
    PUT_UNDER_CONTROL = "put_under_control"
    AMEND_ORDER = "amend_order"
    SET_OPERATOR = "set_operator"
    NAME_SUBSTITUTE = "name_substitute"
    NAME_ADMINISTRATOR = "name_administrator"
    IMPORT_ROSTER = "import_roster"
    VERIFY_HISTORY = "verify_history"


_EXECUTOR, _DELEGATE, _COORDINATOR = Role.EXECUTOR, Role.DELEGATE, Role.COORDINATOR
_CONTROLLER, _ORDER_CONTROLLER, _ADMINISTRATOR = Role.CONTROLLER, Role.ORDER_CONTROLLER, Role.ADMINISTRATOR
_HEAD = Role.HEAD


def _by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


PERMISSIONS: Mapping[Action, frozenset[Role]] = {
    Action.SEE_OWN: _by(_EXECUTOR, _DELEGATE),
    Action.SEE_PLAN: _by(_COORDINATOR, _CONTROLLER, _HEAD, _ADMINISTRATOR),
    Action.SET_ITEM_DUE_DATE: _by(_COORDINATOR, _CONTROLLER),
    Action.SET_ROLL_UP: _by(_COORDINATOR, _CONTROLLER),
    Action.OPEN_OCCURRENCE: _by(_COORDINATOR, _CONTROLLER),
    Action.OPEN_NEXT_YEAR: _by(_COORDINATOR, _CONTROLLER),
    # A bulk step is undone by whoever made it, as long as they still hold a role there.
    Action.UNDO_BULK_STEP: _by(_EXECUTOR, _DELEGATE, _COORDINATOR, _CONTROLLER),
    # A coordinator only in their own plan. Not a delegate: what was delegated is not delegated on.
    Action.GIVE_DELEGATION: _by(_EXECUTOR, _COORDINATOR, _ADMINISTRATOR),
    Action.END_DELEGATION: _by(_EXECUTOR, _COORDINATOR, _ADMINISTRATOR),
    Action.SET_PLAN_ROLE: _by(_ORDER_CONTROLLER, _ADMINISTRATOR),
    # The ladder tells the controllers what the coordinator leaves undone, so it is not the coordinator's to shorten.
    Action.EDIT_LADDER: _by(_CONTROLLER),
    Action.PAUSE_PLAN: _by(_CONTROLLER, _ADMINISTRATOR),
    # Of an order that is new: whoever coordinates a plan already.
    Action.PUT_UNDER_CONTROL: _by(_COORDINATOR, _ADMINISTRATOR),
    Action.AMEND_ORDER: _by(_COORDINATOR, _ADMINISTRATOR),
    # Where packages of the plan are sent.
    Action.SET_OPERATOR: _by(_COORDINATOR, _CONTROLLER, _ADMINISTRATOR),
    # Who writes addresses decides who can act as whom: not the coordinator of one plan among many.
    Action.IMPORT_ROSTER: _by(_ADMINISTRATOR),
    Action.NAME_SUBSTITUTE: _by(_ADMINISTRATOR),
    Action.NAME_ADMINISTRATOR: _by(_ADMINISTRATOR),
    Action.VERIFY_HISTORY: _by(_CONTROLLER, _ADMINISTRATOR),
}
"""The roles of which any one is enough."""

_WHO: Mapping[Role, str] = {
    Role.EXECUTOR: "the organization's own people",
    Role.DELEGATE: "its delegate",
    Role.COORDINATOR: "the plan's coordinator",
    Role.CONTROLLER: "its controllers",
    Role.ORDER_CONTROLLER: "the order's controller",
    Role.HEAD: "the head who signed the order",
    Role.ADMINISTRATOR: "an administrator",
}


class NotPermitted(Fault):
    """Somebody without a role that may. `action` is the code; the text says where and who may."""

    def __init__(self, action: Action, *, place: str) -> None:
        who = [said for role, said in _WHO.items() if role in PERMISSIONS[action]]
        several = f"{', '.join(who[:-1])} and {who[-1]}" if len(who) > 1 else who[0]
        super().__init__(f"{place}: only {several} may {ACTIONS[action].english}")
        self.action = action


def allows(action: Action, roles: Iterable[Role]) -> bool:
    """Whether somebody in these roles may; nobody may what the table does not have."""
    return not PERMISSIONS.get(action, frozenset()).isdisjoint(roles)


def refuse_others(action: Action, roles: Iterable[Role], *, place: str) -> None:
    """Let whoever may pass.

    Raises:
        NotPermitted: for everybody else; `place` is what it was asked of, as «item 1.1».

    """
    if not allows(action, roles):
        raise NotPermitted(action, place=place)


def who_may(life: Life[Any, Any]) -> dict[str, frozenset[Role]]:
    """The triggers of a life, each with the roles of which any one is enough."""
    found: dict[str, frozenset[Role]] = {}
    for rule in life.rules:
        found[rule.trigger] = found.get(rule.trigger, frozenset()) | rule.roles
    return found
