"""The rows of a plan's table -> sections and measures, rows parted by page breaks put together.
Knows no organizations and no dates.
"""

import itertools
from dataclasses import dataclass, field

from plans import item_numbers
from plans.columns import Column
from plans.composed import composed
from plans.layout import Table
from plans.notes import check_notes
from plans.rows import TableRow
from states.draft import Problem, Severity

_WHOLE = {Column.DEADLINE, Column.START, Column.END, Column.EXECUTORS, Column.CO_EXECUTORS}
_NOTHING = frozenset({"", "-", "–", "—"})


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
        return self.printed.rstrip(".)")

    @property
    def evidence_asked(self) -> bool:
        """Whether a column names the document that must confirm the result."""
        return self.cell(Column.DOCUMENT) not in _NOTHING

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
    reading = _Reading(table=table)
    for row in table.rows:
        reading.take(row)
    reading.number_what_has_none()
    for measure in reading.measures:
        measure.cells = composed(measure.cells)
    return MeasureTable(
        sections=tuple(reading.sections),
        measures=tuple(reading.measures),
        problems=(*reading.problems, *_unread(table), *check_notes(table), *_cut_numbers(reading.measures)),
    )


@dataclass(kw_only=True)
class _Reading:
    """What is read of one table so far. `numbered` tells whether any row has a number, `flat` whether numbers of one
    level are those of measures.
    """

    table: Table
    sections: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    numbered: bool = False
    flat: bool = False

    def __post_init__(self) -> None:
        rows = [_cells(row, self.table) for row in self.table.rows if not row.across]
        numbers = [cells[Column.NUMBER] for cells in rows if Column.NUMBER in cells and _WHOLE & set(cells)]
        self.numbered = bool(numbers) or any(Column.NUMBER in cells for cells in rows)
        self.flat = sum(item_numbers.is_bare(number) for number in numbers) * 2 > len(numbers)

    def take(self, row: TableRow) -> None:
        cells = _cells(row, self.table)
        title = self._section_title(row, cells)
        if title:
            self.sections.append(title)
        elif self.measures and self._continues(row, cells):
            self._append(row, cells)
        else:
            self._begin(row, cells)
        self.problems.extend(_extra(row, self.table))

    def _begin(self, row: TableRow, cells: dict[Column, str]) -> None:
        named = cells.pop(Column.SECTION, "")
        if named and (not self.sections or self.sections[-1] != named):
            self.sections.append(named)
        printed = self._number(row, cells)
        section = len(self.sections) - 1 if self.sections else None
        self.measures.append(Measure(printed=printed, place=row.place, section=section, cells=cells))

    def _number(self, row: TableRow, cells: dict[Column, str]) -> str:
        if Column.NUMBER not in self.table.columns.values():
            printed, cells[Column.TITLE] = item_numbers.parted(cells.get(Column.TITLE, ""))
            return printed
        printed = item_numbers.tidy(cells.get(Column.NUMBER, ""))
        taken_for_a_date = item_numbers.from_date(printed)
        if taken_for_a_date:
            text = f"the number «{printed}» is a date made by a spreadsheet: it is read as {taken_for_a_date}, check it"
            self.problems.append(_warning("number_is_a_date", row.place, text))
        return taken_for_a_date or printed

    def _section_title(self, row: TableRow, cells: dict[Column, str]) -> str:
        filled = [cell for cell in row.cells if cell]
        number = cells.get(Column.NUMBER, "")
        if row.across:
            return filled[0] if filled else ""
        if len(filled) == 1:
            text = filled[0]
            titled = item_numbers.titles_a_section(text) or (text == number and not item_numbers.is_number(number))
            return text if titled else ""
        if len(filled) == 2 and Column.TITLE in cells and item_numbers.is_bare(number):  # noqa: PLR2004
            return "" if self.flat and item_numbers.is_arabic(number) else " ".join(filled)
        return ""

    def _continues(self, row: TableRow, cells: dict[Column, str]) -> bool:
        """A row without a number goes on with the row before, unless it begins a sentence and says when and by whom."""
        of_one_cell = [at for at, column in self.table.columns.items() if column in {Column.NUMBER, Column.TITLE}]
        if of_one_cell and of_one_cell[0] in row.from_above:
            return True
        if cells.get(Column.NUMBER):
            return False
        title = cells.get(Column.TITLE, "")
        if self.numbered:
            whole = title[:1].isupper() and _WHOLE - {Column.EXECUTORS} & set(cells) and Column.EXECUTORS in cells
        else:
            whole = (title[:1].isupper() or title[:1] in '«"0123456789') and _WHOLE & set(cells)
        return not (title and whole)

    def _append(self, row: TableRow, cells: dict[Column, str]) -> None:
        measure = self.measures[-1]
        again = {self.table.columns.get(at) for at in row.from_above}
        for column, text in cells.items():
            if column not in again:
                measure.cells[column] = f"{measure.cell(column)} {text}".strip()
        if not row.from_above:
            self.problems.append(_continued(measure, row))

    def number_what_has_none(self) -> None:
        """A plan that numbers nothing is numbered in order, so that its items can be spoken of."""
        if not self.measures or any(measure.printed for measure in self.measures):
            return
        for number, measure in enumerate(self.measures, start=1):
            measure.printed = f"{number}."
        text = f"the table has no numbers: its measures are numbered 1 to {len(self.measures)} in order"
        self.problems.append(_warning("numbers_given", self.measures[0].place, text))


