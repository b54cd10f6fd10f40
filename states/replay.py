"""What an assignment holds besides its state, worked out again from its history by the very effects that moves have.
Knows no session: who verifies a history compares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from states.as_of import UNDO
from states.assignment import Move, State
from states.effects import effects


@dataclass(frozen=True, kw_only=True)
class Held:
    """The columns of an assignment that follow from its history alone, and what effects ask for besides."""

    state: State = State.ASSIGNED
    version: int = 0
    started: bool = False
    reports: int = 0
    reported_on: date | None = None
    done_on: date | None = None
    returned_on: date | None = None
    resume_on: date | None = None
    extension_on: date | None = None
    extension_asked_on: date | None = None
    declined_on: date | None = None
    original_due_on: date | None = None
    due_moves: int = 0
    watched: bool = False


_NAMES = frozenset(field.name for field in fields(Held))


def held_after(lines: Sequence[Mapping[str, Any]]) -> Held:
    """What an assignment holds after the rows of its history, in the order of their versions."""
    stood = [Held()]
    for line in lines:
        if line["trigger"] != UNDO:
            stood.append(_after(stood[-1], line))
        elif len(stood) > 1:
            stood.pop()
    return stood[-1]


class _AnyDay:
    """Stands for a calendar: which working day counts is no concern of a replay."""

    def is_working(self, day: date) -> bool:  # noqa: ARG002
        return True


_ANY_DAY = _AnyDay()


def _after(held: Held, line: Mapping[str, Any]) -> Held:
    facts = Move(
        roles=frozenset(),
        on=line["on"],
        issued_on=line["on"],
        due_on=line["asked_due_on"] or line["due_on"],
        resume_on=line["resume_on"],
    )
    changes = effects(line["trigger"], held, line["dest"], facts, person_id=None, calendar=_ANY_DAY)
    return replace(held, **{name: value for name, value in changes.items() if name in _NAMES})
