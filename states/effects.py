"""What a move changes beside the state: dates, counts, what is pending, the day the ladder looks next. Pure."""

from datetime import date
from typing import Any, Protocol

from states.as_of import ANSWERED
from states.assignment import OPEN, Move, State
from states.workdays import WorkingDays, on_or_before

_LOOKED_AT = OPEN | {State.REPORTED, State.POSTPONED}
_SETS_DATE = frozenset({"send_back", "reopen", "postpone", "resume", "restore", "extend", "set_due_date"})
_NOTHING_PENDING: dict[str, Any] = {"extension_on": None, "extension_asked_on": None}


class Stands(Protocol):
    """What the effects of a move depend on: the assignment as it stands before it."""

    @property
    def state(self) -> State: ...  # noqa: D102 - the columns of an assignment, described there
    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def watched(self) -> bool: ...  # noqa: D102
    @property
    def reports(self) -> int: ...  # noqa: D102
    @property
    def resume_on(self) -> date | None: ...  # noqa: D102
    @property
    def due_moves(self) -> int: ...  # noqa: D102
    @property
    def original_due_on(self) -> date | None: ...  # noqa: D102


def effects(
    trigger: str, stands: Stands, dest: State, move: Move, *, person_id: int | None, calendar: WorkingDays
) -> dict[str, Any]:
    """The columns of an assignment that a move to `dest` changes, with their new values."""
    changes: dict[str, Any] = {"state": dest, **_attention(trigger, stands, dest, move)}
    match trigger:
        case "start":
            changes |= {"started": True, "declined_on": None}
        case "report":
            changes |= {"started": True, "reports": stands.reports + 1, "declined_on": None}
            changes |= {"reported_on": move.on, "reported_by": person_id}
        case "accept" | "accept_directly" | "remove":
            changes |= {**_NOTHING_PENDING, "declined_on": None}
        case "send_back" | "reopen":
            changes["returned_on"] = move.on
        case "ask_extension":
            changes |= {"extension_on": move.due_on, "extension_asked_on": move.on}
        case "withdraw_extension" | "refuse_extension":
            changes |= _NOTHING_PENDING
        case "decline":
            changes["declined_on"] = move.on
        case "uphold":
            changes["declined_on"] = None
    if (dest in ANSWERED) is not (stands.state in ANSWERED):
        changes["done_on"] = move.on if dest in ANSWERED else None
    return changes | _resume_day(trigger, stands, dest, move) | _new_date(trigger, stands, move, calendar)


def _resume_day(trigger: str, stands: Stands, dest: State, move: Move) -> dict[str, Any]:
    if trigger == "postpone":
        return {"resume_on": move.resume_on}
    return {"resume_on": None} if dest is not stands.state is State.POSTPONED else {}


def _attention(trigger: str, stands: Stands, dest: State, move: Move) -> dict[str, date | None]:
    """A sweep looks next at whatever may have something to say; it works out the exact day itself."""
    if trigger == "comment" or (dest is stands.state and dest not in _LOOKED_AT):
        return {}
    resume_on = move.resume_on if trigger == "postpone" else stands.resume_on
    looks_on = attention(dest, issued_on=move.issued_on, resume_on=resume_on)
    return {"attention_on": looks_on if stands.watched else None}


def attention(state: State, *, issued_on: date, resume_on: date | None) -> date | None:
    """The day from which a sweep looks at what is required and stands here; None: never."""
    if state is State.POSTPONED:
        return resume_on or issued_on
    return issued_on if state in _LOOKED_AT else None


def _new_date(trigger: str, stands: Stands, move: Move, calendar: WorkingDays) -> dict[str, Any]:
    if trigger == "grant_extension":
        due_on = move.due_on or move.extension_on
    else:
        due_on = move.due_on if trigger in _SETS_DATE else None
    if due_on is None:
        return {}
    # The version at which a date was set tells it from every other the assignment has had or will have.
    new: dict[str, Any] = {"due_on": due_on, "effective_due_on": on_or_before(due_on, calendar)}
    new |= {"due_version": stands.version + 1, **_NOTHING_PENDING}
    first = stands.original_due_on is None
    return new | ({"original_due_on": due_on} if first else {"due_moves": stands.due_moves + 1})
