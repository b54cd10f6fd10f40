"""An executor cell or a clause's addressee -> executors, and problems for what is not certain.
Knows the vocabulary; knows nothing of deadlines and tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plans.executors.names import GENITIVES, SCHOOL_LEMMAS, UNITS
from plans.executors.scan import Mention, MentionKind
from plans.executors.vocabulary import SCHOOL, Found, Vocabulary
from plans.lexing import folded, quoted
from plans.people import short_name
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, Problem, Severity


@dataclass(frozen=True, kw_only=True)
class Context:
    """Whom the document itself appoints: the coordinator, the body that issued the order, and its groups by code."""

    vocabulary: Vocabulary
    issuer: str = ""
    coordinator: DraftPerson | None = None
    groups: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """The executors of one item and what a person must look at."""

    executors: tuple[DraftExecutor, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_executors(text: str, *, place: str, context: Context) -> Addressed:
    """Whom a cell names, in its order, each once. Every word must be accounted for, else an `error` problem says so."""
    mentions = context.vocabulary.mentions(text)
    executors: dict[tuple[ExecutorKind, str, str], DraftExecutor] = {}
    problems: list[Problem] = []
    for mention in _without_described_groups(mentions):
        executor, problem = _executor(mention, place, context)
        if executor is not None:
            executors.setdefault((executor.kind, executor.name, executor.person), executor)
        problems.extend(problem)
    return Addressed(executors=tuple(executors.values()), problems=tuple(problems))


def _without_described_groups(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """«Руководителям ОО, показавшим высокий уровень: лицей № 51, …»: the names are meant, the level only describes."""
    kept = []
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        described = mention.kind is MentionKind.GROUP and mention.tag != "all_schools"
        if not (described and following and following.kind is MentionKind.SCHOOL):
            kept.append(mention)
    return tuple(kept)


def _executor(mention: Mention, place: str, context: Context) -> tuple[DraftExecutor | None, list[Problem]]:
    match mention.kind:
        case MentionKind.UNKNOWN:
            text = f"executor {quoted(mention.text)} is not recognised: name the organization as the roster does"
            return None, [_error("executor_unresolved", place, text)]
        case MentionKind.EXTERNAL:
            return DraftExecutor(kind=ExecutorKind.EXTERNAL, name=mention.text), []
        case MentionKind.GROUP:
            return _group(mention, place, context)
        case MentionKind.COORDINATOR:
            return _coordinator(mention, place, context)
        case _:
            return _organization(mention, place, context)


def _group(mention: Mention, place: str, context: Context) -> tuple[DraftExecutor | None, list[Problem]]:
    if mention.tag not in (context.groups or {}):
        text = f"{quoted(mention.text)} is a group this order does not list: add the list or name the organizations"
        return None, [_error("group_unknown", place, text)]
    problems = []
    if "бразовательн" in mention.text and "бщеобразовательн" not in mention.text:
        text = f"{quoted(mention.text)} is read as all schools: check that no other organizations are meant"
        problems.append(Problem(code="group_assumed", severity=Severity.WARNING, place=place, text=text))
    return DraftExecutor(kind=ExecutorKind.GROUP, name=mention.tag), problems


def _coordinator(mention: Mention, place: str, context: Context) -> tuple[DraftExecutor | None, list[Problem]]:
    person = context.coordinator
    if person is None or not person.organization:
        text = f"{quoted(mention.text)} is addressed, but the order appoints no coordinator: name the organization"
        return None, [_error("coordinator_unknown", place, text)]
    executor = DraftExecutor(
        kind=ExecutorKind.ORGANIZATION, name=person.organization, person=person.name, post=person.post
    )
    return executor, []


def _organization(mention: Mention, place: str, context: Context) -> tuple[DraftExecutor | None, list[Problem]]:
    found = context.vocabulary.find(mention)
    if found.candidates:
        text = f"{quoted(mention.text)} may be {' or '.join(found.candidates)}: name one of them"
        return None, [_error("executor_ambiguous", place, text)]
    name = found.name or _name_by_itself(mention, context)
    if not name:
        text = f"{quoted(mention.text)} is found neither in the roster nor in the order: name the organization in full"
        return None, [_error("executor_unresolved", place, text)]
    executor = DraftExecutor(
        kind=ExecutorKind.ORGANIZATION,
        name=name,
        person=short_name(mention.person) if mention.person else "",
        post=mention.post,
    )
    return executor, _doubts(mention, found, name, place, context)


def _name_by_itself(mention: Mention, context: Context) -> str:
    """A unit that is no executor of its own belongs to the body that issued the order; else the full name counts."""
    return context.issuer if _belongs_to_issuer(mention, context) else mention.shown


def _belongs_to_issuer(mention: Mention, context: Context) -> bool:
    """Whether a post is held in an unnamed unit of the issuer: no other body is named as that unit's parent."""
    if mention.kind is not MentionKind.UNIT or not mention.post or not context.issuer:
        return False
    head, _, rest = folded(context.issuer).partition(" ")
    genitive = f"{UNITS[head].genitive} {rest}".strip() if head in UNITS else head
    parents = folded(mention.text).partition(mention.tag)[2]
    return genitive in parents or not GENITIVES & set(parents.split())


def _doubts(mention: Mention, found: Found, name: str, place: str, context: Context) -> list[Problem]:
    problems = []
    if context.vocabulary.has_roster and not (found.name and found.known):
        problems.extend(_not_in_roster(mention, name, place, context))
    if not found.name and name == context.issuer:
        text = f"{quoted(mention.text)} is no organization of its own and is read as part of {name}: check it"
        problems.append(Problem(code="unit_of_issuer", severity=Severity.INFO, place=place, text=text))
    if found.by_part:
        text = f"{quoted(mention.text)} is read as {name}, the only one of that number: check it"
        problems.append(Problem(code="executor_by_number", severity=Severity.INFO, place=place, text=text))
    if not found.name and mention.kind is MentionKind.SCHOOL and not mention.explicit:
        text = f"{quoted(mention.text)} names no type and is read as {name}: check it"
        problems.append(Problem(code="type_assumed", severity=Severity.INFO, place=place, text=text))
    if mention.form and name.split(maxsplit=1)[0].isupper() and " " in name and _form_differs(mention, name):
        text = f"{quoted(mention.text)} is read as {name}: the legal form differs, check it"
        problems.append(Problem(code="legal_form_differs", severity=Severity.INFO, place=place, text=text))
    return problems


def _not_in_roster(mention: Mention, name: str, place: str, context: Context) -> list[Problem]:
    if name == context.issuer:
        return []
    school = mention.kind is MentionKind.SCHOOL and (mention.lemma in SCHOOL_LEMMAS or not mention.lemma)
    text = f"{name} is not in the roster: correct the name or add the organization"
    severity = Severity.ERROR if school and context.vocabulary.lists(SCHOOL) else Severity.WARNING
    return [Problem(code="not_in_roster", severity=severity, place=place, text=text)]


def _form_differs(mention: Mention, name: str) -> bool:
    form = name.split(maxsplit=1)[0]
    return mention.kind is MentionKind.NAMED and form != mention.form and form.startswith("М") and len(form) <= 6  # noqa: PLR2004


def _error(code: str, place: str, text: str) -> Problem:
    return Problem(code=code, severity=Severity.ERROR, place=place, text=text)
