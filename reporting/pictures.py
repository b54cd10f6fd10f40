"""Charts as pictures for documents that take no SVG: drawn by typst with the fonts it carries, so they look the same
everywhere. Knows no package.
"""

from reporting.as_svg import svg_bytes
from reporting.charts import Chart
from reporting.typesetting import typeset

PIXELS_PER_INCH = 200.0
_PAGE = b'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image("chart.svg", width: 180mm)\n'


def png_bytes(chart: Chart) -> bytes:
    """The chart as PNG, 180 mm wide. The same chart makes the same bytes."""
    return typeset({"main": _PAGE, "chart.svg": svg_bytes(chart)}, format="png", ppi=PIXELS_PER_INCH)
