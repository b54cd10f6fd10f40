"""The words of a digest: which section a line stands in, how days are said, what the summary counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from notifications import words
from notifications.digest import in_words
from notifications.entries import Urgency
from states.assignment import State
from states.ladder import Pending
from states.rungs import Addressee
from tests.notifications.builders import CONTROLLER, COORDINATOR, HEAD, TODAY, letter, line

SCHOOLS = [f"СОШ № {number}" for number in range(1, 61)]


def sections(*lines, to=HEAD):
    (part,) = in_words(letter(*lines, to=to)).parts
    return {section.urgency: section for section in part.sections}


def only_entry(*lines, to=HEAD):
    (part,) = in_words(letter(*lines, to=to)).parts
    (section,) = part.sections
    (order,) = section.orders
    (entry,) = order.entries
    return entry


def overdue_schools(names, *, fired=True, code="coordinator.overdue"):
    return [
        line(code, fired=fired, assignment_id=number, organization=name, due_on=date(2024, 4, 3))
        for number, name in enumerate(names, start=1)
    ]


@pytest.mark.parametrize(
    ("code", "facts", "expected"),
    [
        ("executor.overdue", {"due_on": TODAY - timedelta(days=3)}, Urgency.OVERDUE),
        ("executor.today", {"due_on": TODAY}, Urgency.SOON),
        ("executor.in_10_days", {"due_on": TODAY + timedelta(days=14)}, Urgency.SOON),
        ("executor.issued", {"due_on": TODAY + timedelta(days=4)}, Urgency.SOON),
        ("executor.issued", {"due_on": TODAY + timedelta(days=90)}, Urgency.NEW),
        ("executor.issued", {"due_on": None}, Urgency.NEW),
        ("executor.returned", {"state": State.RETURNED, "due_on": TODAY + timedelta(days=2)}, Urgency.RETURNED),
        ("executor.returned", {"state": State.RETURNED, "due_on": TODAY - timedelta(days=4)}, Urgency.OVERDUE),
        ("coordinator.not_reviewed", {"state": State.REPORTED, "reported_on": date(2024, 4, 2)}, Urgency.NOT_REVIEWED),
        ("coordinator.undated", {"due_on": None}, Urgency.UNDATED),
    ],
)
def test_a_line_stands_in_the_section_of_its_urgency(code, facts, expected):
    assert list(sections(line(code, **facts))) == [expected]


def test_what_was_said_before_and_is_far_away_stands_among_the_rest():
    assert list(sections(line("executor.issued", fired=False, due_on=TODAY + timedelta(days=90)))) == [Urgency.REST]


def test_a_supervisor_reads_an_item_once_with_all_who_have_not_reported():
    entry = only_entry(*overdue_schools(SCHOOLS), to=COORDINATOR)
    assert entry.organizations == tuple(SCHOOLS)
    assert entry.note == "не отчитались 60 организаций"
    assert entry.due == "срок был 03.04.2024, просрочено на 5 дней"
    assert entry.new == "новое"


def test_of_many_it_is_said_how_many_are_told_for_the_first_time():
    known = overdue_schools(SCHOOLS[:10], fired=False)
    new = [line("coordinator.overdue", assignment_id=100, organization="СОШ № 99", due_on=date(2024, 4, 3))]
    entry = only_entry(*known, *new, to=COORDINATOR)
    assert entry.note == "не отчитались 11 организаций, из них новых 1"
    assert not entry.new


def test_mondays_repetition_is_nothing_new():
    entry = only_entry(*overdue_schools(SCHOOLS[:2], code="order_controller.mondays"), to=CONTROLLER)
    assert not entry.new


def test_two_due_days_of_an_item_are_two_entries():
    first = line("coordinator.overdue", assignment_id=1, due_on=date(2024, 3, 29))
    second = line("coordinator.overdue", assignment_id=2, due_on=date(2024, 4, 3))
    (order,) = sections(first, second, to=COORDINATOR)[Urgency.OVERDUE].orders
    assert [entry.due for entry in order.entries] == [
        "срок был 29.03.2024, просрочено на 10 дней",
        "срок был 03.04.2024, просрочено на 5 дней",
    ]


def test_who_stands_at_two_levels_reads_of_an_assignment_once():
    twice = [line(code, due_on=date(2024, 3, 29)) for code in ("coordinator.overdue", "plan_controller.overdue")]
    (part,) = in_words(letter(*twice, to=CONTROLLER)).parts
    assert part.title == "Вы контролируете исполнение плана"
    assert part.sections[0].count == 1


def test_own_assignments_come_before_those_supervised():
    own = line("executor.overdue", assignment_id=1, due_on=date(2024, 4, 5))
    supervised = line("coordinator.overdue", assignment_id=2, due_on=date(2024, 4, 3))
    digest = in_words(letter(supervised, own))
    assert [part.title for part in digest.parts] == ["Ваши поручения", "Вы координатор плана"]
    assert digest.summary == "просрочено 1; на контроле просрочено 1"


def test_the_summary_counts_what_matters():
    lines = [
        *(line("executor.overdue", assignment_id=n, due_on=TODAY - timedelta(days=3)) for n in range(5)),
        *(line("executor.in_5_days", assignment_id=n, due_on=TODAY + timedelta(days=4)) for n in range(10, 13)),
        *(line("executor.issued", fired=False, assignment_id=n, due_on=None) for n in range(20, 22)),
    ]
    assert in_words(letter(*lines)).summary == "просрочено 5, скоро срок 3"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("executor.today",), "Срок: ваши поручения, 2024 год"),
        (("executor.today", "coordinator.overdue"), "Срок: планы, которые вы ведёте, 2024 год"),
        (("executor.today", "plan_controller.overdue"), "Срок: не исполнено, нужно ваше решение, 2024 год"),
        (("order_controller.overdue",), "Срок: не исполнено, нужно ваше решение, 2024 год"),
    ],
)
def test_the_subject_says_the_thread_and_nothing_of_the_day(codes, expected):
    many = [line(code, assignment_id=n, due_on=TODAY - timedelta(days=9)) for n, code in enumerate(codes, start=1)]
    for lines in (many, [*many, *(one._replace(fired=False) for one in many)]):
        assert in_words(letter(*lines)).subject == expected


def test_who_reads_in_the_dative_is_named_where_it_is_known():
    assert in_words(letter(line())).to == "Петровой Анне Сергеевне"
    assert in_words(letter(line(), to=replace(HEAD, dative=HEAD.name))).to == ""


def test_only_what_is_in_work_is_counted_where_there_is_nothing_else():
    assert "в работе 1" in in_words(letter(line("executor.issued", fired=False, due_on=None))).summary


def test_orders_of_one_number_and_different_years_stay_apart():
    lines = [
        line(assignment_id=n, order_number=number, order_issued_on=day, due_on=TODAY)
        for n, (number, day) in enumerate(
            [("33", date(2024, 1, 26)), ("33", date(2023, 2, 1)), ("5", date(2024, 1, 9)), ("7", date(2024, 1, 9))]
        )
    ]
    digest = in_words(letter(*lines))
    headings = [order.heading for order in digest.parts[0].sections[0].orders]
    assert headings[:2] == ["Распоряжение № 33 от 26.01.2024", "Распоряжение № 33 от 01.02.2023"]
    assert not digest.about


def test_the_nominal_day_stands_beside_the_one_that_counts():
    entry = only_entry(line("executor.in_5_days", due_on=date(2024, 4, 12), nominal_due_on=date(2024, 4, 14)))
    assert entry.due == "срок 12.04.2024 (по документу 14.04.2024)"


@pytest.mark.parametrize(
    ("days", "words_"), [(0, "срок сегодня, 08.04.2024"), (1, "срок завтра, 09.04.2024"), (2, "срок 10.04.2024")]
)
def test_near_days_are_said_as_people_say_them(days, words_):
    assert only_entry(line("executor.tomorrow", due_on=TODAY + timedelta(days=days))).due == words_


def test_reports_that_wait_are_named_with_their_day():
    entry = only_entry(
        line("plan_controller.not_reviewed", state=State.REPORTED, reported_on=date(2024, 4, 1)), to=CONTROLLER
    )
    assert entry.note == "ждёт приёмки 1 отчёт"
    assert entry.organizations == ("СОШ № 4 (с 01.04.2024)",)


def test_what_has_no_date_is_said_to_be_entrusted():
    entry = only_entry(line("coordinator.undated", due_on=None, item_kind="clause"), to=COORDINATOR)
    assert (entry.place, entry.due, entry.note) == (
        "п. 1.1 распоряжения",
        "срок не назначен",
        "поручено 1 организации",
    )


def test_what_is_still_postponed_stands_apart_even_when_its_due_day_has_passed():
    entry = only_entry(
        line(
            "coordinator.not_resumed",
            state=State.POSTPONED,
            due_on=TODAY - timedelta(days=30),
            resume_on=TODAY - timedelta(days=3),
        ),
        to=COORDINATOR,
    )
    assert (entry.due, entry.note) == ("отложено до 05.04.2024", "поручено 1 организации")


def test_a_letter_meant_for_somebody_without_an_address_says_whose_it_is():
    meant = line("coordinator.overdue", due_on=TODAY - timedelta(days=5))._replace(instead=True)
    (part,) = in_words(letter(meant, to=CONTROLLER)).parts
    assert part.title == "Вместо координатора плана"
    assert "адреса в реестре нет" in part.advice


def test_the_more_urgent_capacity_comes_first():
    own = line("executor.issued", due_on=TODAY + timedelta(days=60))
    watched = line("coordinator.overdue", assignment_id=2, due_on=TODAY - timedelta(days=5))
    digest = in_words(letter(own, watched, to=COORDINATOR))
    assert digest.summary == "на контроле просрочено 1; у вас новых 1"
    assert [part.title for part in digest.parts] == ["Вы координатор плана", "Ваши поручения"]


def test_every_capacity_has_its_words():
    for addressee in Addressee:
        code = {Addressee.EXECUTOR: "executor.overdue"}.get(addressee, f"{addressee.value}.overdue")
        (part,) = in_words(letter(line(code, due_on=date(2024, 3, 1)))).parts
        assert part.title
        assert part.advice


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1 рабочий день"),
        (2, "2 рабочих дня"),
        (5, "5 рабочих дней"),
        (11, "11 рабочих дней"),
        (21, "21 рабочий день"),
        (104, "104 рабочих дня"),
        (112, "112 рабочих дней"),
    ],
)
def test_russian_plurals(number, said):
    assert words.counted(number, words.WORKING_DAYS) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Петрова Анна Сергеевна", "Уважаемая Анна Сергеевна!"),
        ("Зимин Пётр Ильич", "Уважаемый Пётр Ильич!"),
        ("Гасанов Расим Ахмед оглы", "Уважаемый Расим Ахмед оглы!"),
        ("Гасанова Лейла Ахмед кызы", "Уважаемая Лейла Ахмед кызы!"),
        ("Ким Анна", "Здравствуйте!"),
        ("Иванова А. С.", "Здравствуйте!"),
        ("Приёмная директора школы", "Здравствуйте!"),
        ("Назарова О.И.", "Здравствуйте!"),
        ("В. В. Пустовалова", "Здравствуйте!"),
        ("", "Здравствуйте!"),
    ],
)
def test_only_a_full_name_is_greeted_by(name, said):
    assert words.greeting(name) == said


def test_a_long_title_is_cut_at_a_word_and_the_cut_is_shown():
    assert words.clipped("Обеспечить участие обучающихся, в олимпиаде", 32) == "Обеспечить участие обучающихся…"
    assert words.clipped("Коротко", 32) == "Коротко"
    assert words.clipped("Бесконечное", 6) == "Беско…"


ASKED = Pending(since=date(2024, 4, 4), version=2, reason="ремонт", until=date(2024, 6, 28))
DECLINED = Pending(since=date(2024, 4, 8), version=2, reason="")


@pytest.mark.parametrize(
    ("due_on", "kind"), [(date(2024, 4, 3), Urgency.OVERDUE), (TODAY, Urgency.TO_DECIDE), (None, Urgency.TO_DECIDE)]
)
def test_a_request_waits_for_decision_and_what_is_overdue_stays_counted_as_overdue(due_on, kind):
    meant = line("coordinator.extension_undecided", due_on=due_on, extension=ASKED, waiting=1)
    (part,) = in_words(letter(meant, to=COORDINATOR)).parts
    (section,) = part.sections
    assert section.urgency is kind
    (entry,) = section.orders[0].entries
    assert entry.note == "просит продлить срок 1 организация"
    assert entry.requests == ("СОШ № 4 (до 28.06.2024, ждёт решения 1 рабочий день): ремонт",)


def test_who_asks_stands_apart_from_the_others_of_an_item_however_they_are_mixed():
    lines = [
        line("coordinator.overdue", assignment_id=n, organization=f"СОШ № {n}", due_on=date(2024, 4, 3), **said)
        for n, said in enumerate(({}, {"extension": ASKED}, {}, {"declined": DECLINED}, {"extension": ASKED}), 1)
    ]
    (part,) = in_words(letter(*lines, to=COORDINATOR)).parts
    entries = part.sections[0].orders[0].entries
    assert [(entry.organizations, len(entry.requests)) for entry in entries] == [
        (("СОШ № 1", "СОШ № 3"), 0),
        ((), 2),
        ((), 1),
    ]
    assert entries[2].requests == ("СОШ № 4",)


def test_an_executor_is_told_that_the_request_is_not_decided():
    (part,) = in_words(letter(line("executor.tomorrow", extension=ASKED))).parts
    (entry,) = part.sections[0].orders[0].entries
    assert entry.note == "вы просили продлить до 28.06.2024, решения ещё нет"


@pytest.mark.parametrize(
    ("said", "advised"), [({}, False), ({"extension": ASKED}, True), ({"declined": DECLINED}, True)]
)
def test_the_coordinator_is_advised_to_decide_where_there_is_something_to_decide(said, advised):
    (part,) = in_words(letter(line("coordinator.overdue", due_on=date(2024, 4, 3), **said), to=COORDINATOR)).parts
    assert ("откажите" in part.advice) is advised
