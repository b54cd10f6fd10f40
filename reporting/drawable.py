"""Texts with a box in place of what the fonts that typst carries have no sign for. Knows no document.

PDF/A forbids a sign that is missing, and a picture would leave it out; a test holds this list to the fonts.
"""

import re

UNDRAWN = re.compile(
    "[^\t\n -~\u00a0-\u024f\u0300-\u0304\u0306-\u0308\u030b\u030c\u0370-\u03ff\u0400-\u04ff\u200b-\u200f\u2010-\u2027"
    "\u202f\u2030\u2032\u2033\u2039\u203a\u20ac\u20bd\u2116\u2122\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u00ad]"
)
BOX = "\N{WHITE SQUARE}"


def drawable(text: str) -> str:
    """`text` as it can be drawn."""
    return UNDRAWN.sub(BOX, text)
