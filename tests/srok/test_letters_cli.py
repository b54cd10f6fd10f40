"""Letters from the command line: shown, held, released, tried again, cancelled, and come back."""

import io
import mailbox
import sys

import pytest

from models import relays
from models.database import engine_for, writing
from models.sending import Settlement, claim, record
from models.tables import OutboxState
from tests.notifications.reports import AN_ANSWER, recipient, report
from tests.notifications.waiting import AT, put_in

RETURNED = "Message-ID: <{}@imc.example>\n\n"


@pytest.fixture
def outbox(run, tmp_path):
    """Three letters in a database of the command line's."""
    run("letters")
    engine = engine_for(f"sqlite:///{tmp_path}/srok.db")
    put_in(engine, 3)
    yield engine
    engine.dispose()


def settle(engine, state):
    with writing(engine) as session:
        letters = claim(session, at=AT, batch=100)
        record(session, settlements=[(one, Settlement(state=state, attempts=1)) for one in letters], at=AT)


def bounced(number):
    return report(groups=[recipient(f"school-{number}@tomsk.example")], returned=RETURNED.format(number))


def piped(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_letters_are_listed_and_one_is_shown(run, outbox):
    assert "school-1@tomsk.example" in run("letters", "--state", "queued").out
    said = run("letters", "show", 2).out
    assert said.startswith("letter 2: queued, written on 2024-04-08, 0 attempts, 0 possible duplicates")
    assert "Message-ID: <1@imc.example>" in said
    assert run("letters", "show", 9).err == "srok: letter 9: there is none, see `srok letters`\n"


def test_held_letters_are_released(run, outbox):
    assert run("letters", "hold", "--all").out == "3 letters are held\n"
    assert run("letters", "release", 1, 2).out == "2 letters are released\n"
    assert run("letters", "cancel", 3).out == "1 letters are cancelled\n"
    assert run("letters", "release", 3).err.startswith(
        "srok: letter 3 is cancelled: release is for letters that are held"
    )


def test_dead_letters_are_tried_again(run, outbox):
    settle(outbox, OutboxState.DEAD)
    assert run("letters", "retry", "--all").out == "3 letters will be tried again\n"
    assert run("letters", "retry", 1).code == 1


def test_neither_ids_nor_all_is_refused(run, outbox):
    assert run("letters", "hold").err == "srok: name the letters by their ids, or say --all where it can be said\n"
    assert run("letters", "cancel").code == 1


def test_a_paused_relay_is_shown_and_may_be_tried_at_once(run, outbox):
    assert run("letters", "relay").out == "no relay is paused\n"
    with writing(outbox) as session:
        relays.pause(session, "smtp://localhost:25", reason="connect failed", by="here", at=AT)
    said = run("letters", "relay").out
    assert "smtp://localhost:25  2024-04-08 05:00  2024-04-08 05:01  1       here        connect failed" in said
    assert run("letters", "relay", "--resume").out.startswith("1 paused relays will be tried")


def test_a_report_on_stdin_marks_its_letter(run, outbox, monkeypatch):
    settle(outbox, OutboxState.SENT)
    piped(monkeypatch, bounced(1))
    assert run("letters", "bounce").out == "school-1@tomsk.example bounces: 5.1.1 smtp; 550 5.1.1 no such user\n"
    assert "bounce 5.1.1" in run("letters", "--state", "dead").out
    piped(monkeypatch, bounced(1))
    assert "letter 2 is dead, only one that was sent can come back" in run("letters", "bounce").err
    piped(monkeypatch, AN_ANSWER)
    assert run("letters", "bounce").err.startswith("srok: it is no report of a mail server")


def test_a_mailbox_is_read_and_what_is_no_report_stays(run, outbox, tmp_path):
    settle(outbox, OutboxState.SENT)
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for content in (bounced(0), bounced(2), AN_ANSWER):
        box.add(content)
    said = run("letters", "bounce", "--maildir", tmp_path / "box")
    assert "2 reports taken, 1 messages left as they are" in said.out
    assert "no report of a mail server" in said.err
    assert len(list((tmp_path / "box" / "new").iterdir())) == 1
    assert "0 reports taken, 1 messages left" in run("letters", "bounce", "--maildir", tmp_path / "box").out
    assert "is no Maildir" in run("letters", "bounce", "--maildir", tmp_path).err
