"""An edited workbook against the draft it came from -> what a person changed, cell by cell, or the one cell in the way.
Knows no database.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from plans.draft_sheet import ACCEPTED, COLUMNS, ITEMS, NO, ORIGIN, PROBLEM_HEADINGS, PROBLEMS, YES, address, cells_of
from plans.rejected import rejected
from plans.settle import Settled, acceptable
from plans.sheet_cells import Number
from plans.understand import NotUnderstood, understand_deadline, understand_executors
from states.draft import KnownOrganization, Severity
from states.settlement import AcceptProblem, Change, DropItem, SetItem

Sheets = Mapping[str, list[list[str]]]


@dataclass(frozen=True, kw_only=True)
class CellChange:
    """What a cell says now and said before, and what that changes. `cell` is sheet and address."""

    cell: str
    what: str
    before: str
    after: str
    change: Change


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Which draft a workbook was made from, and after how many of its settlements."""

    draft_id: int
    settlements: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A row of the sheet of items, counted from 0."""

    index: int
    cells: dict[str, str]

    def place(self, file: str, column: str) -> str:
        at = next(index for index, one in enumerate(COLUMNS) if one.name == column)
        return f"{file}, sheet «{ITEMS}», cell {address(self.index, at)}"


def origin_of(sheets: Sheets, file: str) -> Origin:
    """Where a workbook comes from.

    Raises `ImportRejected` for one that no draft was exported to.
    """
    rows = sheets.get(ORIGIN) or [[]]
    values = rows[0]
    if len(values) < 3 or not (values[0].isdecimal() and values[1].isdecimal()):  # noqa: PLR2004 - id, count, SHA-256
        raise rejected(file, "not_a_draft")
    return Origin(draft_id=int(values[0]), settlements=int(values[1]), fingerprint=values[2])


class SheetDiff:
    """The comparison of one workbook. `base` is the draft as it was exported, `now` as it stands."""

    def __init__(
        self, sheets: Sheets, *, base: Settled, now: Settled, roster: tuple[KnownOrganization, ...], file: str
    ) -> None:
        self.sheets = sheets
        self.base, self.now = base, now
        self.roster = roster
        self.file = file

    def changes(self) -> tuple[CellChange, ...]:
        """What is to be settled, in the order of the sheets.

        Raises `ImportRejected` at the first cell that cannot be taken; then nothing of the workbook is to be used.
        """
        rows = self._rows()
        found = [change for item, row in rows.items() for change in self._item(item, row)]
        return (*found, *self._accepted())

    def _rows(self) -> dict[int, _Row]:
        lines = self._table(ITEMS, [column.heading for column in COLUMNS])
        rows: dict[int, _Row] = {}
        for index, line in enumerate(lines, start=1):
            if not any(line):
                continue
            cells = dict(zip((column.name for column in COLUMNS), [*line, *[""] * len(COLUMNS)], strict=False))
            emptied = {column.name: NO for column in COLUMNS if column.words and not cells[column.name]}
            row = _Row(index=index, cells=cells | emptied)
            rows[self._id(row, rows)] = row
        self._refuse_missing(rows)
        return rows

    def _table(self, name: str, headings: list[str]) -> list[list[str]]:
        rows = self.sheets.get(name)
        if rows is None:
            raise rejected(self.file, "sheet_missing", name=name)
        found = rows[0] if rows else []
        for at, heading in enumerate(headings):
            if at >= len(found) or found[at] != heading:
                place = f"{self.file}, sheet «{name}», cell {address(0, at)}"
                raise rejected(place, "heading_moved", heading=heading)
        return rows[1:]

    def _id(self, row: _Row, rows: Mapping[int, _Row]) -> int:
        written, place = row.cells["id"], row.place(self.file, "id")
        if not written.isdecimal() or int(written) not in self.base.items:
            raise rejected(place, "row_without_item", written=written)
        if int(written) in rows:
            raise rejected(place, "item_twice", item=written, row=rows[int(written)].index + 1)
        return int(written)

    def _refuse_missing(self, rows: Mapping[int, _Row]) -> None:
        for item_id, item in self.base.items.items():
            if item_id not in rows and item_id in self.now.items:
                values = {"item": item_id, "number": item.number, "yes": YES, "column": "Исключить"}
                raise rejected(f"{self.file}, sheet «{ITEMS}»", "item_gone", **values)

    def _item(self, item_id: int, row: _Row) -> Iterator[CellChange]:
        base = cells_of(item_id, self.base.items[item_id], self.base.draft)
        there = self.now.items.get(item_id)
        now = cells_of(item_id, there, self.now.draft) if there else base | {"left_out": YES}
        edited = [name for name in base if not _same(row.cells[name], base[name])]
        for name in edited:
            self._refuse(row, name, now[name])
        wanted = [name for name in edited if not _same(row.cells[name], now[name])]
        if there is None or "left_out" in wanted:
            if there is not None:
                yield self._change(row, "left_out", now, DropItem(item=item_id))
            elif set(edited) - {"left_out"} and "left_out" not in edited:
                raise rejected(row.place(self.file, edited[0]), "left_out_meanwhile", item=item_id)
            return
        for name in wanted:
            if not _same(now[name], base[name]):
                raise rejected(row.place(self.file, name), "changed_meanwhile", now=now[name])
            yield self._change(row, name, now, self._set_item(item_id, row, name))

    def _refuse(self, row: _Row, name: str, now: str) -> None:
        column = next(one for one in COLUMNS if one.name == name)
        written, place = row.cells[name], row.place(self.file, name)
        if not column.asked and not _same(written, now):
            raise rejected(place, "only_told", column=column.heading, now=now)
        if column.words and written not in column.words:
            one, other = column.words
            raise rejected(place, "not_a_choice", written=written, one=one, other=other)
        if name == "number" and isinstance(written, Number):
            raise rejected(place, "number_cell", written=str(written))

    def _set_item(self, item_id: int, row: _Row, name: str) -> SetItem:
        written, place = row.cells[name], row.place(self.file, name)
        change = SetItem(item=item_id)
        try:
            match name:
                case "deadline":
                    return replace(change, deadline=understand_deadline(written, self.now.draft, place=place))
                case "executors":
                    read = understand_executors(written, self.now.draft, self.roster, place=place)
                    return replace(change, executors=read)
        except NotUnderstood as fault:
            said = str(fault).removeprefix(f"{place}: ")
            code = "deadline_unclear" if name == "deadline" else "executors_unclear"
            year = self.now.draft.issued_on.year
            raise rejected(place, code, written=written, year=year, said=said) from None
        values: dict[str, object] = {name: written == YES if name == "evidence_asked" else written}
        return replace(change, **values)  # type: ignore[arg-type]

    def _change(self, row: _Row, name: str, now: Mapping[str, str], change: Change) -> CellChange:
        column = next(one for one in COLUMNS if one.name == name)
        cell = row.place("", name).removeprefix(", ")
        what = f"item {row.cells['id']} ({now['number']}), {column.heading}"
        return CellChange(cell=cell, what=what, before=now[name], after=row.cells[name], change=change)

    def _accepted(self) -> Iterator[CellChange]:
        lines = self._table(PROBLEMS, list(PROBLEM_HEADINGS))
        base = {str(one.number): one for one in self.base.problems}
        now = {one.key: one for one in self.now.problems}
        last = len(PROBLEM_HEADINGS) - 1
        for index, line in enumerate(lines, start=1):
            number, written = (line[0], line[last]) if len(line) > last else ("", "")
            place = f"sheet «{PROBLEMS}», cell {address(index, last)}"
            exported = base.get(number)
            if not any(line):
                continue
            if exported is None:
                raise rejected(f"{self.file}, {place}", "problem_unknown", number=number)
            if written == (ACCEPTED if exported.accepted else ""):
                continue
            if written != ACCEPTED:
                raise rejected(f"{self.file}, {place}", "only_accepted", accepted=ACCEPTED)
            found = now.get(exported.key)
            if found is None or found.accepted:
                continue
            problem = found.problem
            if problem.severity is Severity.ERROR and not acceptable(problem, self.now.draft):
                raise rejected(f"{self.file}, {place}", "must_not_stay", said=problem.text)
            change = AcceptProblem(problem=found.key)
            what = f"problem {found.number} ({problem.code}), Решение"
            yield CellChange(cell=place, what=what, before="", after=ACCEPTED, change=change)


def _same(one: str, other: str) -> bool:
    """Line breaks and blanks that a spreadsheet adds are no change."""
    return one.split() == other.split()


def in_one_settlement(changes: tuple[CellChange, ...]) -> tuple[Change, ...]:
    """The changes of all cells, those of one item as one."""
    merged: dict[object, Change] = {}
    for one in changes:
        change = one.change
        key = ("item", change.item) if isinstance(change, SetItem) else id(one)
        earlier = merged.get(key)
        if isinstance(change, SetItem) and isinstance(earlier, SetItem):
            change = replace(earlier, **{name: value for name, value in vars(change).items() if value is not None})
        merged[key] = change
    return tuple(merged.values())
