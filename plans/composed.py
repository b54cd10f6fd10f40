"""Several columns that say one thing -> the one cell it is read from: start and end, executors, results.
Knows no dates and no organizations.
"""

from plans.columns import Column
from plans.lexing import folded

_NOTHING = frozenset({"", "-", "–", "—"})
_AFTER_END = ("до ", "по ", "к ", "не позднее")


def composed(cells: dict[Column, str]) -> dict[Column, str]:
    """The cells with a deadline from start and end, co-executors after executors, and one expected result."""
    made = dict(cells)
    deadline = _deadline(cells)
    if deadline:
        made[Column.DEADLINE] = deadline
    executors = _joined(cells, Column.EXECUTORS, Column.CO_EXECUTORS)
    if executors:
        made[Column.EXECUTORS] = executors
    result = _joined(cells, Column.RESULT, Column.INDICATOR, Column.DOCUMENT)
    if result:
        made[Column.RESULT] = result
    return made


def _deadline(cells: dict[Column, str]) -> str:
    """«с … по …»; a text that is no date stays as it is: the grammar understands it or says that it does not."""
    start, end = (_filled(cells, column) for column in (Column.START, Column.END))
    own = _filled(cells, Column.DEADLINE)
    if own or not (start or end):
        return own
    if not end or folded(start) == folded(end):
        return f"с {start}" if not end and start[:1].isdecimal() else start
    if not start:
        return f"до {end}" if end[:1].isdecimal() and not folded(end).startswith(_AFTER_END) else end
    return f"с {_after('с', start)} по {_after('по', end)}"


def _after(word: str, text: str) -> str:
    """The text without the preposition that is put before it."""
    low = folded(text)
    return text[len(word) + 1 :] if low.startswith(f"{word} ") else text


def _joined(cells: dict[Column, str], *columns: Column) -> str:
    parts = [text.rstrip(" ;") for column in columns if (text := _filled(cells, column))]
    return "; ".join(dict.fromkeys(parts)) if len(parts) > 1 else "".join(parts)


def _filled(cells: dict[Column, str], column: Column) -> str:
    text = cells.get(column, "")
    return "" if text in _NOTHING else text
