"""A sweep in shards: what a whole sweep would say, by shards at once, in any order, or twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from models.database import engine_for, reading, writing
from models.sweeps import last_sweep, sweep_beside
from models.tables import FiringRow, Occurrence, Organization, Outbox, Person, Plan, PlanItem
from notifications.begun import When
from notifications.chasing import sweep
from notifications.sharding import split, sweep_shard
from tests.builders import CALENDAR, ZONE, instant
from tests.notifications.cities import CITIES, LETTERS, cities_under_control, city

SENDER = "Срок <srok@city.example>"
LATE = date(2024, 3, 7)
AT = datetime(2024, 3, 7, 10, tzinfo=ZoneInfo(ZONE))
NOW = When(at=AT)


@pytest.fixture
def cities(engine):
    with writing(engine) as session:
        cities_under_control(session)
    return engine


def parted(engine, *, at_most=8, when=NOW):
    with writing(engine) as session:
        return split(session, when, calendar=CALENDAR, at_most=at_most)


def swept(engine, plans, when=NOW):
    with writing(engine) as session:
        return sweep_shard(session, plans, when, calendar=CALENDAR, sender=SENDER)


def said(engine):
    """What has been said to whom, however it was parted."""
    with reading(engine) as session:
        columns = FiringRow.assignment_id, FiringRow.rung, FiringRow.step, FiringRow.epoch, Outbox.recipient
        firings = session.exec(select(*columns).join(Outbox, Outbox.id == FiringRow.outbox_id)).all()
        letters = session.exec(select(Outbox.key, Outbox.recipient, Outbox.subject)).all()
    return sorted(map(tuple, firings)), sorted(map(tuple, letters))


def test_shards_say_together_what_one_sweep_says(cities):
    parts = parted(cities).shards
    assert sorted(parts) == [(1,), (2,), (3,)]
    letters = [len(swept(cities, part).letters) for part in parts]
    assert letters == [LETTERS] * 3
    in_shards = said(cities)
    with writing(cities) as session:
        for table in (FiringRow.__table__, *(Outbox.metadata.tables[name] for name in ("letterbytes", "outbox"))):
            session.execute(table.delete())
        session.execute(update(Plan.metadata.tables["assignment"]).values(attention_on=LATE))
        whole = sweep(session, at=AT, calendar=CALENDAR, sender=SENDER)
    assert len(whole.letters) == sum(letters)
    assert said(cities) == in_shards


def test_a_shard_swept_twice_or_ten_times_at_once_writes_nothing_twice(cities):
    parts = parted(cities).shards
    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(lambda n: swept(cities, parts[n % 3]), range(30)))
    assert sorted(len(one.letters) for one in results) == [0] * 27 + [LETTERS] * 3
    before = said(cities)
    assert [len(swept(cities, part).letters) for part in parts] == [0, 0, 0]
    assert said(cities) == before


def test_shards_and_whole_sweeps_at_once_are_one_sweep(cities):
    parts = parted(cities).shards

    def run(number):
        if number % 2:
            return swept(cities, parts[number % 3])
        with writing(cities) as session:
            return sweep(session, at=AT, calendar=CALENDAR, sender=SENDER)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(run, range(24)))
    assert sum(len(one.letters) for one in results) == 3 * LETTERS
    with reading(cities) as session:
        assert session.exec(select(func.count()).select_from(Outbox)).one() == 3 * LETTERS


def test_plans_with_one_person_between_them_are_one_shard(cities):
    with writing(cities) as session:
        by_name = dict(session.exec(select(Organization.name, Organization.id)).all())
        shared = by_name[f"Департамент г. {CITIES[0]}"]
        moved = update(Person).where(col(Person.organization_id) == by_name[f"Департамент г. {CITIES[1]}"])
        session.execute(moved.values(organization_id=shared))
    assert sorted(parted(cities).shards) == [(1, 2), (3,)]


def test_a_substitute_from_elsewhere_ties_two_plans(cities):
    with writing(cities) as session:
        head = select(Person.id).where(Person.email == "1-p@c.example").scalar_subquery()
        session.execute(update(Person).where(col(Person.email) == "2-c@c.example").values(substitute_for_id=head))
    assert sorted(parted(cities).shards) == [(1, 2), (3,)]


def test_a_person_told_in_two_shards_after_all_gets_one_letter_and_the_rest_the_next_day(cities):
    with writing(cities) as session:
        common = session.exec(select(Person.id).where(Person.email == "1-c@c.example")).one()
        roles = Plan.metadata.tables["planrole"]
        second_s = (roles.c.plan_id == 2, roles.c.role == "coordinator")
        session.execute(update(roles).where(*second_s).values(person_id=common))
    parted(cities)
    first, second = (swept(cities, [plan]) for plan in (1, 2))  # as a partition that was wrong would
    assert [len(first.letters), len(second.letters)] == [LETTERS, LETTERS - 1]
    with writing(cities) as session:
        later = sweep(session, at=instant(date(2024, 3, 11), 3), calendar=CALENDAR, sender=SENDER)
    (to_common,) = (one for one in later.letters if one.recipient.person_id == common)
    assert {line.standing.plan_id for line in to_common.lines if line.fired} >= {2}


def test_lists_are_whole_though_only_a_shard_s_news_is_said(cities):
    work = Plan.metadata.tables["assignment"]
    with writing(cities) as session:
        city(session, CITIES[0], 1, order="9")
        theirs = select(PlanItem.id).where(PlanItem.plan_id == 4)
        said_all = select(Occurrence.id).where(col(Occurrence.item_id).in_(theirs))
        session.execute(update(work).where(work.c.occurrence_id.in_(said_all)).values(attention_on=None))
    (part,) = (one for one in parted(cities).shards if 1 in one)
    assert part == (1,)
    lines = [line for letter in swept(cities, part).letters for line in letter.lines]
    assert {(line.standing.plan_id, line.fired) for line in lines} == {(1, True), (4, False)}


def test_an_empty_split_is_a_sweep_and_a_full_one_is_not_until_its_shards_are(cities):
    parts = parted(cities).shards
    with reading(cities) as session:
        assert last_sweep(session) is None
    for part in parts:
        swept(cities, part)
    assert parted(cities).shards == ()
    with reading(cities) as session:
        assert last_sweep(session).letters == 0


def test_at_night_and_on_a_day_off_there_is_nothing_to_part(cities):
    night, day_off = AT.replace(hour=3), datetime(2024, 3, 8, 10, tzinfo=AT.tzinfo)
    assert parted(cities, when=When(at=night)).shards == ()
    found = parted(cities, when=When(at=day_off))
    assert (found.shards, found.swept.working_day) == ((), False)


def test_the_day_begins_before_it_is_parted(cities):
    found = parted(cities, when=When(at=AT.replace(month=12, day=10), today=date(2024, 12, 10)))
    assert found.swept.issued == 2 * len(CITIES)


@pytest.mark.postgres
def test_one_plan_is_swept_by_one_at_a_time_and_others_beside_it(postgres_url):
    engine = engine_for(postgres_url)
    with writing(engine) as session:
        cities_under_control(session)
    with ThreadPoolExecutor(2) as pool, writing(engine) as busy:
        sweep_beside(busy, [1])
        waits = pool.submit(swept, engine, [1])
        assert len(pool.submit(swept, engine, [2]).result(timeout=120).letters) == LETTERS
        assert not waits.done()
        busy.rollback()
        assert len(waits.result(timeout=120).letters) == LETTERS
    engine.dispose()
