"""What every reader of a format yields: paragraphs and table rows in the order of the document, each with its place,
and remarks on what the reader itself could not take as it is. Knows no format and no meaning.
"""

from dataclasses import dataclass

from states.draft import Severity


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A line of text outside tables. `opens_block` is False where it follows another line without a gap."""

    place: str
    text: str
    opens_block: bool = True


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a table. `after_break` is True where a gap or a page break parts it from the row before.

    `from_above` are the columns whose cell is merged with the one above; its text is repeated here. `across` is True
    where the row is one cell merged over the whole width; its text is the first cell.
    """

    place: str
    cells: tuple[str, ...]
    after_break: bool = False
    from_above: frozenset[int] = frozenset()
    across: bool = False


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a reader must say of the document itself (a sheet left out, a broken cell). It becomes a problem."""

    place: str
    code: str
    text: str
    severity: Severity = Severity.WARNING


Row = Paragraph | TableRow | Remark
