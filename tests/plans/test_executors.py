"""Executor cells and addressees: whom the words mean, and what is flagged."""

import pytest

from plans.executors.cell import Context, read_executors
from plans.executors.vocabulary import Vocabulary
from states.draft import DraftPerson, ExecutorKind, KnownOrganization, Severity
from tests.plans.builders import ROSTER, named, school

GROUPS = {"all_schools": "Руководители ОО", "basic": "базовый уровень", "high": "высокий уровень"}
COORDINATOR = DraftPerson(name="Берестова Т.П.", organization="МКУ ЦРО")


def read(text: str, roster: tuple[KnownOrganization, ...] = ROSTER, document: tuple[str, ...] = ()):
    vocabulary = Vocabulary(roster, (*document, text))
    context = Context(vocabulary=vocabulary, issuer="Управление образования", coordinator=COORDINATOR, groups=GROUPS)
    return read_executors(text, place="line 1", context=context)


def names(text: str, roster: tuple[KnownOrganization, ...] = ROSTER, document: tuple[str, ...] = ()) -> list[str]:
    return [executor.name for executor in read(text, roster, document).executors]


CELLS = {
    "МКУ ЦРО": ["МКУ ЦРО"],
    "МКУ ЦРО г. Лугозерска": ["МКУ ЦРО"],
    "МКУ ЦРО Руководители ОО": ["МКУ ЦРО", "all_schools"],
    "Управление образования Администрации Города Лугозерска МКУ ЦРО Руководители ОО": [
        "Управление образования",
        "МКУ ЦРО",
        "all_schools",
    ],
    "Управление образования администрации муниципального района «Луговой» Руководители ОО": [
        "Управление образования",
        "all_schools",
    ],
    "Отдел общего образования управления образования администрации города Нижнего Лугозерска Руководители ОО": [
        "Отдел общего образования",
        "all_schools",
    ],
    "Руководители лицеев № 51, Гуманитарный, Академический СОШ № 16, «Горизонт»": [
        "лицей № 51",
        "Гуманитарный лицей",
        "Академический лицей",
        "СОШ № 16",
        "Школа «Горизонт»",
    ],
    "Руководители лицеев № 51, Академический гимназии № 29, СОШ № 16, 46": [
        "лицей № 51",
        "Академический лицей",
        "гимназия № 29",
        "СОШ № 16",
        "СОШ № 46",
    ],
    "Руководители (МАОУ лицея № 1, Академический, гимназия № 29, СОШ № 4, 16, «Горизонт»)": [
        "лицей № 1",
        "Академический лицей",
        "гимназия № 29",
        "СОШ № 4",
        "СОШ № 16",
        "Школа «Горизонт»",
    ],
    "лицей № 1, 51, Гуманитарный, при ЛГТУ, СОШ № 1 и 4": [
        "лицей № 1",
        "лицей № 51",
        "Гуманитарный лицей",
        "лицей при ЛГТУ",
        "СОШ № 1",
        "СОШ № 4",
    ],
    "СОШ №№ 1, 4, СОШ №16": ["СОШ № 1", "СОШ № 4", "СОШ № 16"],
    "МБОУ СОШ № 4 им. Героя Труда И.И. Иванова, МАОУ Гуманитарного лицея имени А.С. Петрова": [
        "СОШ № 4",
        "Гуманитарный лицей",
    ],
    "средняя общеобразовательная школа № 46": ["СОШ № 46"],
    "МАОУ прогимназия «Росток»; МАОУ Школа «Горизонт»": ["прогимназия «Росток»", "Школа «Горизонт»"],
    'Школа "Горизонт"': ["Школа «Горизонт»"],
    "МАУ «Диалог» Руководители ОО": ["МАУ «Диалог»", "all_schools"],
    "директор МАУ Центра «Диалог» г. Лугозерска": ["МАУ «Диалог»"],
    "ПИРЧ, ЦРО": ["ПИРЧ", "МКУ ЦРО"],
    "Управление образования совместно с МКУ ЦРО и СОШ № 4": ["Управление образования", "МКУ ЦРО", "СОШ № 4"],
    "руководители общеобразовательных организаций города Лугозерска": ["all_schools"],
    "Руководители муниципальных общеобразовательных учреждений": ["all_schools"],
    "все ОО": ["all_schools"],
    "Руководители школ": ["all_schools"],
    "Руководители ОО, имеющих базовый уровень": ["basic"],
    "Руководители ОО, показавших уровень «высокий уровень» ": ["high"],
    "Муниципальный координатор": ["МКУ ЦРО"],
    "COШ № 4": ["СОШ № 4"],
}


@pytest.mark.parametrize(("text", "expected"), CELLS.items())
def test_a_cell_without_delimiters_names_its_organizations_in_order(text, expected):
    addressed = read(text)
    assert [executor.name for executor in addressed.executors] == expected
    assert not [problem for problem in addressed.problems if problem.severity is Severity.ERROR]


def test_the_same_organization_twice_is_one_executor():
    assert names("СОШ № 4, МБОУ СОШ № 4, СОШ №4") == ["СОШ № 4"]


def test_outside_parties_are_kept_as_written():
    (first, second) = read("Руководители ОО СПО/ВУЗы (по согласованию)").executors
    assert first.kind is ExecutorKind.GROUP
    assert (second.kind, second.name) == (ExecutorKind.EXTERNAL, "СПО/ВУЗы (по согласованию)")


def test_a_known_organization_by_agreement_is_outside():
    (only,) = read("ПИРЧ (по согласованию)").executors
    assert (only.kind, only.name) == (ExecutorKind.EXTERNAL, "ПИРЧ (по согласованию)")


