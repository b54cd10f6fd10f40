"""The life of an assignment: its states, the table of moves, who may make them and what they ask for.

Judges only. It knows no database and no clock; words for people live at the edges, here are codes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from states.life import Life, Role, Rule


class State(StrEnum):
    """Where an assignment stands. Overdue is not a state: it is computed, see `is_overdue`."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    REMOVED = "removed"


class RemovalReason(StrEnum):
    """The only reasons for which an assignment leaves control undone."""

    CANCELLED = "cancelled"
    NO_LONGER_RELEVANT = "no_longer_relevant"
    NOT_APPLICABLE = "not_applicable"
    DUPLICATE = "duplicate"
    MERGED = "merged"


DAY = timedelta(days=1)
LONGEST_TERM = timedelta(days=3653)
OPEN = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Move:
    """Everything a guard may look at: what is asked, by whom, and what the assignment already is.

    `on` is the day it is made. `due_on` is a new due date, or the one asked for; `resume_on` a resume date,
    `date_unknown` says that there is none yet. From `issued_on` on these are facts of the assignment: `nominal_due_on`
    is its due date as written, `extension_on` the later one somebody has asked for.
    """

    roles: frozenset[Role]
    on: date
    text: str = ""
    reason: str = ""
    evidence: int = 0
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    issued_on: date
    nominal_due_on: date | None = None
    effective_due_on: date | None = None
    extension_on: date | None = None
    declined: bool = False
    started: bool = False
    by_reporter: bool = False
    evidence_asked: bool = False
    in_sent_package: bool = False


Guard = Callable[[Move], bool]


def result_text_missing(move: Move) -> bool:
    """A report must say what was done."""
    return not move.text.strip()


def evidence_missing(move: Move) -> bool:
    """Where the item asks for a confirming document, the report must bring one."""
    return move.evidence_asked and move.evidence == 0


def direct_evidence_missing(move: Move) -> bool:
    """What was done outside the system is accepted only with a confirming document."""
    return move.evidence == 0


def reason_missing(move: Move) -> bool:
    """The move must be explained to the person it concerns."""
    return not move.reason.strip()


def removal_reason_unknown(move: Move) -> bool:
    """Removing from control needs a reason from the list, so that it can be counted."""
    return move.reason not in set(RemovalReason)


def reported_by_oneself(move: Move) -> bool:
    """Nobody accepts their own report."""
    return move.by_reporter


def already_in_sent_package(move: Move) -> bool:
    """What the operator has received is corrected by an addendum."""
    return move.in_sent_package


def resume_date_missing(move: Move) -> bool:
    """A postponed assignment has a day to look at it again, or an explicit "date unknown"."""
    return move.resume_on is None and not move.date_unknown


def resume_date_contradicted(move: Move) -> bool:
    """A resume date is known or it is not."""
    return move.resume_on is not None and move.date_unknown


def due_date_missing(move: Move) -> bool:
    """What goes on needs a day by which it is done, and not one that has passed."""
    due_on = move.due_on or move.effective_due_on
    return due_on is None or due_on < move.on


def due_date_out_of_range(move: Move) -> bool:
    """A new due date is a day from the issue on, and within ten years of it: «без срока» is no date."""
    return move.due_on is not None and not _plausible(move.due_on, since=move.issued_on)


def due_date_passed(move: Move) -> bool:
    """A new due date is still to come: by one that has passed the work would be overdue at once."""
    return move.due_on is not None and move.issued_on <= move.due_on < move.on


def resume_date_out_of_range(move: Move) -> bool:
    """A resume date is a later day than the move's, and within ten years of it."""
    return move.resume_on is not None and not _plausible(move.resume_on, since=move.on + DAY)


def _plausible(day: date, *, since: date) -> bool:
    return since <= day <= since + LONGEST_TERM


def due_date_not_yours(move: Move) -> bool:
    """This move does not set a due date: ask for an extension."""
    return move.due_on is not None


def due_date_absent(move: Move) -> bool:
    """Setting a date needs one."""
    return move.due_on is None


def has_due_date(move: Move) -> bool:
    """A first date is set once; a later one is an extension."""
    return move.nominal_due_on is not None


def later_date_missing(move: Move) -> bool:
    """An extension is to a day after the due date there is."""
    now, wanted = move.nominal_due_on, move.due_on or move.extension_on
    return now is None or wanted is None or wanted <= now


def extension_undecided(move: Move) -> bool:
    """One extension is asked for at a time."""
    return move.extension_on is not None


def no_extension_asked(move: Move) -> bool:
    """There is no request to decide on or to withdraw."""
    return move.extension_on is None


def already_declined(move: Move) -> bool:
    """What was declined waits for the coordinator; declining it again says nothing new."""
    return move.declined


def not_declined(move: Move) -> bool:
    """Nobody has said that this is not addressed to them."""
    return not move.declined


def words_missing(move: Move) -> bool:
    """A comment says something."""
    return not move.text.strip()


def was_started(move: Move) -> bool:
    """Routes a return to work: the executor had begun."""
    return move.started


