"""Who asks the API: the person of a bearer token. No cookie counts here. Machines that try wrong tokens are slowed."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlmodel import Session
from starlette.requests import Request

from desk.visitors import Visitor
from models import tokens
from models.actors import actor
from states.fault import Fault

WITHIN = timedelta(minutes=15)
WRONG_OF_ADDRESS = 60
"""How many wrong tokens within that time are borne from a machine; a job that forgot to change its own stays below."""

_ADDRESSES = 10_000


class TokenMissing(Fault):
    """A request without a bearer token."""


class TokenWrong(Fault):
    """A token that opens nothing: never issued, expired, revoked, or its person has left."""


class TooManyWrong(Fault):
    """Too many wrong tokens came from this machine lately. `wait` is after how long it may try again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many wrong tokens came from this machine: try again in {wait}")
        self.wait = wait


@dataclass(frozen=True, kw_only=True)
class Caller(Visitor):
    """A person by their token: it may do what they may when they have signed in."""

    token_name: str
    token_expires_at: datetime

    @property
    def signed_in(self) -> bool:
        """A token is as good as a password."""
        return True


class WrongTokens:
    """When machines tried wrong tokens, in this process. Not in the database: looking changes no row there."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tried: OrderedDict[str, list[datetime]] = OrderedDict()

    def refuse_guessing(self, address: str, at: datetime) -> None:
        """Let those pass who have not tried too often.

        Raises:
            TooManyWrong: they have.

        """
        with self._lock:
            tried = [one for one in self._tried.get(address, ()) if one > at - WITHIN]
        if len(tried) >= WRONG_OF_ADDRESS:
            raise TooManyWrong(tried[-WRONG_OF_ADDRESS] + WITHIN - at)

    def count(self, address: str, at: datetime) -> None:
        """Note a wrong token."""
        with self._lock:
            tried = self._tried.pop(address, [])
            self._tried[address] = [*tried[-WRONG_OF_ADDRESS:], at]
            if len(self._tried) > _ADDRESSES:
                self._tried.popitem(last=False)


def identify(session: Session, request: Request, wrong: WrongTokens, *, at: datetime) -> Caller:
    """Who asks; `at` is in the zone of the settings.

    Raises:
        TokenMissing, TokenWrong: nobody that is known.
        TooManyWrong: nobody is asked who it is any more.

    """
    address = request.client.host if request.client else ""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenMissing
    wrong.refuse_guessing(address, at)
    found = tokens.look_up(session, token.strip(), at=at)
    if found is None:
        wrong.count(address, at)
        raise TokenWrong
    return Caller(
        person_id=found.person_id,
        name=found.name or found.email or "",
        actor=actor(session, found.person_id).on(at.date()),
        token_name=found.token_name,
        token_expires_at=found.expires_at,
    )
