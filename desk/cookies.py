"""The desk's cookies: their names and flags, and the token against forged forms that each of them yields.

A cookie's value is a secret of 256 bits; the token is derived from it, so nothing of it has to be kept. Knows no page.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from starlette.requests import Request
from starlette.responses import Response

LINK_LASTS = timedelta(hours=12)
"""How long a browser keeps a link that nobody looks by; then the letter is opened again."""


class Cookie(StrEnum):
    """What a cookie is for: somebody who signed in, somebody who came by a link, a visit before either; the language
    they chose; the package that an operator was sent a link to.
    """

    SESSION = "srok-session"
    LINK = "srok-link"
    VISIT = "srok-visit"
    LANGUAGE = "srok-language"
    PACKAGE = "srok-package"


@dataclass(frozen=True, kw_only=True)
class Cookies:
    """Cookies of one desk. By TLS their names begin with `__Host-`: no other site of the domain can set them."""

    tls: bool

    def name(self, which: Cookie) -> str:
        """What a cookie is called in the browser."""
        return f"__Host-{which}" if self.tls else which.value

    def of(self, request: Request, which: Cookie) -> str:
        """The value a browser sent, empty if none."""
        return request.cookies.get(self.name(which), "")

    def give(self, response: Response, which: Cookie, value: str, *, lasts: timedelta | None = None) -> None:
        """Set a cookie that no script can read. `lasts` None is until the browser is closed.

        Lax, not strict: a link in a letter is followed from another site and must arrive with it.
        """
        response.set_cookie(
            self.name(which),
            value,
            max_age=int(lasts.total_seconds()) if lasts else None,
            secure=self.tls,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, which: Cookie) -> None:
        """Forget a cookie."""
        response.delete_cookie(self.name(which), secure=self.tls, httponly=True, samesite="lax")


def csrf_of(secret: str) -> str:
    """The token that a form must bring with it from whoever holds this secret. It looks different in each page: of one
    that is the same in all, the size of compressed answers would tell a letter at a time.
    """
    veil = secrets.token_bytes(_LONG)
    return (veil + _veiled(_token(secret), veil)).hex()


def is_csrf_of(secret: str, token: str) -> bool:
    """Whether a form came from a page that was shown to the holder of this secret."""
    if not secret or not re.fullmatch(f"[0-9a-f]{{{4 * _LONG}}}", token):
        return False
    brought = bytes.fromhex(token)
    return hmac.compare_digest(_token(secret), _veiled(brought[_LONG:], brought[:_LONG]))


_LONG = 32


def _token(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"srok form", hashlib.sha256).digest()


def _veiled(text: bytes, veil: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, veil, strict=True))
