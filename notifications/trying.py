"""A letter by which somebody tries the relay: to themselves, at once, past outbox and switch. Keeps nothing."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from html import escape

from notifications.message import Headers, address, eml, mailbox
from notifications.relay import Patience, relay_at
from notifications.smtp import Connection, Envelope, Outcome

PATIENCE = Patience(stage_seconds=10, data_seconds=20)
SUBJECT = "Срок: проверка почты"
TEXT = "Это письмо отправлено со страницы администратора, чтобы проверить почтовый сервер. Отвечать на него не нужно."


@dataclass
class _Standing:
    """The fence of a letter that nobody keeps: there is nothing to record."""

    passed: bool = False

    def stands(self) -> bool:
        return self.passed

    async def __call__(self) -> bool:
        self.passed = True
        return True


async def try_relay(smtp_url: str, *, to: str, sender: str, at: datetime) -> Outcome:
    """Send a letter to somebody who asked for it; what the relay said of it.

    Raises:
        RelayUnusable: the relay's URL cannot be used.
        AddressUnusable: no letter can go `to` this address, or come from `sender`.

    """
    reader, from_whom = address(to), mailbox(sender)
    headers = Headers(key=f"try/{at.isoformat()}", sender=from_whom, to=reader, reply_to=[], subject=SUBJECT, at=at)
    written = eml(headers, text=TEXT + "\n", html=f"<p>{escape(TEXT)}</p>")
    with closing(Connection(relay_at(smtp_url), PATIENCE)) as connection:
        return await connection.send(Envelope(from_whom.addr_spec, reader.addr_spec, written), fence=_Standing())
