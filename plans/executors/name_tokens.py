"""Words, numbers, quoted names and persons in a text that names organizations. Knows no vocabulary."""

import re
from typing import NamedTuple

from plans.lexing import plain
from plans.people import PERSON

_TOKEN = re.compile(
    rf"(?P<quote>«[^«»]{{1,200}}»)|(?P<person>{PERSON})|(?P<number>(?:№|N)+[ ]?\d{{1,4}}(?!\d))"
    r"|(?P<integer>\d+)|(?P<word>[^\W\d_]+(?:[-/][^\W\d_]+)*)|(?P<mark>\S)"
)


class Token(NamedTuple):
    """A piece of the text: `kind` is quote, person, number, integer, word or mark; `low` is for comparing."""

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
    return base, tuple(
        Token(str(match.lastgroup), match[0], match[0].lower().replace("ё", "е"), match.start(), match.end())
        for match in _TOKEN.finditer(base)
    )
