"""The words of deadlines: a phrase as tokens, and a cursor that walks over them. Knows no grammar and no calendar."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from plans.deadlines.numerals import COUNTS, ORDINALS, TENS
from plans.deadlines.plan_year import PlanYear
from plans.deadlines.spelling import MISSPELT
from plans.lexing import folded

_TOKEN = re.compile(
    r"\d{4}([.-])\d{2}\1\d{2}(?!\d)"
    r"|\d{1,2}\s?\.\s?\d{1,2}\s?\.\s?\d{4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{2}(?!\d)"
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)|\d{1,2}-\d{1,2}-\d{4}(?!\d)"
    r"|\d{2}\.\d{4}(?!\d)|\d{1,2}\.\d{2}(?!\d|\.\d)"
    r"|\d+|[а-яі]+|[a-z]+|\S"
)
_DATE = re.compile(r"\d+[./-]\d+(?:[./-]\d+)?")
_BLANK = re.compile(r"\s")
_LATIN = str.maketrans("abcehkmoptxyіi", "авсенкмортхуii")
_ROMAN = re.compile(r"[ivі]+")
_TYPED_ROMAN = {"п": "ii", "ш": "iii"}
_MONTH_STEMS = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_HARD = ("", "а", "у", "ом", "е")
_SOFT = ("ь", "я", "ю", "ем", "е")
_OF_DAYS = ("ого", "его", "ому", "ему", "ое", "ье")
_SHORT = {
    "янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11,
    "нояб": 11, "дек": 12,
}  # fmt: skip


def _months() -> dict[str, int]:
    forms = dict(_SHORT)
    for number, stem in enumerate(_MONTH_STEMS, start=1):
        endings = _HARD if stem in {"март", "август"} else ("й", "я", "ю", "ем", "е") if stem == "ма" else _SOFT
        forms.update({stem + ending: number for ending in endings})
    return forms


MONTHS = _months()


@dataclass(kw_only=True)
class Cursor:
    """Where in a phrase the reading stands. Deadlines that name no year lie in the `plan`'s; `doubts` collects why
    what looked like a deadline is none, `remarks` what was read otherwise than it is spelt.
    """

    tokens: tuple[str, ...]
    plan: PlanYear
    issued_on: date
    at: int = 0
    doubts: list[str] = field(default_factory=list)
    remarks: tuple[str, ...] = ()

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
        if not token or token not in _options(options):
            return None
        self.at += 1
        return token

    def words(self, pattern: str) -> bool:
        """Take a whole sequence like `в [самом] течение|продолжение` (brackets: may be absent), or nothing."""
        start = self.at
        for options, optional in _compiled(pattern):
            if self.here in options:
                self.at += 1
            elif not optional:
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
        """Take `I`, `1`, `1-й`, `первом`, `двадцать первого` and the like, up to `last`."""
        start = self.at
        tens = TENS.get(self.here, 0)
        if tens:
            self.at += 1
        found = ORDINALS.get(self.here)
        if found is not None and (not tens or found < 10):  # noqa: PLR2004 - twenty-first, not twenty-tenth
            self.at += 1
        else:
            self.at, tens = start, 0
            found = self.number(1, 31)
        if found is None or found + tens > last:
            self.at = start
            return None
        self.any_of("- й|го|м|е|ое|ый|ом|ому|му|ый|я|ая|ого|ей|ой|ю|х|ти", "й|го|е")
        return found + tens

    def day(self) -> int | None:
        """Take the number of a day: `31`, `31-го`, `тридцать первого`, `первое`; not `I` and not `первый`."""
        start, said = self.at, self.here
        found = self.ordinal(31)
        if found is not None and (said[:1].isdecimal() or self.tokens[self.at - 1].endswith(_OF_DAYS)):
            return found
        self.at = start
        return None

    def count(self) -> int | None:
        """Take a count in digits or in a word; `5 (пяти)` only where both say the same."""
        start = self.at
        found = COUNTS.get(self.here)
        if found is None:
            found = self.number(1, 99)
            self.any_of("- х|и|ти|ми", "х")
        else:
            self.at += 1
        if found is not None and self.word("("):
            same = COUNTS.get(self.here) == found
            self.at += 1
            if not same or not self.word(")"):
                self.at = start
                return None
        return found

    def doubt(self, reason: str) -> None:
        """Note why what stands here is no deadline; the first reason is the one told."""
        self.doubts.append(reason)


@cache
def _options(options: str) -> frozenset[str]:
    return frozenset(options.split("|"))


@cache
def _compiled(pattern: str) -> tuple[tuple[frozenset[str], bool], ...]:
    return tuple((_options(part.strip("[]")), part.startswith("[")) for part in pattern.split())


def cursor(text: str, plan: PlanYear, issued_on: date) -> Cursor:
    """A cursor at the start of the phrase, closing full stops and brackets around the whole left out."""
    phrase = folded(text).strip(" .;,:")
    if phrase.startswith("(") and phrase.endswith(")") and "(" not in phrase[1:]:
        phrase = phrase[1:-1].strip(" .;,")
    tokens = [_canonical(match[0]) for match in _TOKEN.finditer(phrase)]
    remarks = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        meant = _meant(token, following)
        if meant is not None:
            tokens[index] = meant
            remarks.append(f"«{token}» is read as «{meant.upper() if meant in ORDINALS else meant}»")
    return Cursor(tokens=tuple(tokens), plan=plan, issued_on=issued_on, remarks=tuple(remarks))


def _canonical(token: str) -> str:
    """Every way to write a date in digits as `31.05.2024`, `31.05` or `05.2024`; Latin look-alikes Cyrillic."""
    if token[0].isdecimal():
        if not _DATE.fullmatch(bare := _BLANK.sub("", token)):
            return token
        parts = bare.replace("/", ".").replace("-", ".").split(".")
        return ".".join(reversed(parts) if len(parts[0]) == 4 else parts)  # noqa: PLR2004 - the year stands first
    return token.translate(_LATIN) if not _ROMAN.fullmatch(token) else token.replace("і", "i")


def _meant(token: str, following: str) -> str | None:
    """The word that a known misspelling stands for; `П квартал` is how a keyboard without Roman numerals says II."""
    if token in _TYPED_ROMAN and following.startswith(("кв", "полугод")):
        return _TYPED_ROMAN[token]
    return MISSPELT.get(token)
