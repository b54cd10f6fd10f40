"""What a draft points out where parts of an order disagree: each rule on a small order of its own."""

import pytest

from states.draft import Severity
from tests.plans.builders import draft_of, measure, order_text, problems_of

REPORT = "8. МКУ ЦРО представить отчет о выполнении плана. Срок: до 1 декабря 2025 года."


def codes(text: str, **kwargs) -> list[str]:
    return [problem.code for problem in draft_of(text, **kwargs).problems]


def test_a_deadline_after_the_year_of_the_plan_is_pointed_out():
    text = order_text(measure(deadline="до 1 мая 2026 года"), measure("1.2.", title="Сделать ещё"))
    text = text.replace("\nПлан мероприятий\n", "\nПлан мероприятий на 2025 год\n")
    (problem,) = problems_of(draft_of(text), "deadline_after_plan")
    assert "31.12.2025" in problem.text
    assert not problems_of(draft_of(text.replace("на 2025 год", "на 2025-2026 годы")), "deadline_after_plan")
    assert not problems_of(draft_of(text.replace("на 2025 год", "")), "deadline_after_plan")


@pytest.mark.parametrize("deadline", ["31.06.2025", "до 30 февраля 2025 года", "29.02.2025", "до 32 мая", "01.13.2025"])
def test_a_date_that_no_calendar_has_is_an_error(deadline):
    (problem,) = problems_of(draft_of(order_text(measure(deadline=deadline))), "deadline_impossible")
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    "deadline", ["29.02.2024", "до 29 февраля", "45 маршрутов", "до 31 мая", "до 31 мая 2025 года", "март-апрель 2025"]
)
def test_a_date_that_a_calendar_has_is_not_called_impossible(deadline):
    assert not problems_of(draft_of(order_text(measure(deadline=deadline))), "deadline_impossible")


def test_two_measures_with_one_title_are_pointed_out():
    first = measure(title="Провести городской смотр")
    twice = draft_of(order_text(first, measure("1.2.", title="Провести городской смотр.")))
    assert len(problems_of(twice, "same_title")) == 1
    dated = draft_of(order_text(first, measure("1.2.", title="Провести городской смотр", deadline="Июнь 2025")))
    (problem,) = problems_of(dated, "same_title_two_deadlines")
    assert "«Май 2025» and «Июнь 2025»" in problem.text
    others = draft_of(order_text(first, measure("1.2.", title="Провести городской смотр", executors="СОШ № 4")))
    assert not problems_of(others, "same_title")


def test_numbers_that_go_back_are_pointed_out_once():
    rows = [measure(number, title=f"Дело {number}") for number in ("1.1.", "1.3.", "1.2.", "1.4.")]
    assert codes(order_text(*rows)).count("number_out_of_order") == 1
    rows = [measure(number, title=f"Дело {number}") for number in ("3.1.", "3.2.", "3.1.", "3.2.", "3.3.")]
    assert "number_out_of_order" not in codes(order_text(*rows))


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        ("выполнить пункт 1.7 приложения 1", "reference_missing"),
        ("выполнить пункт 1.1 приложения 1 к настоящему приказу", None),
        ("выполнить п. 1.1. плана", None),
        ("выполнить подпункт 6.5 настоящего приказа", "reference_missing"),
        ("выполнить пункт 7.7 приложения 1 к распоряжению департамента от 01.02.2020 № 5", None),
        ("выполнить план (приложение № 4 к настоящему приказу)", "annex_missing"),
        ("выполнить план (приложение № 1 к настоящему приказу)", None),
        ("выполнить приложение 4 к приказу министерства", None),
    ],
)
def test_a_reference_to_what_is_not_there_is_pointed_out(clause, code):
    text = order_text(measure(), clauses=f"2. МКУ ЦРО {clause}. Срок: май 2025 года.")
    found = [one for one in codes(text) if one in {"reference_missing", "annex_missing"}]
    assert found == ([code] if code else [])


def test_an_annex_of_another_year_or_name_is_pointed_out():
    text = order_text(measure()).replace("плана мероприятий", "плана мероприятий «Весна» на 2025 год")
    title = "\nПлан мероприятий\n"
    assert "annex_title_differs" not in codes(text)
    assert "annex_title_differs" not in codes(text.replace(title, "\nПлан мероприятий «Весна» на 2025 год\n"))
    assert codes(text.replace(title, "\nПлан «Осень» на 2024 год\n")).count("annex_title_differs") == 2


def test_a_clause_that_names_nobody_and_no_day_is_not_left_out_in_silence():
    (problem,) = problems_of(draft_of(order_text(measure(), clauses="2. Провести большой сбор.")), "clause_skipped")
    assert "«Провести большой сбор.»" in problem.text
    assert "clause_skipped" not in codes(order_text(measure(), clauses="2. Назначить координатором МКУ ЦРО."))


def test_a_plan_on_which_nobody_reports_is_pointed_out():
    assert "reporting_missing" in codes(order_text(measure()))
    assert "reporting_missing" not in codes(order_text(measure(), clauses=REPORT))
    undated = REPORT.replace("до 1 декабря 2025 года", "по отдельному графику")
    assert "reporting_undated" in codes(order_text(measure(), clauses=undated))


def test_a_person_with_two_posts_is_pointed_out():
    clauses = (
        "2. Директору МАУ «Диалог» (П.Р. Ясенев) открыть запись. Срок: май 2025 года.\n\n"
        "3. Начальнику отдела общего образования (Ясенев П.Р.) закрыть запись. Срок: май 2025 года."
    )
    (problem,) = problems_of(draft_of(order_text(measure(), clauses=clauses)), "person_two_posts")
    assert "Ясенев П.Р." in problem.text
    same = clauses.replace("Начальнику отдела общего образования", "Руководителю МАУ «Диалог»")
    assert not problems_of(draft_of(order_text(measure(), clauses=same)), "person_two_posts")
