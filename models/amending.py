"""An order's new edition becomes rows, in one transaction. What has a history stays as it is, bit for bit; nothing is
removed from control.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from models.actors import actor
from models.amendment import Amendment, Held, NewText
from models.control import Terms, refuse_errors
from models.editions import Edition, edition_of, is_current, superseded_on
from models.tables import Assignment, Occurrence, Order, Plan, PlanItem
from models.tables import Edition as EditionRow
from states.fault import Fault
from states.policy import Action, refuse_others


class NotAmendable(Fault):
    """A text by which an order cannot be amended; the text says why. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Amended:
    """What an amendment has done and what it has left to people. `edition` is the comparison it started from."""

    edition: Edition
    items: int
    assignments: int
    dates: int
    held: tuple[Held, ...]


def amend(session: Session, order_id: int, text: NewText, *, terms: Terms) -> Amended:
    """Bring an order under control to a new text, as far as nothing with a history is touched. Where the text names
    nobody, whoever runs Srok does it.

    Raises:
        NotPermitted: the person whom the text names neither coordinates the plan nor is an administrator.
        NotAmendable: it is under control by this text, or by a later one.
        NotConfirmable: the draft has errors, or a new item that nobody is to carry out.

    """
    refuse_errors(text.draft)
    _refuse_others(session, order_id, text)
    _hold_still(session, order_id)
    _refuse_known(session, order_id, text.fingerprint)
    edition = edition_of(session, order_id, text.draft, kinds=text.kinds)
    work = Amendment(session, edition, text, terms)
    for change in edition.changed:
        work.change(change)
    for item in edition.added:
        work.add(item)
    _remember(session, order_id, text)
    return Amended(
        edition=edition, items=len(edition.added), assignments=work.assignments, dates=work.dates, held=tuple(work.held)
    )


def _refuse_others(session: Session, order_id: int, text: NewText) -> None:
    if text.person_id is None:
        return
    order = session.get_one(Order, order_id)
    plan = session.execute(select(Plan).where(col(Plan.order_id) == order_id)).scalar_one()
    on = text.at.astimezone(ZoneInfo(plan.time_zone)).date()
    roles = actor(session, text.person_id).roles(plan_id=plan.id, organization_id=None, on=on)
    refuse_others(Action.AMEND_ORDER, roles, place=f"order № {order.number}")


def _hold_still(session: Session, order_id: int) -> None:
    """Nobody moves an assignment of the order, calls it late or is given one, between being looked at and amended."""
    session.execute(select(col(Order.id)).where(col(Order.id) == order_id).with_for_update())
    of_order = select(col(Occurrence.id)).join(PlanItem).join(Plan).where(col(Plan.order_id) == order_id)
    locked = select(col(Assignment.id)).where(col(Assignment.occurrence_id).in_(of_order)).order_by(col(Assignment.id))
    session.execute(locked.with_for_update())
    session.execute(of_order.order_by(col(Occurrence.id)).with_for_update(of=Occurrence))  # nor is any given out


def _refuse_known(session: Session, order_id: int, fingerprint: str) -> None:
    order = session.get_one(Order, order_id)
    named = f"order № {order.number} of {order.issued_on:%d.%m.%Y}"
    if is_current(session, order_id, fingerprint):
        raise NotAmendable(f"{named} is under control by this very text: there is nothing to amend")
    since = superseded_on(session, order_id, fingerprint)
    if since is not None:
        raise NotAmendable(f"{named} has a later edition since {since:%d.%m.%Y}: this text is superseded")


def _remember(session: Session, order_id: int, text: NewText) -> None:
    order = session.get_one(Order, order_id)
    known = select(col(EditionRow.id)).where(col(EditionRow.order_id) == order_id)
    if session.execute(known.limit(1)).first() is None:
        first = EditionRow(
            order_id=order_id, fingerprint=order.fingerprint, file=order.file, applied_at=order.confirmed_at
        )
        session.add(first)
        session.flush()
    session.add(
        EditionRow(
            order_id=order_id,
            fingerprint=text.fingerprint,
            file=text.draft.file,
            applied_at=text.at,
            person_id=text.person_id,
        )
    )
    order.fingerprint, order.file = text.fingerprint, text.draft.file
    session.flush()
