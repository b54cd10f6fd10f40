"""The bytes of an e-mail of a plain and an HTML part, put together here: `email.mime` takes five times as long for the
same bytes, and a sweep writes thousands. Knows nothing of what a letter is about.
"""

import hashlib
from base64 import b64encode
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from notifications.message import Headers
from notifications.words import one_line

CRLF = "\r\n"
_LONGEST_LINE = 78
_CHARS = 76
"""Of base64 in a line (RFC 2045, 6.8)."""


def two_parts(headers: Headers, *, text: str, html: str) -> bytes:
    """What `notifications.message.eml` makes of the same, without attachments."""
    boundary = "=_" + hashlib.sha256(headers.key.encode()).hexdigest()[:32]
    to = _named("To", ((headers.to.display_name, headers.to.addr_spec),))
    assert parseaddr(to)[1] == headers.to.addr_spec, "the letter would name somebody else"
    lines = [
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
        "MIME-Version: 1.0",
        f"From: {_named('From', ((headers.sender.display_name, headers.sender.addr_spec),))}",
        f"To: {to}",
    ]
    if headers.reply_to:
        answers_to = tuple((one.display_name, one.addr_spec) for one in headers.reply_to)
        lines.append(f"Reply-To: {_named('Reply-To', answers_to)}")
    lines += [
        f"Subject: {_subject(headers.subject)}",
        f"Date: {format_datetime(headers.at)}",
        f"Message-ID: {headers.message_id}",
    ]
    if headers.thread:
        lines += [f"In-Reply-To: {headers.root_id}", f"References: {headers.root_id}"]
    lines.append("Auto-Submitted: auto-generated")
    parts = "".join(f"--{boundary}\r\n{_part(kind, said)}\r\n" for kind, said in (("plain", text), ("html", html)))
    return f"{CRLF.join(lines)}\r\n\r\n{parts}--{boundary}--\r\n".encode("ascii")


def _part(kind: str, said: str) -> str:
    coded = b64encode(said.encode()).decode("ascii")
    lines = CRLF.join(coded[start : start + _CHARS] for start in range(0, len(coded), _CHARS))
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: base64'
    return f"{head}\r\n\r\n{lines}\r\n"


@lru_cache(maxsize=4096)
def _named(field: str, addresses: tuple[tuple[str, str], ...]) -> str:
    """The value of an address header. Names are always encoded words, so nothing in them can pass for an address."""
    header = Header(header_name=field)
    for position, (name, addr_spec) in enumerate(addresses, start=1):
        if name:
            header.append(name, "utf-8")
        header.append(f"<{addr_spec}>" + ("," if position < len(addresses) else ""), "us-ascii")
    return header.encode(linesep=CRLF, maxlinelen=_LONGEST_LINE)


@lru_cache(maxsize=4096)
def _subject(said: str) -> str:
    return Header(one_line(said), "utf-8", header_name="Subject").encode(linesep=CRLF, maxlinelen=_LONGEST_LINE)
