"""Rows -> the parts of a document: the order's own paragraphs, and tables with the text that leads to them.
Knows no format and reads no meaning beyond headings.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.columns import Column, Heading, heading_at, is_drawn, numbers_columns
from plans.lexing import plain
from plans.people import PERSON_RE
from plans.rows import Paragraph, Remark, Row, TableRow
from states.draft import Problem, Severity

_STAMP = re.compile(r"^(?:вх|исх|входящий|исходящий)\.? ?(?:№|n|номер)", re.IGNORECASE)
_STAMP_LINES, _STAMP_WIDTH = 4, 60
_SIGNATURE_CELLS = 3
_ANNEX = re.compile(r"^приложение\b(?: ?№? ?\d+)?(?: к .*)?$", re.IGNORECASE)
_SECTION_LINE = re.compile(r"^(?:раздел|глава|блок|модуль)\b|^(?:\d{1,2}|[IVXІХ]{1,6})\.\s+\S", re.IGNORECASE)


@dataclass(kw_only=True)
class Table:
    """A table under one heading, repeated headings left out; `lead` is the text since the table before it."""

    heading: Heading
    lead: tuple[Paragraph, ...]
    rows: list[TableRow] = field(default_factory=list)

    @property
    def columns(self) -> dict[int, Column]:
        """The meaning of each column that has one."""
        return self.heading.columns

    @property
    def lists_measures(self) -> bool:
        """Whether the heading is that of a plan of measures."""
        return self.heading.lists_measures

    @property
    def lists_people(self) -> bool:
        """Whether the heading is that of a working group."""
        return self.heading.lists_people


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`body` is the order up to its first annex or table; the tables follow in order."""

    body: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def lay_out(rows: tuple[Row, ...]) -> Layout:
    """The parts of the document. Stamps are set aside; text between the rows of one table is pointed out."""
    remarks = [_said(row) for row in rows if isinstance(row, Remark)]
    kept, stamps = _without_stamps(row for row in rows if not isinstance(row, Remark))
    parts = _Parts()
    at = 0
    while at < len(kept):
        heading = heading_at(kept[at], kept[at + 1] if at + 1 < len(kept) else None)
        if heading and parts.may_open(heading, kept[at]):
            parts.open(heading)
            at += heading.height
        else:
            parts.take(kept[at])
            at += 1
    parts.close()
    return Layout(body=tuple(parts.body), tables=tuple(parts.tables), problems=(*remarks, *stamps, *parts.problems))


