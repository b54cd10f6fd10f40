"""What a draft points out: each rule on a small order of its own."""

import pytest

from states.draft import ItemKind, PlanRoleName, Severity
from states.schedule import ScheduleKind
from tests.plans.builders import ROSTER, draft_of, errors_of, measure, order_text, problems_of

LEVELS = (
    "- высокий уровень – 2 ОО (лицей № 1, СОШ № 4);\n"
    "- базовый уровень – 3 ОО (СОШ № 16, «Горизонт», прогимназия «Росток»)."
)


def test_a_plain_order_has_no_errors():
    draft = draft_of(
        order_text(measure("1.1."), measure("1.2."), clauses="2. МКУ ЦРО провести сбор. Срок: до 1 мая 2025 года.")
    )
    assert not errors_of(draft)
    assert (draft.number, str(draft.issued_on), draft.issuer) == ("21", "2025-01-17", "Управление образования")
    assert draft.plan_title == "План мероприятий"


def test_a_deadline_not_understood_blocks_confirming():
    (problem,) = problems_of(draft_of(order_text(measure(deadline="когда-нибудь"))), "deadline_unrecognised")
    assert problem.severity is Severity.ERROR
    assert "когда-нибудь" in problem.text


def test_an_empty_deadline_and_a_date_before_the_order_are_pointed_out():
    draft = draft_of(order_text(measure("1.1.", deadline=""), measure("1.2.", deadline="до 10.01.2025")))
    assert [problem.code for problem in draft.problems if "deadline" in problem.code] == [
        "deadline_unstated",
        "deadline_before_order",
    ]


def test_a_measure_for_nobody_blocks_confirming():
    (problem,) = errors_of(draft_of(order_text(measure(executors=""))))
    assert problem.code == "executor_missing"


def test_an_order_without_number_blocks_confirming():
    assert [problem.code for problem in errors_of(draft_of(order_text(measure(), number="")))] == [
        "order_number_missing"
    ]


def test_a_date_only_in_the_annex_is_taken_and_blocks_confirming():
    draft = draft_of(order_text(measure(), date=""))
    assert str(draft.issued_on) == "2025-01-17"
    assert [problem.code for problem in errors_of(draft)] == ["order_date_missing"]


@pytest.mark.parametrize("header", ["17 января 2025 г. № 21", "от 17.01.2025 № 21", "17.01.2025     №21"])
def test_date_and_number_are_found_on_one_line(header):
    draft = draft_of(order_text(measure(), date=header, number=""))
    assert (draft.number, str(draft.issued_on)) == ("21", "2025-01-17")


def test_numbers_that_repeat_miss_or_lack_a_dot_are_pointed_out():
    rows = [measure(number) for number in ("1.1.", "1.2.", "1.2.", "1.5.", "1.6")]
    draft = draft_of(order_text(*rows))
    assert [item.number for item in draft.items] == ["1.1", "1.2", "1.2", "1.5", "1.6"]
    (gap,) = problems_of(draft, "number_gap")
    assert "1.3, 1.4" in gap.text
    assert len(problems_of(draft, "duplicate_number")) == len(problems_of(draft, "number_without_dot")) == 1


def test_clauses_with_one_number_and_clauses_out_of_place_are_pointed_out():
    clauses = (
        "3. МКУ ЦРО:\n\n3.1. раз. Срок: постоянно.\n\n2.2. два. Срок: май 2025 года.\n\n"
        "3. Председателю комитета по воспитанию (Ольхова Н.Д.) собрать отзывы. Срок: июнь 2025 года."
    )
    draft = draft_of(order_text(measure(), clauses=clauses))
    assert [(item.number, item.addressee) for item in draft.of_kind(ItemKind.CLAUSE)] == [
        ("3.1", "МКУ ЦРО"),
        ("2.2", "МКУ ЦРО"),
        ("3", "Председатель комитета по воспитанию"),
    ]
    assert len(problems_of(draft, "duplicate_clause")) == len(problems_of(draft, "number_out_of_place")) == 1


@pytest.mark.parametrize(
    ("annex", "code"),
    [
        ("18.01.2025 № 21", "annex_differs"),
        ("17.01.2025 № 22", "annex_differs"),
        ("17.01.2025 № 2-1", "annex_number_spelling"),
    ],
)
def test_an_annex_that_disagrees_is_pointed_out(annex, code):
    assert len(problems_of(draft_of(order_text(measure(), annex=annex)), code)) == 1


def test_a_row_parted_by_a_page_break_is_put_together():
    row = "1.1.\tОткрыть\tдо 1 мая\tМКУ ЦРО\tОткрыты\n\n\tдве читальни\t2025 года\tРуководители ОО\t\tчитальни"
    draft = draft_of(order_text(row))
    (item,) = draft.items
    assert (item.title, item.expected_result) == ("Открыть две читальни", "Открыты читальни")
    assert item.schedule.kind is ScheduleKind.ONCE
    assert [executor.name for executor in item.executors] == ["МКУ ЦРО", "all_schools"]
    assert problems_of(draft, "row_continues")[0].severity is Severity.INFO


