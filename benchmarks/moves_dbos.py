"""DBOS: a move is a workflow of one transactional step on its SQLAlchemy data source. It has no state machine of its
own, so a dict judges; its own tables lie in the same PostgreSQL database, on SQLite in a file beside.
"""

import logging
import os
from collections.abc import Sequence
from typing import Any

from dbos import DBOS, SQLAlchemyDatasource
from sqlalchemy import create_engine, event, insert, select, update

from benchmarks.moves_life import AT, ON, TEXT, is_sqlite, judge, pragmas
from benchmarks.moves_orm import Assignment, History, engine_for

_ROW, _MADE = Assignment.__table__, History.__table__


class Mover:
    """The steps' own statements are SQLAlchemy's Core: what is measured beside them is DBOS's durability."""

    def __init__(self, url: str, *, full: bool) -> None:
        logging.disable(logging.WARNING)
        beside = url + ".dbos" if is_sqlite(url) else url
        engines = [_engine(one, full=full) for one in (url, beside)]
        names = {"name": "bench", "executor_id": str(os.getpid()), "application_version": "bench"}
        DBOS(config={**names, "system_database_url": beside, "system_database_engine": engines[1]})
        self.source = SQLAlchemyDatasource.create(url, engine=engines[0])
        step = self.source.transaction(isolation_level="SERIALIZABLE" if is_sqlite(url) else "READ COMMITTED")
        report, accept = step(self._report), step(self._accept)
        self.move = DBOS.workflow(name="report")(report)
        self.accept = DBOS.workflow(name="accept")(accept)
        DBOS.launch()

    def _report(self, one: int) -> None:
        self._make(one, "report", {"text": TEXT}, reported_on=ON, reported_by=7, reports=_ROW.c.reports + 1)

    def _accept(self, ids: Sequence[int]) -> None:
        for one in ids:
            self._make(one, "accept", {}, attention_on=None)

    def _make(self, one: int, trigger: str, words: dict[str, str], **changes: object) -> None:
        run = self.source.sql_session().execute
        state, version = run(select(_ROW.c.state, _ROW.c.version).where(_ROW.c.id == one)).one()
        dest = judge(state, trigger, words)
        same = (_ROW.c.id == one, _ROW.c.state == state, _ROW.c.version == version)
        if run(update(_ROW).where(*same).values(state=dest, version=version + 1, **changes)).rowcount != 1:
            raise RuntimeError("stale")
        made = {"trigger": trigger, "source": state, "dest": dest, "at": AT, "on": ON, "person_id": 7}
        run(insert(_MADE).values(assignment_id=one, version=version + 1, **made, **words))

    def close(self) -> None:
        DBOS.destroy()


def _engine(url: str, *, full: bool) -> Any:
    """As DBOS makes its own, which lets the driver begin transactions on SQLite, and with the settings all have."""
    if not is_sqlite(url):
        return engine_for(url, full=full)
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for setting in pragmas(full=full):
            connection.execute(setting)

    return engine