def never_started(move: Move) -> bool:
    """Routes a return to work: the executor had not begun."""
    return not move.started


_S = State
_EXECUTOR = frozenset({Role.EXECUTOR})
_REPORTERS = frozenset({Role.EXECUTOR, Role.DELEGATE})
_CONTROLLER = frozenset({Role.CONTROLLER})
_COORDINATOR = frozenset({Role.COORDINATOR})
_REVIEWERS = frozenset({Role.COORDINATOR, Role.CONTROLLER})
_RESUMERS = frozenset({Role.COORDINATOR, Role.CLOCK})
_WORK = (_S.ASSIGNED, _S.IN_PROGRESS, _S.RETURNED)
_ANSWERED = (*_WORK, _S.REPORTED, _S.POSTPONED)
_DATE, _NO_DATE = (due_date_out_of_range, due_date_passed), (due_date_not_yours,)
_ANY_DATE = (due_date_out_of_range,)
_LATER = (later_date_missing, *_DATE)
_DIRECT = (reason_missing, direct_evidence_missing, *_NO_DATE)
_RESUME_DATE = (resume_date_missing, resume_date_contradicted, resume_date_out_of_range)
_POSTPONING = (reason_missing, *_RESUME_DATE, *_DATE)
_REMOVABLE = tuple(state for state in State if state not in {_S.ACCEPTED, _S.REMOVED})

# `recall` has no guard "not yet reviewed": a report that has been reviewed is not in `reported` any more.
# The rules after `restore` move nothing; what they ask or answer stands beside the state. What was asked before the
# assignment was postponed can be answered still.
RULES: tuple[Rule[State, Move], ...] = (
    Rule("start", (_S.ASSIGNED,), _S.IN_PROGRESS, _REPORTERS, _NO_DATE),
    Rule("report", _WORK, _S.REPORTED, _REPORTERS, (result_text_missing, evidence_missing, *_NO_DATE)),
    Rule("recall", (_S.REPORTED,), _S.IN_PROGRESS, _REPORTERS, _NO_DATE),
    Rule("send_back", (_S.REPORTED,), _S.RETURNED, _REVIEWERS, (reason_missing, *_DATE)),
    Rule("accept", (_S.REPORTED,), _S.ACCEPTED, _REVIEWERS, (reported_by_oneself, *_NO_DATE)),
    Rule("accept_directly", _WORK, _S.ACCEPTED, _COORDINATOR, _DIRECT),
    Rule("reopen", (_S.ACCEPTED,), _S.RETURNED, _CONTROLLER, (reason_missing, already_in_sent_package, *_DATE)),
    Rule("postpone", _WORK, _S.POSTPONED, _REVIEWERS, _POSTPONING),
    Rule("resume", (_S.POSTPONED,), _S.IN_PROGRESS, _RESUMERS, (due_date_missing, *_ANY_DATE), (was_started,)),
    Rule("resume", (_S.POSTPONED,), _S.ASSIGNED, _RESUMERS, (due_date_missing, *_ANY_DATE), (never_started,)),
    Rule("remove", _REMOVABLE, _S.REMOVED, _CONTROLLER, (removal_reason_unknown, *_NO_DATE)),
    Rule("restore", (_S.REMOVED,), _S.IN_PROGRESS, _CONTROLLER, (reason_missing, *_DATE), (was_started,)),
    Rule("restore", (_S.REMOVED,), _S.ASSIGNED, _CONTROLLER, (reason_missing, *_DATE), (never_started,)),
    Rule("ask_extension", _WORK, None, _REPORTERS, (reason_missing, extension_undecided, *_LATER)),
    Rule("withdraw_extension", _ANSWERED, None, _REPORTERS, (no_extension_asked, *_NO_DATE)),
    Rule("grant_extension", _ANSWERED, None, _REVIEWERS, (no_extension_asked, *_LATER)),
    Rule("refuse_extension", _ANSWERED, None, _REVIEWERS, (no_extension_asked, reason_missing, *_NO_DATE)),
    Rule("extend", _WORK, None, _REVIEWERS, (reason_missing, *_LATER)),
    Rule("set_due_date", tuple(State), None, _REVIEWERS, (has_due_date, due_date_absent, *_ANY_DATE)),
    Rule("decline", (_S.ASSIGNED, _S.IN_PROGRESS), None, _EXECUTOR, (reason_missing, already_declined, *_NO_DATE)),
    Rule("uphold", (*_WORK, _S.POSTPONED), None, _REVIEWERS, (not_declined, reason_missing, *_NO_DATE)),
    Rule("remind", _WORK, None, _REVIEWERS, _NO_DATE),
    Rule("comment", tuple(State), None, _REPORTERS | _REVIEWERS, (words_missing, *_NO_DATE)),
)
LIFE = Life(State, RULES)
"""The life of an assignment; `advance`, `look_up` and `triggers_from` are asked of it."""


def is_overdue(state: State, effective_due_on: date | None, today: date) -> bool:
    """Whether `today` is past the effective due date with nothing reported. The due day itself is not overdue."""
    return state in OPEN and effective_due_on is not None and effective_due_on < today
