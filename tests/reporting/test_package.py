from datetime import date

import pytest
from hypothesis import given

from reporting.outcome import Discipline, Outcome, Tally, timeliness
from reporting.package import build
from reporting.words import counted, shortened, signed, unbroken
from states.as_of import Due, Explained
from states.assignment import State
from states.belonging import Belonging
from states.control import Control
from states.draft import ItemKind
from states.extensions import Extension
from states.item import roll_up_rule
from states.schedule import ScheduleKind
from tests.reporting.builders import (
    CUT_OFF,
    DUE,
    accepted,
    any_package,
    assignment,
    item,
    mixed,
    order,
    package_facts,
    reported,
)

LATER = date(2024, 7, 31)
ASKED = Extension(asked_on=date(2024, 5, 20), until=LATER, reason="ремонт здания")


def line(*assignments, **changes):
    """The package's line about one item."""
    return build(package_facts(item(*assignments, **changes))).items[0]


@given(any_package())
def test_each_required_assignment_is_in_exactly_one_of_the_totals(facts):
    package = build(facts)
    required = [one for item in facts.items for one in item.assignments if one.required]
    assert package.counts.tally.total == len(required)
    assert Tally.sum(one.tally for one in package.items) == package.counts.tally
    assert Tally.sum(one.tally for one in package.executors) == package.counts.tally
    assert Tally.sum(one.tally for one in package.sections) == package.counts.tally
    assert (
        len(package.overdue) == package.counts.tally.overdue == sum(len(one.executors) for one in package.overdue_items)
    )


@given(any_package())
def test_discipline_is_a_share_and_the_parts_make_the_whole(facts):
    package = build(facts)
    for judged in (package.discipline, *(one.discipline for one in package.executors)):
        assert judged.share is None or 0 <= judged.share <= 1
    assert sum(one.discipline.counted for one in package.executors) == package.discipline.counted


@given(any_package())
def test_what_is_removed_postponed_or_not_required_never_counts_in_discipline(facts):
    for one in (one for each in facts.items for one in each.assignments):
        if one.stood.state in {State.REMOVED, State.POSTPONED} or not one.required or not one.judged:
            assert timeliness(one, CUT_OFF) is None


@given(any_package())
def test_the_same_facts_make_an_equal_package(facts):
    assert build(facts) == build(facts)


def test_timeliness_goes_by_the_day_of_the_report_against_the_current_deadline():
    found = Discipline.of(
        [
            accepted(done_on=DUE),
            reported(done_on=date(2024, 6, 1)),
            assignment(),
            assignment(due_on=CUT_OFF),
            accepted(done_on=date(2024, 6, 14), due_on=date(2024, 6, 14), original=Due(DUE, DUE), due_changes=1),
        ],
        CUT_OFF,
    )
    assert found == Discipline(on_time=2, late=1, overdue=1)
    assert found.share == pytest.approx(0.5)


def test_the_formula_is_printed_with_its_numbers():
    package = build(mixed())
    assert package.worked_out == "3 / (3 + 1 + 1) = 60,0\N{NO-BREAK SPACE}%"
    assert package.formula.startswith("Исполнительская дисциплина = исполнено в срок / (исполнено в срок + ")


def test_without_anything_to_judge_there_is_no_share():
    package = build(package_facts(item(assignment(due_on=date(2024, 7, 1)))))
    assert package.discipline.share is None
    assert "нет" in package.worked_out


def test_the_totals_of_a_mixture():
    assert dict(build(mixed()).total_lines) == {
        "Мероприятий и пунктов на контроле в отчётном периоде": "3",
        "– все поручения периода исполнены и приняты": "0",
        "– предлагается снять с контроля": "0",
        "– без установленного срока": "1",
        "Поручений исполнителям": "9",
        "– принято": "3",
        "– отчёт представлен, ожидает приёмки": "1",
        "– просрочено": "1",
        "– срок не наступил": "1",
        "– срок не установлен": "1",
        "– исполнение отложено": "1",
        "– снято с контроля": "1",
        "Кроме того, поручений сторонним организациям (по согласованию)": "1",
    }


def test_the_scope_says_what_was_left_out():
    assert build(mixed()).scope == (
        "Отчётный период – с 01.01.2024 по 30.06.2024. Сведения приведены по состоянию на 28.06.2024 включительно. "
        "Изменения, внесённые после этой даты (12), не учтены."
    )
    assert "не учтены" not in build(package_facts(item(accepted()))).scope


