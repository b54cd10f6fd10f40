"""What the API answers of letters, people and the roster; the same promise as `desk.api.answers`."""

from datetime import date, datetime

from desk.api.answers import Answer
from models.roster_diff import ChangeKind
from models.tables import OutboxState


class LetterLine(Answer):
    """A letter and how far it has come. What it says is its reader's."""

    id: int
    person: str
    recipient: str
    subject: str
    state: OutboxState
    written_on: date
    attempts: int
    possible_duplicates: int
    last_stage: str
    last_code: int | None
    last_text: str
    settled_at: datetime | None


class LetterPage(Answer):
    """Letters, the latest first, and behind which id the next page begins."""

    letters: list[LetterLine]
    next: int | None


class LetterFull(LetterLine):
    """A letter with its words, in which no link opens anything."""

    text: str


class LettersDecided(Answer):
    """How many letters were decided about."""

    letters: int


class LetterAhead(Answer):
    """A letter that would be written: how much would stand in it, how much of that is new to its reader."""

    person_id: int
    person: str
    recipient: str
    items: int
    assignments: int
    new: int
    overdue: int


class LettersAhead(Answer):
    """The letters of a day."""

    on: date
    letters: list[LetterAhead]


class RosterPerson(Answer):
    """Somebody of an organization who has not left."""

    id: int
    name: str
    post: str
    email: str
    bounced: bool


class RosterOrganization(Answer):
    """An organization of the roster and its people."""

    id: int
    name: str
    kind: str
    people: list[RosterPerson]


class RosterPage(Answer):
    """Organizations by their ids, and behind which the next page begins."""

    organizations: list[RosterOrganization]
    next: int | None


class PersonFull(Answer):
    """A person of the roster. `dative` is the name as a letter is addressed; `bounced_at` when letters came back."""

    id: int
    name: str
    post: str
    email: str
    dative: str
    organization_id: int
    organization: str
    kind: str
    substitute_for: str
    left_on: date | None
    administrator: bool
    bounced_at: datetime | None


class FieldChange(Answer):
    """A field of the roster: what it was, and what it is or would be."""

    field: str
    old: str
    new: str


class RosterLine(Answer):
    """What a line of a roster comes to: `added`, `changed`, or `missing` from the file; what stays is not there."""

    kind: ChangeKind
    organization: str
    who: str
    place: str
    fields: list[FieldChange]


class RosterChanged(Answer):
    """What a roster changed, or in a dry run would. `mark` names this very difference."""

    done: bool
    mark: str
    added: int
    changed: int
    unchanged: int
    lines: list[RosterLine]


class PersonChanged(Answer):
    """What changed of a person's entry, or in a dry run would. `mark` names this very difference."""

    person_id: int
    done: bool
    mark: str
    fields: list[FieldChange]


class PersonLeft(Answer):
    """A person who has left."""

    person_id: int
    left_on: date


class LinksRevoked(Answer):
    """How many links of a person open nothing any more."""

    person_id: int
    links: int


class DelegationLine(Answer):
    """Somebody who may report for an organization. `order` is empty where that is for all plans."""

    id: int
    organization: str
    person: str
    email: str
    order: str
    from_on: date
    until_on: date | None
    given_by: str
    ended_on: date | None
    ended_by: str


class SubstituteNamed(Answer):
    """Who substitutes for a person on which days, both included; none is no first or last day."""

    person_id: int
    substitute_id: int
    from_on: date | None
    until_on: date | None


class Renamed(Answer):
    """An organization's names, or in a dry run what they would be."""

    organization_id: int
    done: bool
    before: str
    after: str


class Merged(Answer):
    """What a merger did, or in a dry run would: open assignments that moved, those that stay, and who moved."""

    done: bool
    old: str
    new: str
    moved: int
    staying: int
    persons: list[str]
    items: int
    delegations: int
