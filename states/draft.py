"""What a reading of an order yields and what putting it under control consumes. Knows no file and no rows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from states.schedule import Schedule


class Severity(StrEnum):
    """How much a problem matters: an error must be settled before the plan can be put under control."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ItemKind(StrEnum):
    """A measure stands in the annex, a clause in the order itself. Both are put under control."""

    MEASURE = "measure"
    CLAUSE = "clause"


class ExecutorKind(StrEnum):
    """Whom an executor's words mean: one organization, a group of them, or somebody outside («по согласованию»)."""

    ORGANIZATION = "organization"
    GROUP = "group"
    EXTERNAL = "external"


class PlanRoleName(StrEnum):
    """The supervisors an order names."""

    COORDINATOR = "coordinator"
    PLAN_CONTROLLER = "plan_controller"
    ORDER_CONTROLLER = "order_controller"
    SIGNED_BY = "signed_by"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something a person must look at. `place` is where in the document, `text` what is wrong and what to do; `about`
    is the organization it speaks of, where it is of a name rather than of a place.
    """

    code: str
    severity: Severity
    place: str
    text: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A line of the document as it stands there, or a row of a table with its cells."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KnownOrganization:
    """An organization of the roster, as far as a reader needs it to recognise the name or one of its others."""

    name: str
    kind: str
    number: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RosterPerson:
    """One line of a roster: an organization and a person or mailbox in it. Empty text where the roster says that there
    is none; `unsaid` are the fields it has no column for, of which it says nothing at all.

    `substitutes` is the address of the person for whom this one stands in.
    """

    organization: str
    kind: str
    number: str = ""
    aliases: tuple[str, ...] = ()
    email: str = ""
    head: str = ""
    post: str = ""
    dative: str = ""
    substitutes: str = ""
    place: str = ""
    unsaid: frozenset[str] = frozenset()

    @property
    def names_nobody(self) -> bool:
        """Whether the line is about the organization alone."""
        return not (self.email or self.head or self.post)


@dataclass(frozen=True, kw_only=True)
class DraftExecutor:
    """Who an item is addressed to. `name` is the canonical organization, the group's code, or the external party as
    written; `person` («Назарова О.И.») and `post` stand where the order addresses a post rather than an organization.
    """

    kind: ExecutorKind
    name: str
    person: str = ""
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftItem:
    """One measure or clause, with the text it was read from beside its meaning. `section` is an index into the
    draft's sections, None for clauses; `addressee` is a clause's addressee in words. `evidence_asked` says that a
    report needs a confirming document.
    """

    kind: ItemKind
    number: str
    title: str
    schedule: Schedule
    executors: tuple[DraftExecutor, ...]
    section: int | None = None
    expected_result: str = ""
    deadline_text: str = ""
    executors_text: str = ""
    addressee: str = ""
    place: str = ""
    evidence_asked: bool = False


@dataclass(frozen=True, kw_only=True)
class DraftGroup:
    """Organizations that an order speaks of together («Руководители ОО», «высокий уровень»)."""

    code: str
    title: str
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftPerson:
    """A person an order names: «Назарова О.И.», post, and the canonical organization where it is clear."""

    name: str
    post: str = ""
    organization: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """An order and its plan as read, before anybody confirmed it. Items and groups keep the order of the document;
    `lines` are its text, for whoever settles the problems beside it.
    """

    file: str
    number: str
    issued_on: date
    title: str
    issuer: str
    plan_title: str
    sections: tuple[str, ...]
    items: tuple[DraftItem, ...]
    groups: tuple[DraftGroup, ...]
    roles: dict[PlanRoleName, DraftPerson]
    working_group: tuple[DraftPerson, ...]
    reporting_dates: tuple[date, ...]
    problems: tuple[Problem, ...]
    lines: tuple[TextLine, ...] = ()

    def of_kind(self, kind: ItemKind) -> tuple[DraftItem, ...]:
        """The items of one kind, in the order of the document."""
        return tuple(item for item in self.items if item.kind is kind)