def test_an_item_brings_its_reports_together_and_names_who_is_silent():
    found = line(
        accepted("СОШ № 2", result="Приказ № 5"),
        accepted("СОШ № 3", result="приказ №5."),
        assignment("СОШ № 10"),
        assignment("СОШ № 9"),
        assignment("СОШ № 8", state=State.REMOVED),
    )
    assert found.actual_result.splitlines() == [
        "Отчёты представлены: 2 из 4.",
        "СОШ № 2, СОШ № 3: Приказ № 5.",
        "Не представили: СОШ № 9, СОШ № 10.",
    ]
    assert found.state == "Исполняется: принято 2 из 4, просрочено 2, снято с контроля 1"


def test_results_that_differ_in_numbers_only_are_told_once_and_the_most_frequent_first():
    found = line(
        accepted("СОШ № 1", result="Сайт обновлён"),
        *(accepted(f"СОШ № {n}", result=f"Приказ от 0{n}.02.2024 № {n}") for n in range(2, 7)),
        accepted("СОШ № 7", result="Назначен Ильин"),
        accepted("СОШ № 8", result="Назначен Озеров"),
    )
    assert found.actual_result.splitlines() == [
        "Отчёты представлены: 8 из 8.",
        "СОШ № 2, СОШ № 3, СОШ № 4 и ещё 2: Приказ от 02.02.2024 № 2. (у остальных сходно)",
        "СОШ № 1: Сайт обновлён.",
        "СОШ № 7: Назначен Ильин.",
        "Другие результаты: ещё 1 отчёт.",
    ]


def test_figures_of_the_reports_are_summed():
    found = line(accepted("1", result="Обучено 12 учителей"), accepted("2", result="учителей – 30"))
    assert "Всего по отчётам: учителей – 42 (по 2 отчётам)." in found.actual_result.splitlines()


def test_an_item_overdue_with_everybody_says_so():
    found = line(assignment("1"), assignment("2"))
    assert found.state == "Исполнение не начато: принято 0 из 2, просрочено 2"


def test_many_silent_schools_are_counted_rather_than_listed():
    found = line(accepted("СОШ № 0"), *(assignment(f"СОШ № {n}") for n in range(1, 13)))
    assert found.actual_result.endswith("СОШ № 8 и ещё 4.")
    silent = line(*(assignment(f"СОШ № {n}") for n in range(1, 13)))
    assert silent.actual_result == "Отчёты не представлены (12 поручений)."


def test_an_item_of_one_executor_speaks_plainly():
    assert line(accepted(result="Приказ № 5")).actual_result == "Приказ № 5."
    assert line(accepted()).state == "Исполнено"
    assert (line(assignment()).actual_result, line(assignment()).state) == (
        "Отчёт не представлен.",
        "Исполнение не начато, просрочено",
    )
    assert line(assignment(state=State.REMOVED)).actual_result == "—"


def test_reasons_are_told_by_kind_with_their_number():
    late = (Explained("send_back", "нет приказа"),)
    found = line(
        assignment("1", state=State.RETURNED, explained=late),
        assignment("2", state=State.RETURNED, explained=late),
        assignment("3", state=State.RETURNED, explained=(Explained("send_back", "нет подписи"),)),
        assignment("4", state=State.POSTPONED, explained=(Explained("postpone", "ремонт"),)),
        assignment("5", state=State.REMOVED, explained=(Explained("remove", "duplicate"),)),
    )
    assert found.reasons.splitlines() == [
        "Возвращено на доработку: нет приказа (2); нет подписи.",
        "Отложено: ремонт.",
        "Снято с контроля: дублирует другое поручение.",
    ]
    assert line(assignment()).reasons == "Исполнителями не сообщены."
    assert line(accepted()).reasons == "—"


def test_extensions_and_what_was_declined_are_explained_in_words():
    asked, declined = Explained("ask_extension", "ремонт здания"), Explained("decline", "9-х классов нет.")
    found = line(
        assignment("1", explained=(asked, Explained("grant_extension", "согласовано"))),
        assignment("2", explained=(asked, Explained("refuse_extension", "срок установлен министерством"))),
        assignment("3", explained=(Explained("extend", "перенос мониторинга"),)),
        assignment("4", explained=(declined, Explained("uphold", "классы есть с сентября"))),
    )
    assert found.reasons.splitlines() == [
        "Исполнитель просил продлить срок: ремонт здания (2).",
        "Срок продлён по просьбе исполнителя: согласовано.",
        "В продлении отказано: срок установлен министерством.",
        "Срок продлён: перенос мониторинга.",
        "Исполнитель сообщил, что поручение не по адресу: 9-х классов нет.",
        "Поручение оставлено за исполнителем: классы есть с сентября.",
    ]


