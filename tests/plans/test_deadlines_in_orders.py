"""What a draft says of its deadlines: the year of the plan's title, misspelt words, why one is not understood."""

from datetime import date

import pytest

from states.draft import Severity
from tests.plans.builders import draft_of, measure, order_text, problems_of


def order_for(time: str, deadline: str) -> str:
    """An order of 17.01.2025 whose title says what time its plan is for."""
    text = order_text(measure(deadline=deadline))
    return text.replace("Об утверждении плана мероприятий", f"Об утверждении плана мероприятий {time}")


@pytest.mark.parametrize(
    ("time", "deadline", "due_on"),
    [
        ("", "до 1 мая", date(2025, 5, 1)),
        ("на 2026 год", "до 1 мая", None),  # the order's year, or the plan's?
        ("на 2026 год", "до 1 мая 2026 года", date(2026, 5, 1)),
        ("на 2025/26 учебный год", "до 1 октября", date(2025, 10, 1)),
        ("на 2025/26 учебный год", "до 1 мая", None),
        ("на 2024/25 учебный год", "до 1 мая", date(2025, 5, 1)),
        ("на 2025–2026 годы", "до 1 мая", None),
    ],
)
def test_a_deadline_without_a_year_is_of_the_plan_that_the_title_names(time, deadline, due_on):
    (item,) = draft_of(order_for(time, deadline)).items
    assert [term.due_on for term in item.schedule.terms] == ([due_on] if due_on else [])


def test_a_misspelt_word_is_read_and_pointed_out():
    draft = draft_of(order_text(measure(deadline="Фераль 2025")))
    (problem,) = problems_of(draft, "deadline_spelling")
    assert problem.severity is Severity.WARNING
    assert "«фераль» is read as «февраль»" in problem.text


@pytest.mark.parametrize(
    ("deadline", "why"),
    [
        ("сентябрь – май", "is not understood (it begins on 2025-09-01 and ends before that, on 2025-05-31): choose a"),
        ("ОО – до 1 марта; ИМЦ – до 15 марта", "it sets 2 deadlines, for «ОО», «ИМЦ»: make a row of each"),
        ("когда-нибудь", "is not understood: choose a date or a kind"),
    ],
)
def test_a_deadline_that_is_not_understood_says_why(deadline, why):
    (problem,) = problems_of(draft_of(order_text(measure(deadline=deadline))), "deadline_unrecognised")
    assert why in problem.text
    assert problem.severity is Severity.ERROR
