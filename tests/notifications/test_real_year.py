"""The two real orders through 2024 with nobody reporting, where they are at hand: they stay outside the repository."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.control import Terms, put_under_control
from models.database import reading, writing
from models.roster import known_organizations
from models.roster_changes import bring_in
from notifications.chasing import sweep
from notifications.foreseeing import foresee_days
from plans.reading import read_order
from plans.roster import read_roster
from states.rungs import Addressee
from tests.builders import CALENDAR, ZONE, instant
from tests.plans.test_real_orders import EXPECTED, ORDERS

pytestmark = pytest.mark.skipif(
    not EXPECTED.is_file(), reason=f"the real orders are not in {ORDERS} (SROK_REAL_ORDERS)"
)

SENDER = "Срок <srok@city.example>"
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture
def orders(sqlite):
    with writing(sqlite) as session:
        bring_in(session, read_roster(ORDERS / "roster.csv"))
        for path in sorted(ORDERS.glob("0*.txt")):
            draft = read_order(path, known_organizations(session))
            terms = Terms(calendar=CALENDAR, time_zone=ZONE)
            put_under_control(session, draft, fingerprint=path.name, at=instant(draft.issued_on), terms=terms)
    return sqlite


def shown(letters):
    return [(one.recipient.email, len(one.lines), sum(line.fired for line in one.lines)) for one in letters]


def test_the_year_is_chased_soberly(orders):
    told, points = Counter(), Counter()
    with reading(orders) as session:
        for day, letters in foresee_days(session, first=FIRST, last=LAST, calendar=CALENDAR):
            assert CALENDAR.is_working(day)
            assert len(letters) == len({one.recipient.person_id for one in letters})
            for letter in letters:
                assert any(line.fired for line in letter.lines) or any(one.fired for one in letter.packages)
                told.update({line.to for line in letter.lines})
                points.update((line.standing.assignment_id, line.rung.code, day) for line in letter.lines if line.fired)
                for one in letter.packages:
                    told["package", one.working_days_left] += one.fired
    assert set(points.values()) == {1}
    assert all(told[level] for level in Addressee)
    assert [told["package", ahead] for ahead in (20, 10, 5, 2)] == [3, 3, 3, 3], "three reporting days in the year"


def test_sweeps_write_what_was_foreseen(orders):
    """The first days, with the first that are late."""
    last = date(2024, 2, 9)
    with reading(orders) as session:
        ahead = dict(foresee_days(session, first=date(2024, 2, 1), last=last, calendar=CALENDAR))
    day = date(2024, 2, 1)
    while day <= last:
        at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo(ZONE))
        with writing(orders) as session:
            written = sweep(session, at=at, calendar=CALENDAR, sender=SENDER).letters
        assert shown(written) == shown(ahead.get(day, ())), day
        day += timedelta(days=1)
