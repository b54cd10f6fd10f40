"""Bugs planted on purpose, each the kind that an invariant is there for: with one of them its test must fail.

They are planted in a process of their own, or by a test's `monkeypatch`; nothing takes them out again.
"""

import os
import time

from sqlalchemy import bindparam, update

from models import keys, moving, operations, prepared
from models.database import reading
from models.prepared import Prepared

_planted = ""
_seen = {}


def plant(name, patch=setattr):
    """Plant the bug of this name; none for the empty one."""
    globals()["_planted"] = name
    if name:
        globals()[name](patch)


def look(engine, ids):
    """A look at the work there is, before it is acted on: only the bug relies on it."""
    if _planted == "trusts_what_it_saw":
        with reading(engine) as session:
            _seen.update(moving.load(session, ids))


def before_commit(file, text, rows):
    """Between a work and its commit nothing is said to anybody."""
    if _planted == "acknowledges_first":
        os.write(file, f"{text} {rows}\n".encode())
        time.sleep(0.01)


def trusts_what_it_saw(patch):
    """Judges what it read before the transaction, and does not look again."""
    real = moving.loaded

    def loaded(rows):
        return {
            ident: _seen[ident]._replace(version=now.version, head=now.head, moved_at=now.moved_at)
            for ident, now in real(rows).items()
        }

    class NoComparison:
        def changing(self, rows, *, otherwise):
            uncompared = [{name: value for name, value in row.items() if name != "seen_state"} for row in rows]
            return _SET.changing(uncompared, otherwise=otherwise)

    patch(operations, "loaded", loaded)
    patch(moving, "_COMPARE_AND_SET", NoComparison())


_table = moving.Assignment.__table__
_SET = Prepared(
    update(_table).where(_table.c.id == bindparam("seen_id"), _table.c.version == bindparam("seen_version"))
)


def forgets_the_key(patch):
    """Does not store the key with the work."""

    class Stored:
        def write(self, _connection, rows):
            return len(rows)

    for name in ("_KEEP", "_FORGET"):
        assert hasattr(keys, name)
        patch(keys, name, Stored())
    patch(keys, "together", lambda connection, _taking, *steps: [1, *prepared.together(connection, *steps)])


def acknowledges_first(patch):
    """Acknowledges before it commits: see `before_commit`."""


def commits_in_two_steps(patch):
    """Commits the new state before its history is written."""

    def together(connection, *steps):
        done = []
        for step in steps:
            if step.statement is moving._ADD_HISTORY:  # noqa: SLF001 - a bug is planted where it would be made
                connection.exec_driver_sql("COMMIT")
                time.sleep(0.005)
                connection.exec_driver_sql("BEGIN")
            done += prepared.together(connection, step)
        return done

    patch(moving, "together", together)


def forgets_the_roll_up(patch):
    """Leaves items as they were."""
    patch(moving.roll_ups, "settle", lambda _connection, found: {row.id: row.state for row in found[0]})