@pytest.mark.parametrize("trigger", ["comment", "remind", "resume", "restore", "undo"])
def test_what_people_say_beside_is_no_reason(trigger):
    assert line(accepted(explained=(Explained(trigger, "позвонить в школу"),))).reasons == "—"


@pytest.mark.parametrize(
    ("assignments", "changes", "proposal"),
    [
        ((accepted(),), {}, "Снять с контроля как исполненное"),
        ((accepted(), assignment("2", state=State.REMOVED)), {}, "Снять с контроля как исполненное"),
        (
            (accepted(),),
            {"later_due_on": date(2024, 12, 20)},
            "Оставить на контроле, следующий срок – 20.12.2024",
        ),
        (
            (accepted(),),
            {"schedule_kind": ScheduleKind.CONTINUOUS},
            "Оставить на контроле, исполняется постоянно",
        ),
        ((assignment(state=State.REMOVED),), {}, "Снято с контроля"),
        ((assignment(due_on=CUT_OFF),), {}, "Оставить на контроле"),
        ((reported(),), {}, "Оставить на контроле: рассмотреть 1 отчёт"),
        (
            (assignment(), assignment("2"), reported("3")),
            {},
            "Оставить на контроле: истребовать 2 отчёта с истёкшим сроком, рассмотреть 1 отчёт",
        ),
        ((assignment(due_on=None),), {}, "Оставить на контроле: установить срок исполнения"),
        (
            (assignment(due_on=None),),
            {"schedule_kind": ScheduleKind.ON_REQUEST},
            "Оставить на контроле, исполняется по запросу",
        ),
        ((assignment(state=State.POSTPONED),), {}, "Оставить на контроле: определить срок возобновления"),
        ((assignment(state=State.POSTPONED, resume_on=LATER),), {}, "Перенести на 31.07.2024"),
        ((assignment(extensions=(ASKED,)), accepted("2")), {}, "Перенести на 31.07.2024"),
        (
            (assignment(extensions=(ASKED,)), reported("2")),
            {},
            "Перенести на 31.07.2024, рассмотреть представленные отчёты",
        ),
        (
            (assignment(extensions=(ASKED,)), assignment("2")),
            {},
            "Оставить на контроле: истребовать 2 отчёта с истёкшим сроком, перенести на 31.07.2024 (1 поручение)",
        ),
        ((), {"not_issued": (DUE,)}, "Выдать поручения исполнителям"),
        ((accepted(), assignment("2")), {"control": Control.REMOVED}, "Снято с контроля"),
        ((), {"not_issued": (DUE,), "control": Control.REMOVED}, "Снято с контроля"),
    ],
)
def test_each_item_gets_a_proposal(assignments, changes, proposal):
    found = line(*assignments, **changes)
    assert found.proposal == proposal
    assert found.to_close is proposal.startswith("Снять")


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        ("all", "Исполняется: принято 1 из 3, просрочено 2"),
        ("lead", "Исполнено (по ответственному исполнителю): принято 1 из 3, просрочено 2"),
        ("quorum 1", "Исполнено (по кворуму 1): принято 1 из 3, просрочено 2"),
        ("quorum 30%", "Исполнено (по кворуму 30\N{NO-BREAK SPACE}%): принято 1 из 3, просрочено 2"),
    ],
)
def test_an_item_stands_by_its_own_rule_and_says_which(rule, state):
    found = line(accepted(lead=True), assignment("2"), assignment("3"), rule=roll_up_rule(rule))
    assert found.state == state


def test_deadlines_show_the_nominal_day_the_working_day_and_the_move():
    holiday = Due(date(2024, 5, 1), date(2024, 4, 27))
    found = line(accepted(original=holiday), accepted("2", original=holiday, due_changes=1))
    assert found.original_due == "01.05.2024 (рабочий день 27.04.2024)"
    assert found.current_due == "перенесён на 31.05.2024 (1 поручение)"
    assert line(accepted()).current_due == "без изменений"


def test_many_deadlines_are_shown_by_the_first_and_the_last():
    months = [assignment(due_on=date(2024, month, 20), occurrence=month) for month in range(1, 7)]
    assert line(*months).original_due == "20.01.2024 – 20.06.2024 (6 сроков)"


def test_an_item_without_a_date_says_why():
    assert line(assignment(due_on=None), schedule_kind=ScheduleKind.ON_REQUEST).original_due == "по запросу"
    assert line(assignment(due_on=None)).original_due == "срок не установлен"
    assert line(assignment(due_on=None)).undated


