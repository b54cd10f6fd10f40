"""A roster's file -> the organizations, persons and addresses in it, all or nothing. Knows no database."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plans.rejected import rejected
from plans.roster.cells import Cells, cells_of
from plans.roster.checks import Row, check
from plans.roster.columns import fields_of
from plans.roster.person import Line, person_of
from states.draft import KnownOrganization, RosterPerson


def read_roster(path: Path) -> tuple[RosterPerson, ...]:
    """The persons of a CSV file or a workbook.

    Raises `ImportRejected` with the file, row and column of the first fault; then nothing of it is to be used.
    """
    rows = tuple(_rows(cells_of(path)))
    if not rows:
        raise rejected(path.name, "roster_empty")
    check(rows)
    return tuple(person for _, person in rows)


def _rows(cells: Iterator[Cells]) -> Iterator[Row]:
    heading = next(cells, None)
    if heading is None:
        return
    places = tuple(heading.place_of(column) for column in range(len(heading.texts)))
    columns = {field: column for column, field in enumerate(fields_of(heading.texts, places)) if field}
    for row in cells:
        if any(text.strip() for text in row.texts[len(heading.texts) :]):
            raise rejected(row.place, "row_width", here=len(row.texts), heading=len(heading.texts))
        line = Line(cells=row, columns=columns)
        yield line, person_of(line)


def known_organizations(people: Iterable[RosterPerson]) -> tuple[KnownOrganization, ...]:
    """The organizations of a roster, each once, in its order."""
    known: dict[str, RosterPerson] = {}
    aliases: dict[str, dict[str, None]] = {}
    for one in people:
        known.setdefault(one.organization, one)
        aliases.setdefault(one.organization, {}).update(dict.fromkeys(one.aliases))
    return tuple(
        KnownOrganization(name=name, kind=one.kind, number=one.number, aliases=tuple(aliases[name]))
        for name, one in known.items()
    )
