"""The working group an order appoints, from a table or a list of persons and posts. Knows no items."""

import re
from collections.abc import Iterable

from plans.columns import Column
from plans.executors.cell import Context
from plans.layout import Table, is_annex
from plans.lexing import folded, plain
from plans.people import INITIALS, SURNAME
from plans.roles import organization_of_post
from plans.rows import Paragraph, Row
from states.draft import DraftPerson

_FULL = rf"{SURNAME} [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ич|ична|оглы|кызы)"
_MEMBER = re.compile(
    rf"^(?:\d{{1,2}}[.)]\s*|[-•·]\s*)?(?P<name>{_FULL}|{SURNAME} {INITIALS}|{INITIALS} ?{SURNAME})"
    r"\s*[-,:]\s*(?P<post>[^\W\d_].{2,}?)[;.,]?$"
)
_TITLE = re.compile(r"рабоч\w+ групп|координационн\w+ совет|комисси")
_LONGEST_TITLE = 12


def working_group_of(tables: tuple[Table, ...], rows: Iterable[Row], context: Context) -> tuple[DraftPerson, ...]:
    """The members that tables list; where there is none, those an annex lists line by line; names as written."""
    listed = [table for table in tables if table.lists_people]
    pairs = [pair for table in listed for pair in _in_table(table)] if listed else _in_lines(rows)
    return tuple(
        DraftPerson(name=name, post=post, organization=organization_of_post(post, context)) for name, post in pairs
    )


def _in_table(table: Table) -> list[tuple[str, str]]:
    at = {column: index for index, column in table.columns.items()}
    pairs = []
    for row in table.rows:
        cells = (*row.cells, *([""] * len(table.columns)))
        if cells[at[Column.PERSON]]:
            pairs.append((cells[at[Column.PERSON]], cells[at[Column.POST]]))
    return pairs


def _in_lines(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The lines of the annex whose title speaks of a working group; other lines end the list."""
    pairs: list[tuple[str, str]] = []
    since_annex: int | None = None
    titled = False
    for row in rows:
        if not isinstance(row, Paragraph) or (since_annex is not None and since_annex > _LONGEST_TITLE and not pairs):
            since_annex, titled = None, False
            continue
        if is_annex(row.text):
            since_annex, titled = 0, False
            continue
        if since_annex is None:
            continue
        since_annex += 1
        member = _MEMBER.match(plain(row.text))
        titled = titled or bool(_TITLE.search(folded(row.text)))
        if titled and member:
            pairs.append((member["name"], member["post"]))
    return pairs
