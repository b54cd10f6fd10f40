"""A letter's bytes as people at the desk may see them: its words without what its link opens, and its looks in a page
that can do nothing. Knows no outbox.
"""

from email import message_from_bytes, policy

from starlette.responses import HTMLResponse, Response

from notifications.letter_links import masked

_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'"
)


def plain_text(eml: bytes) -> str:
    """The words of a letter, in which no link opens anything."""
    return _part(eml, "plain")


def looks_of(eml: bytes) -> str:
    """The letter as a web page, in which no link opens anything; empty where it has none."""
    return _part(eml, "html")


def _part(eml: bytes, kind: str) -> str:
    body = message_from_bytes(eml, policy=policy.default).get_body((kind,))
    return masked(body.get_content()) if body else ""


def as_sent(html: str) -> Response:
    """The page of a letter: no script runs in it, no form leaves it, nothing is loaded."""
    return HTMLResponse(html, headers={"Content-Security-Policy": _POLICY})
