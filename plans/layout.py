"""Rows -> the parts of a document: the order's own paragraphs, and tables with the text that leads to them.
Knows no format and reads no meaning beyond headings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from plans.lexing import folded
from plans.rows import Paragraph, Row, TableRow
from states.draft import Problem, Severity

_STAMP = re.compile(r"^(?:вх|исх|входящий|исходящий)\.? ?(?:№|n|номер)", re.IGNORECASE)
_STAMP_LINES, _STAMP_WIDTH = 4, 60
_LONGEST_HEADING = 60
_ANNEX = re.compile(r"^приложение\b(?: ?№? ?\d+)?(?: к .*)?$", re.IGNORECASE)


class Column(StrEnum):
    """What a column of a table is for."""

    NUMBER = "number"
    TITLE = "title"
    DEADLINE = "deadline"
    EXECUTORS = "executors"
    RESULT = "result"
    NOTE = "note"
    PERSON = "person"
    POST = "post"


_HEADINGS = (
    (Column.PERSON, re.compile(r"фио|ф\. ?и\. ?о|фамили")),
    (Column.POST, re.compile(r"должност")),
    (Column.DEADLINE, re.compile(r"срок|дата|период|время")),
    (Column.EXECUTORS, re.compile(r"исполнител|ответственн")),
    (Column.RESULT, re.compile(r"результат|показател|вид документа|итог")),
    (Column.TITLE, re.compile(r"мероприяти|наименовани|содержани|вид деятельности|вид работ")),
    (Column.NOTE, re.compile(r"примечани")),
    (Column.NUMBER, re.compile(r"^(?:№.*|n|n ?п/п|п/п)$")),
)


@dataclass(kw_only=True)
class Table:
    """A table under one heading, repeated headings left out; `lead` is the text since the table before it."""

    columns: dict[int, Column]
    lead: tuple[Paragraph, ...]
    rows: list[TableRow] = field(default_factory=list)

    @property
    def lists_measures(self) -> bool:
        """Whether the heading is that of a plan of measures."""
        found = set(self.columns.values())
        return Column.TITLE in found and bool({Column.DEADLINE, Column.EXECUTORS} & found)

    @property
    def lists_people(self) -> bool:
        """Whether the heading is that of a working group."""
        return {Column.PERSON, Column.POST} <= set(self.columns.values())


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`body` is the order up to its first annex or table; the tables follow in order."""

    body: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def lay_out(rows: tuple[Row, ...]) -> Layout:
    """The parts of the document. Stamps are set aside; text between the rows of one table is pointed out."""
    kept, stamps = _without_stamps(rows)
    body: list[Paragraph] = []
    lead: list[Paragraph] = []
    tables: list[Table] = []
    stray: list[Paragraph] = []
    in_body = True
    for row in kept:
        if isinstance(row, TableRow) and _numbers_columns(row):
            continue
        columns = columns_of(row) if isinstance(row, TableRow) else {}
        if columns and isinstance(row, TableRow):
            in_body = False
            _open_table(tables, columns, lead)
        elif isinstance(row, TableRow) and tables:
            if tables[-1].rows and not in_body:
                stray.extend(lead)
            tables[-1].rows.append(row)
            lead.clear()
        else:
            paragraph = _as_paragraph(row)
            in_body = in_body and not is_annex(paragraph.text)
            (body if in_body else lead).append(paragraph)
    return Layout(body=tuple(body), tables=tuple(tables), problems=(*stamps, *(_stray(line) for line in stray)))


def columns_of(row: TableRow) -> dict[int, Column]:
    """The meaning of each column if this row is a heading, else nothing."""
    columns: dict[int, Column] = {}
    for index, cell in enumerate(row.cells):
        column = next(
            (column for column, pattern in _HEADINGS if len(cell) <= _LONGEST_HEADING and pattern.search(folded(cell))),
            None,
        )
        if column is not None and column not in columns.values():
            columns[index] = column
    heading = Table(columns=columns, lead=())
    numbered = columns.get(0) is Column.NUMBER or len(columns) == sum(bool(cell) for cell in row.cells)
    return columns if numbered and (heading.lists_measures or heading.lists_people) else {}


def _numbers_columns(row: TableRow) -> bool:
    """Whether the row only counts the columns (1, 2, 3 and so on)."""
    return len(row.cells) > 2 and row.cells == tuple(str(number) for number in range(1, len(row.cells) + 1))  # noqa: PLR2004


def is_annex(text: str) -> bool:
    """Whether the line opens an annex («Приложение 1 к распоряжению»)."""
    return bool(_ANNEX.match(text.strip()))


def _open_table(tables: list[Table], columns: dict[int, Column], lead: list[Paragraph]) -> None:
    repeated = tables and not lead and list(tables[-1].columns.values()) == list(columns.values())
    if repeated:
        tables[-1].columns = columns
        return
    tables.append(Table(columns=columns, lead=tuple(lead)))
    lead.clear()


def _as_paragraph(row: Row) -> Paragraph:
    if isinstance(row, Paragraph):
        return row
    return Paragraph(place=row.place, text=" ".join(cell for cell in row.cells if cell), opens_block=row.after_break)


def _without_stamps(rows: tuple[Row, ...]) -> tuple[list[Row], list[Problem]]:
    kept: list[Row] = []
    problems = []
    for block in _blocks(rows):
        if _is_stamp(block):
            text = "a registration stamp is left out: " + " / ".join(_as_paragraph(row).text for row in block)
            problems.append(Problem(code="stamp", severity=Severity.INFO, place=block[0].place, text=text))
        else:
            kept.extend(block)
    return kept, problems


def _blocks(rows: tuple[Row, ...]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if block and (not isinstance(row, Paragraph) or row.opens_block):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _is_stamp(block: list[Row]) -> bool:
    lines = [row.text for row in block if isinstance(row, Paragraph)]
    short = len(lines) == len(block) <= _STAMP_LINES and all(len(line) <= _STAMP_WIDTH for line in lines)
    return short and any(_STAMP.match(line) for line in lines)


def _stray(line: Paragraph) -> Problem:
    text = (
        f"text between the rows of a table is not read as part of it: «{line.text[:80]}»; check whether a row is broken"
    )
    return Problem(code="stray_text", severity=Severity.WARNING, place=line.place, text=text)