@dataclass(kw_only=True)
class _Parts:
    """What is read so far. `waiting` is what stands alone since the last row: it belongs to the table, or to the next
    one, or to nothing.
    """

    body: list[Paragraph] = field(default_factory=list)
    lead: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    waiting: list[Paragraph | TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def may_open(self, heading: Heading, row: Paragraph | TableRow) -> bool:
        """Inside a table only a sure heading, the same one again, or one after a gap is a heading."""
        apart = not self.tables or self.waiting or (isinstance(row, TableRow) and row.after_break)
        return bool(apart) or heading.certain or heading.labels == self.tables[-1].heading.labels

    def open(self, heading: Heading) -> None:
        again = bool(self.tables) and list(self.tables[-1].columns.values()) == list(heading.columns.values())
        if again and not any(self._leads(row) for row in self.waiting):
            self._keep(self.waiting)
            self.tables[-1].heading = heading
        else:
            start = next((at for at, row in enumerate(self.waiting) if self._leads(row) or _gap(row)), None)
            start = len(self.waiting) if start is None else start
            self._keep(self.waiting[:start])
            self.lead.extend(_as_paragraph(row) for row in self.waiting[start:])
            self.tables.append(Table(heading=heading, lead=tuple(self.lead)))
            self.lead = []
        self.waiting = []

    def take(self, row: Paragraph | TableRow) -> None:
        if isinstance(row, TableRow) and (numbers_columns(row) or is_drawn(row)):
            return
        if self.tables:
            if isinstance(row, Paragraph) or _lonely(row) or _signs(row):
                self.waiting.append(row)
                return
            self._keep(self.waiting)
            self.waiting = []
            self.tables[-1].rows.append(row)
            return
        paragraph = _as_paragraph(row)
        in_body = not self.lead and not is_annex(paragraph.text)
        (self.body if in_body else self.lead).append(paragraph)

    def close(self) -> None:
        """Text after the last table is of no item."""
        end = next((at for at, row in enumerate(self.waiting) if isinstance(row, Paragraph) or _ends(row)), None)
        self._keep(self.waiting[:end])
        if end is not None:
            words = " ".join(_as_paragraph(row).text for row in self.waiting[end:])
            text = f"text after the last table is not read: «{words[:80]}»; check whether anything follows from it"
            place = self.waiting[end].place
            self.problems.append(Problem(code="text_after_table", severity=Severity.INFO, place=place, text=text))

    def _leads(self, row: Paragraph | TableRow) -> bool:
        text = _as_paragraph(row).text
        return is_annex(text) or (isinstance(row, Paragraph) and not self._is_section(row))

    def _is_section(self, row: Paragraph) -> bool:
        return self.tables[-1].lists_measures and bool(_SECTION_LINE.match(plain(row.text)))

    def _keep(self, rows: Iterable[Paragraph | TableRow]) -> None:
        for row in rows:
            if isinstance(row, TableRow) and not _signs(row):
                self.tables[-1].rows.append(row)
            elif isinstance(row, Paragraph) and self._is_section(row):
                self.tables[-1].rows.append(TableRow(place=row.place, cells=(row.text,), across=True))
            elif self.tables[-1].rows:
                self.problems.append(_stray(_as_paragraph(row)))


def is_annex(text: str) -> bool:
    """Whether the line opens an annex («Приложение 1 к распоряжению»)."""
    return bool(_ANNEX.match(text.strip()))


def _lonely(row: TableRow) -> bool:
    return sum(bool(cell) for cell in row.cells) <= 1


def _signs(row: TableRow) -> bool:
    """Whether a row set apart is a signature rather than a measure: a post and a person, no number, nothing else."""
    filled = [cell for cell in row.cells if cell]
    signed = bool(filled) and bool(PERSON_RE.fullmatch(plain(filled[-1])))
    return row.after_break and signed and len(filled) <= _SIGNATURE_CELLS and not filled[0][0].isdigit()


def _gap(row: Paragraph | TableRow) -> bool:
    return isinstance(row, TableRow) and row.after_break


def _ends(row: TableRow) -> bool:
    return _signs(row) or (row.after_break and not row.across and bool(row.cells[0]))


def _as_paragraph(row: Paragraph | TableRow) -> Paragraph:
    if isinstance(row, Paragraph):
        return row
    return Paragraph(place=row.place, text=" ".join(cell for cell in row.cells if cell), opens_block=row.after_break)


def _without_stamps(rows: Iterable[Paragraph | TableRow]) -> tuple[list[Paragraph | TableRow], list[Problem]]:
    kept: list[Paragraph | TableRow] = []
    problems = []
    for block in _blocks(rows):
        if _is_stamp(block):
            text = "a registration stamp is left out: " + " / ".join(_as_paragraph(row).text for row in block)
            problems.append(Problem(code="stamp", severity=Severity.INFO, place=block[0].place, text=text))
        else:
            kept.extend(block)
    return kept, problems


def _blocks(rows: Iterable[Paragraph | TableRow]) -> Iterator[list[Paragraph | TableRow]]:
    block: list[Paragraph | TableRow] = []
    for row in rows:
        if block and (not isinstance(row, Paragraph) or row.opens_block):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _is_stamp(block: list[Paragraph | TableRow]) -> bool:
    lines = [row.text for row in block if isinstance(row, Paragraph)]
    short = len(lines) == len(block) <= _STAMP_LINES and all(len(line) <= _STAMP_WIDTH for line in lines)
    return short and any(_STAMP.match(line) for line in lines)


def _said(remark: Remark) -> Problem:
    return Problem(code=remark.code, severity=remark.severity, place=remark.place, text=remark.text)


def _stray(line: Paragraph) -> Problem:
    text = (
        f"text between the rows of a table is not read as part of it: «{line.text[:80]}»; check whether a row is broken"
    )
    return Problem(code="stray_text", severity=Severity.WARNING, place=line.place, text=text)
