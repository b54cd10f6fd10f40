"""Passwords: hashed and verified by argon2id, two at once at most, for each takes memory and a processor."""

from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST, LONGEST = 10, 200
"""In characters. Length is what counts; nobody is asked for signs and digits."""

_HASHER = PasswordHash((Argon2Hasher(),))
_AT_ONCE = BoundedSemaphore(2)
_NOBODYS = _HASHER.hash("the password of nobody")


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether it is the password that `kept` is of, and a new hash where costs have risen since.

    Takes as long for somebody who has no password: an answer does not tell who has an account.
    """
    with _AT_ONCE:
        right, anew = _HASHER.verify_and_update(password[:LONGEST], kept or _NOBODYS)
    return right and kept is not None, anew if kept else None
