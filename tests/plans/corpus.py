"""The corpus of sample orders: how near a reading comes to the one worked out by hand. A field that is wrong and that
no problem points at is a silent error. Knows drafts, and nothing of how they are read.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plans.reading import read_order
from plans.rejected import ImportRejected
from plans.roles import in_words
from plans.roster import known_organizations, read_roster
from states.draft import DraftItem, ItemKind, PlanDraft, PlanRoleName
from tests.plans.comparing import COMPARED, POINTS_AT, Json, Pair, letters, paired, pointed_at, stands_at

SAMPLES = Path(__file__).parent / "samples"
RECORD = Path(__file__).parent / "corpus_record.json"
PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
KEYS = {ItemKind.MEASURE: "measures", ItemKind.CLAUSE: "clauses"}
FIGURES = ("rows", "fields", "flags")
ANYTHING = re.compile("")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field read otherwise than expected, or a row lost or made up; silent where no problem points at it."""

    where: str
    field: str
    expected: Any
    got: Any
    silent: bool

    def __str__(self) -> str:
        kind = "SILENT" if self.silent else "flagged"
        return f"{kind}: {self.where}, {self.field}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True, kw_only=True)
class Score:
    """How near one reading comes to what is expected."""

    file: str
    rows: int
    rows_found: int = 0
    fields: int
    differences: tuple[Difference, ...] = ()
    flags: int = 0
    unflagged: tuple[str, ...] = ()
    problems: int = 0
    refused: str = ""

    @property
    def fields_right(self) -> int:
        """A row made up takes a right field away."""
        return self.fields - len(self.differences)

    @property
    def flags_found(self) -> int:
        return self.flags - len(self.unflagged)

    @property
    def silent(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.silent)


def expected_readings() -> dict[str, Json]:
    """The expected readings by the name of the sample."""
    files = sorted(SAMPLES.glob("*.expected.json"))
    return {path.name.removesuffix(".expected.json"): json.loads(path.read_text(encoding="utf-8")) for path in files}


def recorded() -> dict[str, dict[str, int]]:
    """The figures that a reading may not fall below."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}


def figures(score: Score) -> dict[str, int]:
    """What is recorded of a score."""
    return {"rows": score.rows_found, "fields": score.fields_right, "flags": score.flags_found}


def table(record: dict[str, dict[str, int]]) -> str:
    """The recorded figures as a table of the page on reading."""
    lines = ["| document | rows | fields | flags |", "|---|---|---|---|"]
    all_of = {name: _all_of(meant) for name, meant in expected_readings().items()}
    for name, total in all_of.items():
        lines.append(_line(f"`{expected_readings()[name]['file']}`", record[name], total))
    together = [{figure: sum(one[figure] for one in each.values()) for figure in FIGURES} for each in (record, all_of)]
    return "\n".join([*lines, _line("together", *together)])


def _all_of(expected: Json) -> dict[str, int]:
    if "rejected" in expected:
        return {"rows": 0, "fields": 1, "flags": 0}
    return {"rows": _rows(expected), "fields": len(_fields(expected)), "flags": len(_flags(expected))}


def _line(name: str, record: dict[str, int], total: dict[str, int]) -> str:
    return " | ".join([f"| {name}", *(f"{record[figure]} of {total[figure]}" for figure in FIGURES)]) + " |"


def score_sample(name: str, expected: Json) -> Score:
    """Read a sample with its roster and compare."""
    return score_file(SAMPLES / expected["file"], SAMPLES / f"{name}.roster.csv", expected)


def score_file(path: Path, roster: Path, expected: Json) -> Score:
    """Read an order and compare. A refusal is no silent error, but nothing is found."""
    known = known_organizations(read_roster(roster)) if roster.is_file() else ()
    try:
        draft = read_order(path, known)
    except ImportRejected as refusal:
        return _refused(path.name, expected, str(refusal))
    return compared(path.name, draft, expected)


def _refused(file: str, expected: Json, reason: str) -> Score:
    if pattern := expected.get("rejected"):
        fault = Difference(where=file, field="refusal", expected=pattern, got=reason, silent=False)
        faults = () if re.search(pattern, reason) else (fault,)
        return Score(file=file, rows=0, fields=1, differences=faults, refused=reason)
    lost = tuple(
        Difference(where=file, field=field, expected="read", got=reason, silent=False) for field in _fields(expected)
    )
    flags = tuple(flag["why"] for flag in _flags(expected))
    return Score(
        file=file,
        rows=_rows(expected),
        fields=len(lost),
        differences=lost,
        flags=len(flags),
        unflagged=flags,
        refused=reason,
    )


def _rows(expected: Json) -> int:
    return sum(len(expected[key]) for key in KEYS.values())


def _fields(expected: Json) -> list[str]:
    items = [item for key in KEYS.values() for item in expected[key]]
    own = [field for item in items for field in COMPARED if field in item]
    return [*own, "number", "date", *PlanRoleName, *sorted({"title", "working_group_members"} & expected.keys())]


def _flags(expected: Json) -> list[Json]:
    """What must be flagged; the real orders say it in prose, which their own test knows."""
    return [flag for flag in expected["must_be_flagged"] if isinstance(flag, dict)]


def compared(file: str, draft: PlanDraft, expected: Json) -> Score:
    if "rejected" in expected:
        fault = Difference(where=file, field="refusal", expected=expected["rejected"], got="a draft", silent=True)
        return Score(file=file, rows=0, fields=1, differences=(fault,))
    pairs = {kind: paired(expected[key], draft.of_kind(kind), draft) for kind, key in KEYS.items()}
    in_rows = [one for kind in pairs for pair in pairs[kind] for one in _in_row(kind, pair, draft, expected)]
    flags = _flags(expected)
    return Score(
        file=file,
        rows=_rows(expected),
        rows_found=sum(bool(meant and item) for each in pairs.values() for meant, item in each),
        fields=len(_fields(expected)),
        differences=(*_in_order(draft, expected), *in_rows),
        flags=len(flags),
        unflagged=tuple(f"{one['item'] or 'order'}: {one['why']}" for one in flags if not _is_flagged(one, draft)),
        problems=len(draft.problems),
    )


def _in_order(draft: PlanDraft, expected: Json) -> Iterator[Difference]:
    """What differs in the order itself: number, date, title, working group, roles."""
    codes = {problem.code for problem in draft.problems}
    members = len(draft.working_group)
    own = {"number": draft.number, "date": draft.issued_on.isoformat(), "working_group_members": members}
    if "title" in expected and letters(draft.title) != letters(expected["title"]):
        yield Difference(where="order", field="title", expected=expected["title"], got=draft.title, silent=True)
    for field, got in own.items():
        if field in expected and got != expected[field]:
            silent = f"order_{field}_missing" not in codes
            yield Difference(where="order", field=field, expected=expected[field], got=got, silent=silent)
    missing = " ".join(problem.text for problem in draft.problems if problem.code == "role_missing")
    for role in PlanRoleName:
        meant, person = expected["roles"].get(role, ""), draft.roles.get(role)
        got = in_words(role, person) if person else ""
        if _person_in(got) != _person_in(meant):
            silent = bool(got) or role.value.replace("_", " ") not in missing
            yield Difference(where="order", field=role.value, expected=meant, got=got, silent=silent)


def _person_in(text: str) -> str:
    """A role's person with initials, or all its words where no person is named."""
    match = re.search(r"[А-ЯЁ][а-яё-]+ [А-ЯЁ]\.\s?[А-ЯЁ]\.", text)
    return letters(match[0] if match else text)


