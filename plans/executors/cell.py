"""An executor cell or a clause's addressee -> executors, and problems for what is not certain.
Knows the vocabulary; knows nothing of deadlines and tables.
"""

from dataclasses import dataclass, replace

from plans.executors.context import Addressed, Context, problem
from plans.executors.exclusions import without_excluded
from plans.executors.resolve import resolve
from plans.executors.scan import Mention, MentionKind, Part
from plans.executors.scan_offices import ALL_SCHOOLS
from plans.lexing import quoted
from states.draft import DraftExecutor, ExecutorKind, Problem, Severity

__all__ = ["Addressed", "Context", "read_executors"]

_DESCRIBING = frozenset({"", "(", ":", "-"})
_NAMING = frozenset({"(", ":", "-"})
_JOINED = frozenset({",", "и", "/"})
_GROUPS = frozenset({MentionKind.GROUP, MentionKind.TYPE})


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A mention and whom it means."""

    mention: Mention
    addressed: Addressed


def read_executors(text: str, *, place: str, context: Context) -> Addressed:
    """Whom a cell names, in its order, co-executors last, each once. Every word must be accounted for, else a problem
    says so: an `error` where somebody may be missing.
    """
    mentions, problems = _without_described_groups(context.vocabulary.mentions(text), place, context)
    parted = without_excluded(_agreed(mentions, context), place, context)
    read = [_Read(mention=one, addressed=remaining or _read(one, place, context)) for one, remaining in parted]
    read.sort(key=lambda one: one.mention.part is Part.CO)
    problems.extend(problem for one in read for problem in one.addressed.problems)
    problems.extend(_overlaps(read, context, place))
    problems.extend(_repeats(read, place))
    executors = _each_once(_all(read))
    if not executors and not problems and any(letter.isalnum() for letter in text):
        problems.append(
            problem(Severity.ERROR, "executor_unresolved", place, f"{quoted(text)} names nobody: name whom")
        )
    return Addressed(executors=executors, problems=tuple(problems))


def _each_once(executors: list[DraftExecutor]) -> tuple[DraftExecutor, ...]:
    """In order of mention; «МКУ ЦРО, Берестова Т.П.» is one where the person is known to be of that organization."""
    found: dict[tuple[ExecutorKind, str, str], DraftExecutor] = {}
    for executor in executors:
        bare = (executor.kind, executor.name, "")
        if executor.person and bare in found and not found[bare].post:
            found = {key if key != bare else (*bare[:2], executor.person): one for key, one in found.items()}
            found[*bare[:2], executor.person] = executor
        found.setdefault((executor.kind, executor.name, executor.person), executor)
    return tuple(found.values())


def _all(read: list[_Read]) -> list[DraftExecutor]:
    return [executor for one in read for executor in one.addressed.executors]


def _read(mention: Mention, place: str, context: Context) -> Addressed:
    if mention.agreed:
        return _outside(mention, f"{mention.text} (по согласованию)", place, context)
    if mention.kind is MentionKind.UNKNOWN and mention.part is Part.WITH:
        text = f"{quoted(mention.text)} joins in, but is no organization that is known: it is listed and not chased"
        executor = DraftExecutor(kind=ExecutorKind.EXTERNAL, name=mention.text)
        doubt = problem(Severity.WARNING, "executor_outside", place, text + "; name it as the roster does to chase it")
        return Addressed(executors=(executor,), problems=(doubt,))
    return resolve(mention, place, context)


def _outside(mention: Mention, name: str, place: str, context: Context) -> Addressed:
    executor = DraftExecutor(kind=ExecutorKind.EXTERNAL, name=name)
    inside = mention.kind in _GROUPS or (
        mention.kind is MentionKind.SCHOOL and bool(context.vocabulary.find(mention).name)
    )
    if not inside:
        return Addressed(executors=(executor,))
    text = f"{quoted(name)} is read as an outside party, which is listed and not chased: check whether it is one"
    return Addressed(
        executors=(executor,), problems=(problem(Severity.WARNING, "executor_agreed_inside", place, text),)
    )


def _agreed(mentions: list[Mention], context: Context) -> list[Mention]:
    """«ТПУ, ТГУ (по согласованию)»: those joined to an outside party that nobody knows are outside too."""
    found = list(mentions)
    for index in range(len(found) - 1, 0, -1):
        before, here = found[index - 1], found[index]
        unknown = before.kind is MentionKind.UNKNOWN or (
            before.kind is MentionKind.NAMED and not context.vocabulary.find(before).known
        )
        if here.agreed and here.after in _JOINED and unknown and not _inside(here, context):
            found[index - 1] = replace(before, agreed=True)
    return found


def _inside(mention: Mention, context: Context) -> bool:
    return mention.kind in _GROUPS or (
        mention.kind is not MentionKind.UNKNOWN and bool(context.vocabulary.find(mention).name)
    )


def _without_described_groups(
    mentions: tuple[Mention, ...], place: str, context: Context
) -> tuple[list[Mention], list[Problem]]:
    """«Руководителям ОО, показавшим высокий уровень: лицей № 51, …»: the names are meant, the level only describes."""
    kept: list[Mention] = []
    problems: list[Problem] = []
    for index, mention in enumerate(mentions):
        names = _names_after(mentions, index, context) if mention.kind in _GROUPS else []
        joint = mentions[index + 1].after if names else ""
        whole = mention.tag == ALL_SCHOOLS or mention.kind is MentionKind.TYPE
        if not names or joint not in (_NAMING if whole else _DESCRIBING):
            kept.append(mention)
            continue
        members = context.members.get(mention.tag, ())
        if whole or (members and set(names) != set(members)):
            text = (
                f"{quoted(mention.text)} only describes the {len(names)} named after it: check that no others are meant"
            )
            problems.append(problem(Severity.WARNING, "executor_group_described", place, text))
    return kept, problems


def _names_after(mentions: tuple[Mention, ...], index: int, context: Context) -> list[str]:
    """The schools listed right after a group."""
    names = []
    for mention in mentions[index + 1 :]:
        if mention.kind is not MentionKind.SCHOOL or mention.part is Part.EXCEPT:
            break
        names.append(context.vocabulary.find(mention).name or mention.shown)
    return names


def _overlaps(read: list[_Read], context: Context, place: str) -> list[Problem]:
    """Schools named beside a group that they belong to: after it, perhaps only they are meant."""
    problems = []
    before: set[str] = set()
    groups = [one.mention.tag for one in read if one.mention.kind is MentionKind.GROUP]
    everybody = {name for tag in groups for name in context.members.get(tag, ())}
    for one in read:
        if one.mention.kind is MentionKind.GROUP:
            before.update(context.members.get(one.mention.tag, ()))
            continue
        for name in (executor.name for executor in one.addressed.executors if executor.name in everybody):
            severity = Severity.WARNING if name in before else Severity.INFO
            text = f"{name} is named beside a group that it belongs to: check whether the group is meant as well"
            problems.append(problem(severity, "executor_in_group", place, text))
    return problems


def _repeats(read: list[_Read], place: str) -> list[Problem]:
    """Organizations named twice, or with two persons."""
    problems = []
    people: dict[tuple[ExecutorKind, str], list[str]] = {}
    for executor in _all(read):
        named = people.setdefault((executor.kind, executor.name), [])
        if executor.person in named:
            text = f"{executor.name} is named twice: it is asked once"
            problems.append(problem(Severity.INFO, "executor_twice", place, text))
        elif executor.person and any(named):
            text = f"{named[0]} and {executor.person} are both addressed for {executor.name}"
            text = f"{text}: it is asked once, and the first gets the letters; check it"
            problems.append(problem(Severity.WARNING, "executor_several_persons", place, text))
        named.append(executor.person)
    return problems
