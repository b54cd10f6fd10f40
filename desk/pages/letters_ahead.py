"""What letters would be written today or on the next working day, if nobody did anything meanwhile. Writes nothing."""

from datetime import date, timedelta

from starlette.responses import Response

from desk.access import SUPERVISOR
from desk.asked import Asked, Asking
from desk.letter_view import plain_text
from desk.pages.attention import plans_of
from desk.routes import Room
from notifications.chasing import Swept
from notifications.compose import compose_digest
from notifications.foreseeing import foresee
from srok.production_calendar import ProductionCalendar
from states.escalation import Letter
from states.workdays import on_or_after

room = Room()
LISTED = 200


@room.show("/letters/ahead", may=SUPERVISOR)
def ahead(asked: Asking, on: date | None = None) -> Response:
    """Who would get a letter, and how much would stand in it."""
    days = days_ahead(asked)
    chosen = on if on in days else days[-1]
    swept = foreseen(asked, chosen)
    letters = [one for one in swept.letters if concerns(asked, one)]
    return asked.page(
        "letters_ahead.html.j2",
        on=chosen,
        days=days,
        letters=letters[:LISTED],
        total=len(letters),
        unreachable=swept.unreachable if asked.who.actor.administrator else (),
    )


@room.show("/letters/ahead/{person_id:int}", may=SUPERVISOR)
def letter_ahead(asked: Asking, person_id: int, on: date | None = None) -> Response:
    """The words of one such letter."""
    days = days_ahead(asked)
    chosen = on if on in days else days[-1]
    found = [one for one in foreseen(asked, chosen).letters if one.recipient.person_id == person_id]
    if not found or not concerns(asked, found[0]):
        return asked.page("letter_ahead.html.j2", on=chosen, letter=None, subject="", text="")
    settings = asked.house.settings
    at = asked.at.astimezone(settings.zone)
    composed = compose_digest(found[0], sender=settings.mail_from, reply_to=(), at=at)
    text = plain_text(composed.eml)
    return asked.page("letter_ahead.html.j2", on=chosen, letter=found[0], subject=composed.subject, text=text)


def days_ahead(asked: Asked) -> tuple[date, ...]:
    """Today, where it is a working day, and the working day after it."""
    calendar = ProductionCalendar()
    following = on_or_after(asked.today + timedelta(days=1), calendar)
    return (asked.today, following) if calendar.is_working(asked.today) else (following,)


def foreseen(asked: Asked, on: date) -> Swept:
    """What a sweep of that day would write."""
    with asked.reading() as session:
        return foresee(session, today=on, calendar=ProductionCalendar())


def concerns(asked: Asked, letter: Letter) -> bool:
    """Whether anything in a letter is of the visitor's plans."""
    plans = plans_of(asked)
    return plans is None or any(line.standing.plan_id in plans for line in letter.lines)
