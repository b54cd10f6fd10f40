"""Clauses, the posts and persons an order names, and the groups it lists: small orders in the manners of offices."""

import pytest

from plans.reporting_duties import reporting_duties
from states.draft import ExecutorKind, ItemKind, PlanRoleName
from states.schedule import ScheduleKind
from tests.plans.builders import draft_of, errors_of, measure, order_text, problems_of


def clauses_of(clauses: str):
    return draft_of(order_text(measure(), clauses=clauses)).of_kind(ItemKind.CLAUSE)


def test_a_deadline_in_the_heading_holds_for_the_clauses_under_it():
    items = clauses_of(
        "2. Руководителям ОО в срок до 1 марта 2025 года:\n\n2.1. собрать отзывы;\n\n"
        "2.2. сдать итоги. Срок: май 2025 года."
    )
    assert [item.deadline_text for item in items] == ["до 1 марта 2025 года", "май 2025 года"]
    assert {item.executors[0].name for item in items} == {"all_schools"}


def test_a_deadline_in_brackets_of_the_heading_holds_too():
    items = clauses_of("2. МКУ ЦРО (срок – до 1 марта 2025 года):\n\n2.1. собрать отзывы;\n\n2.2. сдать итоги.")
    assert [(item.deadline_text, item.executors[0].name) for item in items] == [("до 1 марта 2025 года", "МКУ ЦРО")] * 2


def test_a_heading_without_a_colon_leads_the_clauses_of_its_number():
    items = clauses_of(
        "2. Муниципальному бюджету обеспечить\n\n3. МКУ ЦРО обеспечить\n\n3.1. сбор отзывов. Срок: май 2025 года.\n\n"
        "3.2. сдачу итогов. Срок: июнь 2025 года."
    )
    assert [(item.number, item.executors[0].name) for item in items] == [("3.1", "МКУ ЦРО"), ("3.2", "МКУ ЦРО")]


def test_clauses_two_levels_down_have_the_nearest_addressee():
    items = clauses_of(
        "2. МКУ ЦРО:\n\n2.1. СОШ № 4:\n\n2.1.1. собрать отзывы. Срок: май 2025 года.\n\n"
        "2.2. сдать итоги. Срок: май 2025 года."
    )
    assert [(item.number, item.executors[0].name) for item in items] == [("2.1.1", "СОШ № 4"), ("2.2", "МКУ ЦРО")]


@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("МКУ ЦРО до 1 марта 2025 года представить итоги сбора.", "представить итоги сбора"),
        ("МКУ ЦРО не позднее 1 марта 2025 года представить итоги сбора.", "представить итоги сбора"),
        ("МКУ ЦРО представить итоги сбора до 1 марта 2025 года.", "представить итоги сбора"),
    ],
)
def test_a_deadline_at_either_end_of_the_sentence_is_read_and_said(clause, title):
    draft = draft_of(order_text(measure(), clauses=f"2. {clause}"))
    (item,) = draft.of_kind(ItemKind.CLAUSE)
    assert (item.title, item.executors[0].name) == (title, "МКУ ЦРО")
    assert (item.schedule.kind, str(item.schedule.terms[0].due_on)) == (ScheduleKind.ONCE, "2025-03-01")
    assert len(problems_of(draft, "deadline_in_sentence")) == 1


@pytest.mark.parametrize(
    "clause",
    [
        "Утвердить состав совета. Срок: май 2025 года.",
        "Назначить МКУ ЦРО оператором.",
        "Признать утратившим силу приказ № 5.",
    ],
)
def test_what_only_approves_or_appoints_is_no_item(clause):
    assert clauses_of(f"2. {clause}") == ()


@pytest.mark.parametrize(
    ("signature", "post"),
    [
        ("И.о. начальника управления", "и.о. начальника управления"),
        ("Заместитель начальника управления", "заместитель начальника управления"),
        ("Первый заместитель главы администрации", "первый заместитель главы администрации"),
        ("Исполняющий обязанности начальника", "исполняющий обязанности начальника"),
    ],
)
def test_whoever_signs_for_the_head_is_the_signatory(signature, post):
    text = order_text(measure()).replace("Начальник управления\n", f"{signature}\n")
    signed = draft_of(text).roles[PlanRoleName.SIGNED_BY]
    assert (signed.name, signed.post) == ("Вязов Е.Н.", post)


def test_a_working_group_listed_line_by_line_is_read():
    people = (
        "Приложение 2\nк приказу управления образования\nот 17.01.2025 № 21\n\nСостав рабочей группы\n\n"
        "1. Берестова Тамара Павловна – директор МКУ ЦРО;\n\n2. Кедрова Л.С., начальник отдела общего образования.\n\n"
        "Приложение 1\nк приказу"
    )
    group = draft_of(order_text(measure()).replace("Приложение 1\nк приказу", people)).working_group
    assert [(one.name, one.organization) for one in group] == [
        ("Берестова Тамара Павловна", "МКУ ЦРО"),
        ("Кедрова Л.С.", "Отдел общего образования"),
    ]


def test_control_of_the_plan_may_be_laid_on_a_person():
    clauses = "2. Контроль за реализацией плана возложить на начальника отдела общего образования Л.С. Кедрову."
    controller = draft_of(order_text(measure(), clauses=clauses)).roles[PlanRoleName.PLAN_CONTROLLER]
    assert (controller.name, controller.organization) == ("Кедрову Л.С.", "Отдел общего образования")


