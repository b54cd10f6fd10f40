"""Whether a history is what was written: its rows are walked along the chain and compared with what it belongs to.

Knows no session: rows come in, the places where they do not fit go out. What is hashed is said in `history_rows`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from models.history_rows import assignment_link, item_link, package_link, plan_link
from states.as_of import UNDO
from states.assignment import State
from states.chain import GENESIS
from states.control import Control
from states.package import PackageState
from states.replay import held_after


@dataclass(frozen=True, kw_only=True)
class Break:
    """A place where a history is not what was written. `of` says whose it is, `id` is that one's key; `version` is that
    of the row, or of the last row where what stands does not follow from the rows. `code` says what is wrong.
    """

    of: str
    id: int
    version: int
    code: str
    found: object = ""
    expected: object = ""


class Line(NamedTuple):
    """A row of history by the names of its columns, and the documents that came with it."""

    id: int
    values: Mapping[str, Any]
    evidence: tuple[tuple[object, ...], ...] = ()


class Stands(NamedTuple):
    """What an assignment, an item, a plan or a package is now, as far as its history says it. `state` is that of an
    assignment or a package, or the control of an item; a plan has none.
    """

    id: int
    version: int
    head: str
    state: StrEnum | None = None


class Dates(NamedTuple):
    """The dates of an assignment that follow from its history and from the day it was given out with."""

    moved_at: datetime | None
    original_due_on: date | None
    due_on: date | None
    effective_due_on: date | None


FOLLOWS = (
    "started",
    "reports",
    "reported_on",
    "done_on",
    "returned_on",
    "resume_on",
    "extension_on",
    "extension_asked_on",
    "declined_on",
)
"""The other columns of an assignment that `states.replay` works out again. By `done_on` it counts as on time."""


def assignment_breaks(own: Sequence[Any], lines: Sequence[Line]) -> Iterator[Break]:
    """What is wrong with the history of an assignment. `own` are its columns by `Stands`, `Dates` and `FOLLOWS`, and
    `lines` come in the order of their versions.
    """
    stands, dates, holds = Stands(*own[:4]), Dates(*own[4:8]), dict(zip(FOLLOWS, own[8:], strict=True))
    yield from _walk("assignment", stands, lines, State.ASSIGNED, _assignment_hash)
    version, at = (lines[-1].values["version"], lines[-1].values["at"]) if lines else (0, None)
    follow = {"moved_at": at, **_dues(dates, lines)}
    pairs = {code: (getattr(dates, code), expected) for code, expected in follow.items()}
    held = held_after([line.values for line in lines])
    pairs |= {code: (found, getattr(held, code)) for code, found in holds.items()}
    yield from _unequal("assignment", stands.id, version, pairs)


def item_breaks(own: Sequence[Any], lines: Sequence[Line]) -> Iterator[Break]:
    """What is wrong with the history of an item itself; `own` by `Stands`."""
    return _walk("item", Stands(*own), lines, Control.ON_CONTROL, lambda head, line: item_link(head, line.values))


def plan_breaks(own: Sequence[Any], lines: Sequence[Line]) -> Iterator[Break]:
    """What is wrong with the history of a plan itself; `own` by `Stands`."""
    return _walk("plan", Stands(*own), lines, None, lambda head, line: plan_link(head, line.values))


def package_breaks(own: Sequence[Any], lines: Sequence[Line]) -> Iterator[Break]:
    """What is wrong with the history of a package; `own` by `Stands`, then its manifest's hash."""
    *stands, manifest = own
    first = PackageState.COLLECTING
    yield from _walk("package", Stands(*stands), lines, first, lambda head, line: package_link(head, line.values))
    version, expected = (lines[-1].values[name] for name in ("version", "manifest_sha256")) if lines else (0, "")
    yield from _unequal("package", own[0], version, {"manifest": (manifest, expected)})


def _assignment_hash(head: str, line: Line) -> str:
    return assignment_link(head, line.values, line.evidence)


def _walk(
    of: str, stands: Stands, lines: Sequence[Line], state: StrEnum | None, link: Callable[[str, Line], str]
) -> Iterator[Break]:
    """Along the chain. A row that is not what was written is told once: the next is judged by the hash it has."""
    version, head, at = 0, GENESIS, None
    for line in lines:
        row = line.values
        wrong = {
            "gap": (row["version"], version + 1),
            "hash": (row["hash"], link(head, line)),
            "source": (row.get("source"), state),
            "at": (row["at"], row["at"] if at is None else max(at, row["at"])),
        }
        if wrong["gap"][0] != wrong["gap"][1]:
            del wrong["hash"]  # nothing follows what is missing
        yield from _unequal(of, stands.id, row["version"], wrong)
        version, head, state, at = row["version"], row["hash"], row.get("dest"), row["at"]
    stood = {"version": (stands.version, version), "head": (stands.head, head), "state": (stands.state, state)}
    yield from _unequal(of, stands.id, version, stood)


def _unequal(of: str, ident: int, version: int, pairs: Mapping[str, tuple[object, object]]) -> Iterator[Break]:
    for code, (found, expected) in pairs.items():
        if found != expected:
            yield Break(of=of, id=ident, version=version, code=code, found=found, expected=expected)


def _standing(lines: Sequence[Line]) -> list[Mapping[str, Any]]:
    """The rows that no undo has taken back."""
    standing: list[Mapping[str, Any]] = []
    for line in lines:
        if line.values["trigger"] != UNDO:
            standing.append(line.values)
        elif standing:
            standing.pop()
    return standing


def _dues(dates: Dates, lines: Sequence[Line]) -> dict[str, date | None]:
    """The due days after these lines. Where no line sets one it is the day the assignment was given out with, whose
    working day only the calendar of that time could tell.
    """
    set_last = next((row for row in reversed(_standing(lines)) if row["due_on"] is not None), None)
    if set_last is None:
        return {"due_on": dates.original_due_on}
    due = {"due_on": set_last["due_on"]}
    effective = set_last["effective_due_on"]
    return due if effective is None else {**due, "effective_due_on": effective}
