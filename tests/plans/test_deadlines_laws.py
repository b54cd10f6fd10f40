"""What holds of every deadline phrase: dates come back as written, nothing raises, nothing is guessed,
cost is linear.
"""

import re
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines.phrase import read, read_deadline, read_parts
from plans.deadlines.words import MONTHS
from states.schedule import ScheduleKind, Term

ISSUED_ON = date(2024, 1, 25)
GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
    "декабря",
)  # fmt: skip
NOMINATIVE = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
    "декабрь",
)  # fmt: skip
UNITS = (
    "первого", "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
)  # fmt: skip
TEENS = (
    "десятого", "одиннадцатого", "двенадцатого", "тринадцатого", "четырнадцатого", "пятнадцатого", "шестнадцатого",
    "семнадцатого", "восемнадцатого", "девятнадцатого", "двадцатого",
)  # fmt: skip
DAYS_IN_WORDS = [
    *UNITS, *TEENS, *(f"двадцать {unit}" for unit in UNITS), "тридцатого", "тридцать первого",
]  # fmt: skip
STYLES = {
    "digits": lambda day: f"{day:%d.%m.%Y}",
    "short year": lambda day: f"{day:%d.%m.%y}",
    "no zeros": lambda day: f"{day.day}.{day.month}.{day.year}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "hyphens": lambda day: f"{day:%d-%m-%Y}",
    "ISO": lambda day: f"{day:%Y-%m-%d}",
    "words": lambda day: f"{day.day} {GENITIVE[day.month - 1]} {day.year}",
    "words and year": lambda day: f"{day:%d} {GENITIVE[day.month - 1]} {day.year} года",
    "words and г.": lambda day: f"{day.day}-го {GENITIVE[day.month - 1]} {day.year} г.",
    "day in words": lambda day: f"{DAYS_IN_WORDS[day.day - 1]} {GENITIVE[day.month - 1]} {day.year} года",
}
BEFORE = ("", "до ", "не позднее ", "к ", "в срок до ", "Срок: до ", "Срок исполнения – ")
FORMS = (str.lower, str.upper, str.title, lambda text: text.replace(" ", "\u00a0"), lambda text: f"  {text} . ")
WORDS = (
    *GENITIVE, *NOMINATIVE, "1", "15", "31", "2024", "2025", "01.06.2024", "до", "с", "по", "к", "в", "не", "позднее",
    "года", "г", ".", ",", ";", "и", "-", "/", "(", ")", "течение", "конца", "месяца", "числа", "каждого", "раза",
    "в год", "ежемесячно", "ежеквартально", "ежегодно", "еженедельно", "пятница", "по пятницам", "квартал", "полугодие",
    "учебный год", "постоянно", "далее", "по графику", "по запросу", "после", "мероприятия", "дней", "со дня издания",
    "последняя", "первый", "I", "IV", "или", "примерно", "ОО",
)  # fmt: skip
DATES = (
    *GENITIVE, *NOMINATIVE, "1", "15", "31", "2024", "2025", "01.06.2024", "до", "с", "по", "к", "в", "не позднее",
    "года", "г.", ",", ";", "и", "-", "в течение", "до конца", "или", "примерно", "ОО",
)  # fmt: skip


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    style=st.sampled_from(sorted(STYLES)),
    before=st.sampled_from(BEFORE),
    form=st.sampled_from(FORMS),
)
def test_a_date_in_any_style_is_itself(day, style, before, form):
    text = form(before + STYLES[style](day))
    assert read_deadline(text, ISSUED_ON).terms == (Term(due_on=day),), text


@given(
    first=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
    days=st.integers(min_value=0, max_value=400),
    styles=st.tuples(st.sampled_from(sorted(STYLES)), st.sampled_from(sorted(STYLES))),
    pattern=st.sampled_from(["с {} по {}", "{} – {}", "в период с {} до {}"]),
)
def test_a_range_of_dates_in_any_two_styles_is_itself(first, days, styles, pattern):
    last = date.fromordinal(first.toordinal() + days)
    text = pattern.format(STYLES[styles[0]](first), STYLES[styles[1]](last))
    assert read_deadline(text, ISSUED_ON).terms == (Term(opens_on=first, due_on=last),), text


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_reading_never_raises_and_terms_go_forward(text):
    schedule = read(text, ISSUED_ON).schedule
    read_parts(text, ISSUED_ON)
    assert all(term.opens_on is None or term.opens_on <= term.due_on for term in schedule.terms)
    assert list(schedule.terms) == sorted(schedule.terms, key=lambda term: term.due_on)
    assert bool(schedule.terms) or schedule.kind not in {ScheduleKind.ONCE, ScheduleKind.DATES} or schedule.working_days


@given(st.lists(st.sampled_from(DATES), min_size=1, max_size=9).map(" ".join))
def test_no_date_is_guessed_from_words_thrown_together(text):
    """Every number and month of the text is one of its terms', and every month of a term stands in the text."""
    schedule = read_deadline(text, ISSUED_ON)
    if schedule.kind not in {ScheduleKind.ONCE, ScheduleKind.DATES}:
        assert not schedule.terms
        return
    assert not {"или", "примерно", "ОО"} & set(text.split())
    bounds = [day for term in schedule.terms for day in (term.opens_on, term.due_on) if day]
    months, numbers = said_in(text)
    assert numbers <= {number for day in bounds for number in (day.day, day.year)}
    assert months <= {day.month for day in bounds}
    if months and "года" not in text:
        assert {day.month for day in bounds} <= months | whole_years(text)


def said_in(text: str) -> tuple[set[int], set[int]]:
    words = text.replace("01.06.2024", "1 июня 2024").split()
    return {MONTHS[word] for word in words if word in MONTHS}, {int(word) for word in words if word.isdecimal()}


def whole_years(text: str) -> set[int]:
    """A year that stands alone in a list reaches from January to December."""
    words = text.split()
    lone = any(re.fullmatch(r"20\d\d", word) and words[at - 1] not in MONTHS for at, word in enumerate(words))
    return {1, 12} if lone else set()


@pytest.mark.parametrize("piece", ["до 1 марта, ", "1, ", "с ", "и ", "май - ", "2 раза в ", "( ", "первого ", "ОО - "])
def test_the_cost_of_reading_is_linear(piece):
    short, long = calls(piece * 100), calls(piece * 400)
    assert long <= 4.5 * short


def calls(text: str) -> int:
    """How many calls a reading makes: a measure of work that is the same in every run."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        read(text, ISSUED_ON)
    finally:
        sys.setprofile(before)
    return count
