"""The grammar of deadlines by the table of phrases beside this file, which says what is understood and what is not."""

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from plans.deadlines.phrase import Part, read, read_deadline, read_parts
from plans.deadlines.plan_year import PlanYear, calendar_year, plan_year_of, school_year
from states.schedule import Schedule, ScheduleKind, Term
from tests.plans.schedules import in_a_line

ISSUED_ON = date(2024, 1, 25)
TABLE = Path(__file__).with_name("deadline_phrases.txt")


class Row(NamedTuple):
    """A line of the table, and the order and plan it is read for."""

    phrase: str
    meaning: str
    remark: str
    issued_on: date
    plan: PlanYear | None


def rows() -> list[Row]:
    issued_on, plan, found = ISSUED_ON, None, []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", line)]
            issued_on, plan = days[0], PlanYear(begins_on=days[1], ends_on=days[2])
        elif line and not line.startswith("#"):
            phrase, meaning, remark = (*line.split(" | "), "")[:3]
            found.append(Row(phrase, meaning, remark, issued_on, plan))
    return found


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.phrase)
def test_a_phrase_of_the_table_is_read_as_it_says(row):
    reading = read(row.phrase, row.issued_on, row.plan)
    assert (in_a_line(reading.schedule), reading.remark) == (row.meaning, row.remark)


def test_the_table_is_large_and_says_each_thing_once():
    asked = [(row.phrase, row.issued_on, row.plan) for row in ROWS]
    assert len(set(asked)) == len(asked) > 700


FORMS = {
    "upper case": str.upper,
    "blanks doubled and hard": lambda text: text.replace(" ", " \u00a0"),
    "long dashes": lambda text: text.replace("-", "—").replace("–", "—"),
    "a stop behind": lambda text: f"{text} ." if text[-1].isalnum() else text,
    "ё for е": lambda text: text.replace("отчетн", "отчётн").replace("утвержденн", "утверждённ"),
    "Latin look-alikes": lambda text: text.translate(str.maketrans("асеорхАСЕОРХ", "aceopxACEOPX")),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_a_phrase_changes_nothing(form):
    for row in ROWS:
        changed = FORMS[form](row.phrase)
        if re.search(r"\d-\d\d-\d", row.phrase) and form == "long dashes":
            continue
        assert read_deadline(changed, row.issued_on, row.plan) == read_deadline(row.phrase, row.issued_on, row.plan), (
            changed
        )


def test_what_goes_on_within_days_of_every_month_opens_on_the_first_of_them():
    schedule = read_deadline("с 1 по 5 число каждого месяца", ISSUED_ON)
    assert schedule.terms[1] == Term(opens_on=date(2024, 2, 1), due_on=date(2024, 2, 5))


def test_working_days_from_the_issue_are_left_to_the_calendar():
    schedule = read_deadline("в течение 10 рабочих дней со дня издания", ISSUED_ON)
    assert schedule == Schedule(kind=ScheduleKind.ONCE, working_days=10)


def test_a_cell_for_two_executors_can_be_parted():
    assert read_parts("ОО – до 1 марта; ИМЦ – до 15 марта 2024 г.", ISSUED_ON) == (
        Part(label="ОО", text="до 1 марта", schedule=read_deadline("до 1 марта", ISSUED_ON)),
        Part(label="ИМЦ", text="до 15 марта 2024 г", schedule=read_deadline("до 15 марта", ISSUED_ON)),
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("СОШ № 4, 16 – до 1 марта, лицей № 7 – до 1 апреля", ["СОШ № 4, 16", "лицей № 7"]),
        ("1 этап: май; 2 этап: октябрь", ["1 этап", "2 этап"]),
        ("ОО: ежемесячно, центр: 2 раза в год", ["ОО", "центр"]),
        ("ОО – до 1 марта; ИМЦ – до 31 июня", []),
        ("ОО – до 1 марта; до 15 марта", []),
        ("ОО – до 1 марта", []),
        ("до 1 марта; до 15 марта", []),
        ("1 – 15 марта; 1 – 15 апреля", []),
    ],
)
def test_parts_need_a_label_and_a_deadline_each(text, labels):
    assert [part.label for part in read_parts(text, ISSUED_ON)] == labels


@pytest.mark.parametrize(
    ("titles", "plan"),
    [
        (["О плане мероприятий на 2024 год"], calendar_year(2024)),
        (["Об утверждении плана на 2025 год", "План мероприятий на 2025 год"], calendar_year(2025)),
        (["план на 2024-2026 годы"], calendar_year(2024, 2026)),
        (["план на 2024 – 2025 гг."], calendar_year(2024, 2025)),
        (["План работы на 2024/25 учебный год"], school_year(2024)),
        (["План работы на 2024-2025 учебный год"], school_year(2024)),
        (["План работы на 2024/2025 уч. год"], school_year(2024)),
        (["на 2024-2025 год"], None),
        (["на 2024/26 учебный год"], None),
        (["на 2024 учебный год"], None),
        (["на 2023 год"], None),
        (["на 2024 год", "на 2025 год"], None),
        (["Об итогах 2024 года"], None),
        (["О мерах по подготовке"], None),
    ],
)
def test_a_title_says_what_time_a_plan_is_for(titles, plan):
    assert plan_year_of(titles, ISSUED_ON) == plan
