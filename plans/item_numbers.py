"""Numbers of sections and measures as people write them: 1.1., 1), а), IV, «№ 3», or a date that a spreadsheet made of
«1.2». Knows no tables.
"""

import re

from plans.deadlines.words import MONTHS
from plans.lexing import folded

ROMAN = r"[IVXІХ]{1,6}"
_ONE = rf"(?:\d{{1,3}}|{ROMAN}|[а-яёa-z])"
_NUMBER = re.compile(rf"^(?:\d{{1,3}}|{ROMAN}|[а-яё](?=[.)]))(?:[.\-]{_ONE})*[.)]{{0,2}}$", re.IGNORECASE)
_MARK = re.compile(r"^(?:№|п\.|пункт)\s*(?=\d)", re.IGNORECASE)
_SECTION = re.compile(r"^(?:раздел|глава|блок|направление|модуль)\b", re.IGNORECASE)
_TITLED = re.compile(rf"^(?:\d{{1,2}}|{ROMAN})[.)]\s+\S")
_LEADING = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){1,3}[.)]?|\d{1,2}[.)])\s+(?P<title>[^\W\d_].*)$", re.DOTALL)
_BARE = re.compile(rf"(?:\d{{1,2}}|{ROMAN})[.)]?")
_DATE = re.compile(r"^(?P<day>\d{2})\.(?P<month>\d{2})\.\d{4}$")
_DAY_AND_MONTH = re.compile(r"^(?P<day>\d{1,2}) (?P<month>[а-я]+)$")


def tidy(text: str) -> str:
    """The number without a mark before it, and in one piece where a narrow column broke it."""
    whole = "".join(_MARK.sub("", text).split())
    return whole if _NUMBER.match(whole) else text


def is_number(text: str) -> bool:
    """Whether the text is an item's number and nothing else."""
    return bool(_NUMBER.match(tidy(text)))


def is_bare(text: str) -> bool:
    """Whether the number has one level: a section's, or an item's in a plan without sections."""
    return bool(_BARE.fullmatch(text))


def is_arabic(text: str) -> bool:
    """Whether the number is written in digits."""
    return text[:1].isdecimal()


def titles_a_section(text: str) -> bool:
    """Whether the text says that it titles a section: «Раздел 1», «2. Мониторинг», «IV. Итоги»."""
    return bool(_SECTION.match(text) or _TITLED.match(text))


def parted(title: str) -> tuple[str, str]:
    """A number that stands in one cell with its title, and the title without it."""
    match = _LEADING.match(title)
    return (match["number"], match["title"]) if match else ("", title)


def from_date(text: str) -> str:
    """The number that a spreadsheet took for a date («1.2» shown as 01.02.2025); empty where the text is no date."""
    if match := _DATE.match(text):
        return f"{int(match['day'])}.{int(match['month'])}"
    match = _DAY_AND_MONTH.match(folded(text))
    return f"{int(match['day'])}.{MONTHS[match['month']]}" if match and match["month"] in MONTHS else ""
