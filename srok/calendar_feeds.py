"""Calendars of deadlines: what one shows, and the link by which a calendar program comes back for it. The page that
answers the link is the desk's; it calls `feed_bytes`.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from models.actors import actor
from models.link_subjects import CalendarOf, calendar_of_link, issue_for_calendar
from models.links import new_token
from models.queries.deadlines import own_deadlines, plan_deadlines, plans_run_by, reporting_days
from models.roster import person_name
from reporting.as_ics import ics_bytes
from states.life import Role
from states.policy import Action, allows, refuse_others

PATH = "/calendar/"
OPEN_FOR = timedelta(days=3 * 366)
"""How long a calendar's link opens it: nobody subscribes anew every month. It is revoked like any other link."""


def calendar_bytes(session: Session, of: CalendarOf) -> bytes:
    """The calendar: a person's own deadlines and the reporting days of plans they run; or all that is due in a plan."""
    if of.plan_id is not None:
        return ics_bytes(plan_deadlines(session, of.plan_id), reporting_days(session, [of.plan_id]), name="Срок: план")
    days = reporting_days(session, plans_run_by(of.person_id))
    name = person_name(session, of.person_id)
    return ics_bytes(own_deadlines(session, of.person_id), days, name=f"Срок: {name}" if name else "Срок")


def feed_bytes(session: Session, token: str, *, at: datetime) -> bytes | None:
    """The calendar that a link opens now; None where it opens nothing: it expired, was revoked, its reader has left or
    may not see the plan any more.
    """
    of = calendar_of_link(session, token, at=at)
    if of is None or not _may_see(session, of, at):
        return None
    return calendar_bytes(session, of)


def issue_feed(session: Session, of: CalendarOf, *, at: datetime, public_url: str) -> str:
    """A new address of a calendar; who knows it sees the calendar, so it is for its reader alone.

    Raises:
        NotPermitted: the person may not see the plan.

    """
    if of.plan_id is not None:
        refuse_others(Action.SEE_PLAN, _roles(session, of, at), place="the plan's calendar")
    token = new_token()
    issue_for_calendar(session, token, of=of, at=at, expires_at=at + OPEN_FOR)
    return f"{public_url.rstrip('/')}{PATH}{token}.ics"


def _may_see(session: Session, of: CalendarOf, at: datetime) -> bool:
    return of.plan_id is None or allows(Action.SEE_PLAN, _roles(session, of, at))


def _roles(session: Session, of: CalendarOf, at: datetime) -> frozenset[Role]:
    return actor(session, of.person_id).roles(plan_id=of.plan_id, organization_id=None, on=at.date())
