"""The roll-up of a plan item from its assignments: a function of the parts and the item's rule alone, so that it can be
computed again at any time. Knows no session.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from states.assignment import State
from states.draft import ExecutorKind
from states.fault import Fault

SETTLED = frozenset({State.ACCEPTED, State.REMOVED})
WHOLE = 100


class Part(NamedTuple):
    """So many assignments of an occurrence that stand alike. External parties «по согласованию» are not `required`; the
    `lead` is the organization an item names first.
    """

    state: State
    required: bool = True
    lead: bool = False
    how_many: int = 1


class RollUpMode(StrEnum):
    """Whose work makes an item's: everybody's, the lead's, or that of enough of them."""

    ALL = "all"
    LEAD = "lead"
    QUORUM = "quorum"


class RollUpUnknown(Fault):
    """A rule that cannot be understood; the text says how rules are written."""


@dataclass(frozen=True, kw_only=True)
class RollUp:
    """How an item rolls up. A quorum is so many parts, `at_least`, or so many of a hundred, `percent`; never both."""

    mode: RollUpMode
    at_least: int | None = None
    percent: int | None = None

    def __str__(self) -> str:
        """The rule as it is stored and typed: `all`, `lead`, `quorum 3`, `quorum 50%`."""
        if self.mode is not RollUpMode.QUORUM:
            return self.mode.value
        return f"quorum {self.at_least}" if self.percent is None else f"quorum {self.percent}%"

    def enough(self, total: int) -> int:
        """How many of `total` parts a quorum needs; a percentage is rounded up."""
        return self.at_least or -(-(self.percent or WHOLE) * total // WHOLE)


_QUORUM = re.compile(r"quorum ([1-9][0-9]{0,5})(%?)", re.ASCII)


@lru_cache(maxsize=256)
def roll_up_rule(text: str) -> RollUp:
    """The rule that a text says, upper and lower case alike.

    Raises:
        RollUpUnknown: it is none.

    """
    words = " ".join(text.lower().split())
    if words in {RollUpMode.ALL, RollUpMode.LEAD}:
        return RollUp(mode=RollUpMode(words))
    found = _QUORUM.fullmatch(words)
    if found is None or (found[2] and int(found[1]) > WHOLE):
        raise RollUpUnknown(f"no roll-up rule {text!r}: write all, lead, quorum 3, or quorum 50% (1 to 100)")
    number = int(found[1])
    percent, at_least = (number, None) if found[2] else (None, number)
    return RollUp(mode=RollUpMode.QUORUM, at_least=at_least, percent=percent)


EVERYBODY = RollUp(mode=RollUpMode.ALL)


def default_rule(executors: Sequence[ExecutorKind]) -> RollUp:
    """The rule of an item addressed so: of several organizations named one by one the first answers for the item, as
    clerical rules have it; a group has no lead, nor has an item whose first named is an outside party.
    """
    named = [kind for kind in executors if kind is not ExecutorKind.EXTERNAL]
    led = len(named) > 1 and {executors[0], *named} == {ExecutorKind.ORGANIZATION}
    return RollUp(mode=RollUpMode.LEAD) if led else EVERYBODY


def roll_up(parts: Iterable[Part], rule: RollUp = EVERYBODY) -> State:
    """The state of an occurrence: that of its required assignments taken together, removed ones left out.

    By `lead` only the lead's counts, while it is not removed. A `quorum` is reported, or accepted, once enough are.
    Where nobody is required, all parts count. No parts at all is an occurrence that has not been opened: assigned.
    """
    parts = list(parts)
    counted = [part for part in parts if part.required] or parts
    if not counted:
        return State.ASSIGNED
    wanted = [part for part in counted if part.state is not State.REMOVED]
    match rule.mode:
        case RollUpMode.LEAD:
            wanted = [part for part in wanted if part.lead] or wanted
        case RollUpMode.QUORUM if wanted:
            enough = rule.enough(sum(part.how_many for part in wanted))
            for reached, members in _QUORATE:
                if sum(part.how_many for part in wanted if part.state in members) >= enough:
                    return reached
    return _together({part.state for part in wanted})


def _together(states: set[State]) -> State:
    for result, members in _ALL_OF:
        if states <= members:
            return result
    return State.IN_PROGRESS


_ALL_OF: tuple[tuple[State, frozenset[State]], ...] = (
    (State.REMOVED, frozenset()),
    (State.ACCEPTED, frozenset({State.ACCEPTED})),
    (State.REPORTED, frozenset({State.REPORTED, State.ACCEPTED})),
    (State.POSTPONED, frozenset({State.POSTPONED})),
    (State.ASSIGNED, frozenset({State.ASSIGNED})),
)
_QUORATE = _ALL_OF[1:3]


def item_state(occurrences: Sequence[State]) -> State:
    """The state of an item: that of its first occurrence not yet done. Accepting one does not close the item.

    `occurrences` are the roll-ups of all its occurrences in order, opened or not.
    """
    waiting = [state for state in occurrences if state not in SETTLED]
    if not waiting:
        return State.ACCEPTED if State.ACCEPTED in occurrences else State.REMOVED
    begun = waiting[0] is State.ASSIGNED and State.ACCEPTED in occurrences
    return State.IN_PROGRESS if begun else waiting[0]
