"""The roll-up of a plan item from its assignments: a function of the parts alone, so it can be computed again."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from states.assignment import State

SETTLED = frozenset({State.ACCEPTED, State.REMOVED})


class Part(NamedTuple):
    """One assignment of an occurrence. External parties «по согласованию» are not `required`."""

    state: State
    required: bool = True


def roll_up(parts: Iterable[Part]) -> State:
    """The state of an occurrence: that of its required assignments taken together, removed ones left out.

    Where nobody is required, all parts count. No parts at all is an occurrence that has not been opened: assigned.
    """
    parts = list(parts)
    counted = [part.state for part in parts if part.required] or [part.state for part in parts]
    if not counted:
        return State.ASSIGNED
    required = {state for state in counted if state is not State.REMOVED}
    for result, members in _ALL_OF:
        if required <= members:
            return result
    return State.ASSIGNED if required == {State.ASSIGNED} else State.IN_PROGRESS


_ALL_OF: tuple[tuple[State, frozenset[State]], ...] = (
    (State.REMOVED, frozenset()),
    (State.ACCEPTED, frozenset({State.ACCEPTED})),
    (State.REPORTED, frozenset({State.REPORTED, State.ACCEPTED})),
    (State.POSTPONED, frozenset({State.POSTPONED})),
)


def item_state(occurrences: Sequence[State]) -> State:
    """The state of an item: that of its first occurrence not yet done. Accepting one does not close the item.

    `occurrences` are the roll-ups of all its occurrences in order, opened or not.
    """
    waiting = [state for state in occurrences if state not in SETTLED]
    if not waiting:
        return State.ACCEPTED if State.ACCEPTED in occurrences else State.REMOVED
    begun = waiting[0] is State.ASSIGNED and State.ACCEPTED in occurrences
    return State.IN_PROGRESS if begun else waiting[0]