def test_clauses_and_measures_of_one_number_are_told_apart():
    package = build(package_facts(item(accepted()), item(accepted(), kind=ItemKind.CLAUSE, section=None)))
    assert [(one.number, one.section) for one in package.items] == [
        ("1.10", "Раздел 1. Сопровождение"),
        ("п. 1.10", "Пункты распоряжения"),
    ]


def test_the_matrix_puts_schools_in_natural_order_and_shows_the_worst_of_several_deadlines():
    matrix = build(mixed()).matrix
    assert [row.executor for row in matrix.rows][:3] == ["лицей № 3", "лицей № 4", "лицей № 5"]
    rows = {row.executor: row.cells for row in matrix.rows}
    assert list(rows)[3:6] == ["СОШ № 1", "СОШ № 2", "СОШ № 10"]
    assert rows["СОШ № 1"][2].text == "○ не начато 1 из 2"
    assert rows["лицей № 3"][0].outcome is Outcome.OVERDUE
    assert rows["лицей № 4"][1] is None
    assert [heading.number for heading in matrix.headings] == ["1.10", "1.11", "п. 2"]


def test_the_overdue_are_listed_longest_first_and_external_parties_are_not():
    [found] = build(mixed()).overdue
    assert (found.executor, found.days_late, found.state) == ("лицей № 3", 28, "на доработке")
    assert found.reasons == "возвращено на доработку: не приложен приказ"


def test_executors_come_with_the_lowest_discipline_first_and_the_unjudged_last():
    names = [one.name for one in build(mixed()).executors]
    assert names[0] == "лицей № 3"
    assert set(names[-2:]) == {"лицей № 4", "лицей № 5"}


@pytest.mark.parametrize(
    ("assignments", "verdict"),
    [
        ((accepted(),), "Мероприятия, срок которых наступил, исполнены"),
        ((assignment(),), "исполняется не в полном объёме"),
        ((*(accepted(str(n)) for n in range(19)), assignment("20")), "в основном исполняется"),
        ((assignment(due_on=CUT_OFF),), "Сроки исполнения на отчётную дату не наступили"),
    ],
)
def test_the_conclusion_begins_with_whether_the_plan_is_carried_out(assignments, verdict):
    assert verdict in build(package_facts(item(*assignments))).conclusion[0]


def test_the_analysis_tells_what_departed_from_the_plan():
    said = " ".join(build(mixed()).analysis)
    assert "Отклонения от плана (поручений): возвращалось на доработку – 1, исполнение отложено – 1" in said
    assert "Досрочно, со сроком после отчётного периода, представлено отчётов – 3." in said
    assert "Сроки ещё 4 мероприятий плана" in said
    carried = build(package_facts(item(assignment(belonging=Belonging.CARRIED))))
    assert "перешло из предыдущих периодов – 1" in " ".join(carried.analysis)


def test_unissued_items_are_named_in_the_conclusion():
    package = build(package_facts(item(not_issued=(DUE, None))))
    assert "Мероприятий (пунктов), по которым поручения не выданы, – 1." in package.conclusion
    assert package.items[0].state == "Поручения не выданы"


def test_the_controller_of_the_plan_signs_and_the_coordinator_prepares():
    package = build(mixed())
    assert (package.signatory.post, package.signatory.name) == ("председатель комитета", "П.И. Озеров")
    assert package.prepared_by.name == "А.П. Ветлугина"
    nobody = build(package_facts(item(accepted()), order=order(supervisors=())))
    assert (nobody.signatory.name, nobody.prepared_by.post) == ("", "")


def test_control_characters_never_reach_a_package():
    found = line(accepted(result="да\x0bнет\x00 \ud800"), title="Один\nдва")
    assert (found.title, found.actual_result) == ("Один два", "да нет.")


def test_words():
    assert [counted(n, "отчёт отчёта отчётов") for n in (1, 2, 5, 11, 21, 1234)] == [
        "1 отчёт",
        "2 отчёта",
        "5 отчётов",
        "11 отчётов",
        "21 отчёт",
        "1\u00a0234 отчёта",
    ]
    assert [signed(name) for name in ("Озеров П.И.", "Озеров Павел Ильич", "Методический центр", "")] == [
        "П.И. Озеров",
        "П.И. Озеров",
        "Методический центр",
        "",
    ]
    assert shortened("слово за словом", 10) == "слово за…"
    assert unbroken("СОШ № 5 – П.И. Озеров") == "СОШ\u00a0№\u00a05\u00a0– П.И.\u00a0Озеров"
