"""Letters through a real Postfix: STARTTLS with a certificate of its own, some recipients put off, each letter once."""

from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest

from models.tables import OutboxState
from notifications.delivery import DeliveryCounts
from notifications.relay import Patience
from tests.notifications.postfix import is_here, postfix
from tests.notifications.waiting import AT, deliver, put_in, rows

LETTERS = 40
PATIENT = Patience(stage_seconds=20, data_seconds=20)

pytestmark = pytest.mark.skipif(not is_here(), reason="needs Postfix (Debian: apt-get install postfix) and root")


@pytest.fixture(scope="module")
def server():
    with postfix() as running:
        yield running


async def test_a_certificate_nobody_vouches_for_is_refused(sqlite, server):
    put_in(sqlite)
    counts = await deliver(sqlite, server.url, patience=PATIENT)
    assert "starttls failed" in counts.relay_fault
    assert rows(sqlite)[0].attempts == 0


async def test_each_letter_arrives_once_those_put_off_with_the_second_run(engine, server, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    put_in(engine, LETTERS)
    before = len(server.delivered(0))
    server.put_off("^school-[0-9]*[05]@")
    first = await deliver(engine, server.url, patience=PATIENT)
    assert first == DeliveryCounts(sent=32, requeued=8)
    assert {row.last_code for row in rows(engine) if row.state is OutboxState.QUEUED} == {450}
    server.put_off("")
    second = await deliver(engine, server.url, patience=PATIENT, at=AT + timedelta(minutes=20))
    assert second == DeliveryCounts(sent=8)
    arrived = server.delivered(before + LETTERS)
    copies = Counter(message_from_bytes(content)["Message-ID"] for content in arrived)
    assert len(copies) == LETTERS
    assert set(copies.values()) == {len(arrived) // LETTERS} == {before // LETTERS + 1}
    assert {(row.state, row.possible_duplicates) for row in rows(engine)} == {(OutboxState.SENT, 0)}
