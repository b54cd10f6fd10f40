"""Words, numbers, quoted names and persons in a text that names organizations. Knows no vocabulary."""

import re
from typing import NamedTuple

from plans.lexing import in_cyrillic, plain
from plans.people import PERSON

_TOKEN = re.compile(
    rf"(?P<quote>«(?:[^«»]|«[^«»]{{1,200}}»){{1,200}}»)|(?P<person>{PERSON})"
    r"|(?P<number>(?:(?:№|N)[ ]?)+\d{1,4}(?![^\W_]))|(?P<integer>\d+(?![^\W_]))|(?P<lettered>\d+[^\W_]+)"
    r"|(?P<word>[Дд]/с(?![^\W\d_])|[^\W\d_]+(?:-[^\W\d_]+)*)|(?P<mark>\S)"
)
_LATIN_ACRONYM = re.compile(r"\b[ABCEHKMOPTX]{2,}\b")  # typed on the wrong keyboard: «OO», «COШ» is mended before


class Token(NamedTuple):
    """A piece of the text: `kind` is quote, person, number, integer, lettered («4а»), word or mark;
    `low` is for comparing.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int

    @property
    def digits(self) -> str:
        """The number without its sign and leading zeros."""
        return self.text.lstrip("№N ").lstrip("0") or "0"

    @property
    def acronym(self) -> bool:
        """Whether this is a word of two or more capitals."""
        return self.kind == "word" and len(self.text) > 1 and self.text.isupper()

    @property
    def capitalised(self) -> bool:
        """Whether this word begins with a capital and goes on in small letters."""
        return self.kind == "word" and self.text[0].isupper() and self.text[1:2].islower()

    @property
    def small(self) -> bool:
        """Whether this is a word in small letters."""
        return self.kind == "word" and self.text[0].islower()


END = Token("end", "", "", 0, 0)


def name_tokens(text: str) -> tuple[str, tuple[Token, ...]]:
    """The text as `plain` gives it, and its tokens."""
    base = plain(text)
    base = _LATIN_ACRONYM.sub(lambda match: in_cyrillic(match[0]), base)
    return base, tuple(
        Token(str(match.lastgroup), match[0], match[0].lower().replace("ё", "е"), match.start(), match.end())
        for match in _TOKEN.finditer(base)
    )