def test_a_whole_measure_without_a_number_is_not_swallowed_by_the_one_before():
    draft = draft_of(order_text(measure("1.1."), measure("", title="Новое дело")))
    assert [item.title for item in draft.items] == ["Сделать", "Новое дело"]
    assert [problem.code for problem in errors_of(draft)] == ["number_missing"]


def test_repeated_headings_sections_and_stray_text_are_told_apart():
    rows = (
        "Раздел 1. Начало\t\t\t\t",
        measure("1.1."),
        "",
        "№\tМероприятие\tСрок\tИсполнитель\tРезультат",
        "2\tКонец\t\t\t",
    )
    draft = draft_of(order_text(*rows, measure("2.1."), "обрывок строки", measure("2.2.")))
    assert draft.sections == ("Раздел 1. Начало", "2 Конец")
    assert [(item.number, item.section) for item in draft.items] == [("1.1", 0), ("2.1", 1), ("2.2", 1)]
    assert len(problems_of(draft, "stray_text")) == 1


def test_a_row_that_counts_the_columns_is_no_measure():
    draft = draft_of(order_text("1\t2\t3\t4\t5", measure("1.1.")))
    assert [item.number for item in draft.items] == ["1.1"]


def test_columns_are_found_by_their_headings_in_any_order():
    heading = "№ п/п\tОтветственные\tСроки\tСодержание\tПримечание"
    draft = draft_of(order_text("1.\tСОШ № 4\tмай 2025\tПосадить сад\tлюбой", heading=heading))
    (item,) = draft.items
    assert (item.title, item.executors[0].name, item.deadline_text) == ("Посадить сад", "СОШ № 4", "май 2025")


def test_levels_of_the_preamble_become_groups_and_all_schools_are_their_union():
    draft = draft_of(order_text(measure(executors="Руководители ОО"), preamble=LEVELS))
    groups = {group.code: group.members for group in draft.groups}
    assert groups["high"] == ("лицей № 1", "СОШ № 4")
    assert groups["basic"] == ("СОШ № 16", "Школа «Горизонт»", "прогимназия «Росток»")
    assert groups["all_schools"] == (*groups["high"], *groups["basic"])
    assert len(problems_of(draft, "roster_differs")) == 1


def test_a_level_whose_count_is_wrong_and_a_school_in_two_levels_are_pointed_out():
    draft = draft_of(
        order_text(measure(), preamble=LEVELS.replace("3 ОО (", "4 ОО (СОШ № 4, ").replace("2 ОО", "3 ОО"))
    )
    assert len(problems_of(draft, "level_count")) == 1
    assert len(problems_of(draft, "listed_twice")) == 1


def test_without_levels_all_schools_are_those_of_the_roster():
    draft = draft_of(order_text(measure(executors="Руководители ОО")))
    assert len(draft.groups[-1].members) == 12


def test_a_group_without_members_is_a_warning():
    draft = draft_of(order_text(measure(executors="Руководители ОО")), roster=())
    assert [problem.severity for problem in problems_of(draft, "group_empty")] == [Severity.WARNING]


def test_a_measure_wider_than_its_title_is_pointed_out():
    row = measure(title="Помочь школам, где базовый уровень", executors="Руководители ОО")
    (problem,) = problems_of(draft_of(order_text(row, preamble=LEVELS)), "wider_than_title")
    assert "all 5 schools" in problem.text


def test_a_clause_and_a_measure_that_set_one_thing_are_pointed_out():
    row = measure(title="Участие школ в городском фестивале «Весенняя строка»", deadline="Апрель 2025")
    clause = "2. МКУ ЦРО провести городской фестиваль «Весенняя строка» для школ. Срок: {}."
    differs = draft_of(order_text(row, clauses=clause.format("до 1 мая 2025 года")))
    agrees = draft_of(order_text(row, clauses=clause.format("апрель 2025 года")))
    assert [problem.severity for problem in problems_of(differs, "two_deadlines")] == [Severity.WARNING]
    assert [problem.severity for problem in problems_of(agrees, "same_thing_twice")] == [Severity.INFO]


def test_names_spelt_in_two_ways_are_pointed_out():
    clauses = "2. Директору МАУ «Диалог» (П.Р. Ясенев) открыть запись. Срок: май 2025 года."
    draft = draft_of(order_text(measure(), clauses=clauses), people=("Ясинев Павел Романович",))
    (problem,) = problems_of(draft, "name_spelling")
    assert "«Ясенев П.Р.» is spelt «Ясинев П.Р.»" in problem.text