def test_a_post_in_a_unit_of_the_issuer_is_addressed_with_person_and_post():
    (only,) = read("Председателю комитета по воспитанию (Ольхова Н.Д.)").executors
    assert only.name == "Управление образования"
    assert (only.person, only.post) == ("Ольхова Н.Д.", "председатель комитета по воспитанию")


def test_a_post_in_a_known_unit_is_addressed_to_that_unit():
    (only,) = read("Начальнику отдела общего образования (Л.С. Кедрова)").executors
    assert (only.name, only.person) == ("Отдел общего образования", "Кедрова Л.С.")
    assert only.post == "начальник отдела общего образования"


def test_a_post_in_a_unit_of_another_body_is_not_the_issuers():
    (only,) = read("Председателю комитета по культуре администрации города Лугозерска (Ольхова Н.Д.)").executors
    assert only.name == "Комитет по культуре"
    (only,) = read("председателю комитета по воспитанию управления образования администрации г. Лугозерска").executors
    assert only.name == "Управление образования"


def test_educational_organizations_in_general_are_read_as_all_schools_with_a_warning():
    addressed = read("Руководители образовательных организаций")
    assert [executor.name for executor in addressed.executors] == ["all_schools"]
    assert [problem.code for problem in addressed.problems] == ["group_assumed"]


def test_heads_named_in_brackets_stay_with_their_schools():
    text = (
        "Руководителям МАОУ лицея № 1 (Селина Н.А.), МАОУ СОШ № 46 (и.о. Маков М.В.), Школы «Горизонт» (Ветрова Д.К.)"
    )
    people = [(executor.name, executor.person) for executor in read(text).executors]
    assert people == [("лицей № 1", "Селина Н.А."), ("СОШ № 46", "Маков М.В."), ("Школа «Горизонт»", "Ветрова Д.К.")]


def test_a_level_that_only_describes_named_schools_adds_nobody():
    text = "Руководителям ОО, показавшим «высокий уровень» МАОУ лицей № 51 (Б.А. Ром), СОШ № 16"
    assert names(text) == ["лицей № 51", "СОШ № 16"]


def test_a_number_without_a_type_is_found_if_it_is_the_only_one_and_is_pointed_out():
    addressed = read("МАОУ Заозерной № 16")
    assert [executor.name for executor in addressed.executors] == ["СОШ № 16"]
    assert [problem.code for problem in addressed.problems] == ["executor_by_number"]


def test_a_number_without_a_type_that_two_schools_have_is_not_guessed():
    addressed = read("МАОУ Приречной № 1")
    assert not addressed.executors
    assert [(problem.code, problem.severity) for problem in addressed.problems] == [
        ("executor_ambiguous", Severity.ERROR)
    ]


def test_another_legal_form_is_the_same_organization_and_is_pointed_out():
    addressed = read("МАОУ ЦРО")
    assert [executor.name for executor in addressed.executors] == ["МКУ ЦРО"]
    assert [problem.code for problem in addressed.problems] == ["legal_form_differs"]


UNRESOLVED = {
    "СОШ № 61": "not_in_roster",
    "лицей № 16": "not_in_roster",
    "Школа «Горизонты»": "not_in_roster",
    "«Горизонты»": "executor_unresolved",
    "Руководители": "executor_post_alone",
    "завхоз": "executor_unresolved",
    "МКУ ЦРО и другие": "executor_unresolved",
    "СОШ № 4-16": "executor_range",
    "гимназии Академический": "executor_unresolved",
    "Руководители ОО, кроме СОШ № 4": "executor_exclusion",
    "Руководители ОО (кроме СОШ № 4)": "executor_exclusion",
    "СОШ № 4 (корпус 2)": "executor_unresolved",
    "родительская общественность": "executor_unresolved",
    "Руководители ОО, имеющих средний уровень": "group_unknown",
}


@pytest.mark.parametrize(("text", "code"), UNRESOLVED.items())
def test_a_name_not_found_is_an_error_and_never_the_likest_one(text, code):
    problems = read(text).problems
    assert code in {problem.code for problem in problems if problem.severity is Severity.ERROR}


def test_an_organization_that_is_no_school_may_be_missing_from_the_roster_with_a_warning():
    addressed = read("МБУ «Маяк»")
    assert [executor.name for executor in addressed.executors] == ["МБУ «Маяк»"]
    assert [(problem.code, problem.severity) for problem in addressed.problems] == [("not_in_roster", Severity.WARNING)]


def test_without_a_roster_full_names_elsewhere_in_the_order_decide():
    document = ("МАОУ Школа «Горизонт» и СОШ № 16 отмечены грамотами",)
    assert names("СОШ № 4, Заозерной № 16, «Горизонт»", (), document) == ["СОШ № 4", "СОШ № 16", "Школа «Горизонт»"]


def test_without_a_roster_a_defined_short_name_is_an_organization():
    document = ("направить ГАУ ДПО «Приозерский институт» (далее – ПРИНТ) отчёт",)
    assert names("ПРИНТ МКУ ЦРО", (), document) == ["ПРИНТ", "МКУ ЦРО"]


def test_a_quoted_name_of_two_organizations_needs_its_type():
    roster = (named("Школа «Радуга»"), KnownOrganization(name="детский сад «Радуга»", kind="organization"))
    assert names("Школа «Радуга»", roster) == ["Школа «Радуга»"]
    assert [problem.code for problem in read("СОШ № 1, «Радуга»", (*roster, school(1))).problems] == [
        "executor_ambiguous"
    ]


def test_every_member_of_the_sample_roster_is_found_by_its_own_name():
    for organization in ROSTER:
        assert names(organization.name) == [organization.name]
