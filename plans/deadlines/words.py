"""The words of deadlines: months, ordinals, and a cursor that walks over a phrase. Knows no grammar and no dates."""

import re
from dataclasses import dataclass

from plans.lexing import folded

_TOKEN = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d+|[а-я]+|[a-z]+|\S")
_MONTH_STEMS = (
    "январ",
    "феврал",
    "март",
    "апрел",
    "ма",
    "июн",
    "июл",
    "август",
    "сентябр",
    "октябр",
    "ноябр",
    "декабр",
)
_HARD = ("", "а", "у", "ом", "е")
_SOFT = ("ь", "я", "ю", "ем", "е")
_SHORT = {
    "янв": 1,
    "фев": 2,
    "февр": 2,
    "апр": 4,
    "авг": 8,
    "сен": 9,
    "сент": 9,
    "окт": 10,
    "ноя": 11,
    "нояб": 11,
    "дек": 12,
}


def _months() -> dict[str, int]:
    forms = dict(_SHORT)
    for number, stem in enumerate(_MONTH_STEMS, start=1):
        endings = _HARD if stem in {"март", "август"} else ("й", "я", "ю", "ем", "е") if stem == "ма" else _SOFT
        forms.update({stem + ending: number for ending in endings})
    return forms


MONTHS = _months()
ORDINALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4,
    "перв": 1, "втор": 2, "трет": 3, "четверт": 4,
}  # fmt: skip
_ORDINAL_ENDING = re.compile(r"(?:ый|ой|ая|ое|ого|ому|ом|ую|ий|ья|ье|ьей|ьего|ьем|ью|ьему)$")
COUNTS = {"один": 1, "одного": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4}


@dataclass(kw_only=True)
class Cursor:
    """Where in a phrase the reading stands. `year` is the order's, for deadlines that name none."""

    tokens: tuple[str, ...]
    year: int
    at: int = 0

    @property
    def done(self) -> bool:
        """Whether every token is consumed."""
        return self.at >= len(self.tokens)

    @property
    def here(self) -> str:
        """The token next to be read; empty at the end."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def word(self, options: str) -> str | None:
        """Take the next token if it is one of `a|b|c`."""
        token = self.here
        if not token or token not in options.split("|"):
            return None
        self.at += 1
        return token

    def words(self, pattern: str) -> bool:
        """Take a whole sequence like `в [самом] течение|продолжение` (brackets: may be absent), or nothing."""
        start = self.at
        for part in pattern.split():
            optional = part.startswith("[")
            if self.word(part.strip("[]")) is None and not optional:
                self.at = start
                return False
        return True

    def any_of(self, *patterns: str) -> bool:
        """Take the first of the sequences that stands here."""
        return any(self.words(pattern) for pattern in patterns)

    def number(self, low: int, high: int) -> int | None:
        """Take a number between `low` and `high`, both included."""
        token = self.here
        if not token.isdecimal() or len(token) > len(str(high)) or not low <= int(token) <= high:
            return None
        self.at += 1
        return int(token)

    def month(self) -> int | None:
        """Take a month's name in any case, or its usual abbreviation."""
        month = MONTHS.get(self.here)
        if month is not None:
            short = self.here in _SHORT
            self.at += 1
            if short:
                self.word(".")
        return month

    def ordinal(self, last: int) -> int | None:
        """Take `I`, `1-й`, `первом` and the like, up to `last`."""
        found = ORDINALS.get(self.here) or ORDINALS.get(_ORDINAL_ENDING.sub("", self.here))
        if found is None or found > last:
            return None
        self.at += 1
        self.any_of("- й|го|м|е|ое|ый|ом|ый|я|ая|ого|ей|ой", "й|го|е")
        return found

    def count(self) -> int | None:
        """Take a count in digits or in a word."""
        found = COUNTS.get(self.here)
        if found is None:
            return self.number(1, 12)
        self.at += 1
        return found


def cursor(text: str, year: int) -> Cursor:
    """A cursor at the start of the phrase, closing full stops left out."""
    return Cursor(tokens=tuple(_TOKEN.findall(folded(text).rstrip(" .;,"))), year=year)
