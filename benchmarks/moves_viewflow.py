"""viewflow.fsm on Django. It has no check against a second writer of its own: the compare-and-set is Django's."""

from collections.abc import Sequence
from typing import Any

import django.db.models  # noqa: F401 - imported before the clock runs

from benchmarks.moves_django import columns, history, set_up
from benchmarks.moves_life import AT, LIFE, ON, STATES, TEXT, Row


def _flow() -> type:
    """The life as viewflow declares it: a class around a row, a decorated method for each trigger."""
    from viewflow.fsm import State  # noqa: PLC0415 - needs the settings

    state = State(STATES, default="assigned")

    state.setter()(lambda flow, value: setattr(flow.row, "state", value))
    state.getter()(lambda flow: flow.row.state)
    transitions = {row.trigger: _transition(state, row) for row in LIFE}
    return type("Flow", (_Around,), {"state": state, **transitions})


class _Around:
    """A row, and the words its transition is asked with."""

    def __init__(self, row: Any, **words: str) -> None:
        self.row, self.words = row, words


def _transition(state: Any, row: Row) -> Any:
    def made(_flow: Any) -> None: ...

    made.__name__ = row.trigger
    needed = [lambda flow: bool(flow.words.get(row.needs, "").strip())] if row.needs else []
    return state.transition(source=list(row.source), target=row.dest, conditions=needed)(made)


class Mover:
    """A move is get, transition, filtered update, create; many are one query, a loop of these, one bulk_create."""

    def __init__(self, url: str, *, full: bool) -> None:
        set_up(url, full=full)
        from django.db import connection, models, transaction  # noqa: PLC0415 - needs the settings

        self.connection, self.atomic, self.flow = connection, transaction.atomic, _flow()
        self.assignments = type(
            "Assignment", (models.Model,), columns() | {"state": models.CharField(max_length=32)}
        ).objects
        self.history = history()

    def move(self, one: int) -> None:
        with self.atomic():
            row = self.assignments.get(pk=one)
            source = row.state
            self.flow(row, text=TEXT).report()
            changes = {"reported_on": ON, "reported_by": 7, "reports": row.reports + 1}
            self._save(row, source, **changes)
            self._made(row, "report", source, text=TEXT).save(force_insert=True)

    def accept(self, ids: Sequence[int]) -> None:
        with self.atomic():
            made = []
            for row in self.assignments.filter(pk__in=ids):
                source = row.state
                self.flow(row).accept()
                self._save(row, source, attention_on=None)
                made.append(self._made(row, "accept", source))
            self.history.objects.bulk_create(made)

    def _save(self, row: Any, source: str, **changes: Any) -> None:
        same = self.assignments.filter(pk=row.pk, state=source, version=row.version)
        row.version += 1
        if same.update(state=row.state, version=row.version, **changes) != 1:
            raise RuntimeError("stale")

    def _made(self, row: Any, trigger: str, source: str, **words: str) -> Any:
        values = {"trigger": trigger, "source": source, "dest": row.state, "at": AT, "on": ON, "person_id": 7}
        return self.history(assignment_id=row.pk, version=row.version, **values, **words)

    def close(self) -> None:
        self.connection.close()
