"""The life of an assignment: its states, the table of moves, who may make them and what they ask for.

Judges only. It knows no database and no clock; words for people live at the edges, here are codes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from transitions import Machine

from states.fault import Fault


class State(StrEnum):
    """Where an assignment stands. Overdue is not a state: it is computed, see `is_overdue`."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    REPORTED = "reported"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    REMOVED = "removed"


class Role(StrEnum):
    """In what capacity somebody acts on an assignment. One person may hold several."""

    EXECUTOR = "executor"
    COORDINATOR = "coordinator"
    CONTROLLER = "controller"
    CLOCK = "clock"


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

    `on` is the day it is made. `due_on` is a new due date, `resume_on` a resume date, `date_unknown` says that there is
    none yet. `issued_on`, `effective_due_on` and the last four are facts of the assignment.
    """

    roles: frozenset[Role]
    on: date
    issued_on: date
    text: str = ""
    reason: str = ""
    evidence: int = 0
    due_on: date | None = None
    resume_on: date | None = None
    date_unknown: bool = False
    effective_due_on: date | None = None
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
    """What the operator has received is corrected by an addendum; known once packages are sent from here."""
    return move.in_sent_package


def resume_date_missing(move: Move) -> bool:
    """A postponed assignment has a day to look at it again, or an explicit "date unknown"."""
    return move.resume_on is None and not move.date_unknown


def due_date_missing(move: Move) -> bool:
    """What goes on needs a day by which it is done, and not one that has passed."""
    due_on = move.due_on or move.effective_due_on
    return due_on is None or due_on < move.on


def due_date_out_of_range(move: Move) -> bool:
    """A new due date is a day from the issue on, and within ten years of it: «без срока» is no date."""
    return move.due_on is not None and not _plausible(move.due_on, since=move.issued_on)


def resume_date_out_of_range(move: Move) -> bool:
    """A resume date is a later day than the move's, and within ten years of it."""
    return move.resume_on is not None and not _plausible(move.resume_on, since=move.on + DAY)


def _plausible(day: date, *, since: date) -> bool:
    return since <= day <= since + LONGEST_TERM


def due_date_not_yours(move: Move) -> bool:
    """This move does not set a due date: ask for an extension."""
    return move.due_on is not None


def was_started(move: Move) -> bool:
    """Routes a return to work: the executor had begun."""
    return move.started


def never_started(move: Move) -> bool:
    """Routes a return to work: the executor had not begun."""
    return not move.started


class Rule(NamedTuple):
    """A row of the table, with pytransitions' own field names plus `roles`: who may.

    `unless` holds what refuses the move: the name of each such guard is its code. `conditions` only choose between
    rules that differ in where they lead.
    """

    trigger: str
    source: tuple[State, ...]
    dest: State
    roles: frozenset[Role]
    unless: tuple[Guard, ...] = ()
    conditions: tuple[Guard, ...] = ()


_S = State
_EXECUTOR = frozenset({Role.EXECUTOR})
_CONTROLLER = frozenset({Role.CONTROLLER})
_REVIEWERS = frozenset({Role.COORDINATOR, Role.CONTROLLER})
_RESUMERS = frozenset({Role.COORDINATOR, Role.CLOCK})
_WORK = (_S.ASSIGNED, _S.IN_PROGRESS, _S.RETURNED)
_DATE, _NO_DATE = (due_date_out_of_range,), (due_date_not_yours,)
_REMOVABLE = tuple(state for state in State if state not in {_S.ACCEPTED, _S.REMOVED})