def _cells(row: TableRow, table: Table) -> dict[Column, str]:
    """The cells by meaning; text beyond the last column of the heading belongs to the last that has a meaning."""
    cells: dict[Column, str] = {}
    last, width = max(table.columns), len(table.heading.labels)
    for index, text in enumerate(row.cells):
        column = table.columns.get(index) or (table.columns[last] if index >= width else None)
        if column and text:
            cells[column] = f"{cells[column]} {text}" if column in cells else text
    return cells


def _continued(measure: Measure, row: TableRow) -> Problem:
    why = "after a page break" if row.after_break else "in the next row without a number"
    text = f"row {measure.number} continues {why}: the parts are put together, check the text"
    severity = Severity.INFO if row.after_break else Severity.WARNING
    return Problem(code="row_continues", severity=severity, place=row.place, text=text)


def _extra(row: TableRow, table: Table) -> list[Problem]:
    width = len(table.heading.labels)
    beyond = [cell for cell in row.cells[width:] if cell]
    if not beyond or not row.cells[width - 1]:
        return []
    text = f"the row has more cells than the heading, «{beyond[0][:60]}» is read as part of the last: check the row"
    return [_warning("extra_cell", row.place, text)]


def _unread(table: Table) -> list[Problem]:
    """Columns with text that no item takes: remarks, sources of money, a second title."""
    problems = []
    for index, label in enumerate(table.heading.labels):
        if table.columns.get(index) not in {None, Column.NOTE}:
            continue
        row = next((row for row in table.rows if not row.across and index < len(row.cells) and row.cells[index]), None)
        if row is not None and (label or len(row.cells) > 1):
            text = f"the column «{label[:60]}» is not read into the items: look there yourself"
            problems.append(Problem(code="column_unread", severity=Severity.INFO, place=row.place, text=text))
    return problems


def _cut_numbers(measures: list[Measure]) -> list[Problem]:
    """«1.1» right after «1.9»: a spreadsheet keeps 1.10 as the number 1.1 unless it is text."""
    problems = []
    for before, measure in itertools.pairwise(measures):
        head, _, last = measure.number.rpartition(".")
        previous_head, _, previous = before.number.rpartition(".")
        if head and head == previous_head and last.isdecimal() and previous == str(int(last) * 10 - 1):
            text = (
                f"number {measure.number} follows {before.number}: a spreadsheet may have cut {measure.number}0 to it"
            )
            problems.append(_warning("number_cut", measure.place, text))
    return problems


def _warning(code: str, place: str, text: str) -> Problem:
    return Problem(code=code, severity=Severity.WARNING, place=place, text=text)
