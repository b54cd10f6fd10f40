"""Which moves a page offers to whoever looks at it, and what each asks for: read off the table of the life, not written
anew. Judges nothing that is done; `models.operations` does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.queries.places import AssignmentPlace
from states import assignment as life
from states.assignment import LIFE, Guard, Move
from states.life import Role
from states.workdays import DAY

ELSEWHERE = frozenset({"set_due_date", "remind"})
"""What a form of one assignment does not do: a first date is the item's, a reminder is a letter too."""

_FACTS: frozenset[Guard] = frozenset(
    {
        life.extension_undecided,
        life.no_extension_asked,
        life.already_declined,
        life.not_declined,
        life.reported_by_oneself,
        life.has_due_date,
    }
)
"""Guards that no form can satisfy: what they object to stands already."""

REPORTING = frozenset({Role.EXECUTOR, Role.DELEGATE})


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A move that may be made here, with the fields of its form. A field is `""` (not asked), `may` or `must`;
    `due_from` is the first day that a new due date may be, None where any may.
    """

    trigger: str
    text: str = ""
    reason: str = ""
    removal: str = ""
    due_on: str = ""
    resume_on: str = ""
    files: str = ""
    due_from: date | None = None

    @property
    def bare(self) -> bool:
        """Whether one press is enough."""
        return not (self.text or self.reason or self.removal or self.due_on or self.resume_on or self.files)


def offers(place: AssignmentPlace, roles: Iterable[Role], *, by_reporter: bool, on: date) -> tuple[Offer, ...]:
    """What somebody in these roles may do to an assignment as it stands, in the table's order."""
    held = frozenset(roles)
    facts = Move(
        roles=held,
        on=on,
        issued_on=place.issued_on,
        nominal_due_on=place.due_on,
        effective_due_on=place.effective_due_on,
        extension_on=place.extension_on,
        declined=place.declined_on is not None,
        started=place.started,
        by_reporter=by_reporter,
        evidence_asked=place.evidence_asked,
    )
    found = []
    for trigger in LIFE.triggers_from(place.state, held):
        guards = _guards(place, trigger)
        undated = life.later_date_missing in guards and place.due_on is None
        if trigger not in ELSEWHERE and not undated and not any(guard(facts) for guard in guards & _FACTS):
            found.append(_offer(trigger, guards, facts))
    return tuple(found)


def _guards(place: AssignmentPlace, trigger: str) -> frozenset[Guard]:
    rules = (rule for rule in LIFE.rules if rule.trigger == trigger and place.state in rule.source)
    return frozenset(guard for rule in rules for guard in rule.unless)


def _offer(trigger: str, guards: frozenset[Guard], facts: Move) -> Offer:
    dated = life.due_date_out_of_range in guards
    must_date = bool(guards & {life.later_date_missing, life.due_date_missing}) and facts.extension_on is None
    if life.due_date_missing in guards:
        must_date = life.due_date_missing(facts)
    return Offer(
        trigger=trigger,
        text="must" if guards & {life.result_text_missing, life.words_missing} else "",
        reason="must" if life.reason_missing in guards else "",
        removal="must" if life.removal_reason_unknown in guards else "",
        due_on="must" if must_date else "may" if dated else "",
        resume_on="must" if life.resume_date_missing in guards else "",
        files=_files(guards, facts),
        due_from=_due_from(guards, facts),
    )


def _due_from(guards: frozenset[Guard], facts: Move) -> date | None:
    if life.due_date_passed not in guards:
        return None
    now = facts.nominal_due_on if life.later_date_missing in guards else None
    return max(facts.on, now + DAY) if now else facts.on


def _files(guards: frozenset[Guard], facts: Move) -> str:
    if life.direct_evidence_missing in guards:
        return "must"
    if life.evidence_missing in guards:
        return "must" if facts.evidence_asked else "may"
    return ""
