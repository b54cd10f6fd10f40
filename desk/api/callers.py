"""Who asks the API: the person of a bearer token. No cookie counts here. Machines that try wrong tokens are slowed, and
that a token was used is kept.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlmodel import Session
from starlette.requests import Request

from desk.visitors import Visitor
from models import tokens
from models.actors import actor
from models.tokens import Bearer
from states.fault import Fault

WITHIN = timedelta(minutes=15)
WRONG_OF_ADDRESS = 60
"""How many wrong tokens within that time are borne from a machine; a job that forgot to change its own stays below."""

_ADDRESSES = 10_000

USED_WITHIN = timedelta(minutes=10)
"""For how long the use of a token from a machine is not written down again."""


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

    bearer: Bearer

    @property
    def token_name(self) -> str:
        """What its person calls the token."""
        return self.bearer.token_name

    @property
    def token_expires_at(self) -> datetime:
        """Until when the token opens anything."""
        return self.bearer.expires_at

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


class TokenUses:
    """Which uses of tokens this process has written down lately, so that asking often writes seldom."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._noted: OrderedDict[tuple[int, str], datetime] = OrderedDict()

    def is_news(self, token_id: int, address: str, at: datetime) -> bool:
        """Whether a use is to be written down; it counts as written from now on."""
        with self._lock:
            last = self._noted.pop((token_id, address), None)
            news = last is None or not last <= at < last + USED_WITHIN
            self._noted[token_id, address] = at if news or last is None else last
            if len(self._noted) > _ADDRESSES:
                self._noted.popitem(last=False)
        return news


def address_of(request: Request) -> str:
    """The machine's address, as the proxy before us tells it."""
    return request.client.host if request.client else ""


def identify(session: Session, request: Request, wrong: WrongTokens, *, at: datetime) -> Caller:
    """Who asks; `at` is in the zone of the settings.

    Raises:
        TokenMissing, TokenWrong: nobody that is known.
        TooManyWrong: nobody is asked who it is any more.

    """
    address = address_of(request)
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
        bearer=found,
    )
