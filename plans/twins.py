"""Clauses and measures that set one thing, and persons spelt in two ways. Only points; joins nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.executors.names import POSTS
from plans.lexing import folded
from plans.people import same_person, short_name, spelt_alike, split_name
from states.draft import DraftItem, ItemKind, Problem, Severity
from states.schedule import ScheduleKind

_WORD = re.compile(r"[а-я]{4,}")
_STEM = 6
_COMMON = frozenset({"обеспе", "органи", "провес", "принят", "участи", "мероп", "меропр", "прилож", "настоя", "распор"})
_GENERAL_POSTS = frozenset({"руководитель"})
_ENOUGH, _ENOUGH_WORDS = 0.75, 3
_MOST_SHARING = 40


@dataclass(frozen=True, kw_only=True)
class NamedPerson:
    """A person's name where it stands, and the organization if it is clear."""

    name: str
    organization: str
    place: str
    post: str = ""


@dataclass(frozen=True, kw_only=True)
class _Pair:
    """A clause, the index of a measure like it, how much alike, and the executors of both."""

    clause: DraftItem
    measure: int
    share: float
    shared: tuple[str, ...]


def check_twins(items: Sequence[DraftItem]) -> Iterator[Problem]:
    """Clauses and measures for the same executor whose words agree: with two deadlines a warning, else a remark."""
    measures = [item for item in items if item.kind is ItemKind.MEASURE]
    stems = [_stems(measure.title) for measure in measures]
    having: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(stems):
        for stem in found:
            having[stem].append(index)
    pairs = [pair for item in items if item.kind is ItemKind.CLAUSE for pair in _alike(item, measures, stems, having)]
    best: dict[tuple[str, int], float] = {}
    for pair in pairs:
        for executor in pair.shared:
            best[executor, pair.measure] = max(pair.share, best.get((executor, pair.measure), 0))
    for pair in pairs:
        if any(best[executor, pair.measure] == pair.share for executor in pair.shared):
            yield _twins(pair.clause, measures[pair.measure])


def _alike(
    clause: DraftItem, measures: Sequence[DraftItem], stems: Sequence[frozenset[str]], having: dict[str, list[int]]
) -> list[_Pair]:
    """The measure most like the clause, if it is like enough; only words that are rare bring the two together."""
    own = _stems(clause.title)
    rare = (having[stem] for stem in own if stem in having and len(having[stem]) <= _MOST_SHARING)
    pairs = []
    for index in dict.fromkeys(index for indexes in rare for index in indexes):
        shorter = min(len(own), len(stems[index]))
        share = len(own & stems[index]) / shorter
        shared = _shared_executors(clause, measures[index])
        if shorter >= _ENOUGH_WORDS and share >= _ENOUGH and shared:
            pairs.append(_Pair(clause=clause, measure=index, share=share, shared=shared))
    return sorted(pairs, key=lambda pair: (-pair.share, pair.measure))[:1]


def _stems(title: str) -> frozenset[str]:
    before_notes = folded(title).split("(")[0]
    return frozenset(stem for word in _WORD.findall(before_notes) if (stem := word[:_STEM]) not in _COMMON)


def _shared_executors(one: DraftItem, other: DraftItem) -> tuple[str, ...]:
    names = {(executor.kind, executor.name) for executor in one.executors}
    return tuple(executor.name for executor in other.executors if (executor.kind, executor.name) in names)


def _twins(clause: DraftItem, measure: DraftItem) -> Problem:
    both = f"clause {clause.number} and measure {measure.number}"
    if clause.schedule == measure.schedule:
        text = f"{both} ask for one thing in one time: executors will be asked twice unless one of them is dropped"
        return Problem(code="same_thing_twice", severity=Severity.INFO, place=clause.place, text=text)
    text = (
        f"{both} seem to set two deadlines for one thing, «{clause.deadline_text or 'none'}» and "
        f"«{measure.deadline_text or 'none'}»: keep both, or drop one"
    )
    kinds = {clause.schedule.kind, measure.schedule.kind}
    severity = Severity.INFO if kinds == {ScheduleKind.CONTINUOUS} else Severity.WARNING
    return Problem(code="two_deadlines", severity=severity, place=clause.place, text=text)


def check_people(people: Sequence[NamedPerson], known: Iterable[str]) -> Iterator[Problem]:
    """Persons of one organization or of the same initials whose names differ by a letter. `known` are right names from
    elsewhere: a roster, another order.
    """
    by_initials: dict[str, dict[str, NamedPerson | None]] = defaultdict(dict)
    for name in known:
        surname, initials = split_name(name)
        by_initials[initials].setdefault(surname, None)
    heads: dict[tuple[str, str], tuple[str, NamedPerson]] = {}
    for person in people:
        surname, initials = split_name(person.name)
        others = by_initials[initials]
        alike = next((other for other in others if surname not in others and spelt_alike(surname, other)), None)
        if alike:
            yield _spelt(person, f"{alike} {initials}", others[alike])
        others.setdefault(surname, person)
        yield from _other_initials(person, surname, initials, heads)


def check_posts(people: Sequence[NamedPerson]) -> Iterator[Problem]:
    """Persons that are called a head here and a deputy there. «Руководитель» stands for any head and says nothing."""
    seen: list[tuple[NamedPerson, str]] = []
    for person in people:
        post = _head_noun(person.post)
        if not post:
            continue
        other = next(((one, said) for one, said in seen if same_person(person.name, one.name)), None)
        if other is None:
            seen.append((person, post))
        elif other[1] != post:
            text = (
                f"«{short_name(person.name)}» is {person.post[:60]} here and {other[0].post[:60]} in {other[0].place}: "
                "check which is right"
            )
            yield Problem(code="person_two_posts", severity=Severity.WARNING, place=person.place, text=text)


def _head_noun(post: str) -> str:
    noun = next((POSTS[word] for word in _WORD.findall(folded(post)) if word in POSTS), "")
    return noun if noun not in _GENERAL_POSTS else ""


def _spelt(person: NamedPerson, other: str, where: NamedPerson | None) -> Problem:
    before = f"in {where.place}" if where else "in the roster or another order"
    text = f"«{short_name(person.name)}» is spelt «{other}» {before}: check which is right"
    return Problem(code="name_spelling", severity=Severity.WARNING, place=person.place, text=text)


def _other_initials(
    person: NamedPerson, surname: str, initials: str, heads: dict[tuple[str, str], tuple[str, NamedPerson]]
) -> Iterator[Problem]:
    if not person.organization or not initials:
        return
    seen = heads.setdefault((person.organization, surname), (initials, person))
    if seen[0] != initials:
        other = f"«{short_name(seen[1].name)}» in {seen[1].place}"
        text = f"«{short_name(person.name)}» has other initials than {other}: check which are right"
        yield Problem(code="name_initials", severity=Severity.WARNING, place=person.place, text=text)
