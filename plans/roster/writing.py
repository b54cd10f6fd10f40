"""The roster -> a CSV file or a workbook for a person to edit and import again. Decides nothing."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from plans.dative import dative
from plans.roster.cells import guarded
from plans.roster.columns import COLUMNS, KINDS
from states.draft import RosterPerson

_WIDTHS = {"organization": 40, "kind": 22, "number": 9, "aliases": 34, "email": 34, "head": 36, "post": 34}
_ROWS_TO_COME = 500
_MADE = datetime(2024, 1, 1)  # noqa: DTZ001 - one date for all files: the same roster makes the same bytes


def csv_bytes(people: Sequence[RosterPerson], *, english: bool = False) -> bytes:
    """Semicolons and UTF-8 with a mark, as Excel in Russian opens it; no cell is a formula."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_headings(english=english))
    writer.writerows([guarded(text) for text in _texts(person, english=english)] for person in people)
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(people: Sequence[RosterPerson], *, english: bool = False) -> bytes:
    """A sheet of text cells below a heading that stays, with a list to choose the kind from."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"created": _MADE})
    sheet = book.add_worksheet("Roster" if english else "Реестр")
    text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "bottom": 1})
    for number, (column, heading) in enumerate(zip(COLUMNS, _headings(english=english), strict=True)):
        sheet.set_column(number, number, _WIDTHS.get(column.field, 30), text)
        sheet.write_string(0, number, heading, bold)
    for row, person in enumerate(people, start=1):
        for number, cell in enumerate(_texts(person, english=english)):
            sheet.write_string(row, number, cell, text)
    _offer_kinds(sheet, rows=len(people) + _ROWS_TO_COME, english=english)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(people), len(COLUMNS) - 1)
    book.close()
    return written.getvalue()


def _offer_kinds(sheet: Any, *, rows: int, english: bool) -> None:
    column = next(number for number, column in enumerate(COLUMNS) if column.field == "kind")
    words = list(KINDS if english else KINDS.values())
    sheet.data_validation(1, column, rows, column, {"validate": "list", "source": words})


def _headings(*, english: bool) -> list[str]:
    return [column.name if english else column.russian for column in COLUMNS]


def _texts(person: RosterPerson, *, english: bool) -> list[str]:
    texts = {column.field: str(getattr(person, column.field)) for column in COLUMNS if column.field != "aliases"}
    texts["aliases"] = "; ".join(person.aliases)
    texts["kind"] = person.kind if english else KINDS.get(person.kind, person.kind)
    if person.dative == dative(person.head).text:
        texts["dative"] = ""  # what Srok finds by itself is found again, also after the name is corrected
    return [texts[column.field] for column in COLUMNS]
