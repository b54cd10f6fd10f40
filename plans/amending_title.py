"""The title of an order that amends another -> which one. Knows no rows."""

import re
from dataclasses import dataclass
from datetime import date

from plans.header import date_in
from plans.lexing import plain

_AMENDS = re.compile(
    r"(?:внесени\w+ изменени\w+|изложени\w+ в новой редакции|изменени\w+)\b.{0,40}?"
    r"\b(?:распоряжени|приказ|постановлени|решени)\w*(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:№|N)\s*(?P<number>[\w/.-]*\d[\w/.-]*)")


@dataclass(frozen=True, kw_only=True)
class AmendedOrder:
    """The number and, where the title says it, the date of the order that another amends."""

    number: str
    issued_on: date | None = None


def amended_order(title: str) -> AmendedOrder | None:
    """What «О внесении изменений в распоряжение от 25.01.2024 № 27/р» amends; None for a title of another sort."""
    amends = _AMENDS.search(plain(title))
    number = _NUMBER.search(amends["rest"]) if amends else None
    if amends is None or number is None:
        return None
    return AmendedOrder(number=number["number"].strip(".-/"), issued_on=date_in(amends["rest"][: number.start()]))
