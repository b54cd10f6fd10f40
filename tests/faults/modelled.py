"""A pure model of assignments: what each of them is after any moves, in plain Python and beside the engine's own code.

It asks `states` only whether a move may be made and what an item rolls up to, which other tests hold.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from states.assignment import LIFE, OPEN, Move, State
from states.item import Part, item_state, roll_up, roll_up_rule
from states.life import NotAllowed
from states.workdays import on_or_before
from tests.builders import CALENDAR, ZONE

UNDO_WITHIN = timedelta(minutes=10)
_SET_A_DATE = {"send_back", "reopen", "postpone", "resume", "restore", "extend", "set_due_date"}
_LOOKED_AT = OPEN | {State.REPORTED, State.POSTPONED}


@dataclass(frozen=True, kw_only=True)
class One:
    """An assignment; the names are those of its columns."""

    id: int
    occurrence_id: int
    organization_id: int
    required: bool
    lead: bool
    issued_on: date
    state: State
    version: int
    original_due_on: date | None
    due_on: date | None
    effective_due_on: date | None
    due_version: int
    due_moves: int
    extension_on: date | None
    extension_asked_on: date | None
    declined_on: date | None
    started: bool
    reports: int
    reported_on: date | None
    reported_by: int | None
    returned_on: date | None
    resume_on: date | None
    attention_on: date | None
    moved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A bulk step: the assignments it moved, as they were before it and as it left them."""

    trigger: str
    at: datetime
    before: dict[int, One]
    after: dict[int, One]


@dataclass
class Model:
    """All assignments, the occurrences of the items with their rules, who holds which roles, the last bulk steps."""

    ones: dict[int, One]
    occurrences: dict[int, int]
    rules: dict[int, str]
    roles: dict[tuple[int, int], frozenset]
    steps: dict[int, Step | None] = field(default_factory=dict)

    def judged(self, one, asked):
        """The assignment after a move, or the codes of what refuses it."""
        if one.moved_at is not None and asked.at < one.moved_at:
            return ("too_early",)
        on = asked.at.astimezone(ZoneInfo(ZONE)).date()
        facts = Move(
            roles=self.roles.get((asked.person_id, one.organization_id), frozenset()),
            on=on,
            text=asked.text,
            reason=asked.reason,
            evidence=len(getattr(asked, "evidence", ())),
            due_on=asked.due_on,
            resume_on=asked.resume_on,
            date_unknown=asked.date_unknown,
            issued_on=one.issued_on,
            nominal_due_on=one.due_on,
            effective_due_on=one.effective_due_on,
            extension_on=one.extension_on,
            declined=one.declined_on is not None,
            started=one.started,
            by_reporter=one.reported_by == asked.person_id,
        )
        try:
            dest = LIFE.advance(one.state, asked.trigger, facts)
        except NotAllowed as fault:
            return fault.refused_by
        return _moved(one, asked, dest, on)

    def move(self, asked):
        """Make a move; what it leaves, or what refuses it."""
        after = self.judged(self.ones[asked.assignment_id], asked)
        if isinstance(after, One):
            self.ones[after.id] = after
        return after

    def bulk(self, asked):
        """Make a bulk step; by assignment what it leaves, or what refuses it."""
        done = {ident: self.judged(self.ones[ident], asked) for ident in sorted(set(asked.assignment_ids))}
        after = {ident: one for ident, one in done.items() if isinstance(one, One)}
        if after:
            self.steps[asked.person_id] = Step(
                trigger=asked.trigger, at=asked.at, before={ident: self.ones[ident] for ident in after}, after=after
            )
            self.ones |= after
        return done

    def undo(self, person_id, at):
        """Take the last bulk step back; by assignment what is left, or why it is not. None: there is none to undo."""
        step = self.steps.get(person_id)
        if step is None or not timedelta() <= at - step.at <= UNDO_WITHIN:
            return None
        self.steps[person_id] = None
        done = {}
        for ident, before in step.before.items():
            now, left = self.ones[ident], step.after[ident]
            if now.version != left.version:
                done[ident] = ("moved_since",)
                continue
            looked_at = now.attention_on
            if _attends(left, before, step.trigger):
                looked_at = before.attention_on or _looked_at(before)
            done[ident] = replace(before, version=now.version + 1, moved_at=at, attention_on=looked_at)
            self.ones[ident] = done[ident]
        return done

    def rolled_up(self):
        """The states of occurrences and of items."""
        parts = {ident: [] for ident in self.occurrences}
        for one in self.ones.values():
            parts[one.occurrence_id].append(Part(one.state, one.required, one.lead))
        states = {
            ident: roll_up(found, roll_up_rule(self.rules[self.occurrences[ident]])) for ident, found in parts.items()
        }
        of_items = {}
        for ident, item_id in sorted(self.occurrences.items()):
            of_items.setdefault(item_id, []).append(states[ident])
        return states, {item_id: item_state(found) for item_id, found in of_items.items()}


def _attends(after, before, trigger):
    """Whether a move has said anew when the assignment is looked at."""
    return trigger != "comment" and (after.state is not before.state or after.state in _LOOKED_AT)


def _moved(one, asked, dest, on):
    trigger = asked.trigger
    until = asked.resume_on if trigger == "postpone" else one.resume_on
    until = until if dest is State.POSTPONED else None
    after = replace(one, state=dest, version=one.version + 1, moved_at=asked.at, resume_on=until)
    if trigger in {"start", "report"}:
        after = replace(after, started=True, declined_on=None)
    if trigger == "report":
        after = replace(after, reports=one.reports + 1, reported_on=on, reported_by=asked.person_id)
    if trigger in {"accept", "accept_directly", "remove"}:
        after = replace(after, declined_on=None, extension_on=None, extension_asked_on=None)
    if trigger in {"send_back", "reopen"}:
        after = replace(after, returned_on=on)
    if trigger == "ask_extension":
        after = replace(after, extension_on=asked.due_on, extension_asked_on=on)
    if trigger in {"withdraw_extension", "refuse_extension"}:
        after = replace(after, extension_on=None, extension_asked_on=None)
    if trigger == "decline":
        after = replace(after, declined_on=on)
    if trigger == "uphold":
        after = replace(after, declined_on=None)
    return _dated(_attended(after, one, trigger), one, asked)


def _attended(after, one, trigger):
    if not _attends(after, one, trigger):
        return after
    return replace(after, attention_on=_looked_at(after))


def _looked_at(one):
    if not one.required:
        return None
    if one.state is State.POSTPONED:
        return one.resume_on or one.issued_on
    return one.issued_on if one.state in _LOOKED_AT else None


def _dated(after, one, asked):
    if asked.trigger == "grant_extension":
        due_on = asked.due_on or one.extension_on
    else:
        due_on = asked.due_on if asked.trigger in _SET_A_DATE else None
    if due_on is None:
        return after
    moves = one.due_moves + (one.original_due_on is not None)
    return replace(
        after,
        due_on=due_on,
        effective_due_on=on_or_before(due_on, CALENDAR),
        original_due_on=one.original_due_on or due_on,
        due_version=one.version + 1,
        due_moves=moves,
        extension_on=None,
        extension_asked_on=None,
    )
