"""How an assignment stood at the end of a day, rebuilt from the moves made by then. Knows no session and no period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from states.assignment import State
from states.extensions import Extension, extensions, withdrawn_requests

ANSWERED = frozenset({State.REPORTED, State.ACCEPTED})
SET_DUE_DATE = "set_due_date"
"""The line of the history that gives a first date to what had none; it moves nothing."""

UNDO = "undo"
"""The line that takes the one before it back: as far as a package is concerned, neither has been."""

_RETURNS = frozenset({"send_back", "reopen"})
_RESULTS = frozenset({"report", "accept_directly"})


class MadeMove(NamedTuple):
    """A row of the history, as far as a package needs it."""

    assignment_id: int
    trigger: str
    dest: State
    on: date
    text: str
    reason: str
    due_on: date | None
    effective_due_on: date | None
    resume_on: date | None = None
    asked_due_on: date | None = None
    version: int = 0


class Due(NamedTuple):
    """A nominal due day and the working day that counts; both None while nobody has set one."""

    on: date | None = None
    effective_on: date | None = None


class Explained(NamedTuple):
    """Why somebody made a move, in their words; for a removal it is the code of the reason."""

    trigger: str
    reason: str


class SentBack(NamedTuple):
    """A report that was not taken, or an acceptance taken back: when, and why."""

    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Stood:
    """An assignment at the end of a day. `done_on` is the day of the report that stands, None while there is none;
    what was accepted without a report counts from that acceptance. `result` is the last thing said to be done.
    `resume_on` is the day until which it is postponed, None where it is not or nobody knows the day.
    """

    state: State
    original: Due
    current: Due
    due_changes: int
    done_on: date | None
    result: str
    returns: int
    explained: tuple[Explained, ...]
    extensions: tuple[Extension, ...] = ()
    sent_back: tuple[SentBack, ...] = ()
    resume_on: date | None = None


def stood(moves: Sequence[MadeMove], *, first_due: Due) -> Stood:
    """How an assignment stood after `moves`, which are in the order they were made."""
    moves = not_undone(moves)
    state = state_after(moves)
    dues = _dues(moves, first_due)
    results = [move for move in moves if move.trigger in _RESULTS]
    return Stood(
        state=state,
        original=dues[0],
        current=dues[-1],
        due_changes=len(dues) - 1,
        done_on=results[-1].on if results and state in ANSWERED else None,
        result=(results[-1].text.strip() or results[-1].reason.strip()) if results else "",
        returns=sum(move.trigger in _RETURNS for move in moves),
        explained=_explained(moves),
        extensions=extensions(moves),
        sent_back=tuple(SentBack(move.on, move.reason.strip()) for move in moves if move.trigger in _RETURNS),
        resume_on=next((move.resume_on for move in reversed(moves) if move.trigger == "postpone"), None)
        if state is State.POSTPONED
        else None,
    )


def _explained(moves: Sequence[MadeMove]) -> tuple[Explained, ...]:
    """The reasons that still stand: not that of a request its executor took back, nor why it was taken back."""
    withdrawn = withdrawn_requests(moves)
    return tuple(
        Explained(move.trigger, move.reason.strip())
        for place, move in enumerate(moves)
        if move.reason.strip() and place not in withdrawn and move.trigger != "withdraw_extension"
    )


def state_after(moves: Sequence[MadeMove]) -> State:
    """The state after the last of `moves`; assigned when there were none."""
    return moves[-1].dest if moves else State.ASSIGNED


def not_undone(moves: Sequence[MadeMove]) -> list[MadeMove]:
    """The moves that stand: without those taken back, and without what took them back."""
    standing: list[MadeMove] = []
    for move in moves:
        if move.trigger == UNDO:
            standing.pop()
        else:
            standing.append(move)
    return standing


def _dues(moves: Sequence[MadeMove], first_due: Due) -> list[Due]:
    """The due days in the order they were set. A first day set later than the issue is the original, not a change."""
    dues = [] if first_due.on is None else [first_due]
    for move in moves:
        if move.due_on is not None and (not dues or move.due_on != dues[-1].on):
            dues.append(Due(move.due_on, move.effective_due_on or move.due_on))
    return dues or [Due()]
