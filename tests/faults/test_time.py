"""Days off, clocks that jump, many sweeps at once: in the end the ladder has said what it would have said anyway, once.

A twin that is swept once every day, by a clock that is right, is what it is compared with.
"""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import repeat
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from models import standings
from models.database import engine_for, reading, upgrade, writing
from models.tables import FiringRow, Outbox
from notifications import begun
from notifications.chasing import sweep
from states import ladder
from states.waking import ClockDoubtful
from tests.builders import CALENDAR, ISSUED, ZONE, under_control
from tests.faults.sizes import SEED, size

AT_ONCE = 10
LONGEST = timedelta(days=5)
ENDS = date(2024, 3, 26)
NOTICES = 1
"""A life in which every planted bug matters: there are lucky ones."""


def clock(day, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(ZONE))


def swept(engine, at):
    """One sweep; how many letters it wrote, or why none."""
    try:
        with writing(engine) as session:
            return len(sweep(session, at=at, calendar=CALENDAR, sender="Срок <srok@city.example>").letters)
    except ClockDoubtful:
        return "doubtful"
    except IntegrityError:
        return "said twice"


def last_words(engine):
    """Of each assignment and chain, the rung that has spoken last."""
    columns = FiringRow.assignment_id, FiringRow.rung, FiringRow.step
    with reading(engine) as session:
        rows = session.exec(select(*columns).order_by(col(FiringRow.fired_on), col(FiringRow.id))).all()
    return {(ident, rung.partition(".")[0]): (rung, step) for ident, rung, step in rows}


def twin(folder):
    """The last words where nothing went wrong."""
    engine = engine_for(f"sqlite:///{folder}/twin.db")
    upgrade(engine)
    with writing(engine) as session:
        under_control(session)
    day = ISSUED
    while day <= ENDS:
        swept(engine, clock(day))
        day += timedelta(days=1)
    found = last_words(engine)
    engine.dispose()
    return found


def lived_through(engine, chance):
    """Sweep on some days only, some of them many at once, with clocks that jump; what was wrong, and how often what."""
    wrong, counts, day = [], Counter(), ISSUED
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while day <= ENDS:
            times = chance.choice([2, 2, AT_ONCE])
            wrote = sum(found != 0 for found in pool.map(swept, repeat(engine), [clock(day)] * times))
            counts["sweeps"] += times
            if wrote > 1:
                wrong.append(f"{day}: {wrote} sweeps of {times} wrote letters")
            jump = chance.choice([timedelta(0), -timedelta(days=chance.randint(1, 40)), timedelta(days=61)])
            if jump:
                counts["jumps"] += 1
                if (said := swept(engine, clock(day) + jump)) != "doubtful":
                    wrong.append(f"{day}: a clock that jumped by {jump.days} days was believed: {said} letters")
            off = timedelta(days=chance.randint(1, LONGEST.days))
            counts["days off"] += off.days - 1
            day = day + off if day + off <= ENDS else max(ENDS, day + timedelta(days=1))
    return wrong, counts


def doubled(engine):
    """The persons who got two digests on a day."""
    with reading(engine) as session:
        rows = session.exec(select(Outbox.person_id, Outbox.written_on)).all()
    return [f"person {one[0]} got {times} letters on {one[1]}" for one, times in Counter(rows).items() if times > 1]


def broken(engine, chance, expected):
    """What does not hold of a life with trouble; and how much trouble there was."""
    with writing(engine) as session:
        under_control(session)
    wrong, counts = lived_through(engine, chance)
    found = last_words(engine)
    missing = (key for key, word in expected.items() if found.get(key) != word)
    lost = [f"{key}: {found.get(key)} was said last, not {expected[key]}" for key in missing]
    return [*wrong, *doubled(engine), *lost], counts


@pytest.fixture(scope="session")
def expected(tmp_path_factory):
    return twin(tmp_path_factory.mktemp("twin"))


@pytest.mark.parametrize("number", range(size(1, 12)))
def test_days_off_jumps_of_the_clock_and_sweeps_at_once_change_nothing_in_the_end(engine, expected, figures, number):
    found, counts = broken(engine, random.Random(SEED + number), expected)
    assert found == []
    assert {rung.partition(".")[0] for rung, _ in expected.values()} >= {"executor", "coordinator", "order_controller"}
    figures(**{name.replace(" ", "_"): number for name, number in counts.items()})


def says_it_again(patch):
    """Does not know what has been said."""
    patch(standings, "fired", lambda *_: frozenset())
    patch(standings, "written_to", lambda *_, **__: frozenset())


def believes_any_clock(patch):
    """Does not look at the clock of the sweep before."""
    patch(begun, "refuse_doubtful", lambda *_: None)


def speaks_only_on_the_day(patch):
    """A rung speaks on its day or never."""
    really = ladder.Timetable.reached

    def reached(self, standing, addressee):
        found = really(self, standing, addressee)
        return found if found and found.on == self.today else None

    patch(ladder.Timetable, "reached", reached)


@pytest.fixture
def sqlite(sqlite_url):
    engine = engine_for(sqlite_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("bug", "noticed"),
    [
        (says_it_again, "wrote letters"),
        (believes_any_clock, "was believed"),
        (speaks_only_on_the_day, "was said last, not"),
    ],
)
def test_a_planted_bug_is_noticed(sqlite, expected, monkeypatch, bug, noticed):
    bug(monkeypatch.setattr)
    found, _ = broken(sqlite, random.Random(NOTICES), expected)
    assert any(noticed in one for one in found)
