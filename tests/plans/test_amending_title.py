from datetime import date

import pytest

from plans.amending_title import AmendedOrder, amended_order


@pytest.mark.parametrize(
    ("title", "amended"),
    [
        (
            "О внесении изменений в распоряжение от 25.01.2024 № 27/р",
            AmendedOrder(number="27/р", issued_on=date(2024, 1, 25)),
        ),
        (
            "О внесении изменения в приказ управления образования от 17 января 2025 г. № 21-о «О плане»",
            AmendedOrder(number="21-о", issued_on=date(2025, 1, 17)),
        ),
        ("О внесении изменений в распоряжение № 33", AmendedOrder(number="33")),
        ("О внесении изменений в план мероприятий", None),
        ("Об утверждении плана по приказу № 5", None),
    ],
)
def test_what_an_order_amends_is_read_from_its_title(title, amended):
    assert amended_order(title) == amended
