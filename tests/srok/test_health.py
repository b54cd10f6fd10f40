"""Whether the house is well: what each check says when something is not, and who is answered how."""

import asyncio
import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from string import Formatter
from threading import Thread

import pytest

from models import outbox, relays, sending
from models.database import engine_for, writing
from models.mail_switch import turn
from models.outbox_by_hand import WAITING, hold, ids_in
from models.sending import Settlement
from models.sweeps import SweepFact, record_sweep
from models.tables import OutboxState
from notifications.alarm import Trouble
from srok import health, health_words, rounds, schedules_alive, surroundings
from srok.checks import Verdict, as_data, worst
from srok.health import examine
from srok.settings import Settings
from tests.builders import under_control
from tests.notifications.misbehaving import misbehaving
from tests.notifications.waiting import composed, put_in

AT = datetime(2024, 4, 8, 9, tzinfo=UTC)
"""Letters of `put_in` wait from five."""


@pytest.fixture
def house(database_url, tmp_path, monkeypatch):
    """A database with letters that wait, and a function that looks at everything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("SROK_DATABASE_URL", database_url)
    monkeypatch.setenv("SROK_SMTP_URL", "smtp://localhost:1")
    engine = engine_for(database_url)
    yield engine
    engine.dispose()


def found(at=AT):
    return {check.name: check for check in asyncio.run(examine(Settings(), at=at))}


def swept(engine, at):
    with writing(engine) as session:
        record_sweep(session, SweepFact(at, at.date(), 0, 0))


def test_a_fresh_house_is_well_but_for_its_relay(house):
    checks = found()
    assert {name for name, check in checks.items() if check.verdict is Verdict.FAIL} == {"relay"}
    assert checks["relay"].said.startswith("smtp://localhost:1: ")
    assert all(check.to_do for check in checks.values() if check.verdict is not Verdict.OK)


async def test_a_relay_that_greets_is_well_and_gets_no_letter(house):
    async with misbehaving() as server:
        checks = await examine(Settings(smtp_url=server.url), at=AT)
    (relay,) = [check for check in checks if check.name == "relay"]
    assert relay.verdict is Verdict.OK


@pytest.mark.parametrize(("hours", "verdict"), [(25, Verdict.OK), (27, Verdict.WARN), (49, Verdict.FAIL)])
def test_two_sweeps_missed_are_a_failure(house, hours, verdict):
    swept(house, AT - timedelta(hours=hours))
    assert found()["last sweep"].verdict is verdict


def test_a_house_with_work_and_no_sweep_is_warned_of(house):
    assert found()["last sweep"].verdict is Verdict.OK
    with writing(house) as session:
        under_control(session)
    assert found()["last sweep"].verdict is Verdict.WARN


def test_letters_that_nobody_takes_are_a_failure(house):
    put_in(house, 2)
    assert found()["oldest letter due"].verdict is Verdict.FAIL
    assert "deliver --once" in found()["oldest letter due"].to_do


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (datetime(2097, 3, 1, tzinfo=UTC), Verdict.OK),
        (datetime(2097, 10, 1, tzinfo=UTC), Verdict.WARN),
        (datetime(2097, 12, 1, tzinfo=UTC), Verdict.FAIL),
    ],
)
def test_a_year_without_a_calendar_is_missed_from_october_on(house, at, verdict):
    checks = found(at)
    assert checks["calendar of next year"].verdict is verdict
    assert checks["calendar of this year"].verdict is Verdict.FAIL


def test_a_database_that_is_not_there_or_of_another_srok_is_a_failure(house, tmp_path, monkeypatch):
    monkeypatch.setattr(health, "HEAD", "9999")
    assert "db upgrade" in found()["database"].to_do
    monkeypatch.setenv("SROK_DATABASE_URL", f"sqlite:///{tmp_path}/absent.db")
    assert found()["database"].said == "there is none yet"
    assert not (tmp_path / "absent.db").exists()


def test_a_scheduler_that_is_gone_is_a_failure(house, monkeypatch):
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert found()["schedules"].verdict is Verdict.FAIL
    assert "--once" in found()["schedules"].to_do


def served(zone):
    schedules = [{"active": True, "schedule": {"cron": "0 9-11 * * *", "timezone": zone}}]
    return [{"paused": False, "schedules": schedules}]


ACTIVE = served("Europe/Moscow")


@pytest.mark.parametrize(
    ("deployments", "runs", "said"),
    [
        (ACTIVE, ["2024-04-08T09:04:00Z"], "runs are scheduled and taken"),
        (served("Asia/Tomsk"), ["2024-04-08T09:04:00Z"], "by the clock of Asia/Tomsk, SROK_TIMEZONE is Europe/Moscow"),
        (served(None), ["2024-04-08T09:04:00Z"], "by the clock of UTC, SROK_TIMEZONE is Europe/Moscow"),
        (ACTIVE, ["2024-04-08T08:40:00Z"], "nobody takes it"),
        (ACTIVE, [], "its scheduler is dead"),
        ([{"paused": True, "schedules": [{"active": True}]}], [], "no active schedule"),
        ([], [], "no active schedule"),
    ],
)
def test_the_schedules_are_judged_by_prefects_runs(house, monkeypatch, deployments, runs, said):
    answers = {
        "/api/deployments/filter": deployments,
        "/api/flow_runs/filter": [{"expected_start_time": runs[0]}] if runs else [],
    }
    with a_server(answers) as url:
        monkeypatch.setenv("PREFECT_API_URL", url)
        assert said in found()["schedules"].said


@contextmanager
def a_server(answers):
    """A server that answers by path, as Prefect's does."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answers[self.path]).encode())

        def log_message(self, *_):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api"
        finally:
            server.shutdown()
            thread.join()


