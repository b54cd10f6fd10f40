"""Bugs planted on purpose, each the kind that an invariant is there for: with one of them its test must fail.

They are planted in a process of their own, or by a test's `monkeypatch`; nothing takes them out again.
"""

import os
import time

from models import keys, moving, operations
from models.database import reading

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
    real = moving.load

    def load(session, ids):
        return {
            ident: _seen[ident]._replace(version=now.version, head=now.head, moved_at=now.moved_at)
            for ident, now in real(session, ids).items()
        }

    class NoComparison:
        def write(self, connection, rows):
            return _COMPARE_AND_SET.write(connection, [{**row, "seen_state": _state(connection, row)} for row in rows])

    patch(operations, "load", load)
    patch(moving, "_COMPARE_AND_SET", NoComparison())


_COMPARE_AND_SET = moving._COMPARE_AND_SET  # noqa: SLF001 - a bug is planted where it would be made


def _state(connection, row):
    table = moving.Assignment.__table__
    return connection.execute(table.select().where(table.c.id == row["seen_id"])).one().state


def forgets_the_key(patch):
    """Does not store the key with the work."""

    class Stored:
        def write(self, _connection, rows):
            return len(rows)

    for name in ("_TAKE", "_KEEP", "_FORGET"):
        assert hasattr(keys, name)
        patch(keys, name, Stored())


def acknowledges_first(patch):
    """Acknowledges before it commits: see `before_commit`."""


def commits_in_two_steps(patch):
    """Commits the new state before its history is written."""
    real = moving._ADD_HISTORY  # noqa: SLF001 - see above

    class Later:
        def write(self, connection, rows):
            connection.exec_driver_sql("COMMIT")
            time.sleep(0.005)
            connection.exec_driver_sql("BEGIN")
            return real.write(connection, rows)

    patch(moving, "_ADD_HISTORY", Later())


def forgets_the_roll_up(patch):
    """Leaves items as they were."""
    patch(moving, "bring_up_to_date", lambda *_, items, **__: dict.fromkeys(items))
