"""The bytes of an e-mail: headers, a plain part, an HTML part. Knows nothing of what a letter is about.

Built of `email.mime`, twice as fast here as `EmailMessage`, whose own folding of long Russian subjects also loses
blanks: every header that may hold Russian is folded by `email.header.Header`.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from notifications.words import one_line
from states.fault import Fault

_CRLF = compat32.clone(linesep="\r\n")


class AddressUnusable(Fault):
    """No letter can go to or from this address; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Headers:
    """Everything above the parts. `key` is the outbox key: Message-ID and boundary come of it, so bytes repeat.

    `thread` is what the letters of one thread have in common, empty for a letter that stands alone.
    """

    key: str
    sender: Address
    to: Address
    reply_to: Sequence[Address]
    subject: str
    at: datetime
    thread: str = ""

    @property
    def message_id(self) -> str:
        """The same for the same key and recipient, so that a copy sent twice is recognised as one."""
        return self._id(self.key)

    @property
    def root_id(self) -> str:
        """What all letters of the thread refer to. No letter has it: mail programs group by a reference they share,
        and so a thread does not depend on which letter came first, or at all.
        """
        return self._id(self.thread)

    def _id(self, key: str) -> str:
        digest = hashlib.sha256(f"{key}\n{self.to.addr_spec}".encode()).hexdigest()
        return f"<{digest[:32]}@{self.sender.domain}>"


@lru_cache(maxsize=4096)
def address(email: str, name: str = "") -> Address:
    """An address fit for a header and an envelope, an international domain in its ASCII form.

    Raises:
        AddressUnusable: it is no address, or its local part is not ASCII, which few relays carry.

    """
    try:
        local, _, domain = email.strip().rpartition("@")
        plain = Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
        plain.addr_spec.encode("ascii")
        return Address(one_line(name), plain.username, plain.domain)
    except (ValueError, MessageError, IndexError) as fault:
        raise AddressUnusable(f"{email!r} is not an address a letter can go to") from fault


def mailbox(text: str) -> Address:
    """An address written with its name: «Срок <srok@example.org>».

    Raises:
        AddressUnusable: there is no address in it.

    """
    name, email = parseaddr(text)
    return address(email, name)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    content: bytes = field(repr=False)


def eml(headers: Headers, *, text: str, html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """The message with CRLF line ends, 7-bit throughout. The same arguments give the same bytes."""
    boundary = "=_" + hashlib.sha256(headers.key.encode()).hexdigest()[:32]
    said: Message[Any, Any] = MIMEMultipart("alternative", boundary=boundary)
    said.attach(MIMEText(text, "plain", "utf-8"))
    said.attach(MIMEText(html, "html", "utf-8"))
    message = _with_files(said, attachments, boundary) if attachments else said
    message["From"] = _with_name("From", [headers.sender])
    message["To"] = _with_name("To", [headers.to])
    if headers.reply_to:
        message["Reply-To"] = _with_name("Reply-To", headers.reply_to)
    message["Subject"] = Header(one_line(headers.subject), "utf-8", header_name="Subject")
    message["Date"] = format_datetime(headers.at)
    message["Message-ID"] = headers.message_id
    if headers.thread:
        message["In-Reply-To"] = headers.root_id
        message["References"] = headers.root_id
    message["Auto-Submitted"] = "auto-generated"
    assert parseaddr(message["To"].encode())[1] == headers.to.addr_spec, "the letter would name somebody else"
    return message.as_bytes(policy=_CRLF)


def _with_files(said: "Message[Any, Any]", attachments: Sequence[Attachment], boundary: str) -> "Message[Any, Any]":
    message = MIMEMultipart("mixed", boundary=f"{boundary}f")
    message.attach(said)
    for one in attachments:
        kind = _KINDS.get(one.name.rpartition(".")[2].lower(), "octet-stream")
        part = MIMEApplication(one.content, kind)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", one_line(one.name)))
        message.attach(part)
    return message


_KINDS = {
    "docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "pdf",
    "json": "json",
    "zip": "zip",
}


def _with_name(name: str, addresses: Sequence[Address]) -> Header:
    """The value of an address header. Names are always encoded words, so nothing in them can pass for an address."""
    header = Header(header_name=name)
    for position, one in enumerate(addresses, start=1):
        if one.display_name:
            header.append(one.display_name, "utf-8")
        header.append(f"<{one.addr_spec}>" + ("," if position < len(addresses) else ""), "us-ascii")
    return header
