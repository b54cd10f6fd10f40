"""What a reader of executors is given and what it hands back. Knows no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.executors.vocabulary import Vocabulary
from states.draft import DraftExecutor, DraftPerson, Problem, Severity


@dataclass(frozen=True, kw_only=True)
class Context:
    """Whom the document itself appoints: the coordinator, the body that issued the order, its groups by code (titles
    and members), and the persons it names with their organizations.
    """

    vocabulary: Vocabulary
    issuer: str = ""
    coordinator: DraftPerson | None = None
    groups: Mapping[str, str] | None = None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    people: tuple[DraftPerson, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """The executors of one item and what a person must look at."""

    executors: tuple[DraftExecutor, ...] = ()
    problems: tuple[Problem, ...] = ()


def problem(severity: Severity, code: str, place: str, text: str, *, about: str = "") -> Problem:
    """A problem of an executor cell."""
    return Problem(code=code, severity=severity, place=place, text=text, about=about)


def refused(code: str, place: str, text: str) -> Addressed:
    """Nobody, and an error that says why."""
    return Addressed(problems=(problem(Severity.ERROR, code, place, text),))
