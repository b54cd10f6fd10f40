"""django-fsm-2 on Django, with its own ConcurrentTransitionMixin against a second writer."""

from collections.abc import Sequence
from typing import Any

import django.db.models  # noqa: F401 - imported before the clock runs
import django_fsm

from benchmarks.moves_django import columns, history, set_up
from benchmarks.moves_life import AT, LIFE, ON, TEXT, Row


def _transition(field: Any, row: Row) -> Any:
    def made(_row: Any) -> None: ...

    made.__name__ = row.trigger
    needed = [lambda found: bool(found.words.get(row.needs, "").strip())] if row.needs else []
    return django_fsm.transition(field=field, source=list(row.source), target=row.dest, conditions=needed)(made)


class Mover:
    """A move is get, transition, checked save, create; many are one query, a loop of these, one bulk_create."""

    def __init__(self, url: str, *, full: bool) -> None:
        set_up(url, full=full)
        from django.db import connection, models, transaction  # noqa: PLC0415 - needs the settings

        self.connection, self.atomic, self.history = connection, transaction.atomic, history()
        field = django_fsm.FSMField(default="assigned", max_length=32)
        members = columns() | {"state": field, "words": {}} | {row.trigger: _transition(field, row) for row in LIFE}
        self.assignments = type("Assignment", (django_fsm.ConcurrentTransitionMixin, models.Model), members).objects

    def move(self, one: int) -> None:
        with self.atomic():
            row = self.assignments.get(pk=one)
            source, row.words = row.state, {"text": TEXT}
            row.report()
            row.reported_on, row.reported_by = ON, 7
            row.reports += 1
            self._save(row, "reported_on", "reported_by", "reports")
            self._made(row, "report", source, text=TEXT).save(force_insert=True)

    def accept(self, ids: Sequence[int]) -> None:
        with self.atomic():
            made = []
            for row in self.assignments.filter(pk__in=ids):
                source = row.state
                row.accept()
                row.attention_on = None
                self._save(row, "attention_on")
                made.append(self._made(row, "accept", source))
            self.history.objects.bulk_create(made)

    def _save(self, row: Any, *changed: str) -> None:
        row.version += 1
        row.save(update_fields=["state", "version", *changed])

    def _made(self, row: Any, trigger: str, source: str, **words: str) -> Any:
        values = {"trigger": trigger, "source": source, "dest": row.state, "at": AT, "on": ON, "person_id": 7}
        return self.history(assignment_id=row.pk, version=row.version, **values, **words)

    def close(self) -> None:
        self.connection.close()
