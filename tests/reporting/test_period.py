from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.period import PeriodUnclear, before, code, in_words, parse
from states.belonging import Span
from states.reporting_days import reporting_spans


@pytest.mark.parametrize(
    ("written", "begins_on", "ends_on", "words"),
    [
        ("2024-06", date(2024, 6, 1), date(2024, 6, 30), "июнь 2024 года"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "февраль 2024 года"),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30), "II квартал 2024 года"),
        ("2024-q4", date(2024, 10, 1), date(2024, 12, 31), "IV квартал 2024 года"),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), "первое полугодие 2024 года"),
        (" 2024-h2 ", date(2024, 7, 1), date(2024, 12, 31), "второе полугодие 2024 года"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024 год"),
    ],
)
def test_a_period_is_read_and_said(written, begins_on, ends_on, words):
    period = parse(written)
    assert period == Span(begins_on, ends_on)
    assert in_words(period) == words
    assert code(period) == written.strip().upper()


@pytest.mark.parametrize(
    "written", ["", "24", "2024-13", "2024-00", "2024-Q5", "2024-H3", "0000", "июнь", "2024-6", "9999"]
)
def test_an_unclear_period_says_how_to_write_it(written):
    with pytest.raises(PeriodUnclear, match="2024-H1"):
        parse(written)


@given(st.integers(1000, 2999), st.sampled_from(["", *(f"-{n:02}" for n in range(1, 13)), "-Q1", "-Q3", "-H1", "-H2"]))
def test_what_is_read_is_written_the_same(year, part):
    assert code(parse(f"{year}{part}")) == f"{year}{part}"


def test_days_that_are_no_named_period_are_said_as_days():
    odd = Span(date(2024, 1, 15), date(2024, 2, 14))
    assert code(odd) == "2024-01-15_2024-02-14"
    assert in_words(odd) == "период с 15.01.2024 по 14.02.2024"


ISSUED_ON = date(2024, 1, 26)
DUTIES = tuple(reporting_spans(ISSUED_ON, [date(2024, 12, 1), date(2024, 6, 1), date(2025, 12, 1), date(2023, 12, 1)]))
TO_JUNE = Span(ISSUED_ON, date(2024, 6, 1))
TO_DECEMBER = Span(date(2024, 6, 2), date(2024, 12, 1))


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("до 1 июня", TO_JUNE),
        ("1 июня 2024", TO_JUNE),
        ("к 01.06", TO_JUNE),
        ("до 1 декабря 2024 года", TO_DECEMBER),
        ("До  1 Декабря 2024 г.", TO_DECEMBER),
        ("до 01.12.2024", TO_DECEMBER),
        ("2024-12-01", TO_DECEMBER),
    ],
)
def test_a_reporting_day_names_the_time_since_the_one_before(written, period):
    assert parse(written, DUTIES) == period


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("до 1 декабря", "names several reporting days: add the year; its reporting days: 01.06.2024, 01.12.2024"),
        ("до 2 июня", "is no reporting day of the plan"),
        ("до 1 июня 2025", "is no reporting day of the plan"),
        ("2024-06-02", "is no reporting day of the plan"),
        ("до 31 фываля", "is no reporting day of the plan"),
    ],
)
def test_a_day_on_which_nothing_is_reported_is_no_period(written, said):
    with pytest.raises(PeriodUnclear, match=said):
        parse(written, DUTIES)
    with pytest.raises(PeriodUnclear, match="its reporting days: none"):
        parse(written)


@pytest.mark.parametrize(
    ("written", "earlier"),
    [
        ("2024-06", "2024-05"),
        ("2024-01", "2023-12"),
        ("2024-Q1", "2023-Q4"),
        ("2024-H2", "2024-H1"),
        ("2024", "2023"),
        ("до 1 декабря 2024", "до 1 июня"),
    ],
)
def test_the_period_before_is_of_the_same_kind(written, earlier):
    assert before(parse(written, DUTIES), DUTIES) == parse(earlier, DUTIES)


def test_before_the_first_reporting_day_there_is_nothing():
    assert before(TO_JUNE, DUTIES) is None
