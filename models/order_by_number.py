"""Finding the one order that a person means by its number. Reads the orders' numbers and dates, nothing else."""

import re
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import Order, Plan, key
from states.fault import Fault


class OrderUnknown(Fault):
    """No order under control has this number."""


class OrderAmbiguous(Fault):
    """The number fits several orders; the text names them and how to tell them apart."""


class Found(NamedTuple):
    """An order's key, printed number and date."""

    id: int
    number: str
    issued_on: date


_WITH_DATE = re.compile(r"(?P<number>.+?)\s*(?:@|\bот\b)\s*(?P<day>\d{4}-\d\d-\d\d)")


def order_by_number(session: Session, wanted: str) -> Found:
    """The order that `wanted` names: its number («27/р»), the number's leading figures where they fit only one («27»),
    or either with a date (`27@2024-01-25`).

    Raises:
        OrderUnknown: there is none.
        OrderAmbiguous: there are several.

    """
    rows = session.execute(select(col(Order.id), col(Order.number), col(Order.issued_on)).order_by(col(Order.id)))
    orders = [Found(row.id, row.number, row.issued_on) for row in rows]
    fitting = _fitting(orders, wanted)
    if not fitting:
        known = ", ".join(_said(one) for one in orders) or "there are none yet"
        raise OrderUnknown(f"no order {wanted!r} is under control; known orders: {known}")
    if len(fitting) > 1:
        example = f"{fitting[0].number}@{fitting[0].issued_on}"
        several = ", ".join(_said(one) for one in fitting)
        raise OrderAmbiguous(f"{wanted!r} fits several orders: {several}; add the date, as in {example}")
    return fitting[0]


def plan_by_number(session: Session, wanted: str) -> int:
    """The plan of the order that `wanted` names.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.

    """
    order = order_by_number(session, wanted)
    return key(session.execute(select(col(Plan.id)).where(col(Plan.order_id) == order.id)).scalar_one())


def _fitting(orders: list[Found], wanted: str) -> list[Found]:
    dated = _WITH_DATE.fullmatch(wanted.strip())
    number = _plain(dated["number"] if dated else wanted)
    if dated:
        orders = [one for one in orders if one.issued_on.isoformat() == dated["day"]]
    exact = [one for one in orders if _plain(one.number) == number]
    return exact or [one for one in orders if number and _figures(one.number) == number]


def same_order(session: Session, number: str, issued_on: date) -> int | None:
    """The order under control of this day whose number is this one, whatever alphabet and signs it was typed with."""
    if not _letters(number):
        return None
    of_day = session.execute(select(col(Order.id), col(Order.number)).where(col(Order.issued_on) == issued_on))
    return next((key(row.id) for row in of_day if _letters(row.number) == _letters(number)), None)


def _letters(number: str) -> str:
    return re.sub(r"[\W_]", "", _plain(number))


_LOOK_ALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")


def _plain(number: str) -> str:
    """As it is compared: «27-p» with a Latin letter is «27-р»."""
    return re.sub(r"[\s№#]", "", number).casefold().translate(_LOOK_ALIKES)


def _figures(number: str) -> str:
    return "".join(takewhile(str.isdecimal, _plain(number)))


def _said(order: Found) -> str:
    return f"№ {order.number} of {order.issued_on:%d.%m.%Y}"