# `recall` has no guard "not yet reviewed": a report that has been reviewed is not in `reported` any more.
RULES: tuple[Rule, ...] = (
    Rule("start", (_S.ASSIGNED,), _S.IN_PROGRESS, _EXECUTOR, _NO_DATE),
    Rule("report", _WORK, _S.REPORTED, _EXECUTOR, (result_text_missing, evidence_missing, *_NO_DATE)),
    Rule("recall", (_S.REPORTED,), _S.IN_PROGRESS, _EXECUTOR, _NO_DATE),
    Rule("send_back", (_S.REPORTED,), _S.RETURNED, _REVIEWERS, (reason_missing, *_DATE)),
    Rule("accept", (_S.REPORTED,), _S.ACCEPTED, _REVIEWERS, (reported_by_oneself, *_NO_DATE)),
    Rule(
        "accept_directly",
        _WORK,
        _S.ACCEPTED,
        frozenset({Role.COORDINATOR}),
        (reason_missing, direct_evidence_missing, *_NO_DATE),
    ),
    Rule("reopen", (_S.ACCEPTED,), _S.RETURNED, _CONTROLLER, (reason_missing, already_in_sent_package, *_DATE)),
    Rule(
        "postpone",
        _WORK,
        _S.POSTPONED,
        _REVIEWERS,
        (reason_missing, resume_date_missing, resume_date_out_of_range, *_DATE),
    ),
    Rule("resume", (_S.POSTPONED,), _S.IN_PROGRESS, _RESUMERS, (due_date_missing, *_DATE), (was_started,)),
    Rule("resume", (_S.POSTPONED,), _S.ASSIGNED, _RESUMERS, (due_date_missing, *_DATE), (never_started,)),
    Rule("remove", _REMOVABLE, _S.REMOVED, _CONTROLLER, (removal_reason_unknown, *_NO_DATE)),
    Rule("restore", (_S.REMOVED,), _S.IN_PROGRESS, _CONTROLLER, (reason_missing, *_DATE), (was_started,)),
    Rule("restore", (_S.REMOVED,), _S.ASSIGNED, _CONTROLLER, (reason_missing, *_DATE), (never_started,)),
)
TRIGGERS: tuple[str, ...] = tuple(dict.fromkeys(rule.trigger for rule in RULES))


class NotAllowed(Fault):
    """A move that the table refuses. `refused_by` holds the codes: `unknown_trigger`, `no_such_move` (not from this
    state), `not_your_role`, or the names of the guards that object.
    """

    def __init__(self, trigger: str, state: State, refused_by: tuple[str, ...]) -> None:
        super().__init__(f"{trigger} from {state}: {', '.join(refused_by)}")
        self.trigger, self.state, self.refused_by = trigger, state, refused_by


class _Subject:
    """The plain object a machine changes while it judges; nothing is registered with the machine."""

    def __init__(self, state: State) -> None:
        self.state = state


def _row(rule: Rule) -> dict[str, Any]:
    def role_holds(move: Move) -> bool:
        return bool(rule.roles & move.roles)

    return {
        "trigger": rule.trigger,
        "source": list(rule.source),
        "dest": rule.dest,
        "conditions": [role_holds, *rule.conditions],
        "unless": list(rule.unless),
    }


_MACHINE = Machine(
    model=None,
    states=State,
    initial=None,
    transitions=[_row(rule) for rule in RULES],
    auto_transitions=False,
)


def advance(state: State, trigger: str, move: Move) -> State:
    """The state after `trigger`.

    Raises:
        NotAllowed: with the codes of everything that stands in the way.

    """
    candidates = [rule for rule in RULES if rule.trigger == trigger]
    if not candidates:
        raise NotAllowed(trigger, state, ("unknown_trigger",))
    candidates = [rule for rule in candidates if state in rule.source]
    if not candidates:
        raise NotAllowed(trigger, state, ("no_such_move",))
    subject = _Subject(state)
    if not _MACHINE.events[trigger].trigger(subject, move):
        raise NotAllowed(trigger, state, _refusals(candidates[0], move))
    return subject.state


def _refusals(rule: Rule, move: Move) -> tuple[str, ...]:
    role = () if rule.roles & move.roles else ("not_your_role",)
    # Rules that differ only in where they lead refuse for the same reasons, so the first speaks for all.
    return role + tuple(guard.__name__ for guard in rule.unless if guard(move))


def triggers_from(state: State, roles: Iterable[Role]) -> tuple[str, ...]:
    """The triggers that somebody in `roles` may try from `state`, in the table's order."""
    held = frozenset(roles)
    found = (rule.trigger for rule in RULES if state in rule.source and rule.roles & held)
    return tuple(dict.fromkeys(found))


def is_overdue(state: State, effective_due_on: date | None, today: date) -> bool:
    """Whether `today` is past the effective due date with nothing reported. The due day itself is not overdue."""
    return state in OPEN and effective_due_on is not None and effective_due_on < today
