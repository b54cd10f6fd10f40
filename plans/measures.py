"""The rows of a plan's table -> sections and measures, rows parted by page breaks put together.
Knows no organizations and no dates.
"""

import re
from dataclasses import dataclass, field

from plans.layout import Column, Table
from plans.rows import TableRow
from states.draft import Problem, Severity

_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?$")
_SECTION = re.compile(r"^(?:раздел|глава|блок|направление|модуль)\b", re.IGNORECASE)
_TITLED_NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,5})[.)]?\s+\S")


@dataclass(kw_only=True)
class Measure:
    """A measure as its cells say it. `number` is without the closing dot; `printed` is with it."""

    printed: str
    place: str
    section: int | None
    cells: dict[Column, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The number as other texts refer to it."""
        return self.printed.rstrip(".")

    def cell(self, column: Column) -> str:
        """The text of a cell; empty where the table has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, kw_only=True)
class MeasureTable:
    """What a plan's table says."""

    sections: tuple[str, ...]
    measures: tuple[Measure, ...]
    problems: tuple[Problem, ...]


def read_measures(table: Table) -> MeasureTable:
    """The sections and measures of a table in order."""
    sections: list[str] = []
    measures: list[Measure] = []
    problems: list[Problem] = []
    for row in table.rows:
        cells = _cells(row, table.columns)
        title = _section_title(row, cells)
        if title:
            sections.append(title)
        elif _continues(cells) and measures:
            _append(measures[-1], cells)
            problems.append(_continued(measures[-1], row))
        else:
            section = len(sections) - 1 if sections else None
            measures.append(
                Measure(printed=cells.get(Column.NUMBER, ""), place=row.place, section=section, cells=cells)
            )
        problems.extend(_extra(row, table.columns))
    return MeasureTable(sections=tuple(sections), measures=tuple(measures), problems=tuple(problems))


def _cells(row: TableRow, columns: dict[int, Column]) -> dict[Column, str]:
    """The cells by meaning; text beyond the last column belongs to it."""
    cells: dict[Column, str] = {}
    last = max(columns)
    for index, text in enumerate(row.cells):
        column = columns.get(index) or (columns[last] if index > last else None)
        if column and text:
            cells[column] = f"{cells[column]} {text}" if column in cells else text
    return cells


def _section_title(row: TableRow, cells: dict[Column, str]) -> str:
    filled = [cell for cell in row.cells if cell]
    number = cells.get(Column.NUMBER, "")
    if len(filled) == 1:
        text = filled[0]
        titled = _SECTION.match(text) or _TITLED_NUMBER.match(text) or (text == number and not _NUMBER.match(number))
        return text if titled else ""
    bare = re.fullmatch(r"(?:\d{1,2}|[IVX]{1,5})\.?", number)
    if bare and len(filled) == 2 and Column.TITLE in cells:  # noqa: PLR2004 - its number and its title
        return " ".join(filled)
    return ""


def _continues(cells: dict[Column, str]) -> bool:
    """A row without a number goes on with the row before, unless it begins a sentence and has a deadline of its own."""
    if cells.get(Column.NUMBER):
        return False
    title = cells.get(Column.TITLE, "")
    whole = title[:1].isupper() and Column.DEADLINE in cells and Column.EXECUTORS in cells
    return not whole


def _append(measure: Measure, cells: dict[Column, str]) -> None:
    for column, text in cells.items():
        measure.cells[column] = f"{measure.cell(column)} {text}".strip()


def _continued(measure: Measure, row: TableRow) -> Problem:
    why = "after a page break" if row.after_break else "in the next row without a number"
    text = f"row {measure.number} continues {why}: the parts are put together, check the text"
    severity = Severity.INFO if row.after_break else Severity.WARNING
    return Problem(code="row_continues", severity=severity, place=row.place, text=text)


def _extra(row: TableRow, columns: dict[int, Column]) -> list[Problem]:
    last = max(columns)
    beyond = [cell for cell in row.cells[last + 1 :] if cell]
    if not beyond or not row.cells[last]:
        return []
    text = f"the row has more cells than the heading, «{beyond[0][:60]}» is read as part of the last: check the row"
    return [Problem(code="extra_cell", severity=Severity.WARNING, place=row.place, text=text)]
