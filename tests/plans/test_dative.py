"""Names in the dative: declined where the gender is certain, left alone where it is not."""

import pytest

from plans.dative import dative, may_be_dative

DECLINED = {
    "Берестова Тамара Павловна": "Берестовой Тамаре Павловне",
    "Журавлёв Матвей Ильич": "Журавлёву Матвею Ильичу",
    "Зимин Пётр Львович": "Зимину Петру Львовичу",
    "Шевченко Любовь Фёдоровна": "Шевченко Любови Фёдоровне",
    "Петрова-Водкина Анна-Мария Ильинична": "Петровой-Водкиной Анне-Марии Ильиничне",
    "Ким Анна Сергеевна": "Ким Анне Сергеевне",
    "Вязов Евгений Никитич": "Вязову Евгению Никитичу",
    "Мамедов Али Вагиф оглы": "Мамедову Али Вагиф оглы",
}
LEFT = ("Петрова А.А.", "А.А. Петрова", "Петрова Анна", "Ivanov Ivan Ivanovich", "Канцелярия", "")


@pytest.mark.parametrize(("name", "form"), DECLINED.items())
def test_a_full_name_is_declined_by_its_patronymic(name, form):
    assert (dative(name).text, dative(name).declined) == (form, True)


@pytest.mark.parametrize("name", LEFT)
def test_what_shows_no_gender_is_left_and_said_to_be(name):
    assert (dative(name).text, dative(name).declined) == (name, False)


def test_a_form_of_another_surname_is_told_apart():
    assert may_be_dative("Берестовой Т.П.", "Берестова Тамара Павловна")
    assert may_be_dative("Т.П. Берестовой", "Берестова Т.П.")
    assert may_be_dative("Зайцу Льву Петровичу", "Заяц Лев Петрович")
    assert not may_be_dative("Ивановой Т.П.", "Берестова Т.П.")
    assert not may_be_dative("Берестовой Т.П.", "")
