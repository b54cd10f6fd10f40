"""What a bulk step of each kind asks for, and how it is tried before that is filled in. Judges and does nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.queries.work_filter import Waiting
from models.queries.work_table import WorkLine
from states.assignment import LIFE, RemovalReason, State
from states.life import Role
from states.policy import who_may

BULK = (
    "accept", "send_back", "extend", "remind", "remove", "grant_extension", "refuse_extension", "uphold", "postpone",
    "resume", "reopen", "restore",
)  # fmt: skip
"""What can be done to many at once here. What an executor does, and what brings documents, has a page of its own."""

BAR = BULK[:5]
"""What stands in the bar below the table, unless all that it shows wants something else."""

BAR_OF: Mapping[Waiting | State | None, tuple[str, ...]] = {
    Waiting.REVIEW: ("accept", "send_back"),
    Waiting.EXTENSION: ("grant_extension", "refuse_extension"),
    Waiting.DECLINED: ("uphold", "remove"),
    State.REPORTED: ("accept", "send_back"),
    State.POSTPONED: ("resume", "remove"),
    State.ACCEPTED: ("reopen",),
    State.REMOVED: ("restore",),
}


@dataclass(frozen=True, kw_only=True)
class Asks:
    """The fields of a kind of step: `required`, `optional` or not there; a removal takes its reason from a list."""

    reason: str = ""
    due_on: str = ""
    resume_on: str = ""
    removal: bool = False


_REASON = Asks(reason="required")
_REASON_AND_DATE = Asks(reason="required", due_on="optional")
ASKS = {
    "accept": Asks(),
    "send_back": _REASON_AND_DATE,
    "extend": Asks(reason="required", due_on="required"),
    "remind": Asks(reason="optional"),
    "remove": Asks(reason="required", removal=True),
    "grant_extension": Asks(reason="optional"),
    "refuse_extension": _REASON,
    "uphold": _REASON,
    "postpone": Asks(reason="required", resume_on="optional"),
    "resume": Asks(due_on="optional"),
    "reopen": _REASON_AND_DATE,
    "restore": _REASON_AND_DATE,
}


def tried(trigger: str, lines: Iterable[WorkLine], today: date) -> dict[str, Any]:
    """Values by which a step is tried before they are asked for: what is refused then is refused whatever is said."""
    asks = ASKS[trigger]
    found: dict[str, Any] = {}
    if asks.reason:
        found["reason"] = RemovalReason.CANCELLED.value if asks.removal else "…"
    if asks.due_on == "required":
        days = [line.due_on or line.effective_due_on or today for line in lines]
        found["due_on"] = max([today, *days]) + timedelta(days=1)
    if trigger == "resume":
        found["due_on"] = today + timedelta(days=1)
    if asks.resume_on:
        found["date_unknown"] = True
    return found


def possible(triggers: Collection[str], roles: Iterable[Role]) -> tuple[str, ...]:
    """Those of the triggers that somebody in these roles may make from some state."""
    held = set(roles)
    return tuple(one for one in triggers if who_may(LIFE)[one] & held)


def leading_on(state: Any, roles: Iterable[Role], *, asked: bool, declined: bool) -> tuple[str, ...]:
    """What somebody in these roles may do to an assignment in a state; answers only where something is asked."""
    answers = {"grant_extension": asked, "refuse_extension": asked, "uphold": declined}
    found = LIFE.triggers_from(state, roles)
    return tuple(one for one in BULK if one in found and answers.get(one, True))
