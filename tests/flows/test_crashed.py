"""A run that is killed where it stands: it is seen to have crashed, the administrator is written to, and the letter it
held is not lost.
"""

import os
import signal
import socket
from pathlib import Path

from models.database import engine_for, reading, upgrade, writing
from models.mail_switch import turn
from models.outbox import letters
from models.tables import OutboxState
from tests.flows.test_up import House, until
from tests.notifications.waiting import AT, put_in

TOLD_WITHIN = 60


def test_a_run_that_is_killed_is_told_to_the_administrator_and_its_letter_is_kept(tmp_path):
    database = f"sqlite:///{tmp_path}/srok.db"
    engine = engine_for(database)
    upgrade(engine)
    with writing(engine) as session:
        turn(session, on=True, at=AT)
    put_in(engine, 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections and never greets
        house = House(tmp_path)
        house.environment |= {
            "SROK_SMTP_URL": f"smtp://127.0.0.1:{silent.getsockname()[1]}",
            "SROK_ADMIN_EMAIL": "admin@city.example",
        }
        house.start()
        try:
            run = house.ask(f"/deployments/{house.deployments()['deliver']['id']}/create_flow_run")
            os.kill(until(lambda: claiming(engine, run["id"]), bool, within=TOLD_WITHIN, house=house), signal.SIGKILL)
            until(lambda: state_of(house, run["id"]), "CRASHED".__eq__, within=TOLD_WITHIN, house=house)
            until(lambda: subjects(engine), lambda found: len(found) == 2, within=TOLD_WITHIN, house=house)
        finally:
            house.stop(signal.SIGTERM)
    assert subjects(engine) == ["Срок", "Срок: сбой потока deliver"]
    with reading(engine) as session:
        assert letters(session)[0].state in {OutboxState.LEASED, OutboxState.QUEUED}
    engine.dispose()


def claiming(engine, run_id):
    """The process of a run, once it holds the letter; 0 until then."""
    with reading(engine) as session:
        held = letters(session)[0].state is OutboxState.LEASED
    return process_of(run_id) if held else 0


def process_of(run_id):
    """The process that Prefect has started for a run."""
    mine = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mine in path.read_bytes():
                return int(path.parent.name)
        except OSError:
            continue
    return 0


def state_of(house, run_id):
    return house.ask(f"/flow_runs/{run_id}", "GET")["state_type"]


def subjects(engine):
    with reading(engine) as session:
        return [one.subject for one in letters(session)]