def _in_row(kind: ItemKind, pair: Pair, draft: PlanDraft, expected: Json) -> Iterator[Difference]:
    meant, item = pair
    if meant and item:
        groups = expected.get("groups") or {group.code: group.members for group in draft.groups}
        for field, differs in COMPARED.items():
            if field in meant and (other := differs(meant[field], item, draft, groups)):
                silent = not pointed_at(item, POINTS_AT[field], draft)
                where = f"{kind} {item.number} ({item.place})"
                yield Difference(where=where, field=field, expected=meant[field], got=other[0], silent=silent)
    elif meant:
        where = f"{kind} {meant['number']} {meant.get('title', '')}".strip()
        silent = not _said_to_be_lost(kind, meant, draft)
        for field in COMPARED.keys() & meant.keys():
            yield Difference(where=where, field=field, expected="a row", got="none", silent=silent)
    elif item and item.number not in expected.get("optional_clauses", ()):
        where, got = f"{kind} {item.number} ({item.place})", f"{item.title} | {item.deadline_text}"
        silent = not pointed_at(item, ANYTHING, draft)
        yield Difference(where=where, field="row", expected="none", got=got, silent=silent)


def _said_to_be_lost(kind: ItemKind, meant: Json, draft: PlanDraft) -> bool:
    """Whether a problem says that there are no clauses at all, or shows the words of the lost row."""
    if kind is ItemKind.CLAUSE:
        return any(problem.code == "no_clauses" for problem in draft.problems)
    beginning = letters(meant["title"])[:25]
    return any(beginning in letters(problem.text) for problem in draft.problems)


def _is_flagged(flag: Json, draft: PlanDraft) -> bool:
    """Whether a problem says what must be said: at the item named, or anywhere for the order as a whole."""
    like = re.compile(flag["like"], re.IGNORECASE)
    said = [problem for problem in draft.problems if like.search(problem.code) or like.search(problem.text)]
    if flag["item"] is None:
        return bool(said)
    kind, _, name = flag["item"].partition(" ")
    items = [item for item in draft.of_kind(ItemKind(kind)) if _is_named(item, name)]
    return any(stands_at(problem, item) for problem in said for item in items)


def _is_named(item: DraftItem, name: str) -> bool:
    return letters(item.title).startswith(letters(name)) if name.startswith("«") else item.number == name
