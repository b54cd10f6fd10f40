"""The tables and texts that the documents of a package print, whatever their format. Pure: Word and PDF say the same.

Widths are in millimetres and fit the pages of the templates that ship.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reporting.by_executor import ExecutorLine, OverdueItem
from reporting.item_line import ItemLine
from reporting.package import Package, SectionLine
from reporting.words import capitalized, day, listed, number, percent

NAMES_SHOWN = 60
LETTERS_A_MM = 8
"""A row may be broken by a page where a cell has more letters than this to a millimetre of its width."""
RULE = (
    "Учитываются обязательные поручения, срок которых истёк к отчётной дате или отчёты по которым представлены. "
    "Своевременность определяется по дате представления отчёта. Поручения, снятые с контроля, отложенные и "
    "направленные сторонним организациям, не учитываются. Мероприятия, исполняемые постоянно, оцениваются по отчётным "
    "срокам."
)


class Column(NamedTuple):
    """A column: its heading, width in millimetres, and how its text stands (`left`, `center`, `right`). Soft hyphens
    say where a heading may break.
    """

    heading: str
    width: float
    align: str = "left"


class Spanning(NamedTuple):
    """A row that is one bold cell over the whole width: the title of what follows."""

    title: str


Row = Sequence[str] | Spanning


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A table: its columns and its rows in their order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Annex(NamedTuple):
    """An annex of the report: its title, its table, and what it says where the table is empty."""

    title: str
    table: str
    nothing: str = "Сведений нет."


ANNEXES = (
    Annex("Сведения об исполнении мероприятий и пунктов распоряжения", "items"),
    Annex("Просроченные поручения", "overdue", "Просроченных поручений нет."),
    Annex("Исполнительская дисциплина по исполнителям", "executors"),
)

_TOTALS = (Column("Показатель", 130), Column("Количество", 50, "center"))
_SECTIONS = (
    Column("Раздел", 51),
    Column("Меро\u00adприятий", 17, "center"),
    Column("Пору\u00adчений", 17, "center"),
    Column("Принято", 17, "center"),
    Column("Ожидает приёмки", 18, "center"),
    Column("Просро\u00adчено", 17, "center"),
    Column("Срок не наступил", 19, "center"),
    Column("Без срока, отложено, снято", 24, "center"),
)
_ITEMS = (
    Column("№", 14, "center"),
    Column("Мероприятие (пункт)", 46),
    Column("Первона\u00adчальный и текущий срок", 25, "center"),
    Column("Ожидаемый результат", 38),
    Column("Фактический результат", 54),
    Column("Состояние", 26),
    Column("Причины отклонения", 36),
    Column("Предложение", 28),
)
_OVERDUE = (
    Column("№", 14, "center"),
    Column("Мероприятие (пункт)", 80),
    Column("Срок", 26, "center"),
    Column("Дней просрочки", 22, "center"),
    Column("Поручений", 24, "center"),
    Column("Исполнители", 101),
)
_EXECUTORS = (
    Column("Исполнитель", 87),
    Column("Поручений", 25, "center"),
    Column("Исполнено в срок", 28, "center"),
    Column("С нарушением срока", 30, "center"),
    Column("Просрочено и не исполнено", 32, "center"),
    Column("Срок не наступил", 28, "center"),
    Column("Дисциплина", 37, "center"),
)


def tables(package: Package) -> dict[str, Printed]:
    """The tables by the name of their field in a template. `comparison` is empty where there is nothing to compare."""
    return {
        "totals": Printed(columns=_TOTALS, rows=package.total_lines),
        "comparison": _comparison(package),
        "sections": Printed(columns=_SECTIONS, rows=tuple(map(_section_cells, package.sections))),
        "items": Printed(columns=_ITEMS, rows=tuple(_item_rows(package.items))),
        "overdue": Printed(columns=_OVERDUE, rows=tuple(map(_overdue_cells, package.overdue_items))),
        "executors": Printed(columns=_EXECUTORS, rows=tuple(map(_executor_cells, package.executors))),
    }


def texts(package: Package) -> dict[str, str]:
    """The plain texts by the name of their field in a template."""
    return {
        "issuer": package.issuer,
        "order_number": package.order_number,
        "order_on": day(package.order_on),
        "order_title": package.order_title,
        "plan_title": package.plan_title,
        "period": package.period_words,
        "begins_on": day(package.begins_on),
        "ends_on": day(package.ends_on),
        "cut_off": day(package.cut_off),
        "basis": package.basis,
        "addressee": package.addressee,
        "scope": package.scope,
        "formula": package.formula,
        "rule": RULE,
        "worked_out": package.worked_out,
        "signatory_post": capitalized(package.signatory.post),
        "signatory_name": package.signatory.name,
        "prepared_by_post": package.prepared_by.post,
        "prepared_by_name": package.prepared_by.name,
    }


def _comparison(package: Package) -> Printed:
    found = package.comparison
    columns = (
        Column("Показатель", 66),
        Column(capitalized(found.before) if found else "", 44, "center"),
        Column(capitalized(found.now) if found else "", 44, "center"),
        Column("Изменение", 26, "center"),
    )
    return Printed(columns=columns, rows=found.lines if found else ())


def _section_cells(line: SectionLine) -> tuple[str, ...]:
    tally = line.tally
    aside = tally.undated + tally.postponed + tally.removed
    counts = (line.items, tally.total, tally.accepted, tally.reported, tally.overdue, tally.pending, aside)
    return (line.title, *map(number, counts))


def _item_rows(lines: Sequence[ItemLine]) -> Iterator[Row]:
    title = None
    for line in lines:
        if line.section != title:
            title = line.section
            yield Spanning(title)
        yield (
            line.number,
            line.title,
            f"{line.original_due}\n{line.current_due}",
            line.expected_result,
            line.actual_result,
            line.state,
            line.reasons,
            line.proposal,
        )


def _overdue_cells(line: OverdueItem) -> tuple[str, ...]:
    names = listed(list(line.executors), NAMES_SHOWN)
    return (line.number, line.title, line.current_due, number(line.days_late), number(len(line.executors)), names)


def _executor_cells(line: ExecutorLine) -> tuple[str, ...]:
    judged = line.discipline
    counts = (line.tally.total, judged.on_time, judged.late, judged.overdue, line.tally.pending)
    return (line.name, *map(number, counts), percent(judged.share))