@pytest.mark.parametrize("other", ["Ясенева П.Р.", "Ясенев П.П.", "Есенев П.Р.", "Ясеневский П.Р.", "Ясенев П.Р."])
def test_other_genders_families_and_initials_are_other_persons(other):
    clauses = "2. Директору МАУ «Диалог» (П.Р. Ясенев) открыть запись. Срок: май 2025 года."
    assert not problems_of(draft_of(order_text(measure(), clauses=clauses), people=(other,)), "name_spelling")


def test_a_stamp_in_the_middle_of_a_clause_is_left_out():
    clauses = "2. МКУ ЦРО провести\n\nМКУ ЦРО\nДата 20.01.25\nВх. № 5\n\nбольшой сбор. Срок: до 1 мая 2025 года."
    draft = draft_of(order_text(measure(), clauses=clauses))
    (clause,) = draft.of_kind(ItemKind.CLAUSE)
    assert clause.title == "провести большой сбор"
    assert len(problems_of(draft, "stamp")) == 1


def test_a_deadline_in_brackets_or_inside_the_sentence_is_found():
    clauses = (
        "2. МКУ ЦРО провести сбор (срок – до 1 мая 2025 года).\n\n"
        "3. МКУ ЦРО в срок до 15 мая 2025 года сдать итоги сбора."
    )
    draft = draft_of(order_text(measure(), clauses=clauses))
    assert [clause.deadline_text for clause in draft.of_kind(ItemKind.CLAUSE)] == [
        "до 1 мая 2025 года",
        "до 15 мая 2025 года",
    ]


def test_a_date_inside_a_sentence_is_not_taken_for_a_deadline():
    draft = draft_of(order_text(measure(), clauses="2. МКУ ЦРО учесть опыт до 1 мая 2024 года в работе."))
    (clause,) = draft.of_kind(ItemKind.CLAUSE)
    assert clause.schedule.kind is ScheduleKind.UNSTATED


def test_roles_are_found_and_missing_ones_pointed_out():
    clauses = (
        "2. Назначить муниципальным координатором плана МКУ ЦРО (Т.П. Берестова).\n\n"
        "3. Начальнику отдела общего образования (Кедрова Л.С.) осуществлять контроль за выполнением плана. "
        "Срок: постоянно."
    )
    draft = draft_of(order_text(measure(executors="Муниципальный координатор"), clauses=clauses))
    assert draft.roles[PlanRoleName.COORDINATOR].organization == "МКУ ЦРО"
    assert draft.roles[PlanRoleName.PLAN_CONTROLLER].name == "Кедрова Л.С."
    assert draft.roles[PlanRoleName.ORDER_CONTROLLER] == draft.roles[PlanRoleName.SIGNED_BY]
    assert draft.roles[PlanRoleName.SIGNED_BY].name == "Вязов Е.Н."
    assert draft.items[0].executors[0].name == "МКУ ЦРО"
    assert not problems_of(draft, "role_missing")
    assert len(problems_of(draft_of(order_text(measure())), "role_missing")) == 2


def test_reporting_dates_come_from_the_duties_to_report():
    clauses = "2. МКУ ЦРО направить отчет об исполнении плана оператору. Срок: до 1 июля, до 20 декабря 2025 года."
    row = measure(title="Представить информацию о выполнении плана", deadline="Июнь 2025")
    assert [str(day) for day in draft_of(order_text(row, clauses=clauses)).reporting_dates] == [
        "2025-07-01",
        "2025-12-20",
    ]
    assert [str(day) for day in draft_of(order_text(row)).reporting_dates] == ["2025-06-30"]
    assert draft_of(order_text(measure())).reporting_dates == ()


def test_every_problem_has_a_place_and_says_something():
    draft = draft_of(order_text(measure("1.1", deadline="скоро", executors="кто-то"), annex="1.1.2024 № 0"), ROSTER[:3])
    assert all(problem.place and problem.code and len(problem.text) > 10 for problem in draft.problems)


@pytest.mark.parametrize(
    ("label", "note", "said"),
    [
        ("Примечание", "Кроме СОШ № 4", 1),
        ("Источник денег", "за исключением лицеев", 1),
        ("Примечание", "Только гимназии", 1),
        ("Примечание", "Кроме того, с гостями", 0),
        ("Примечание", "По графику", 0),
        ("Результат", "Только отчёт", 0),
    ],
)
def test_a_note_that_leaves_somebody_out_is_pointed_out(label, note, said):
    heading = f"№\tМероприятие\tСрок\tИсполнитель\t{label}"
    row = f"1.1.\tСделать\tМай 2025\tРуководители ОО\t{note}"
    draft = draft_of(order_text(row, heading=heading))
    assert [problem.place for problem in problems_of(draft, "executors_in_note")] == [draft.items[0].place] * said
