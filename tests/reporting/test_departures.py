"""What departed from the plan, the comparison with the period before, and how lateness went week by week."""

from datetime import date

from reporting.package import build
from states.as_of import Due, SentBack
from states.assignment import State
from states.belonging import Span
from states.extensions import Answer, Extension
from states.schedule import ScheduleKind
from tests.reporting.builders import CUT_OFF, DUE, accepted, assignment, item, package_facts, reported

LATER = date(2024, 7, 31)
ASKED = {"asked_on": date(2024, 5, 20), "until": LATER, "reason": "ремонт"}


def test_each_later_date_is_a_line_with_its_answer():
    refused = Extension(**ASKED, answer=Answer.REFUSED, answered_on=date(2024, 5, 22), said="срок установлен")
    waiting = Extension(**ASKED)
    found = build(package_facts(item(assignment("СОШ № 2", extensions=(refused,)), accepted(extensions=(waiting,)))))
    assert [(one.executor, one.answer, one.answered_on, one.waiting) for one in found.extensions] == [
        ("СОШ № 1", "не рассмотрено", "—", True),
        ("СОШ № 2", "отказано", "22.05.2024", False),
    ]
    assert (found.extensions[1].until, found.extensions[1].said) == ("31.07.2024", "срок установлен")


def test_each_return_is_a_line_and_says_how_it_stands_now():
    twice = (SentBack(date(2024, 5, 21), "нет приказа"), SentBack(date(2024, 5, 28), ""))
    found = build(package_facts(item(accepted(sent_back=twice)))).returns
    assert [(one.on.day, one.reason, one.outcome.value) for one in found] == [
        (21, "нет приказа", "accepted"),
        (28, "—", "accepted"),
    ]


def test_who_has_not_reported_is_listed_by_what_is_overdue_first():
    found = build(
        package_facts(
            item(assignment("СОШ № 1", due_on=LATER), assignment("СОШ № 2"), accepted("СОШ № 3"), number="1.1"),
            item(
                assignment("СОШ № 2", due_on=None),
                assignment("СОШ № 3", state=State.POSTPONED),
                assignment("ТОИПКРО", required=False),
                number="1.2",
                schedule_kind=ScheduleKind.BY_SCHEDULE,
            ),
        )
    ).silent
    assert [(one.executor, one.overdue, one.pending) for one in found] == [
        ("СОШ № 2", ("1.1",), ("1.2",)),
        ("СОШ № 1", (), ("1.1",)),
    ]


MAY = {"period": Span(date(2024, 5, 1), DUE), "cut_off": DUE}


def test_a_package_is_compared_with_the_period_before():
    before = package_facts(item(accepted("1"), accepted("2"), accepted("3", done_on=date(2024, 6, 1))), **MAY)
    package = build(package_facts(item(accepted("1"), assignment("2"))), before)
    assert package.comparison.before == "май 2024 года, на 31.05.2024"
    lines = {label: rest for label, *rest in package.comparison.lines}
    assert lines["Поручений исполнителям"] == ["3", "2", "−1"]
    assert lines["Просрочено"] == ["0", "1", "+1"]
    assert lines["Мероприятий и пунктов"] == ["1", "1", "—"]
    assert lines["Исполнительская дисциплина"] == ["66,7\u00a0%", "50,0\u00a0%", "−16,7 п.\u00a0п."]
    assert package.comparison.sentence in package.analysis
    assert "снизилась на 16,7 п.\u00a0п.: с 66,7\u00a0% до 50,0\u00a0%" in package.comparison.sentence


def test_without_a_period_before_nothing_is_compared():
    assert build(package_facts(item(accepted()))).comparison is None
    unjudged = package_facts(item(assignment(due_on=None)), **MAY)
    same = build(unjudged, unjudged).comparison
    assert (same.lines[-1][1:], same.sentence) == (("—", "—", "—"), "")
    equal = build(package_facts(item(accepted())), package_facts(item(accepted()), **MAY)).comparison
    assert equal.sentence.endswith("исполнительская дисциплина не изменилась.")


def test_weeks_count_what_was_overdue_at_their_end():
    facts = package_facts(
        item(
            assignment("1", due_on=date(2024, 6, 7)),
            reported("2", due_on=date(2024, 6, 7), done_on=date(2024, 6, 12)),
            reported("3", due_on=date(2024, 6, 9), done_on=date(2024, 6, 9)),
            assignment("4", due_on=date(2024, 6, 9)),
            assignment("5", due_on=date(2024, 6, 14), original=Due(DUE, DUE), due_changes=1),
            assignment("6", state=State.POSTPONED),
            assignment("7", required=False),
        ),
        period=Span(date(2024, 6, 1), date(2024, 6, 30)),
    )
    weeks = {one.ends_on.day: one.overdue for one in build(facts).late_weeks}
    assert weeks == {2: 0, 9: 2, 16: 3, 23: 3, 28: 3}
    assert max(one.ends_on for one in build(facts).late_weeks) == CUT_OFF


def test_the_last_week_of_all_is_as_the_totals_say():
    package = build(package_facts(item(assignment("1"), assignment("2", due_on=CUT_OFF), accepted("3"))))
    assert package.late_weeks[-1].overdue == package.counts.tally.overdue == 1
