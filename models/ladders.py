"""Ladders as they were when they spoke, and a plan's ladder changed by hand. What a ladder means is `states.ladder`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from models.tables import LadderSnapshot
from states.rungs import Ladder


def stored(ladder: Ladder) -> list[dict[str, Any]]:
    """The plain values a ladder is stored as, see `states.rungs.ladder_from`."""
    return [asdict(rung) for rung in ladder]


def fingerprint(ladder: Ladder) -> str:
    """The SHA-256 of a ladder's rungs as JSON."""
    written = json.dumps(stored(ladder), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def snapshots(session: Session, ladders: Iterable[Ladder]) -> dict[Ladder, int]:
    """The ids under which these ladders are kept as they are now, for ever; one that was not kept yet is."""
    by_print = {fingerprint(ladder): ladder for ladder in ladders}
    if not by_print:
        return {}
    rows = [{"sha256": digest, "rungs": stored(ladder)} for digest, ladder in by_print.items()]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    keep = dialect.insert(LadderSnapshot).on_conflict_do_nothing(index_elements=["sha256"])
    session.execute(keep, rows)
    columns: list[Any] = [LadderSnapshot.sha256, LadderSnapshot.id]
    found = session.execute(select(*columns).where(col(LadderSnapshot.sha256).in_(by_print)))
    return {by_print[digest]: ident for digest, ident in found}
