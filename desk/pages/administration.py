"""The administrator's first page: whether the house is well, whether letters leave, a letter to try the relay by, stage
by stage.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Form
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from desk.access import ADMINISTRATOR
from desk.asked import Asked, Asking
from desk.forms import Posted
from desk.routes import Room
from models import mail_switch, outbox
from models.mail_switch import Turned
from models.queries.signing_in import address_of
from models.tables import OutboxState
from notifications.message import AddressUnusable
from notifications.relay import RelayUnusable, relay_at
from notifications.smtp import Outcome, Stage
from notifications.stage_words import STAGES, TO_DO, stages_of
from notifications.trying import try_relay
from srok.checks import Verdict
from srok.health import examine
from states.sentence import Words

room = Room()
_GRAVEST = (Verdict.FAIL, Verdict.WARN, Verdict.OK)


class Switch(Posted):
    """What mail is to be."""

    key: str
    mail: Literal["on", "off"]


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A stage of a session with the relay: whether it was passed, None where it was not reached."""

    called: Words
    passed: bool | None


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What came of a letter to oneself: the stages, what the relay said at the last, what to look at; or what was wrong
    before it was asked.
    """

    to: str
    taken: bool
    said: str
    stages: tuple[Passed, ...] = ()
    advice: Words | None = None


@room.show("/house", may=ADMINISTRATOR)
async def house(asked: Asking) -> Response:
    """How the house is."""
    return await _page(asked)


@room.act("/house/mail", may=ADMINISTRATOR)
def switch_mail(asked: Asking, form: Annotated[Switch, Form()]) -> Response:
    """Let letters leave, or no longer."""
    person_id, on = asked.who.person_id, form.mail == "on"
    asked.writing(lambda session, _: mail_switch.turn(session, on=on, at=asked.at, person_id=person_id), key=form.key)
    return asked.go("/house")


@room.act("/house/test-letter", may=ADMINISTRATOR)
async def test_letter(asked: Asking, form: Annotated[Posted, Form()]) -> Response:  # noqa: ARG001 - the token was looked at
    """Try the relay by a letter to whoever asks."""
    return await _page(asked, await _tried(asked))


async def _tried(asked: Asked) -> Tried:
    settings = asked.house.settings
    to = await run_in_threadpool(_own_address, asked)
    try:
        at = asked.at.astimezone(settings.zone)
        outcome = await try_relay(settings.smtp_url, to=to, sender=settings.mail_from, at=at)
    except (AddressUnusable, RelayUnusable) as fault:
        return Tried(to=to, taken=False, said=str(fault))
    stages = tuple(_passed(outcome, stages_of(relay_at(settings.smtp_url))))
    said = " ".join(str(part) for part in (outcome.code, outcome.text) if part)
    advice = None if outcome.is_accepted else TO_DO.get(outcome.stage)
    return Tried(to=to, taken=outcome.is_accepted, said=said, stages=stages, advice=advice)


def _own_address(asked: Asked) -> str:
    with asked.reading() as session:
        return address_of(session, asked.who.person_id)


def _passed(outcome: Outcome, stages: tuple[Stage, ...]) -> Iterator[Passed]:
    """Each stage before the last was passed, none behind it was reached."""
    last = stages.index(outcome.stage) if outcome.stage in stages else len(stages) - 1
    for place, one in enumerate(stages):
        passed = True if place < last or outcome.is_accepted else False if place == last else None
        yield Passed(called=STAGES[one], passed=passed)


async def _page(asked: Asked, tried: Tried | None = None) -> Response:
    settings = asked.house.settings
    examined = asyncio.to_thread(asyncio.run, examine(settings, at=asked.at))  # it waits, and pages do not
    checks, (turned, waiting) = await asyncio.gather(examined, run_in_threadpool(_mail, asked))
    return asked.page(
        "house.html.j2",
        checks=sorted(checks, key=lambda one: _GRAVEST.index(one.verdict)),
        turned=turned,
        waiting=waiting,
        tried=tried,
    )


def _mail(asked: Asked) -> tuple[Turned | None, int]:
    with asked.reading() as session:
        return mail_switch.last_turned(session), outbox.counts(session)[OutboxState.QUEUED]
