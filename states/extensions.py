"""Later dates as the history tells of them: asked for and answered, or given unasked. Knows no rows and no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Answer(StrEnum):
    """What became of a request. LAPSED: the assignment was settled, or got another date, before anybody answered.
    UNASKED is no request at all: the date was given without one.
    """

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNASKED = "unasked"


@dataclass(frozen=True, kw_only=True)
class Extension:
    """A later date: `until` is the day asked for, or the day given where that is another. `reason` is the executor's,
    or of who gave it unasked; `said` is what was answered.
    """

    asked_on: date
    until: date | None
    reason: str
    answer: Answer = Answer.WAITING
    answered_on: date | None = None
    said: str = ""


class Told(Protocol):
    """What is read of a line of the history."""

    @property
    def trigger(self) -> str: ...  # noqa: D102 - the columns of the history, described there
    @property
    def on(self) -> date: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def due_on(self) -> date | None: ...  # noqa: D102
    @property
    def asked_due_on(self) -> date | None: ...  # noqa: D102


_ASKS, EXTENDS = "ask_extension", "extend"
_BEGIN = frozenset({_ASKS, EXTENDS})
_ANSWERS = {
    "grant_extension": Answer.GRANTED,
    "refuse_extension": Answer.REFUSED,
    "withdraw_extension": Answer.WITHDRAWN,
    "accept": Answer.LAPSED,
    "accept_directly": Answer.LAPSED,
    "remove": Answer.LAPSED,
}


def extensions(moves: Sequence[Told]) -> tuple[Extension, ...]:
    """The later dates of an assignment in the order of its history; at most the last one waits."""
    return tuple(found for found, _ in _walk(moves))


def withdrawn_requests(moves: Sequence[Told]) -> frozenset[int]:
    """The places in `moves` of requests that were taken back: their reasons explain nothing any more."""
    return frozenset(place for found, place in _walk(moves) if found.answer is Answer.WITHDRAWN)


def _walk(moves: Sequence[Told]) -> list[tuple[Extension, int]]:
    found: list[tuple[Extension, int]] = []
    if not any(move.trigger in _BEGIN for move in moves):
        return found  # as it is with nearly all of them
    for place, move in enumerate(moves):
        answer = _ANSWERS.get(move.trigger, Answer.LAPSED if move.due_on else None)
        if answer and found and found[-1][0].answer is Answer.WAITING:
            found[-1] = _answered(found[-1][0], answer, move), found[-1][1]
        if move.trigger == _ASKS:
            asked = Extension(asked_on=move.on, until=move.asked_due_on, reason=move.reason.strip())
            found.append((asked, place))
        elif move.trigger == EXTENDS:
            given = Extension(
                asked_on=move.on,
                until=move.due_on,
                reason=move.reason.strip(),
                answer=Answer.UNASKED,
                answered_on=move.on,
            )
            found.append((given, place))
    return found


def _answered(asked: Extension, answer: Answer, by: Told) -> Extension:
    granted = answer is Answer.GRANTED and by.due_on
    return Extension(
        asked_on=asked.asked_on,
        until=by.due_on if granted else asked.until,
        reason=asked.reason,
        answer=answer,
        answered_on=by.on,
        said="" if answer is Answer.LAPSED else by.reason.strip(),
    )
