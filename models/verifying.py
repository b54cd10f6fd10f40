"""Verifying all histories there are: read as one stream, so that memory does not grow with them, and fingerprinted.

A chain alone cannot tell that its newest rows were taken away together with what they had made, nor that all of it was
made anew. The fingerprint can, once it is written down where whoever changes the database does not reach.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, text
from sqlmodel import Session, col

from models.history_chain import (
    FOLLOWS,
    Break,
    Dates,
    Line,
    assignment_breaks,
    item_breaks,
    package_breaks,
    plan_breaks,
)
from models.history_rows import ASSIGNMENT_FACTS, EVIDENCE_FACTS, ITEM_FACTS, PACKAGE_FACTS, PLAN_FACTS
from models.tables import (
    Assignment,
    Evidence,
    History,
    ItemHistory,
    Occurrence,
    PackageHistory,
    PackageRow,
    Plan,
    PlanHistory,
    PlanItem,
)
from states.fault import Fault


class NoFingerprint(Fault):
    """A text that is no fingerprint; it says how one looks."""


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """What all histories were when the rows up to `cut` had been written; 80 bits in twenty hex digits. The cut is the
    last row of each of the `KINDS` of history, by the order in which rows were written; one from before there were
    packages names none.
    """

    cut: tuple[int, ...]
    digits: str

    def __str__(self) -> str:
        """As it is written down: `1042.17.3.5-9f3a-77c1-04be-d210-88ac`."""
        groups = (self.digits[at : at + 4] for at in range(0, len(self.digits), 4))
        return "-".join([".".join(map(str, self.cut)), *groups])


_WRITTEN = re.compile(r"(\d{1,18}(?:\.\d{1,18}){2,3})-((?:[0-9a-f]{4}-){4}[0-9a-f]{4})")


def fingerprint_from(written: str) -> Fingerprint:
    """A fingerprint as somebody wrote it down.

    Raises:
        NoFingerprint: it is none.

    """
    found = _WRITTEN.fullmatch(written.strip().lower())
    if found is None:
        raise NoFingerprint(f"{written!r} is no fingerprint: it looks like 1042.17.3.5-9f3a-77c1-04be-d210-88ac")
    cut = tuple(int(one) for one in found[1].split("."))
    return Fingerprint(cut=cut + (0,) * (len(KINDS) - len(cut)), digits=found[2].replace("-", ""))


@dataclass(frozen=True, kw_only=True)
class Verified:
    """How many histories with how many rows were read, and what was wrong with them. `fingerprint` is None where only
    one order was read.
    """

    histories: int
    rows: int
    breaks: tuple[Break, ...]
    fingerprint: Fingerprint | None


class Kind(NamedTuple):
    """A kind of history: of which table, in which, by which column; what is read and how it is judged."""

    of: str
    subject: Any
    history: Any
    reference: str
    own: tuple[str, ...]
    facts: tuple[str, ...]
    breaks: Callable[[Sequence[Any], Sequence[Line]], Iterator[Break]]


_STANDS = ("id", "version", "head")
KINDS = (
    Kind(
        "assignment",
        Assignment,
        History,
        "assignment_id",
        (*_STANDS, "state", *Dates._fields, *FOLLOWS),
        ASSIGNMENT_FACTS,
        assignment_breaks,
    ),
    Kind("item", PlanItem, ItemHistory, "item_id", (*_STANDS, "control"), ITEM_FACTS, item_breaks),
    Kind("plan", Plan, PlanHistory, "plan_id", _STANDS, PLAN_FACTS, plan_breaks),
    Kind(
        "package",
        PackageRow,
        PackageHistory,
        "package_id",
        (*_STANDS, "state", "manifest_sha256"),
        PACKAGE_FACTS,
        package_breaks,
    ),
)


def last_rows(session: Session) -> tuple[int, ...]:
    """The row of each kind written last, nothing before it being still under way; asked in a short transaction that
    writes.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Rows get their numbers before they are committed: wait for whoever has one. The wider first, as writers do.
        session.execute(text("LOCK TABLE packagehistory, planhistory, itemhistory, history IN SHARE MODE"))
    return tuple(session.execute(select(func.max(col(kind.history.id)))).scalar() or 0 for kind in KINDS)


def how_many(session: Session, *, order_id: int | None = None) -> int:
    """How many histories there are to verify."""
    subjects = (_of_order(select(col(kind.subject.id)), kind, order_id).subquery() for kind in KINDS)
    counts = (select(func.count()).select_from(one) for one in subjects)
    return sum(int(session.execute(count).scalar_one()) for count in counts)


