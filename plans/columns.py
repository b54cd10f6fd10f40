"""What the heading of a table says its columns are for, in any order, in one row or in two. Knows no rows below it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from plans.lexing import folded
from plans.rows import Row, TableRow

_LONGEST_HEADING, _LONGEST_SUBHEADING = 60, 40
_FEWEST_NAMED = 2
_LONGEST_NUMBER_NAME = 12
_DRAWN = frozenset("-=+|_ ")


class Column(StrEnum):
    """What a column of a table is for."""

    NUMBER = "number"
    SECTION = "section"
    TITLE = "title"
    START = "start"
    END = "end"
    DEADLINE = "deadline"
    EXECUTORS = "executors"
    CO_EXECUTORS = "co_executors"
    RESULT = "result"
    INDICATOR = "indicator"
    DOCUMENT = "document"
    NOTE = "note"
    PERSON = "person"
    POST = "post"


_HEADINGS = (
    (Column.NOTE, re.compile(r"примечани|отметк|комментари|\bфакт")),
    (Column.DOCUMENT, re.compile(r"вид\w* документ|подтвержда|форм\w+ отч|отчетн\w+ документ")),
    (Column.CO_EXECUTORS, re.compile(r"^(?!.*(?<!со)исполнител|.*ответственн).*соисполнител")),
    (Column.PERSON, re.compile(r"фио\b|ф\. ?и\. ?о|фамили")),
    (Column.POST, re.compile(r"должност(?!н)")),
    (Column.START, re.compile(r"\bначал[оа]\b|^с$|^со?\b \S*(?:дат|числ)")),
    (Column.END, re.compile(r"\bоконча\w+|\bзаверш\w+|\bконец\b|^(?:по|до)$")),
    (Column.DEADLINE, re.compile(r"срок|\bдат[аыу]\b|период|\bвремя\b|\bкогда\b")),
    (Column.EXECUTORS, re.compile(r"исполнител|ответственн|\bкто\b")),
    (Column.RESULT, re.compile(r"результат|\bитог|эффект")),
    (Column.INDICATOR, re.compile(r"показател|индикатор|критери")),
    (Column.TITLE, re.compile(r"мероприяти")),
    (Column.TITLE, re.compile(r"наименовани|содержани|вид\w* (?:деятельности|работ)|поручени|действи|\bчто\b")),
    (
        Column.SECTION,
        re.compile(r"^(?:раздел|направлени[ея]|блок|модуль|задач[аи])(?: (?:деятельности|работы|плана))?$"),
    ),
    (Column.NUMBER, re.compile(r"^(?:№.*|n|n ?п/п|п/п|п\. ?п\.?|номер.*|пункт)$")),
)
_WHAT = {Column.DEADLINE, Column.START, Column.END, Column.EXECUTORS}
_BROKEN = re.compile(r"(?<=[а-я])- ?(?=[а-я])")
_BEGINS_WITH_A_NUMBER = re.compile(
    r"^(?:(?:раздел|глава|блок|модуль)\s+)?(?:\d+(?:[.)]|\b)|[IVXІХ]+[.)])", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of one row or two (`height`): the meaning of its columns, and the columns nobody reads by name."""

    columns: dict[int, Column]
    labels: tuple[str, ...]
    height: int = 1

    @property
    def lists_measures(self) -> bool:
        """Whether the heading is that of a plan of measures."""
        found = set(self.columns.values())
        return Column.TITLE in found and bool(_WHAT & found)

    @property
    def lists_people(self) -> bool:
        """Whether the heading is that of a working group."""
        return {Column.PERSON, Column.POST} <= set(self.columns.values())

    @property
    def certain(self) -> bool:
        """Whether one of its cells can stand in no row but a heading («№ п/п»)."""
        return any(column is Column.NUMBER for column in self.columns.values())


def heading_at(row: Row, below: Row | None) -> Heading | None:
    """The heading that `row` is or, together with the row below it, begins; None where it is none."""
    if not isinstance(row, TableRow):
        return None
    single = _heading(row.cells, height=1)
    if isinstance(below, TableRow) and _completes(row, below):
        double = _heading(_together(row, below), height=2)
        if double and (single is None or len(double.columns) >= len(single.columns)):
            return double
    return single


