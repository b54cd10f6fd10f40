"""A typed value of a spreadsheet's cell -> the text a person sees there. Knows no file and no addresses."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum, auto

from plans.lexing import clean

Value = str | float | bool | date | datetime | time | timedelta
Address = tuple[int, int]
"""Row and column, both from 0."""
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_OF_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_LETTERS = 26
_SIGNIFICANT = 12


class Look(Enum):
    """How a cell shows a date or a number where it is not the plain way."""

    MONTH = auto()
    DAY_AND_MONTH = auto()
    YEAR = auto()
    PERCENT = auto()


@dataclass(kw_only=True)
class Marks:
    """What a sheet says of its cells beside their values. `looks` is a look, or how many decimals a number has."""

    looks: dict[Address, Look | int] = field(default_factory=dict)
    errors: set[Address] = field(default_factory=set)
    merged: list[tuple[Address, Address]] = field(default_factory=list)
    height: int = 0
    width: int = 0

    def reach(self, row: int, column: int) -> None:
        """Widen the sheet to a cell that is filled."""
        self.height, self.width = max(self.height, row + 1), max(self.width, column + 1)


def text_of(value: Value, look: Look | int | None) -> str:
    """What the cell says: a date as 31.05.2024, «май 2024» or «31 мая» as it is shown, 1.1 as 1.1, 3.0 as 3."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, datetime) and value.time() != time():
        return f"{_day(value, look)} {value:%H:%M}"
    if isinstance(value, date):
        return _day(value, look)
    if isinstance(value, int | float):
        return _number(value, look)
    return str(value)


def _day(day: date, look: Look | int | None) -> str:
    match look:
        case Look.MONTH:
            return f"{_MONTHS[day.month - 1]} {day.year}"
        case Look.DAY_AND_MONTH:
            return f"{day.day} {_OF_MONTHS[day.month - 1]}"
        case Look.YEAR:
            return str(day.year)
        case _:
            return f"{day:%d.%m.%Y}"


def _number(number: float, look: Look | int | None) -> str:
    if look is Look.PERCENT:
        return f"{number * 100:.{_SIGNIFICANT}g}%"
    return f"{number:.{look}f}" if isinstance(look, int) else f"{number:.{_SIGNIFICANT}g}"


def letters(column: int) -> str:
    """The letters of a column from 0: A, B, … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name