def verify(
    session: Session,
    *,
    cut: tuple[int, ...],
    order_id: int | None = None,
    expected: Fingerprint | None = None,
    each: Callable[[], object] = lambda: None,
) -> Verified:
    """Walk every history, of one order where it is given, in a session of `database.snapshot`; `each` is called after
    every one. Of all orders the fingerprint up to `cut` is made, and compared where one is `expected`.
    """
    heads = [_Heads(cut), _Heads(expected.cut if expected else cut)]
    breaks: list[Break] = []
    histories = rows = 0
    for number, kind in enumerate(KINDS):
        for own, lines in _streamed(session, kind, order_id):
            breaks += kind.breaks(own, lines)
            for one in heads:
                one.note(number, own[0], lines)
            histories, rows = histories + 1, rows + len(lines)
            each()
    if order_id is None:
        breaks += _strays(session)
    now, then = (one.fingerprint() for one in heads)
    if expected and then != expected:
        breaks.append(Break(of="all", id=0, version=0, code="fingerprint", found=then, expected=expected))
    return Verified(histories=histories, rows=rows, breaks=tuple(breaks), fingerprint=now if order_id is None else None)


class _Heads:
    """The heads all histories had at a cut, as they are met."""

    def __init__(self, cut: tuple[int, ...]) -> None:
        self.cut, self.met = cut, hashlib.sha256()

    def note(self, kind: int, ident: int, lines: Sequence[Line]) -> None:
        last = next((line.values for line in reversed(lines) if line.id <= self.cut[kind]), None)
        if last is not None:
            self.met.update(f"{kind} {ident} {last['version']} {last['hash']}\n".encode())

    def fingerprint(self) -> Fingerprint:
        return Fingerprint(cut=self.cut, digits=self.met.hexdigest()[:20])


_AT_A_TIME = 2000


def _streamed(session: Session, kind: Kind, order_id: int | None) -> Iterator[tuple[tuple[Any, ...], list[Line]]]:
    """What has a history, each with its lines; never more than a few thousand rows are held."""
    ident, names = len(kind.own), (*kind.facts, "hash")
    documents = ident + 1 + len(names)
    rows = session.connection().execute(_rows(kind, order_id), execution_options={"yield_per": _AT_A_TIME})
    for _, of_one in groupby(rows, key=lambda row: row[0]):
        found = [list(of_line) for _, of_line in groupby(of_one, key=lambda row: row[ident])]
        lines = [
            Line(
                id=first[ident],
                values=dict(zip(names, first[ident + 1 : documents], strict=True)),
                evidence=tuple(tuple(row[documents:]) for row in (first, *more) if row[-1] is not None),
            )
            for first, *more in found
            if first[ident] is not None
        ]
        yield tuple(found[0][0][:ident]), lines


def _rows(kind: Kind, order_id: int | None) -> Select[Any]:
    subject, history = kind.subject, kind.history
    columns = [getattr(subject, name) for name in kind.own]
    columns += [getattr(history, name) for name in ("id", *kind.facts, "hash")]
    columns += [getattr(Evidence, name) for name in EVIDENCE_FACTS]
    # Only moves bring documents; the others are joined with none, so that all rows have one shape.
    brought = col(Evidence.history_id) == (history.id if history is History else None)
    query = (
        select(*columns)
        .select_from(subject)
        .join(history, getattr(history, kind.reference) == subject.id, isouter=True)
        .join(Evidence, brought, isouter=True)
        .order_by(subject.id, history.version, history.id, col(Evidence.id))
    )
    return _of_order(query, kind, order_id)


def _of_order(query: Select[Any], kind: Kind, order_id: int | None) -> Select[Any]:
    if order_id is None:
        return query
    plans = select(col(Plan.id)).where(col(Plan.order_id) == order_id)
    items = select(col(PlanItem.id)).where(col(PlanItem.plan_id).in_(plans))
    occurrences = select(col(Occurrence.id)).where(col(Occurrence.item_id).in_(items))
    wanted = {
        Plan: col(Plan.id).in_(plans),
        PackageRow: col(PackageRow.plan_id).in_(plans),
        PlanItem: col(PlanItem.id).in_(items),
        Assignment: col(Assignment.occurrence_id).in_(occurrences),
    }
    return query.where(wanted[kind.subject])


def _strays(session: Session) -> Iterator[Break]:
    """Rows that belong to nothing there is: the database refuses them, whoever writes past it does not."""
    references = [(kind.of, getattr(kind.history, kind.reference), kind.subject) for kind in KINDS]
    for of, reference, table in (*references, ("evidence", Evidence.history_id, History)):
        known = select(col(table.id)).where(col(table.id) == reference).exists()
        for ident in session.execute(select(reference).where(~known).order_by(reference)).scalars():
            yield Break(of=of, id=ident, version=0, code="stray")
