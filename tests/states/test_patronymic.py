"""What a patronymic says of a person's gender, and what is no patronymic."""

import pytest

from states.patronymic import Gender, gender


@pytest.mark.parametrize(
    ("patronymic", "expected"),
    [
        ("Сергеевна", Gender.FEMALE),
        ("Ильинична", Gender.FEMALE),
        ("Ахмед кызы", Gender.FEMALE),
        ("Львович", Gender.MALE),
        ("Ильич", Gender.MALE),
        ("Ахмед оглы", Gender.MALE),
        ("А.", None),
        ("Мария", None),
        ("", None),
    ],
)
def test_a_patronymic_tells_the_gender_and_nothing_else_does(patronymic, expected):
    assert gender(patronymic) == expected
