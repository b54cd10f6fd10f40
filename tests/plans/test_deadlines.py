"""The grammar of deadlines: what each phrase means for an order of 25 January 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines.phrase import read_deadline
from states.schedule import Period, Schedule, ScheduleKind, Term

ISSUED_ON = date(2024, 1, 25)


def days(text: str) -> list[tuple[str | None, str]]:
    schedule = read_deadline(text, ISSUED_ON)
    return [(str(term.opens_on) if term.opens_on else None, str(term.due_on)) for term in schedule.terms]


def kind(text: str) -> ScheduleKind:
    return read_deadline(text, ISSUED_ON).kind


ONCE = {
    "Январь 2024": ("2024-01-01", "2024-01-31"),
    "февраль 2024 года": ("2024-02-01", "2024-02-29"),
    "Апрель": ("2024-04-01", "2024-04-30"),
    "в мае 2024 г.": ("2024-05-01", "2024-05-31"),
    "сент. 2024": ("2024-09-01", "2024-09-30"),
    "Апрель-май 2024": ("2024-04-01", "2024-05-31"),
    "Апрель – май 2024 года": ("2024-04-01", "2024-05-31"),
    "Январь -декабрь 2024": ("2024-01-01", "2024-12-31"),
    "ЯНВАРЬ—ДЕКАБРЬ 2024": ("2024-01-01", "2024-12-31"),
    "сентябрь 2024 - май 2025": ("2024-09-01", "2025-05-31"),
    "В течение года": ("2024-01-01", "2024-12-31"),
    "в течение 2024 года": ("2024-01-01", "2024-12-31"),
    "В течение 2025": ("2025-01-01", "2025-12-31"),
    "в течение всего года": ("2024-01-01", "2024-12-31"),
    "2024 год": ("2024-01-01", "2024-12-31"),
    "2024-2025 гг.": ("2024-01-01", "2025-12-31"),
    "в течение текущего года": ("2024-01-01", "2024-12-31"),
    "I квартал 2024": ("2024-01-01", "2024-03-31"),
    "2-й квартал": ("2024-04-01", "2024-06-30"),
    "в III квартале 2024 года": ("2024-07-01", "2024-09-30"),
    "4 кв. 2024": ("2024-10-01", "2024-12-31"),
    "первое полугодие 2024 года": ("2024-01-01", "2024-06-30"),
    "II полугодие": ("2024-07-01", "2024-12-31"),
    "1 декада марта": ("2024-03-01", "2024-03-10"),
    "третья декада февраля 2024": ("2024-02-21", "2024-02-29"),
    "до 31 мая 2024 года": (None, "2024-05-31"),
    "До 05 февраля 2024 года.": (None, "2024-02-05"),
    "до 31.05.2024": (None, "2024-05-31"),
    "до 31.05.24 г.": (None, "2024-05-31"),
    "ДО31МАЯ2024ГОДА": (None, "2024-05-31"),
    "до 31\u00a0мая\u00a02024\u00a0г.": (None, "2024-05-31"),
    "дo 31 мaя 2024": (None, "2024-05-31"),
    "не позднее 15 марта": (None, "2024-03-15"),
    "в срок до 1 апреля 2024 года": (None, "2024-04-01"),
    "к 1 сентября": (None, "2024-09-01"),
    "до конца мая": (None, "2024-05-31"),
    "до конца года": (None, "2024-12-31"),
    "до конца 2025 года": (None, "2025-12-31"),
    "до конца I квартала": (None, "2024-03-31"),
    "15 марта 2024 года": (None, "2024-03-15"),
    "15.03.2024": (None, "2024-03-15"),
    "до 1 марта следующего года": (None, "2025-03-01"),
    "с 1 по 15 марта": ("2024-03-01", "2024-03-15"),
    "с 1 марта по 15 апреля 2024 г.": ("2024-03-01", "2024-04-15"),
    "с 01.03.2024 по 15.04.2024": ("2024-03-01", "2024-04-15"),
    "с сентября по ноябрь 2024": ("2024-09-01", "2024-11-30"),
    "10-15 мая 2024": ("2024-05-10", "2024-05-15"),
    "10.05.2024 – 15.05.2024": ("2024-05-10", "2024-05-15"),
    "20 мая - 5 июня 2024 года": ("2024-05-20", "2024-06-05"),
    "Срок: до 1 мая 2024 года": (None, "2024-05-01"),
    "Срок исполнения - май 2024": ("2024-05-01", "2024-05-31"),
}


@pytest.mark.parametrize(("text", "term"), ONCE.items())
def test_one_date_or_period_is_understood(text, term):
    assert kind(text) is ScheduleKind.ONCE
    assert days(text) == [term]


DATES = {
    "Июнь, декабрь": ["2024-06-30", "2024-12-31"],
    "июнь, декабрь 2024 года": ["2024-06-30", "2024-12-31"],
    "июнь 2025, декабрь": ["2025-06-30", "2025-12-31"],
    "май, сентябрь и ноябрь 2024": ["2024-05-31", "2024-09-30", "2024-11-30"],
    "1 и 15 марта": ["2024-03-01", "2024-03-15"],
    "15, 20 и 25 марта 2024": ["2024-03-15", "2024-03-20", "2024-03-25"],
    "до 1 июня, до 1 декабря": ["2024-06-01", "2024-12-01"],
    "до 1 апреля, 1 июля, 1 октября 2025 года": ["2025-04-01", "2025-07-01", "2025-10-01"],
    "январь-март, сентябрь-ноябрь 2024": ["2024-03-31", "2024-11-30"],
    "декабрь 2024, май 2025": ["2024-12-31", "2025-05-31"],
    "01.06.2024; 01.12.2024": ["2024-06-01", "2024-12-01"],
}


@pytest.mark.parametrize(("text", "due"), DATES.items())
def test_a_list_of_dates_has_a_term_for_each(text, due):
    assert kind(text) is ScheduleKind.DATES
    assert [last for _, last in days(text)] == due


CONTINUOUS = {
    "постоянно": [],
    "Постоянно.": [],
    "на постоянной основе": [],
    "В течение 2024, далее-постоянно": [("2024-01-01", "2024-12-31")],
    "Октябрь 2024, далее – постоянно": [("2024-10-01", "2024-10-31")],
    "январь 2024 года, далее – постоянно": [("2024-01-01", "2024-01-31")],
    "до 31 января 2024 года, далее — постоянно": [(None, "2024-01-31")],
    "30.04.2024, далее постоянно": [(None, "2024-04-30")],
    "Февраль 2024 и далее постоянно": [("2024-02-01", "2024-02-29")],
}


@pytest.mark.parametrize(("text", "first"), CONTINUOUS.items())
def test_what_goes_on_is_continuous_with_its_first_term(text, first):
    assert kind(text) is ScheduleKind.CONTINUOUS
    assert days(text) == first


TIMES = {
    "2 раза в год": 2,
    "не реже двух раз в год": 2,
    "дважды в год": 2,
    "4 раза в год": 4,
    "1 раз в год": 1,
    "3 раза в течение года": 3,
}


@pytest.mark.parametrize(("text", "times"), TIMES.items())
def test_times_a_year_part_the_year_evenly(text, times):
    schedule = read_deadline(text, ISSUED_ON)
    assert schedule.kind is ScheduleKind.TIMES_PER_YEAR
    assert schedule.times == len(schedule.terms) == times
    assert schedule.terms[0].opens_on == date(2024, 1, 1)
    assert schedule.terms[-1].due_on == date(2024, 12, 31)


RECURRING = {
    "ежемесячно": (Period.MONTH, None, 12, date(2024, 1, 31)),
    "ежемесячно до 5 числа": (Period.MONTH, 5, 12, date(2024, 1, 5)),
    "ежемесячно, не позднее 5-го числа": (Period.MONTH, 5, 12, date(2024, 1, 5)),
    "до 5 числа каждого месяца": (Period.MONTH, 5, 12, date(2024, 1, 5)),
    "до 5 числа ежемесячно": (Period.MONTH, 5, 12, date(2024, 1, 5)),
    "до 10 числа месяца, следующего за отчетным": (Period.MONTH, 10, 12, date(2024, 2, 10)),
    "ежеквартально": (Period.QUARTER, None, 4, date(2024, 3, 31)),
    "раз в квартал": (Period.QUARTER, None, 4, date(2024, 3, 31)),
    "каждый квартал": (Period.QUARTER, None, 4, date(2024, 3, 31)),
    "ежеквартально до 10 числа месяца, следующего за отчётным кварталом": (Period.QUARTER, 10, 4, date(2024, 4, 10)),
    "ежеквартально до 25 числа последнего месяца квартала": (Period.QUARTER, 25, 4, date(2024, 3, 25)),
    "не реже 1 раза в полугодие": (Period.HALF_YEAR, None, 2, date(2024, 6, 30)),
    "ежегодно": (Period.YEAR, None, 1, date(2024, 12, 31)),
    "ежегодно до 1 декабря": (Period.YEAR, None, 1, date(2024, 12, 1)),
    "ежемесячно в течение 2025 года": (Period.MONTH, None, 12, date(2025, 1, 31)),
}


@pytest.mark.parametrize(("text", "meant"), RECURRING.items())
def test_what_comes_again_has_a_term_for_each_period(text, meant):
    schedule = read_deadline(text, ISSUED_ON)
    every, day, count, first = meant
    assert schedule.kind is ScheduleKind.RECURRING
    assert (schedule.every, schedule.day, len(schedule.terms), schedule.terms[0].due_on) == (every, day, count, first)


def test_the_last_term_after_a_year_falls_into_the_next():
    schedule = read_deadline("ежеквартально, до 10 числа месяца, следующего за отчетным кварталом", ISSUED_ON)
    assert schedule.terms[-1].due_on == date(2025, 1, 10)


UNDATED = {
    "По отдельному графику": ScheduleKind.BY_SCHEDULE,
    "согласно графику": ScheduleKind.BY_SCHEDULE,
    "в соответствии с планом-графиком": ScheduleKind.BY_SCHEDULE,
    "по плану": ScheduleKind.BY_SCHEDULE,
    "По отдельному запросу": ScheduleKind.ON_REQUEST,
    "по мере необходимости": ScheduleKind.ON_REQUEST,
    "По мере поступления": ScheduleKind.ON_REQUEST,
    "": ScheduleKind.UNSTATED,
    " — ": ScheduleKind.UNSTATED,
    "Срок:": ScheduleKind.UNSTATED,
}


@pytest.mark.parametrize(("text", "expected"), UNDATED.items())
def test_what_has_no_date_says_why(text, expected):
    assert read_deadline(text, ISSUED_ON) == Schedule(kind=expected)


NOT_UNDERSTOOD = (
    "31.06.2024", "до 30 февраля", "29.02.2025", "00.05.2024", "до 32 мая", "до мая 2024", "сентябрь - май",
    "декабрь, июнь", "май-апрель 2024", "с 15 по 10 марта", "2024-2025 учебный год", "в течение учебного года",
    "еженедельно", "5 раз в год", "2 раза в месяц", "ежеквартально до 5 числа", "в течение 10 дней",
    "не позднее 3 рабочих дней после получения", "до 1 мая 2024 года (по согласованию)",
    "май 2024, при наличии средств", "ориентировочно май", "до 1 мая или 1 июня", "скоро", "2024-05-01",
    "с 1 марта постоянно", "до 31 числа каждого месяца 2024", "13 квартал", "V квартал", "100500", "до до 1 мая",
    "май май", "1 мая 2024 1 июня 2024", "январь 1999",
)  # fmt: skip


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_never_guessed(text):
    assert read_deadline(text, ISSUED_ON) == Schedule(kind=ScheduleKind.UNRECOGNISED)


@given(st.text(alphabet="0123456789 .,-–до майянвредклпстиюIVXгчхзбш№", max_size=40))
def test_any_text_gives_a_schedule_whose_terms_go_forward(text):
    schedule = read_deadline(text, ISSUED_ON)
    assert all(term.opens_on is None or term.opens_on <= term.due_on for term in schedule.terms)
    assert list(schedule.terms) == sorted(schedule.terms, key=lambda term: term.due_on)


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2030, 12, 31)))
def test_a_date_in_digits_is_itself(day):
    assert read_deadline(f"до {day:%d.%m.%Y}", ISSUED_ON).terms == (Term(due_on=day),)
