"""What the readers of marked-up documents (Word, HTML) find: texts and tables within tables, in the order of the
document. Knows neither mark-up nor meaning.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Text:
    """A paragraph by its lines. `aside` names how it is set apart (centred, in a box), `numbered` says whether a
    number or sign of a list opens it, `break_before` whether a page does, `notes` are its footnotes, `struck` what of
    it is struck through by its look only.
    """

    lines: tuple[str, ...]
    aside: str = ""
    numbered: bool = False
    break_before: bool = False
    notes: tuple[str, ...] = ()
    struck: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell from `start` to `end` on the ruler of its table. `above` is True where it belongs to the cell above."""

    blocks: tuple[Block, ...]
    start: int
    end: int
    above: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table by its rows; rows may differ in the number of cells."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Text | Table
