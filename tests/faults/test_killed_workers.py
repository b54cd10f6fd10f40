"""Many machines: Prefect and Srok on PostgreSQL, two workers. A worker is killed while it sweeps a shard, and one while
it sends; what they leave, the others do. Each letter is there, each copy more than one is recorded as possible.
"""

import asyncio
from collections import Counter
from datetime import date, datetime, timedelta
from email import message_from_bytes
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from models.database import engine_for, writing
from models.leases import LONGEST_LEASE
from srok import rounds
from srok.settings import Settings
from tests.builders import ZONE
from tests.conftest import _execute
from tests.faults.sizes import FULL, size
from tests.faults.test_senders import broken
from tests.faults.workers import LEASE, STARTS_WITHIN, Pool
from tests.notifications.cities import LETTERS, city
from tests.notifications.misbehaving import misbehaving
from tests.notifications.waiting import rows

pytestmark = pytest.mark.postgres

CITIES = size(12, 60)
SHARDS = size(2, 3)
LATE = date(2024, 3, 7)
AT = datetime(2024, 3, 7, 10, tzinfo=ZoneInfo(ZONE))
PATIENCE = 180
"""Seconds given to workers: the shard of the one that was killed is swept by whoever waits for it, after that."""

DAWDLES = 0.1
"""Seconds the mail server takes at most for each answer: sending lasts long enough to be killed in the middle."""


@pytest.fixture(scope="module")
def pool(postgres_cluster, tmp_path_factory):
    _execute(postgres_cluster, "CREATE DATABASE prefect")
    made = Pool(
        tmp_path_factory.mktemp("pool"), postgres_cluster.format(name="prefect").replace("sql://", "sql+asyncpg://")
    )
    try:
        made.start()
        yield made
    finally:
        made.stop()
        _execute(postgres_cluster, "DROP DATABASE prefect WITH (FORCE)")


@pytest.fixture
def engine(postgres_url):
    engine = engine_for(postgres_url)
    with writing(engine) as session:
        for number in range(1, CITIES + 1):
            city(session, f"{chr(ord('А') + number % 32)}{number}", number)
    yield engine
    engine.dispose()


async def until(look, *, within, pool):
    over = monotonic() + within
    while not (seen := await asyncio.to_thread(look)):
        assert monotonic() < over, pool.log
        await asyncio.sleep(0.1)
    return seen


def blocked(engine):
    """Whether a sweep waits for a plan that somebody holds."""
    with engine.connect() as connection:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return connection.execute(text(waiting)).scalar_one()


def in_the_middle(pool, engine):
    """The run of the shard with the first plan, once it waits for the plan."""
    found = [one for one in pool.runs_of("sweep_shard") if 1 in one["parameters"]["plans"]] if blocked(engine) else []
    return next((one["id"] for one in found if one["state_type"] == "RUNNING"), None)


async def kill_a_sweeper(pool, engine):
    """Hold a plan until a worker waits for it in the middle of its shard; kill that worker, and let go."""
    with writing(engine) as busy:
        busy.execute(text("SELECT id FROM plan WHERE id = 1 FOR NO KEY UPDATE"))
        run = await asyncio.to_thread(
            pool.begin, "remind_and_escalate", as_of=str(LATE), at=AT.isoformat(), shards=SHARDS, patience=PATIENCE
        )
        shard = await until(lambda: in_the_middle(pool, engine), within=STARTS_WITHIN, pool=pool)
        victim = await asyncio.to_thread(pool.worker_of, shard)
        assert pool.kill(victim) >= 2
    return run, victim


async def kill_a_sender(pool, server):
    """Kill the worker that sends when some letters have left and others have not."""
    run = await asyncio.to_thread(pool.begin, "deliver", at=AT.isoformat())
    await until(lambda: len(server.taken) > CITIES, within=STARTS_WITHIN, pool=pool)
    victim = await asyncio.to_thread(pool.worker_of, run)
    pool.kill(victim)
    assert len(server.taken) < CITIES * LETTERS, "everything had left when the sender was killed"
    return victim


async def sweep_what_is_left(pool, run):
    """In the quick form as cron does it, at once; in the full one by Prefect: by who waits for the shards, or anew."""
    if not FULL:
        await asyncio.to_thread(rounds.escalate, Settings(), today=LATE, at=AT)
    elif (
        not await asyncio.to_thread(pool.worker_of, run) or await pool.finished(run, within=2 * PATIENCE) != "COMPLETED"
    ):
        await again_until_done(pool, "remind_and_escalate", as_of=str(LATE), at=AT.isoformat(), shards=SHARDS)


async def send_what_is_left(pool):
    """The same of sending, at times by which the leases of the killed are over."""
    for number in (1, 2):
        at = AT + number * (LONGEST_LEASE + timedelta(minutes=5))
        if FULL:
            await again_until_done(pool, "deliver", at=at.isoformat())
        else:
            await rounds.deliver(Settings(), at=at)


async def again_until_done(pool, flow, **parameters):
    """Start runs, as a schedule does, until one is not left out because another is thought to run still."""
    over = monotonic() + 4 * LEASE + STARTS_WITHIN
    while True:
        run = await asyncio.to_thread(pool.begin, flow, **parameters)
        if await pool.finished(run, within=STARTS_WITHIN) == "COMPLETED":
            return
        assert monotonic() < over, pool.log
        await asyncio.sleep(3)


async def played(pool, engine, monkeypatch, bug=""):
    """A day on two workers of which two were killed; what the outbox says, and the copies that the mail server took."""
    async with misbehaving() as server:
        server.dawdles = DAWDLES
        settings = {
            "SROK_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "SROK_SMTP_URL": server.url,
            "SROK_TIMEZONE": ZONE,
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        for name in ("one", "other"):
            pool.add_worker(name, bug, **settings)
        run, victim = await kill_a_sweeper(pool, engine)
        if FULL:
            pool.add_worker(victim, bug, **settings)  # systemd starts it again
        await sweep_what_is_left(pool, run)
        victim = await kill_a_sender(pool, server)
        if FULL:
            pool.add_worker(victim, bug, **settings)
        server.dawdles = 0
        await send_what_is_left(pool)
        copies = Counter(str(message_from_bytes(one)["Message-ID"]) for one in server.taken)
    for name in list(pool.workers):
        pool.kill(name)
    return rows(engine), copies


async def test_two_workers_killed_in_the_middle_lose_no_letter_and_double_none_unrecorded(
    pool, engine, monkeypatch, figures
):
    letters, copies = await played(pool, engine, monkeypatch)
    assert len(letters) == len({row.key for row in letters}) == CITIES * LETTERS
    assert len({(row.person_id, row.written_on) for row in letters}) == CITIES * LETTERS
    assert broken({row.message_id: row for row in letters}, copies) == []
    assert set(copies) == {row.message_id for row in letters}
    doubled = sum(copies.values()) - len(copies)
    figures(
        letters=len(letters), lost=0, extra_copies=doubled, possible=sum(row.possible_duplicates for row in letters)
    )


@pytest.mark.skipif(not FULL, reason="FAULTS=full plants the bug as well")
async def test_a_planted_bug_is_noticed(pool, engine, monkeypatch):
    letters, copies = await played(pool, engine, monkeypatch, bug="marks_first")
    wrong = broken({row.message_id: row for row in letters}, copies)
    assert any("is lost" in one for one in wrong)
