"""Whether an item is under control: an axis of its own beside how far its work has come. Only controllers turn it."""

from dataclasses import dataclass
from enum import StrEnum

from states.life import Life, Role, Rule


class Control(StrEnum):
    """Where an item stands with its controllers. Of one that is removed no letter speaks and nothing more is issued."""

    ON_CONTROL = "on_control"
    SPECIAL = "special"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class ControlMove:
    """What a guard may look at: who asks and why, and whether everything required has been accepted or removed."""

    roles: frozenset[Role]
    reason: str = ""
    all_done: bool = False


def reason_missing(move: ControlMove) -> bool:
    """What is done to an item is explained to whoever reads it later."""
    return not move.reason.strip()


def undone_without_reason(move: ControlMove) -> bool:
    """An item whose work is not all accepted leaves control only with a reason."""
    return not move.all_done and not move.reason.strip()


_CONTROLLER = frozenset({Role.CONTROLLER})
_C = Control

CONTROL = Life(
    Control,
    (
        Rule("put_under_special_control", (_C.ON_CONTROL,), _C.SPECIAL, _CONTROLLER, (reason_missing,)),
        Rule("end_special_control", (_C.SPECIAL,), _C.ON_CONTROL, _CONTROLLER, (reason_missing,)),
        Rule("remove_from_control", (_C.ON_CONTROL, _C.SPECIAL), _C.REMOVED, _CONTROLLER, (undone_without_reason,)),
        Rule("return_to_control", (_C.REMOVED,), _C.ON_CONTROL, _CONTROLLER, (reason_missing,)),
    ),
)
"""The life of an item's control."""