def test_duties_to_report_say_who_to_whom_and_when():
    clauses = (
        "2. МКУ ЦРО направить отчет об исполнении плана региональному оператору ПИРЧ. Срок: до 1 июля 2025 года.\n\n"
        "3. Руководителям ОО представить информацию о выполнении плана муниципальному координатору. "
        "Срок: июнь 2025 года.\n\n"
        "4. МКУ ЦРО представить отчет о реализации плана в департамент образования. Срок: постоянно."
    )
    duties = reporting_duties(clauses_of(clauses))
    assert [(duty.item.number, duty.to_whom, [str(day) for day in duty.due_on]) for duty in duties] == [
        ("2", "региональному оператору", ["2025-07-01"]),
        ("3", "муниципальному координатору", ["2025-06-30"]),
        ("4", "Департамент образования", []),
    ]


RISK = (
    "3. СОШ № 16 помочь школам, находящимся в «зоне риска»: МБОУ СОШ № 4 (Иванов И.И.), лицею № 1. Срок: май 2025 года."
)


def test_a_group_that_a_clause_lists_can_be_addressed():
    draft = draft_of(order_text(measure(executors="ОО, находящиеся в зоне риска"), clauses=RISK))
    assert [(one.kind, one.name) for one in draft.items[0].executors] == [(ExecutorKind.GROUP, "risk_zone")]
    groups = {group.code: group.members for group in draft.groups}
    assert set(groups) == {"risk_zone", "all_schools"}
    assert not errors_of(draft)


def test_a_group_that_the_order_does_not_list_is_an_error():
    draft = draft_of(order_text(measure(executors="ОО, находящиеся в зоне риска")))
    assert [problem.code for problem in errors_of(draft)] == ["group_unknown"]


def test_one_listed_level_is_not_all_schools():
    preamble = "Низкий уровень имеют 2 ОО (СОШ № 4, 16)."
    groups = {one.code: one.members for one in draft_of(order_text(measure(), preamble=preamble)).groups}
    assert groups["low"] == ("СОШ № 4", "СОШ № 16")
    assert len(groups["all_schools"]) == 12


@pytest.mark.parametrize(
    ("clause", "numbers"),
    [
        (
            "2. МКУ ЦРО:\n\n1) собрать отзывы до 1 мая 2025 года;\n\n2) сдать итоги. Срок: июнь 2025 года.",
            ["2.1", "2.2"],
        ),
        (
            "2. МКУ ЦРО:\n\nа) собрать отзывы до 1 мая 2025 года;\n\nб) сдать итоги. Срок: июнь 2025 года.",
            ["2.а", "2.б"],
        ),
        ("2. МКУ ЦРО:\n\n– собрать отзывы до 1 мая 2025 года;\n\n– сдать итоги. Срок: июнь 2025 года.", ["2.1", "2.2"]),
        ("2. МКУ ЦРО: 1) собрать отзывы до 1 мая 2025 года; 2) сдать итоги. Срок: июнь 2025 года.", ["2.1", "2.2"]),
        ("2. МКУ ЦРО: а) собрать отзывы до 1 мая 2025 года; б) сдать итоги. Срок: июнь 2025 года.", ["2.а", "2.б"]),
    ],
)
def test_items_of_a_list_with_deadlines_of_their_own_are_clauses_under_their_head(clause, numbers):
    items = clauses_of(f"{clause}\n\n3. МАУ «Диалог» открыть клуб. Срок: май 2025 года.")
    assert [item.number for item in items] == [*numbers, "3"]
    assert [item.deadline_text for item in items] == ["до 1 мая 2025 года", "июнь 2025 года", "май 2025 года"]
    assert [item.executors[0].name for item in items] == ["МКУ ЦРО", "МКУ ЦРО", "МАУ «Диалог»"]


def test_a_list_with_one_deadline_at_its_end_stays_one_clause():
    draft = draft_of(
        order_text(measure(), clauses="2. МКУ ЦРО:\n\n– собрать отзывы;\n\n– сдать итоги.\n\nСрок: май 2025 года.")
    )
    assert [(item.number, item.deadline_text) for item in draft.of_kind(ItemKind.CLAUSE)] == [("2", "май 2025 года")]
    assert problems_of(draft, "deadline_in_list") == []


@pytest.mark.parametrize(
    "clause",
    [
        "2. МКУ ЦРО:\n\n– собрать отзывы до 1 мая 2025 года;\n\n– сдать итоги.",
        "2. МКУ ЦРО помочь школам\n\n– собрать отзывы до 1 мая 2025 года;\n\n– сдать итоги до 1 июня 2025 года.",
        "2. МКУ ЦРО:\n\nсобрать отзывы до 1 мая 2025 года;\n\nсдать итоги до 1 июня 2025 года.",
        "2. МКУ ЦРО собрать отзывы. Срок: до 1 мая 2025 года; сдать итоги. Срок: июнь 2025 года.",
    ],
)
def test_a_list_that_may_lose_a_deadline_is_said(clause):
    draft = draft_of(order_text(measure(), clauses=clause))
    assert [item.number for item in draft.of_kind(ItemKind.CLAUSE)] == ["2"]
    assert [problem.place for problem in problems_of(draft, "deadline_in_list")] == [
        item.place for item in draft.of_kind(ItemKind.CLAUSE)
    ]


def test_numbers_with_a_bracket_that_do_not_count_from_one_stand_for_themselves():
    items = clauses_of("2. МКУ ЦРО:\n\n3) СОШ № 4 собрать отзывы. Срок: май 2025 года.")
    assert [(item.number, item.executors[0].name) for item in items] == [("3", "СОШ № 4")]


def test_an_item_without_a_deadline_has_that_of_the_head_of_its_list():
    items = clauses_of(
        "2. МКУ ЦРО (срок – до 1 мая 2025 года):\n\n– собрать отзывы;\n\n– сдать итоги до 2 мая 2025 года."
    )
    assert [(item.number, item.deadline_text) for item in items] == [
        ("2.1", "до 1 мая 2025 года"),
        ("2.2", "до 2 мая 2025 года"),
    ]
