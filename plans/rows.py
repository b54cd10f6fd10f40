"""What every reader of a format yields: paragraphs and table rows in the order of the document, each with its place.
Knows no format and no meaning.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A line of text outside tables. `opens_block` is False where it follows another line without a gap."""

    place: str
    text: str
    opens_block: bool = True


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a table. `after_break` is True where a gap or a page break parts it from the row before."""

    place: str
    cells: tuple[str, ...]
    after_break: bool = False


Row = Paragraph | TableRow
