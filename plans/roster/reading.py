"""A roster in CSV -> the organizations, persons and addresses in it, all or nothing. Knows no database."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plans.formats.text_file import read_file_text
from plans.lexing import clean
from plans.rejected import ImportRejected
from states.draft import KnownOrganization, RosterPerson

_COLUMNS = {
    "organization": ("organization", "организация", "наименование", "название"),
    "kind": ("kind", "вид", "вид организации", "тип"),
    "number": ("number", "номер", "№"),
    "email": ("email", "e-mail", "почта", "электронная почта", "адрес электронной почты"),
    "head": ("head", "руководитель", "фио", "ф.и.о.", "фио руководителя"),
    "post": ("position", "post", "должность"),
}
_BY_HEADING = {heading: column for column, headings in _COLUMNS.items() for heading in headings}
_KINDS = {
    "школа": "school", "координатор": "coordinator", "департамент": "department", "подразделение": "department",
    "управление": "department", "организация": "organization", "оператор": "operator",
    "региональный оператор": "operator",
}  # fmt: skip
KINDS = ("school", "coordinator", "department", "organization", "operator")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_EMAIL = 254
_LONGEST_CELL = 500


@dataclass(frozen=True, kw_only=True)
class _Line:
    place: str
    cells: dict[str, str]


def read_roster(path: Path) -> tuple[RosterPerson, ...]:
    """The persons of a CSV file in UTF-8, UTF-16 or Windows-1251, commas or semicolons between its columns.

    Raises `ImportRejected` with the file, row and column of the first fault; then nothing of it is to be used.
    """
    lines = _lines(read_file_text(path), path.name)
    people = []
    seen: dict[str, str] = {}
    for line in lines:
        person = _person(line)
        key = person.email.casefold()
        if key and key in seen:
            reason = f"the address {person.email} stands already in {seen[key]}; each address may stand once"
            raise ImportRejected(f"{line.place}, column email", reason)
        seen[key] = person.place
        people.append(person)
    if not people:
        raise ImportRejected(path.name, "there is no organization below the heading; add at least one row")
    return tuple(people)


def known_organizations(people: tuple[RosterPerson, ...]) -> tuple[KnownOrganization, ...]:
    """The organizations of a roster, each once, in its order."""
    known: dict[str, KnownOrganization] = {}
    for one in people:
        known.setdefault(one.organization, KnownOrganization(name=one.organization, kind=one.kind, number=one.number))
    return tuple(known.values())


def _lines(text: str, file: str) -> Iterator[_Line]:
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            place = f"{file}, row {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells, file)
                continue
            yield _line(cells, columns, place)
    except csv.Error as error:
        reason = f"the row cannot be read ({error}); check its quotation marks"
        raise ImportRejected(f"{file}, row {reader.line_num}", reason) from None


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _columns(cells: list[str], file: str) -> list[str]:
    columns: list[str] = []
    for number, cell in enumerate(cells, start=1):
        heading = clean(cell).lower()
        column = _BY_HEADING.get(heading, "")
        place = f"{file}, row 1, column {number}"
        if not column and heading:
            raise ImportRejected(place, f"the column «{clean(cell)}» is unknown; use {', '.join(_COLUMNS)}")
        if column in columns and column:
            raise ImportRejected(place, f"the column {column} occurs twice; leave one")
        columns.append(column)
    if "organization" not in columns:
        raise ImportRejected(
            f"{file}, row 1", f"there is no column «organization»; the columns are {', '.join(_COLUMNS)}"
        )
    return columns


def _line(cells: list[str], columns: list[str], place: str) -> _Line:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise ImportRejected(place, f"the row has {len(cells)} cells, the heading {len(columns)}; check its delimiters")
    values = {column: clean(cell) for column, cell in zip(columns, cells, strict=False) if column}
    for column, value in values.items():
        if len(value) > _LONGEST_CELL:
            raise ImportRejected(f"{place}, column {column}", f"the cell is longer than {_LONGEST_CELL} characters")
    return _Line(place=place, cells=values)


def _person(line: _Line) -> RosterPerson:
    cells = line.cells
    if not cells.get("organization"):
        raise ImportRejected(f"{line.place}, column organization", "the organization is missing; name it")
    return RosterPerson(
        organization=cells["organization"],
        kind=_kind(line),
        number=cells.get("number", ""),
        email=_email(line),
        head=cells.get("head", ""),
        post=cells.get("post", ""),
        place=line.place,
    )


def _kind(line: _Line) -> str:
    written = line.cells.get("kind", "").lower()
    kind = _KINDS.get(written, written) or "organization"
    if kind not in KINDS:
        raise ImportRejected(f"{line.place}, column kind", f"the kind «{written}» is unknown; use {', '.join(KINDS)}")
    return kind


def _email(line: _Line) -> str:
    email = line.cells.get("email", "")
    if email and (len(email) > _LONGEST_EMAIL or not _EMAIL.fullmatch(email)):
        reason = f"«{email}» is not an e-mail address; write one, like school-1@example.ru, or leave the cell empty"
        raise ImportRejected(f"{line.place}, column email", reason)
    return email
