"""Tables drawn with pipes or box-drawing characters in lines of text -> their rows. Knows no heading and no meaning."""

import re
from collections.abc import Sequence

from plans.lexing import clean

_UPRIGHT = "|│┃║"
_RULE = re.compile(r"^[\s|│┃║+\-=:─━═┄┅┈┉╌╍┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜┏┳┓┣╋┫┗┻┛╭╮╯╰_]+$")
_DRAWN = re.compile(r"[-=─━═_]{2,}|[┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╓╥╖╟╫╢╙╨╜┏┳┓┣╋┫┗┻┛]")
_PARTS = re.compile(rf"[{_UPRIGHT}]")
_ESCAPED = "\\|"
_FEWEST_UPRIGHTS = 2

Lines = Sequence[str]
Drawn = tuple[int, tuple[str, ...], bool]
"""Which line a row begins in, from 0; its cells; whether it is one cell over the whole width."""


def is_drawn(line: str) -> bool:
    """Whether the line is a row or a rule of a drawn table."""
    return is_rule(line) or sum(line.count(sign) for sign in _UPRIGHT) >= _FEWEST_UPRIGHTS


def is_rule(line: str) -> bool:
    """Whether the line only parts rows."""
    return bool(_RULE.match(line) and _DRAWN.search(line))


def rows_in(lines: Lines) -> list[Drawn]:
    """The rows of a drawn table. Between two rules several lines are one row where only the first has a first cell."""
    rows: list[Drawn] = []
    group: list[tuple[int, tuple[str, ...]]] = []
    for number, line in enumerate(lines):
        if is_rule(line):
            rows.extend(_joined(group))
            group = []
        else:
            group.append((number, _cells(line)))
    rows.extend(_joined(group))
    return rows


def _cells(line: str) -> tuple[str, ...]:
    text = line.strip().replace(_ESCAPED, "\x1a")
    if text[:1] in _UPRIGHT:
        text = text[1:]
    if text[-1:] in _UPRIGHT:
        text = text[:-1]
    return tuple(clean(part.replace("\x1a", "|")) for part in _PARTS.split(text))


def _joined(group: list[tuple[int, tuple[str, ...]]]) -> list[Drawn]:
    filled = [(number, cells) for number, cells in group if any(cells)]
    if len(filled) > 1 and all(not cells[0] for _, cells in filled[1:]):
        return [_row(filled[0][0], _together([cells for _, cells in filled]))]
    return [_row(number, cells) for number, cells in filled]


def _row(number: int, cells: tuple[str, ...]) -> Drawn:
    return number, cells, len(cells) == 1


def _together(lines: list[tuple[str, ...]]) -> tuple[str, ...]:
    width = max(map(len, lines))
    columns = zip(*((*cells, *[""] * (width - len(cells))) for cells in lines), strict=True)
    return tuple(" ".join(filter(None, column)) for column in columns)
