import csv
from datetime import UTC, date, datetime

import pytest

from models.package_history import HistoryLine
from reporting.as_csv import HEADINGS, write_history
from states.as_of import UNDO
from states.assignment import LIFE, State
from states.draft import ItemKind

LINE = HistoryLine(
    kind=ItemKind.CLAUSE,
    number="2.1.",
    executor="СОШ № 2",
    assignment_id=7,
    version=3,
    at=datetime(2024, 5, 20, 3, 30, tzinfo=UTC),
    on=date(2024, 5, 20),
    who="Озеров Павел Ильич",
    trigger="report",
    source=State.IN_PROGRESS,
    dest=State.REPORTED,
    text="Приказ № 5; «да»\nи подпись",
    reason="",
    due_on=None,
    evidence=("ab", "cd"),
    hash="ef",
)


def written(tmp_path, *lines):
    write_history(lines, tmp_path / "history.csv")
    with (tmp_path / "history.csv").open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, delimiter=";")
    assert tuple(headings) == HEADINGS
    return rows


def test_a_line_says_who_did_what_when_and_why(tmp_path):
    assert written(tmp_path, LINE) == [
        [
            "п. 2.1",
            "СОШ № 2",
            "7",
            "3",
            "20.05.2024 03:30:00",
            "Озеров Павел Ильич",
            "представлен отчёт",
            "в работе",
            "отчёт ждёт приёмки",
            "Приказ № 5; «да» и подпись",
            "",
            "",
            "ab cd",
            "ef",
        ]
    ]


@pytest.mark.parametrize("trigger", [*LIFE.triggers, UNDO, "amend"])
def test_whatever_was_done_has_words(tmp_path, trigger):
    [row] = written(tmp_path, LINE._replace(trigger=trigger))
    assert row[6] != trigger


def test_what_the_clock_did_and_why_something_was_removed_is_said_in_words(tmp_path):
    [row] = written(tmp_path, LINE._replace(who=None, trigger="remove", reason="duplicate", due_on=date(2024, 6, 3)))
    assert (row[5], row[10], row[11]) == ("автоматически", "дублирует другое поручение", "03.06.2024")


@pytest.mark.parametrize("typed", ["=1+1", "+7 3822", "-5", "@SUM(A1)"])
def test_nothing_is_a_formula(tmp_path, typed):
    [row] = written(tmp_path, LINE._replace(text=typed, reason=typed, executor=typed))
    assert (row[1], row[9], row[10]) == (f"'{typed}",) * 3


def test_it_opens_in_excel_and_is_the_same_every_time(tmp_path):
    write_history([LINE], tmp_path / "a.csv")
    write_history([LINE], tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
