"""Russian words that every part of a package shares: dates, counts, names, texts made fit to print. Decides nothing."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

NOTHING = "—"
_RUSSIAN = Locale("ru")
_FORMS = {"one": 0, "few": 1}
_TOGETHER = re.compile(r"(№|\b[А-ЯЁ]{2,6}(?= №)|\bп\.|\bот|\b\w\.\w\.|–(?= \d)|\d(?= года?\b)) ")
_BEFORE_DASH = re.compile(r" –")
_NAME = re.compile(r"(?P<family>[А-ЯЁ][\w-]+) (?P<given>[А-ЯЁ])(?:[а-яё]+ |\. ?)(?P<father>[А-ЯЁ])(?:[а-яё]+|\.)")


def day(when: date | None) -> str:
    """A day as official papers write it, a dash for none."""
    return f"{when:%d.%m.%Y}" if when else NOTHING


def counted(count: int, forms: str) -> str:
    """A count with its noun, whose three `forms` are those after 1, 2 and 5: «отчёт отчёта отчётов»."""
    words = forms.split()
    return f"{number(count)} {words[_FORMS.get(_RUSSIAN.plural_form(count), 2)]}"


def number(count: int) -> str:
    """A whole number with Russian grouping: 2 270."""
    return str(format_decimal(count, locale=_RUSSIAN))


def percent(share: float | None) -> str:
    """A share as a percentage with one place, a dash where there is nothing to share."""
    return (
        NOTHING if share is None else f"{format_decimal(share * 100, format='0.0', locale=_RUSSIAN)}\N{NO-BREAK SPACE}%"
    )


def clean(text: str) -> str:
    """`text` on one line, without the control characters that no office format can hold."""
    if text.isprintable():
        return " ".join(text.split())
    kept = (char if unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"} else " " for char in text)
    return " ".join("".join(kept).split())


def shortened(text: str, length: int) -> str:
    """`text`, cut at a word and marked so where it is longer than `length` characters."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept).rstrip(" ,.;:–—-") + "…"


def listed(names: list[str], at_most: int) -> str:
    """Names with commas; beyond `at_most`, how many more there are."""
    if len(names) <= at_most:
        return ", ".join(names)
    return f"{', '.join(names[:at_most])} и ещё {number(len(names) - at_most)}"


def signed(name: str) -> str:
    """A name as it stands under a document, initials first; left as it is where it is not a name in full."""
    found = _NAME.fullmatch(clean(name))
    return f"{found['given']}.{found['father']}. {found['family']}" if found else clean(name)


def unbroken(text: str) -> str:
    """`text` for paper: no line ends around «№» in a school's name, before a dash, or inside a name with initials."""
    return _BEFORE_DASH.sub("\u00a0–", _TOGETHER.sub("\\1\u00a0", text))


def capitalized(text: str) -> str:
    """`text` with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=1 << 16)
def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """What to sort names by, so that № 9 stands before № 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part.strip())