def names_columns(cells: tuple[str, ...]) -> bool:
    """Whether at least two of these few words are names of columns: a heading may begin here."""
    return sum(len(cell) <= _LONGEST_HEADING and _rank(cell) is not None for cell in cells) >= _FEWEST_NAMED


def names_the_number(text: str) -> bool:
    """Whether the text is the name of the column of numbers («№ п/п»)."""
    return len(text) <= _LONGEST_NUMBER_NAME and _rank(text) == len(_HEADINGS) - 1


def numbers_columns(row: TableRow) -> bool:
    """Whether the row only counts the columns (1, 2, 3 and so on)."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]  # noqa: PLR2004


def is_drawn(row: TableRow) -> bool:
    """Whether the row is a line drawn in signs."""
    return all(not set(cell) - _DRAWN and len(cell) != 1 for cell in row.cells) and any(row.cells)


def _heading(cells: tuple[str, ...], *, height: int) -> Heading | None:
    filled = [cell for cell in cells if cell]
    if any(_BEGINS_WITH_A_NUMBER.match(cell) or len(cell) > _LONGEST_HEADING * height for cell in filled):
        return None
    columns = _columns(cells)
    width = max((index + 1 for index, cell in enumerate(cells) if cell), default=0)
    heading = Heading(columns=columns, labels=cells[:width], height=height)
    known = len(columns) == len(filled) or heading.certain or len(columns) * 2 > len(filled) > 3  # noqa: PLR2004
    return heading if known and (heading.lists_measures or heading.lists_people) else None


def _columns(cells: tuple[str, ...]) -> dict[int, Column]:
    ranked = {index: rank for index, cell in enumerate(cells) if (rank := _rank(cell)) is not None}
    columns: dict[int, Column] = {}
    for index, rank in sorted(ranked.items(), key=lambda pair: (_weak(pair[1]), pair[0])):
        column = _HEADINGS[rank][0]
        if column is Column.EXECUTORS and column in columns.values():
            column = Column.CO_EXECUTORS
        if column not in columns.values():
            columns[index] = column
    named = set(columns.values())
    if Column.TITLE in named and Column.PERSON in named and Column.EXECUTORS not in named:
        columns = {at: Column.EXECUTORS if column is Column.PERSON else column for at, column in columns.items()}
    return dict(sorted(columns.items()))


def _rank(cell: str) -> int | None:
    """Which of the headings a cell is, by its place in the table above."""
    text = _BROKEN.sub("", folded(cell))
    return next((rank for rank, (_, pattern) in enumerate(_HEADINGS) if text and pattern.search(text)), None)


def _weak(rank: int) -> bool:
    """Whether a stronger word for the same column comes before this one («мероприятие» before «содержание»)."""
    return any(column is _HEADINGS[rank][0] for column, _ in _HEADINGS[:rank])


def _completes(row: TableRow, below: TableRow) -> bool:
    """Whether the row below is the second row of one heading: it only names, and only under or beside the first."""
    own = ["" if _repeats(row, below, index) else cell for index, cell in enumerate(below.cells)]
    named = [cell for cell in own if cell]
    if below.across or len(named) < _FEWEST_NAMED or _heading(tuple(own), height=1):
        return False
    return all(
        len(cell) <= _LONGEST_SUBHEADING and not _BEGINS_WITH_A_NUMBER.match(cell) and _rank(cell) is not None
        for cell in named
    )


def _repeats(row: TableRow, below: TableRow, index: int) -> bool:
    return index in below.from_above or (index < len(row.cells) and row.cells[index] == below.cells[index])


def _together(row: TableRow, below: TableRow) -> tuple[str, ...]:
    labels = []
    over = ""
    for index in range(max(len(row.cells), len(below.cells))):
        top = row.cells[index] if index < len(row.cells) else ""
        under = below.cells[index] if index < len(below.cells) and not _repeats(row, below, index) else ""
        over = top or (over if under else "")
        labels.append(under or top if _rank(under) is not None else f"{over} {under}".strip())
    return tuple(labels)
