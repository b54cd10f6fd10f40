"""Charts as SVG: geometry and Jinja templates. Decides nothing of what a chart says.

The pictures name the font that Srok's PDF embeds; whoever has not got it sees another serif.
"""

import textwrap
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.charts import Bar, Chart
from reporting.drawable import drawable
from reporting.words import unbroken

WIDTH = 680
"""The width of every chart in its own units, which are 180 mm on paper."""

FILLS = {
    "accepted": ("#2e7d32", "#ffffff"),
    "reported": ("#90caf9", "#000000"),
    "overdue": ("#b71c1c", "#ffffff"),
    "pending": ("#e0e0e0", "#000000"),
    "aside": ("#ffffff", "#000000"),
}
"""Fill and text of each kind of segment. In grey they still differ: dark, light, darkest, lighter, white."""

_LABEL_LETTERS, _LETTER = 33, 6.2
_ROWS_A_COLUMN = 24

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates") / "charts"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["unbroken"] = unbroken


def svg_bytes(chart: Chart) -> bytes:
    """The chart as a picture. The same chart makes the same bytes."""
    columns = _columns(chart.bars) if chart.name == "discipline" else ()
    drawn = _TEMPLATES.get_template(f"{chart.name}.svg").render(
        chart=chart, width=WIDTH, fills=FILLS, lines=_lines, columns=columns, letter=_LETTER
    )
    return drawable(drawn).encode()


def _lines(label: str) -> list[str]:
    """A label on two lines at most."""
    return textwrap.wrap(label, _LABEL_LETTERS, max_lines=2, placeholder="…")


def _columns(bars: Sequence[Bar]) -> tuple[Sequence[Bar], ...]:
    """One column of bars, or two of about the same height."""
    half = len(bars) if len(bars) <= _ROWS_A_COLUMN else -(-len(bars) // 2)
    return tuple(bars[at : at + half] for at in range(0, len(bars), half))
