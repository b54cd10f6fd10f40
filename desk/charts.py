"""Where the bars and the points of a chart lie, in the units of its drawing. Knows neither words nor colours."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, ABOVE, BELOW = 480, 150, 22, 20
"""Of a drawing, with the room above for numbers and below for days."""

GAP = 0.3


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A bar or a point: its left edge, middle, width, top and height. `value` is None where nothing is known."""

    left: float
    middle: float
    wide: float
    top: float
    high: float
    value: float | None


@dataclass(frozen=True, kw_only=True)
class Chart:
    """The marks of a chart, and the line through its points as SVG has it; a gap where nothing is known."""

    marks: tuple[Mark, ...]
    line: str
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = HEIGHT - BELOW


def chart(values: Sequence[float | None], *, most: float) -> Chart:
    """The marks of these values, from nothing to `most`."""
    room, step = HEIGHT - ABOVE - BELOW, WIDTH / max(1, len(values))
    marks = tuple(_mark(value, n * step, step, room * (value or 0) / (most or 1)) for n, value in enumerate(values))
    return Chart(marks=marks, line=_line(marks))


def _mark(value: float | None, left: float, step: float, high: float) -> Mark:
    return Mark(
        left=round(left + step * GAP / 2, 1),
        middle=round(left + step / 2, 1),
        wide=round(step * (1 - GAP), 1),
        top=round(HEIGHT - BELOW - high, 1),
        high=round(high, 1),
        value=value,
    )


def _line(marks: Sequence[Mark]) -> str:
    parts, begun = [], False
    for mark in marks:
        if mark.value is not None:
            parts.append(f"{'L' if begun else 'M'}{mark.middle} {mark.top}")
        begun = mark.value is not None
    return " ".join(parts)
