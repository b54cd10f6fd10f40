"""What every life in Srok has: roles, a table of rules, and the judge that reads it.

A life is a state machine that is only asked, never bound to anything: facts go in, the next state or the codes of a
refusal come out. Knows no particular states, no database and no clock.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from transitions import Machine

from states.fault import Fault


class Role(StrEnum):
    """In what capacity somebody acts. One person may hold several; a delegate acts for the executor who chose them.

    A controller controls the plan or the order; who controls the order is both `controller` and `order_controller`. The
    head signed the order.
    """

    EXECUTOR = "executor"
    DELEGATE = "delegate"
    COORDINATOR = "coordinator"
    CONTROLLER = "controller"
    ORDER_CONTROLLER = "order_controller"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    CLOCK = "clock"


class Asked(Protocol):
    """What any move says: the roles of who makes it."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held by who asks."""


S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=Asked)


class Rule(NamedTuple, Generic[S, M]):
    """A row of the table, with pytransitions' own field names plus `roles`: who may. Without `dest` nothing is moved.

    `unless` holds what refuses the move: the name of each such guard is its code. `conditions` only choose between
    rules that differ in where they lead.
    """

    trigger: str
    source: tuple[S, ...]
    dest: S | None
    roles: frozenset[Role]
    unless: tuple[Callable[[M], bool], ...] = ()
    conditions: tuple[Callable[[M], bool], ...] = ()


class NotAllowed(Fault):
    """A move that the table refuses. `refused_by` holds the codes: `unknown_trigger`, `no_such_move` (not from this
    state), `not_your_role`, or the names of the guards that object.
    """

    def __init__(self, trigger: str, state: StrEnum, refused_by: tuple[str, ...]) -> None:
        super().__init__(f"{trigger} from {state}: {', '.join(refused_by)}")
        self.trigger, self.state, self.refused_by = trigger, state, refused_by


class _Subject:
    """The plain object a machine changes while it judges; nothing is registered with the machine."""

    def __init__(self, state: StrEnum) -> None:
        self.state = state


class Life(Generic[S, M]):
    """A table of rules, and the machine made of it."""

    def __init__(self, states: type[S], rules: tuple[Rule[S, M], ...]) -> None:
        self.rules = rules
        self.triggers = tuple(dict.fromkeys(rule.trigger for rule in rules))
        self._from: dict[tuple[str, S], list[Rule[S, M]]] = {}
        for rule in rules:
            for state in rule.source:
                self._from.setdefault((rule.trigger, state), []).append(rule)
        self._machine = Machine(
            model=None,
            states=states,
            initial=None,
            transitions=[_row(rule) for rule in rules],
            auto_transitions=False,
        )

    def advance(self, state: S, trigger: str, move: M) -> S:
        """The state after `trigger`, by the machine.

        Raises:
            NotAllowed: with the codes of everything that stands in the way.

        """
        candidates = self._candidates(state, trigger)
        subject = _Subject(state)
        if not self._machine.events[trigger].trigger(subject, move):
            raise NotAllowed(trigger, state, _refusals(candidates[0], move))
        return subject.state  # type: ignore[return-value]  # the machine knows no other states

    def look_up(self, state: S, trigger: str, move: M) -> S:
        """The same answer read from the table itself, a hundred times quicker: for hundreds of moves at once.

        Raises:
            NotAllowed: as `advance`; a test holds the two to each other.

        """
        candidates = self._candidates(state, trigger)
        refused = _refusals(candidates[0], move)
        if refused:
            raise NotAllowed(trigger, state, refused)
        chosen = next(rule for rule in candidates if all(holds(move) for holds in rule.conditions))
        return chosen.dest or state

    def triggers_from(self, state: S, roles: Iterable[Role]) -> tuple[str, ...]:
        """The triggers that somebody in `roles` may try from `state`, in the table's order."""
        held = frozenset(roles)
        found = (rule.trigger for rule in self.rules if state in rule.source and rule.roles & held)
        return tuple(dict.fromkeys(found))

    def _candidates(self, state: S, trigger: str) -> list[Rule[S, M]]:
        candidates = self._from.get((trigger, state))
        if candidates is None:
            code = "no_such_move" if trigger in self.triggers else "unknown_trigger"
            raise NotAllowed(trigger, state, (code,))
        return candidates


def _row(rule: Rule[Any, Any]) -> dict[str, Any]:
    def role_holds(move: Asked) -> bool:
        return bool(rule.roles & move.roles)

    return {
        "trigger": rule.trigger,
        "source": list(rule.source),
        "dest": rule.dest,
        "conditions": [role_holds, *rule.conditions],
        "unless": list(rule.unless),
    }


def _refusals(rule: Rule[Any, M], move: M) -> tuple[str, ...]:
    role = () if rule.roles & move.roles else ("not_your_role",)
    # Rules that differ only in where they lead refuse for the same reasons, so the first speaks for all.
    return role + tuple(guard.__name__ for guard in rule.unless if guard(move))
