"""Russian words around numbers, dates and names. Knows no letter: only how things are said."""

import unicodedata
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from states.patronymic import Gender, gender

_RUSSIAN = Locale("ru")
_FORMS = ("one", "few", "many")
_FULL_NAME = 3

DAYS = ("{} день", "{} дня", "{} дней")
WORKING_DAYS = ("{} рабочий день", "{} рабочих дня", "{} рабочих дней")
REPORTS_WAIT = ("ждёт приёмки {} отчёт", "ждут приёмки {} отчёта", "ждут приёмки {} отчётов")
NOT_REPORTED = ("не отчиталась {} организация", "не отчитались {} организации", "не отчитались {} организаций")
ASK_EXTENSION = (
    "просит продлить срок {} организация",
    "просят продлить срок {} организации",
    "просят продлить срок {} организаций",
)
DECLINED = (
    "сообщила, что поручение не по адресу, {} организация",
    "сообщили, что поручение не по адресу, {} организации",
    "сообщили, что поручение не по адресу, {} организаций",
)
ENTRUSTED = ("поручено {} организации", "поручено {} организациям", "поручено {} организациям")

Forms = tuple[str, str, str]


def counted(number: int, forms: Forms) -> str:
    """`forms` (for 1, 2 and 5) in the form that goes with `number`, and the number in it."""
    return forms[_FORMS.index(_RUSSIAN.plural_form(number))].format(number)


@lru_cache(maxsize=4096)
def short(day: date) -> str:
    """«05.04.2024»."""
    return format_date(day, "dd.MM.y", _RUSSIAN)


@lru_cache(maxsize=4096)
def long(day: date) -> str:
    """«5 апреля 2024 г.»."""
    return format_date(day, "d MMMM y 'г.'", _RUSSIAN)


_DEAR = {Gender.FEMALE: "Уважаемая", Gender.MALE: "Уважаемый"}


def greeting(name: str) -> str:
    """By name and patronymic, which tells the gender; nobody is addressed by a surname with initials."""
    parts = name.split(maxsplit=2)
    known = gender(parts[2]) if len(parts) == _FULL_NAME and "." not in name else None
    return f"{_DEAR[known]} {parts[1]} {parts[2]}!" if known else "Здравствуйте!"


def one_line(text: str) -> str:
    """`text` without line breaks and control characters, blanks run together: fit for a header."""
    if not text.isprintable():  # hardly ever, and it takes long to look at every letter
        text = "".join(" " if unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"} else one for one in text)
    return " ".join(text.split())


def clipped(text: str, length: int) -> str:
    """`text` cut at a word to at most `length` characters, the cut shown."""
    if len(text) <= length:
        return text
    cut = text[:length].rpartition(" ")[0] or text[: length - 1]
    return cut.rstrip(" ,.;:—–-") + "…"
