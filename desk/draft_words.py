"""A draft's problems as its pages show them: those of a kind together, beside the item they are of, with what can be
done at once. The readers say a problem in English; in Russian it is said by its code, with the names and numbers that
its text has.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.in_russian import details, placed
from plans.settle import DraftProblem, Settled, acceptable
from states.draft import DraftItem, PlanRoleName, Problem, Severity
from states.problem_words import PROBLEMS

_FIELDS = (
    ("deadline", ("deadline_",)),
    ("executors", ("executor_", "group_unknown", "coordinator_unknown", "not_in_roster", "wider_than_title")),
    ("number", ("number_", "duplicate_")),
    ("title", ("title_missing", "unbalanced_quotes")),
)
_HEAVIEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)
UNKNOWN_NAME = "not_in_roster"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A problem as a page shows it. `said` says it in the page's language, `details` are the names and numbers that
    this leaves out; `field` is what of the item settles it soonest; `may_stay` that it may be left as it is. `name` is
    the organization it is about, and `places` are all where that name stands.
    """

    number: int
    key: str
    code: str
    name: str
    places: tuple[tuple[str, str], ...]
    severity: Severity
    accepted: bool
    place: str
    said: str
    details: tuple[str, ...]
    item: int | None
    about: DraftItem | None
    field: str
    role: PlanRoleName | None
    may_stay: bool


def troubles(settled: Settled, found: Iterable[DraftProblem], *, language: str) -> tuple[Trouble, ...]:
    """Problems of a draft, with the items they are of."""
    counted = Counter(item.place for item in settled.draft.items)
    of_place = {one.place: ident for ident, one in settled.items.items() if counted[one.place] == 1}
    named = defaultdict(list)
    for one in settled.problems:
        named[one.problem.about].append(one.problem.place)
    return tuple(_trouble(settled, one, of_place.get(one.problem.place), named, language) for one in found)


def by_kind(found: Iterable[DraftProblem]) -> list[DraftProblem]:
    """Errors, then warnings, then remarks; those of a kind together, in the order of the document. An organization that
    the roster has not is asked about once, however often the order names it.
    """
    once = {one.problem.about or one.key: one for one in reversed(list(found))}
    rest = sorted(once.values(), key=lambda one: one.number)
    kinds = {one.problem.code: place for place, one in reversed(list(enumerate(rest)))}
    return sorted(rest, key=lambda one: (_HEAVIEST.index(one.problem.severity), kinds[one.problem.code], one.number))


def _trouble(
    settled: Settled, one: DraftProblem, item: int | None, named: Mapping[str, list[str]], language: str
) -> Trouble:
    problem, russian = one.problem, language == "ru"
    places = named[problem.about] if problem.about else [problem.place]
    return Trouble(
        number=one.number,
        key=one.key,
        name=problem.about if problem.code == UNKNOWN_NAME else "",
        places=tuple((place, placed(place, language)) for place in dict.fromkeys(places)),
        code=problem.code,
        severity=problem.severity,
        accepted=one.accepted,
        place=placed(problem.place, language),
        said=PROBLEMS.get(problem.code, problem.text) if russian else problem.text,
        details=details(problem.text) if russian else (),
        item=item,
        about=settled.items[item] if item is not None else None,
        field=_field(problem, item),
        role=_role(problem),
        may_stay=may_stay(one, settled),
    )


def unknown_names(settled: Settled) -> tuple[str, ...]:
    """The names that are asked about as the roster has them not, each once."""
    return tuple(dict.fromkeys(one.problem.about for one in settled.open_problems if one.problem.code == UNKNOWN_NAME))


def may_stay(one: DraftProblem, settled: Settled) -> bool:
    """Whether it may be left as it is."""
    return one.problem.severity is not Severity.ERROR or acceptable(one.problem, settled.draft)


def _field(problem: Problem, item: int | None) -> str:
    if problem.code == "order_number_missing":
        return "order_number"
    if problem.code == "role_missing":
        return "role"
    if item is None:
        return ""
    return next((field for field, codes in _FIELDS if problem.code.startswith(codes)), "")


def _role(problem: Problem) -> PlanRoleName | None:
    if problem.code != "role_missing":
        return None
    return next((role for role in PlanRoleName if f" no {role.replace('_', ' ')}:" in problem.text), None)
