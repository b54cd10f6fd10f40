"""A digest through a real SMTP server on loopback, signed in."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from aiosmtpd.smtp import SMTP, AuthResult

from models import outbox
from models.database import writing
from notifications.compose import compose_digest
from notifications.delivery import DeliveryCounts
from notifications.relay import Patience
from states.ladder import Recipient
from tests.notifications.builders import SENDER, letter, line
from tests.notifications.waiting import AT, deliver, only_row, put_in


class Mailroom:
    """What a real server took, and who signed in."""

    def __init__(self):
        self.envelopes = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the name aiosmtpd calls
        self.envelopes.append(envelope)
        return "250 taken"


@asynccontextmanager
async def real_server():
    """aiosmtpd on loopback, in the test's own loop; gives its address and what it took."""

    def sign_in(server, session, envelope, mechanism, login):
        return AuthResult(success=(login.login, login.password) == (b"srok", b"p:ss"), handled=False)

    mailroom = Mailroom()
    protocol = partial(SMTP, mailroom, hostname="here", authenticator=sign_in, auth_require_tls=False)
    listening = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{listening.sockets[0].getsockname()[1]}", mailroom.envelopes
    finally:
        listening.close()
        await listening.wait_closed()
        await asyncio.sleep(0.01)  # let its sessions end


async def test_a_digest_reaches_a_real_server_whole(engine):
    reader = Recipient(person_id=7, name="Петрова Анна Сергеевна", email="school-4@tomsk.example")
    sent = compose_digest(letter(line(), to=reader), sender=SENDER, reply_to=[], at=AT)
    with writing(engine) as session:
        outbox.enqueue_all(session, [replace(sent, person_id=None)], at=AT)
    async with real_server() as (address, envelopes):
        counts = await deliver(engine, f"smtp://srok:p%3Ass@{address}", patience=Patience(stage_seconds=5))
    assert counts == DeliveryCounts(sent=1)
    (envelope,) = envelopes
    assert envelope.content == sent.eml
    assert (envelope.mail_from, envelope.rcpt_tos) == ("srok@imc.example", ["school-4@tomsk.example"])


async def test_a_wrong_password_is_the_relays_fault_and_not_shown(sqlite):
    put_in(sqlite)
    async with real_server() as (address, _):
        counts = await deliver(sqlite, f"smtp://srok:geheim@{address}", patience=Patience(stage_seconds=5))
    assert "auth failed: 535" in counts.relay_fault
    assert "geheim" not in counts.relay_fault
    assert only_row(sqlite).attempts == 0
