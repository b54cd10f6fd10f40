"""A draft's problems as its pages show them: sorted, beside the item they are of, with what can be done at once. The
readers say a problem in English; in Russian it is said by its code, with the names and numbers that its text has.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from plans.settle import DraftProblem, Settled, acceptable
from states.draft import DraftItem, PlanRoleName, Problem, Severity
from states.problem_words import PROBLEMS

_NAMES = {
    "table row": "строка таблицы",
    "line": "строка",
    "page": "страница",
    "sheet": "лист",
    "row": "строка",
    "table": "таблица",
    "paragraph": "абзац",
    "column": "столбец",
    "cell": "ячейка",
    "part": "часть",
    "clause": "пункт",
    "measure": "мероприятие",
    "item": "мероприятие",
}
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})s?\b(?: numbers?)?")
_REFERENCE = r"\b(?:table row|line|clause|measure|page|row)s?(?: numbers?)? \d[\w.]*(?:, \d[\w.]*)*"
_QUOTED = r"[^A-Za-z]*[А-Яа-яЁё][^A-Za-z]*"
_DETAIL = re.compile(f"{_REFERENCE}|{_QUOTED}")
_FIELDS = (
    ("deadline", ("deadline_",)),
    ("executors", ("executor_", "group_unknown", "coordinator_unknown", "not_in_roster", "wider_than_title")),
    ("number", ("number_", "duplicate_")),
    ("title", ("title_missing", "unbalanced_quotes")),
)
_HEAVIEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A problem as a page shows it. `said` says it in the page's language, `details` are the names and numbers that
    this leaves out; `field` is what of the item settles it soonest; `may_stay` that it may be left as it is.
    """

    number: int
    key: str
    code: str
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
    places = [item.place for item in settled.draft.items]
    of_place = {one.place: ident for ident, one in settled.items.items() if places.count(one.place) == 1}
    return tuple(_trouble(settled, one, of_place.get(one.problem.place), language) for one in found)


def heaviest_first(found: Iterable[DraftProblem]) -> list[DraftProblem]:
    """Errors, then warnings, then remarks, each in the order of the document."""
    return sorted(found, key=lambda one: (_HEAVIEST.index(one.problem.severity), one.number))


def _trouble(settled: Settled, one: DraftProblem, item: int | None, language: str) -> Trouble:
    problem, russian = one.problem, language == "ru"
    return Trouble(
        number=one.number,
        key=one.key,
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
        may_stay=problem.severity is not Severity.ERROR or acceptable(problem, settled.draft),
    )


def placed(place: str, language: str) -> str:
    """A place of a document in words: «строка 106»."""
    return _NAME.sub(lambda found: _NAMES[found[1]], place) if language == "ru" else place


def details(text: str) -> tuple[str, ...]:
    """What of an English sentence is the document's own: Russian words, and places with their numbers in Russian."""
    found = (placed(one.strip(" ,:;.–-()/\n"), "ru") for one in _DETAIL.findall(text))
    return tuple(dict.fromkeys(one for one in found if one))


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
