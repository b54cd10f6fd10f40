import pytest

from reporting.figures import figures, in_words


def read(*texts):
    return {one.unit: (one.total, one.reports, one.unclear) for one in figures(texts)}


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("Проведено для 48 педагогов; предложения собраны.", "педагогов", 48),
        ("Приняли участие 12 педагогических работников, получены сертификаты", "работников", 12),
        ("Охвачено 1 240 обучающихся 5–9 классов", "обучающихся", 1240),
        ("обучающихся – 120, классы 9–11", "обучающихся", 120),
        ("Обучающихся: 35.", "обучающихся", 35),
        ("Участвовали 3 чел.", "человек", 3),
        ("Присутствовал 1 родитель", "родителей", 1),
        ("Проведено 4 открытых урока", "уроков", 4),
        ("2 мастер-класса для учителей", "мастер-классов", 2),
    ],
)
def test_a_count_of_a_known_thing_is_read(text, unit, count):
    assert read(text, text)[unit] == (2 * count, 2, 0)


@pytest.mark.parametrize(
    "text",
    [
        "Приказ № 48 педагогов ознакомлен",
        "Приказ от 12.03.2024 № 5",
        "9 класса обучающихся нет",
        "охват обучающихся – 94 %",
        "обучающихся 1–4 классов",
        "обучающиеся: 5–9 классы",
        "в 2024 году школа участвовала",
        "100-летие школы, участники довольны",
        "с 10.02 педагогов обучают",
        "",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert read(text, text) == {}


def test_a_count_stands_with_one_thing_only():
    text = "Участвовали: обучающихся – 48, педагогов – 3"
    assert read(text, text) == {"обучающихся": (96, 2, 0), "педагогов": (6, 2, 0)}
    unclear = "Участвовали: обучающихся – 48 педагогов"
    assert read(unclear, unclear) == {"педагогов": (96, 2, 0)}


def test_a_report_that_names_two_counts_of_a_thing_counts_for_neither_and_the_sum_says_so():
    twice = "Всего 200 обучающихся, из них 80 обучающихся с ОВЗ"
    assert read("100 обучающихся", "50 обучающихся", twice) == {"обучающихся": (150, 2, 1)}
    said = in_words(figures(["100 обучающихся", "50 обучающихся", twice]))
    assert said == (
        "Всего по отчётам: обучающихся – 150 (по 2 отчётам; не учтено отчётов, где названы разные числа, – 1)."
    )


def test_what_only_one_report_counts_is_no_sum():
    assert read("48 педагогов", "Сделано") == {}
    assert in_words(()) == ""


def test_the_figure_of_the_most_reports_comes_first():
    texts = ["5 учителей и 10 детей", "6 учителей и 20 детей", "7 учителей"]
    assert [one.unit for one in figures(texts)] == ["учителей", "детей"]
