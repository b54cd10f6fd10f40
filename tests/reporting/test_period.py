from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.period import PeriodUnclear, code, in_words, parse
from states.belonging import Span


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
