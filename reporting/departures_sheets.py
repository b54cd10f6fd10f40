"""The sheets of what departed from the plan: later dates, reports sent back, who has not reported. Draws only."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from reporting.matrix import SIGNS
from reporting.package import Package
from reporting.sheet import Column, Formats, Value, draw_table, set_print, write_titles
from reporting.words import NOTHING, day, shortened

TITLE = 120
"""How much of an item's title stands on sheets that name it many times; the sheet of items has all of it."""

_EXTENSIONS = (
    Column("№", 9, "center"),
    Column("Мероприятие (пункт)", 38),
    Column("Исполнитель", 26),
    Column("Первоначальный срок", 15, "center"),
    Column("Когда просили", 12, "center"),
    Column("До какого дня", 12, "center"),
    Column("Причина", 32),
    Column("Решение", 16),
    Column("Когда решено", 12, "center"),
    Column("Пояснение", 26),
)
_RETURNS = (
    Column("№", 9, "center"),
    Column("Мероприятие (пункт)", 44),
    Column("Исполнитель", 28),
    Column("Срок", 15, "center"),
    Column("Возвращено", 12, "center"),
    Column("Причина", 40),
    Column("Состояние", 16, "center"),
)
_SILENT = (
    Column("Исполнитель", 34),
    Column("Просрочено", 12, "center"),
    Column("Пункты с истёкшим сроком", 60),
    Column("Срок не наступил", 12, "center"),
    Column("Пункты, срок которых не наступил", 60),
)


class _Sheet(NamedTuple):
    name: str
    counted: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def draw_departures(book: Any, formats: Formats, package: Package, *, titles: tuple[str, str]) -> None:
    """Draw the three sheets; one with nothing in it says so by its count."""
    for one in _sheets(package):
        sheet = book.add_worksheet(one.name)
        write_titles(sheet, formats, (*titles, one.counted))
        draw_table(sheet, formats, columns=one.columns, rows=one.rows)
        set_print(sheet, footer=titles[0])


def _sheets(package: Package) -> tuple[_Sheet, ...]:
    waiting = sum(one.waiting for one in package.extensions)
    return (
        _Sheet(
            "Продления",
            f"Продлений и просьб о продлении: {len(package.extensions)}, не рассмотрено: {waiting}",
            _EXTENSIONS,
            _extension_rows(package),
        ),
        _Sheet("Возвраты", f"Возвратов на доработку: {len(package.returns)}", _RETURNS, _return_rows(package)),
        _Sheet("Не отчитались", f"Исполнителей без отчёта: {len(package.silent)}", _SILENT, _silent_rows(package)),
    )


def _extension_rows(package: Package) -> Iterable[Sequence[Value]]:
    for one in package.extensions:
        dates = one.original_due, day(one.asked_on), one.until
        yield (
            one.number,
            shortened(one.title, TITLE),
            one.executor,
            *dates,
            one.reason,
            one.answer,
            one.answered_on,
            one.said,
        )


def _return_rows(package: Package) -> Iterable[Sequence[Value]]:
    for one in package.returns:
        yield (
            one.number,
            shortened(one.title, TITLE),
            one.executor,
            one.due,
            day(one.on),
            one.reason,
            SIGNS[one.outcome],
        )


def _silent_rows(package: Package) -> Iterable[Sequence[Value]]:
    for one in package.silent:
        overdue, pending = ", ".join(one.overdue) or NOTHING, ", ".join(one.pending) or NOTHING
        yield one.executor, len(one.overdue), overdue, len(one.pending), pending
