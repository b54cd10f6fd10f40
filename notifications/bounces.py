"""Reports of mail servers that a letter could not be delivered (RFC 3464), read from bytes anybody may have sent.

Pure: knows no outbox. What is not such a report, or not one that says enough, is a `NoBounce` with the reason.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import TYPE_CHECKING, Any

from states.fault import Fault

if TYPE_CHECKING:
    Part = Message[Any, Any]
else:
    Part = Message  # has no parameters where it runs

LARGEST = 10 * 1024 * 1024
MOST_PARTS = 100
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_FINAL = "5"


class NoBounce(Fault):
    """A message that reports no letter as undeliverable; the text says why not."""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """One letter that could not be delivered for good: its Message-ID, and the addresses the report speaks of."""

    message_id: str
    recipients: tuple[str, ...]
    status: str
    said: str


def read_bounce(content: bytes) -> Bounce:
    """The permanent failure a report speaks of.

    Raises:
        NoBounce: it is too large, no report, of a delay or a success, or names no letter or no recipient.

    """
    if len(content) > LARGEST:
        raise NoBounce(f"it has over {LARGEST // 1024 // 1024} MiB: no report has")
    try:
        return _read(message_from_bytes(content))
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as fault:
        raise NoBounce(f"it cannot be taken apart: {type(fault).__name__}") from None


def _read(message: Part) -> Bounce:
    parts = _parts(message)
    failed = [one for one in _recipients(parts) if _is_final(one)]
    message_id = _message_id(parts, message)
    if not failed:
        raise NoBounce(_why_none_failed(parts))
    if message_id is None:
        raise NoBounce("it does not say which letter it is about: no Message-ID among what was returned")
    addresses = tuple(dict.fromkeys(address for one in failed for address in _addresses(one)))
    return Bounce(
        message_id=message_id,
        recipients=addresses,
        status=_status(failed[0]),
        said=_one_line(failed[0].get("Diagnostic-Code", "")),
    )


def _parts(message: Part) -> list[Part]:
    """The parts of a report, those of the returned letter among them; a nest of thousands is cut off."""
    found: list[Part] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting += [one for one in inner if isinstance(one, Message)]
    return found


def _recipients(parts: list[Part]) -> list[Part]:
    """What a report says of each recipient: the groups of fields behind its first, which is about the report."""
    said = []
    for part in parts:
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            inner = part.get_payload()
            groups = inner if isinstance(inner, list) else [message_from_bytes(_decoded(part))]
            said += [group for group in groups if isinstance(group, Message)]
    return [group for group in said if group.get("Final-Recipient") or group.get("Original-Recipient")]


def _decoded(part: Part) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _is_final(recipient: Part) -> bool:
    failed = _one_line(recipient.get("Action", "")).lower() == "failed"
    return failed and _status(recipient).startswith(_FINAL)


def _status(recipient: Part) -> str:
    found = _STATUS.search(str(recipient.get("Status", "")))
    return found[0] if found else ""


def _addresses(recipient: Part) -> list[str]:
    """Whom it is about: as the letter named them, and as the last server did, which may have been forwarded to."""
    values = (str(recipient.get(field, "")) for field in ("Original-Recipient", "Final-Recipient"))
    plain = (_one_line(value.rpartition(";")[2]).strip("<> ") for value in values)
    return [address for address in plain if "@" in address]


def _message_id(parts: list[Part], report: Part) -> str | None:
    """Of the letter returned, whole or its headers; else what the report says it answers."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            found = message_from_bytes(_decoded(part)).get("Message-ID")
        elif part is not report and part.get("Message-ID"):
            found = part.get("Message-ID")
        else:
            found = part.get("Original-Message-ID") or part.get("X-Original-Message-ID")
        if found and (ident := _MESSAGE_ID.search(str(found))):
            return ident[0]
    answered = _MESSAGE_ID.search(str(report.get("In-Reply-To") or report.get("References") or ""))
    return answered[0] if answered else None


def _why_none_failed(parts: list[Part]) -> str:
    recipients = _recipients(parts)
    if not recipients:
        return "it is no report of a mail server (RFC 3464): a person must read it"
    said = ", ".join(f"{_one_line(one.get('Action', ''))} {_status(one)}".strip() for one in recipients)
    return f"nothing in it has failed for good: {said[:100]}"


def _one_line(text: object) -> str:
    kept = "".join(one if one.isprintable() else " " for one in str(text))
    return " ".join(kept.split())[:300]