def test_a_full_disk_and_a_folder_nobody_may_write_are_failures(house, tmp_path, monkeypatch):
    monkeypatch.setattr(surroundings, "FREE_BYTES", (2**60, 2**59))
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SROK_EVIDENCE_DIR", str(tmp_path / "file"))
    assert (found()["disk"].verdict, found()["evidence folder"].verdict) == (Verdict.FAIL, Verdict.FAIL)


def test_templates_that_cannot_be_used_are_warned_of(house, tmp_path, monkeypatch):
    assert found()["letter templates"].verdict is Verdict.OK
    (tmp_path / "digest.txt.j2").write_text('{% extends "srok/digest.txt.j2" %}{% block foto %}{% endblock %}')
    monkeypatch.setenv("SROK_TEMPLATES", str(tmp_path))
    assert found()["letter templates"].said.startswith("digest.txt.j2:1: unknown block foto")
    (tmp_path / "digest.txt.j2").write_text('{% extends "srok/digest.txt.j2" %}{% block foot %}Дом 1{% endblock %}')
    assert found()["letter templates"].verdict is Verdict.OK


def test_a_machine_without_the_fonts_of_documents_is_warned_of(house, monkeypatch):
    assert surroundings._fonts({"Liberation Serif"}).verdict is Verdict.OK  # noqa: SLF001 - no machine has both
    assert surroundings._fonts({"Libertinus Serif"}).to_do == "on Debian: apt-get install fonts-liberation"  # noqa: SLF001
    assert found()["fonts"].verdict in {Verdict.OK, Verdict.WARN}


def test_letters_to_the_administrator_that_did_not_arrive_are_a_failure(house, monkeypatch):
    assert found()["administrator"].verdict is Verdict.WARN
    monkeypatch.setenv("SROK_ADMIN_EMAIL", "admin@city.example")
    assert found()["administrator"].verdict is Verdict.OK
    rounds.tell(Settings(), Trouble(what="watch", subject="Срок", paragraphs=("Диск",)), at=AT)
    settled(house, OutboxState.DEAD)
    assert found()["administrator"].verdict is Verdict.FAIL
    assert found()["administrator"].said == "1 letters to the administrator did not arrive"


def settled(engine, state):
    with writing(engine) as session:
        what = Settlement(state=state, attempts=1)
        claimed = sending.claim(session, at=AT, batch=10)
        sending.record(session, settlements=[(one, what) for one in claimed], at=AT)


def test_dead_and_held_letters_are_warned_of(house):
    put_in(house, 2)
    settled(house, OutboxState.UNKNOWN)
    assert (found()["lost letters"].verdict, found()["lost letters"].said) == (Verdict.WARN, "0 dead, 2 unknown")
    assert found()["held letters"].verdict is Verdict.OK
    with writing(house) as session:
        outbox.enqueue_all(session, [composed(7)], at=AT)
        hold(session, ids_in(session, WAITING))
    assert found()["held letters"].said == "1 wait for a person"


async def test_a_relay_that_is_paused_is_warned_of(house):
    async with misbehaving() as server:
        with writing(house) as session:
            relays.pause(session, server.url, reason="421 busy", by="here", at=AT)
        checks = {check.name: check for check in await examine(Settings(smtp_url=server.url), at=AT)}
    assert (checks["relay"].verdict, "is paused since 2024-04-08 09:00 UTC" in checks["relay"].said) == (
        Verdict.WARN,
        True,
    )


def test_the_worst_check_is_the_verdict(house):
    checks = tuple(found().values())
    assert worst(checks) is Verdict.FAIL
    assert worst(tuple(check for check in checks if check.verdict is Verdict.OK)) is Verdict.OK


def test_the_doctor_ends_with_one_where_something_failed(run, monkeypatch):
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("SROK_SMTP_URL", "smtp://localhost:1")
    assert (run("db", "upgrade").code, run("mail", "on").code) == (0, 0)
    said = run("doctor")
    assert (said.code, "look at SROK_SMTP_URL" in said.out) == (1, True)
    assert {"name", "verdict", "code", "said", "to_do"} == set(json.loads(run("doctor", "--json").out)[0])


def test_a_house_whose_mail_is_off_says_so_and_has_not_failed(house):
    put_in(house, 2)
    with writing(house) as session:
        turn(session, on=False, at=AT)
    checks = found(AT + timedelta(days=9))
    assert checks["mail"].said.startswith("is off")
    assert "srok mail on" in checks["mail"].to_do
    assert {name for name, check in checks.items() if check.verdict is Verdict.FAIL} == set()


def named(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_whatever_is_not_well_says_what_to_do_in_both_languages():
    source = "".join(Path(one.__file__).read_text(encoding="utf-8") for one in (health, surroundings, schedules_alive))
    for code, said in health_words.SAID.items():
        assert f'"{code}"' in source or code.partition("_")[2] in {"ago", "future"}, code
        for words in (said, health_words.TO_DO.get(code)):
            assert words is None or named(words.russian) == named(words.english), code
    assert health_words.TO_DO.keys() <= health_words.SAID.keys()


def test_the_same_check_is_said_in_russian_too(house):
    check = found()["relay"]
    assert check.called.russian == "почтовый сервер"
    assert check.found.russian.startswith("smtp://localhost:1: ")
    assert "на каком шаге" in check.advice.russian
    assert as_data(check) == {
        "name": "relay", "verdict": "fail", "code": "relay_wrong", "said": check.said, "to_do": check.to_do
    }  # fmt: skip
