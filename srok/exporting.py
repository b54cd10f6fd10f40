"""Everything Srok holds as files, one for each table: for another program, an archive, or whoever wants to count for
themselves. Secrets are left out. Reads in one snapshot, row by row; all files appear together or none.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Engine, select
from sqlmodel import Session

from models import tables
from models.database import snapshot
from reporting.folder import beside, place

FORMATS = ("csv", "json")
EXPORTED: Mapping[str, Any] = {
    "orders": tables.Order,
    "editions": tables.Edition,
    "plans": tables.Plan,
    "plan_roles": tables.PlanRole,
    "plan_history": tables.PlanHistory,
    "sections": tables.Section,
    "groups": tables.Group,
    "group_members": tables.GroupMember,
    "items": tables.PlanItem,
    "item_executors": tables.ItemExecutor,
    "item_history": tables.ItemHistory,
    "occurrences": tables.Occurrence,
    "assignments": tables.Assignment,
    "history": tables.History,
    "evidence": tables.Evidence,
    "bulk_steps": tables.BulkStep,
    "firings": tables.FiringRow,
    "package_firings": tables.PackageFiringRow,
    "organizations": tables.Organization,
    "aliases": tables.Alias,
    "persons": tables.Person,
    "delegations": tables.Delegation,
    "letters": tables.Outbox,
    "packages": tables.PackageRow,
    "package_parts": tables.PackagePart,
    "package_history": tables.PackageHistory,
}
"""The tables by the name of their file. Not among them: what opens something (links, accounts, sessions), what is only
on its way (drafts, events, keys), and the bytes of letters.
"""
HIDDEN = frozenset({"lease_token", "lease_until"})
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AT_A_TIME = 2000

Row = Sequence[Any]
Writer = Callable[[TextIO, Sequence[str], Iterable[Row]], int]


def export(engine: Engine, folder: Path, *, form: str) -> dict[str, int]:
    """Write every table into a folder as `csv` or `json`; how many rows each has.

    Raises:
        FolderUnusable: the folder cannot be written, or the disk is full; nothing was put there.

    """
    with beside(folder) as waiting, snapshot(engine) as session:
        counts = {}
        for name, table in EXPORTED.items():
            with (waiting / f"{name}.{form}").open(
                "w", encoding="utf-8-sig" if form == "csv" else "utf-8", newline=""
            ) as f:
                counts[name] = _WRITERS[form](f, *_read(session, table))
        place([waiting / f"{name}.{form}" for name in EXPORTED], folder)
    return counts


def _read(session: Session, table: Any) -> tuple[list[str], Iterator[Row]]:
    columns = [column for column in table.__table__.columns if column.name not in HIDDEN]
    query = select(*columns).order_by(*table.__table__.primary_key.columns)
    rows = session.connection().execute(query, execution_options={"yield_per": _AT_A_TIME})
    return [column.name for column in columns], (tuple(row) for row in rows)


def _as_csv(file: TextIO, names: Sequence[str], rows: Iterable[Row]) -> int:
    written = csv.writer(file, delimiter=";", lineterminator="\r\n")
    written.writerow(names)
    count = 0
    for row in rows:
        written.writerow([_cell(value) for value in row])
        count += 1
    return count


def _cell(value: Any) -> Any:
    """A cell in which nothing passes for a formula; numbers and dates stay what they are, yes and no are words."""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return f"'{value}" if value.startswith(_BEGINS_A_FORMULA) else value
    return "" if value is None else _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _as_json(file: TextIO, names: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    file.write("[")
    for row in rows:
        file.write(",\n" if count else "\n")
        file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_plain))
        count += 1
    file.write("\n]\n")
    return count


_WRITERS: Mapping[str, Writer] = {"csv": _as_csv, "json": _as_json}
