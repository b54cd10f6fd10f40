"""The floor of `benchmarks.moves`: the same move by hand, sqlite3 or psycopg and a dict, nothing between."""

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.moves_life import ADD_TO, AT, HISTORY, ON, TEXT, connect, is_sqlite, judge


class Sqlite:
    """A move is five statements; a thousand are one read, one update and one insert, set-wise from JSON."""

    def __init__(self, url: str, *, full: bool) -> None:
        self.connection = connect(url, full=full)

    def move(self, one: int) -> None:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        state, version = run("SELECT state, version FROM assignment WHERE id = ?", (one,)).fetchone()
        dest = judge(state, "report", {"text": TEXT})
        written = run(
            "UPDATE assignment SET state = ?, version = ?, reported_on = ?, reported_by = ?, reports = reports + 1"
            " WHERE id = ? AND state = ? AND version = ?",
            (dest, version + 1, ON.isoformat(), 7, one, state, version),
        )
        if written.rowcount != 1:
            raise RuntimeError("stale")
        run(HISTORY, (one, version + 1, "report", state, dest, AT.isoformat(), ON.isoformat(), 7, TEXT, ""))
        run("COMMIT")

    def accept(self, ids: Sequence[int]) -> None:
        run = self.connection.execute
        run("BEGIN IMMEDIATE")
        asked = "SELECT id, state, version FROM assignment WHERE id IN (SELECT value FROM json_each(?))"
        rows = run(asked, (json.dumps(ids),)).fetchall()
        moves = [(one, state, judge(state, "accept", {}), version) for one, state, version in rows]
        written = run(
            "UPDATE assignment SET state = j.value ->> 2, version = assignment.version + 1, attention_on = NULL"
            " FROM json_each(?) AS j WHERE assignment.id = j.value ->> 0 AND assignment.state = j.value ->> 1"
            " AND assignment.version = j.value ->> 3",
            (json.dumps(moves),),
        )
        if written.rowcount != len(moves):
            raise RuntimeError("stale")
        at, on = AT.isoformat(), ON.isoformat()
        made = [(one, version + 1, "accept", state, dest, at, on, 7, "", "") for one, state, dest, version in moves]
        self.connection.executemany(HISTORY, made)
        run("COMMIT")

    def close(self) -> None:
        self.connection.close()


class Postgres:
    """The same on PostgreSQL; psycopg prepares by itself what it has seen five times."""

    def __init__(self, url: str, *, full: bool) -> None:
        self.connection = connect(url, full=full)

    def move(self, one: int) -> None:
        run = self.connection.execute
        found = run("SELECT state, version FROM assignment WHERE id = %s", (one,)).fetchone()
        state, version = found
        dest = judge(state, "report", {"text": TEXT})
        written = run(
            "UPDATE assignment SET state = %s, version = %s, reported_on = %s, reported_by = %s, reports = reports + 1"
            " WHERE id = %s AND state = %s AND version = %s",
            (dest, version + 1, ON, 7, one, state, version),
        )
        if written.rowcount != 1:
            raise RuntimeError("stale")
        run(HISTORY.replace("?", "%s"), (one, version + 1, "report", state, dest, AT, ON, 7, TEXT, ""))
        self.connection.commit()

    def accept(self, ids: Sequence[int]) -> None:
        run = self.connection.execute
        rows = run("SELECT id, state, version FROM assignment WHERE id = ANY(%s)", (list(ids),)).fetchall()
        moves = [(one, state, judge(state, "accept", {}), version) for one, state, version in rows]
        columns = [list(column) for column in zip(*moves, strict=True)]
        written = run(
            "WITH m AS (SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[]) AS m (id, was, dest, now)),"
            " u AS (UPDATE assignment AS a SET state = m.dest, version = a.version + 1, attention_on = NULL FROM m"
            " WHERE a.id = m.id AND a.state = m.was AND a.version = m.now RETURNING m.*)"
            f" {ADD_TO} SELECT id, now + 1, 'accept', was, dest, %s, %s, 7, '', '' FROM u RETURNING id",
            (*columns, AT, ON),
        ).fetchall()
        if len(written) != len(moves):
            raise RuntimeError("stale")
        self.connection.commit()

    def close(self) -> None:
        self.connection.close()


def Mover(url: str, *, full: bool) -> Any:  # noqa: N802 - stands for a class, as in the other contestants
    return (Sqlite if is_sqlite(url) else Postgres)(url, full=full)
