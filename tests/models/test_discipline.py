"""The running counts of discipline follow every move, and are what counting the assignments gives."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from models import moving
from models.database import reading, writing
from models.discipline import count_anew
from models.operations import undo_last
from models.queries import person_by_email
from models.tables import DisciplineDay, DisciplineExecutor
from tests.builders import SCHOOLS, instant
from tests.faults.town import wrong_counts
from tests.models.working import CENTRE, bulk, ids, moved, reported

LATE = date(2024, 3, 20)
"""After item 1.1 was due."""


def counted(engine):
    """The sums of the counts: on time and late, by day and by executor."""
    with reading(engine) as session:
        assert list(wrong_counts(session)) == []
        days, executors = (list(session.exec(select(table))) for table in (DisciplineDay, DisciplineExecutor))
        sums = [(sum(row.on_time for row in rows), sum(row.late for row in rows)) for rows in (days, executors)]
        assert sums[0] == sums[1]
        return sums[0]


def test_they_follow_reports_returns_and_undoing(order):
    assert counted(order) == (0, 0)
    reported(order, SCHOOLS[:2])
    moved(order, "report", of=SCHOOLS[2], by="school-3@city.example", on=LATE, text="Готово")
    assert counted(order) == (2, 1)
    moved(order, "accept", by=CENTRE, on=LATE)
    assert counted(order) == (2, 1)
    bulk(order, "send_back", ids(order), reason="нет приказа", at=instant(LATE))
    assert counted(order) == (1, 0)
    with writing(order) as session:
        undo_last(session, person_id=person_by_email(session, CENTRE), at=instant(LATE) + timedelta(minutes=1))
    assert counted(order) == (2, 1)


def test_counted_anew_they_are_the_same(order):
    reported(order, SCHOOLS[:2])
    moved(order, "report", of=SCHOOLS[2], by="school-3@city.example", on=LATE, text="Готово")
    before = counted(order)
    with writing(order) as session:
        count_anew(session)
    assert counted(order) == before


def test_counts_that_do_not_follow_are_noticed(order, monkeypatch):
    real = moving.tallying
    monkeypatch.setattr(moving, "tallying", lambda changes: real(one for one in changes if one[1].get("done_on")))
    reported(order, SCHOOLS[:1])
    moved(order, "send_back", by=CENTRE, reason="нет приказа")
    with pytest.raises(AssertionError, match="is counted as 1, and is 0"):
        counted(order)
