"""The e-mail of a digest: bytes that repeat, headers that hold, a plain part that is complete, golden letters.

`SROK_RECORD_GOLDEN=1` writes the golden letters anew; the .txt beside each is its plain part, for people who review.
"""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.letter_keys import digest_key
from notifications.compose import compose_digest, compose_reminder
from notifications.digest import Reminding
from notifications.message import AddressUnusable, Headers, address, eml, mailbox
from notifications.words import one_line
from states.assignment import State
from states.ladder import Pending, Recipient
from states.milestones import Package, PackageLine
from states.rungs import Addressee
from tests.notifications.builders import CONTROLLER, COORDINATOR, HEAD, SENDER, TODAY, letter, line

AT = datetime(2024, 4, 8, 9, 0, tzinfo=timezone(timedelta(hours=7)))
GOLDEN = Path(__file__).parent / "golden"
SCHOOLS = [f"{kind} № {n}" for n, kind in enumerate(["СОШ", "гимназия", "лицей"] * 22, start=1)]


def composed(*lines, to=HEAD, reply_to=(COORDINATOR,), sender=SENDER):
    return compose_digest(letter(*lines, to=to), sender=sender, reply_to=reply_to, at=AT)


def opened(eml_bytes) -> EmailMessage:
    message = message_from_bytes(eml_bytes, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part_of(message, kind):
    part = message.get_body((kind,))
    assert part is not None
    text: str = part.get_content()
    return text


def executors_letter():
    return letter(
        line("executor.overdue", assignment_id=1, item_number="1.1", due_on=date(2024, 4, 3)),
        line(
            "executor.overdue",
            assignment_id=2,
            item_number="1.4",
            state=State.RETURNED,
            due_on=date(2024, 4, 5),
            item_title="Проведение репетиционных экзаменов\nпо математике",
        ),
        line("executor.today", assignment_id=3, item_number="2.10", item_title="Мониторинг <успеваемости> & посещений"),
        line(
            "executor.in_5_days",
            assignment_id=4,
            item_id=14,
            item_number="3",
            due_on=date(2024, 4, 12),
            nominal_due_on=date(2024, 4, 14),
            item_kind="clause",
            order_number="271",
            order_issued_on=date(2024, 3, 1),
        ),
        line("executor.issued", assignment_id=5, item_id=15, item_number="4.2", due_on=date(2024, 8, 20)),
        line("executor.issued", fired=False, assignment_id=6, item_id=16, item_number="4.3", due_on=None),
    )


def coordinators_letter():
    late = [
        line(
            "coordinator.overdue",
            fired=n % 3 == 0,
            assignment_id=100 + item * 100 + n,
            item_id=item,
            item_number=f"1.{item}",
            organization=school,
            due_on=date(2024, 4, 3) - timedelta(days=item % 2),
        )
        for item in range(3)
        for n, school in enumerate(SCHOOLS)
    ]
    waiting = line(
        "coordinator.not_reviewed",
        assignment_id=900,
        item_number="2.2",
        state=State.REPORTED,
        reported_on=date(2024, 4, 2),
    )
    undated = line("coordinator.undated", assignment_id=901, item_number="3.4", due_on=None)
    return letter(*late, waiting, undated, to=COORDINATOR)


def both_capacities():
    return letter(
        line("executor.issued", assignment_id=1, due_on=date(2024, 6, 3)),
        line("plan_controller.overdue", assignment_id=2, organization="лицей № 7", due_on=date(2024, 3, 29)),
        line("order_controller.mondays", assignment_id=3, organization="лицей № 8", due_on=date(2024, 3, 20)),
        to=CONTROLLER,
    )


def requests_letter():
    """What executors asked for: some of it overdue, beside the overdue of those who asked for nothing."""
    asked = Pending(since=date(2024, 4, 4), version=2, reason="актовый зал закрыт на ремонт", until=date(2024, 6, 28))
    declined = Pending(since=date(2024, 4, 8), version=2, reason="9-х классов в школе нет")
    late = {"item_id": 11, "item_number": "1.1", "due_on": date(2024, 4, 3)}
    soon = {"item_id": 12, "item_number": "1.4", "due_on": date(2024, 4, 26), "item_title": "Родительские собрания"}
    return letter(
        line("coordinator.overdue", assignment_id=1, organization="СОШ № 1", **late),
        line("coordinator.overdue", assignment_id=2, organization="СОШ № 2", extension=asked, waiting=2, **late),
        line("coordinator.overdue", assignment_id=3, organization="СОШ № 3", **late),
        line(
            "coordinator.extension_undecided",
            assignment_id=4,
            organization="лицей № 7",
            extension=asked,
            waiting=2,
            **soon,
        ),
        line("coordinator.declined", assignment_id=5, organization="ООШ № 9", declined=declined, **soon),
        line(
            "coordinator.not_reviewed",
            assignment_id=6,
            organization="СОШ № 4",
            state=State.REPORTED,
            reported_on=date(2024, 4, 2),
            extension=asked,
            **late,
        ),
        to=COORDINATOR,
    )


def package_letter():
    """A coordinator five working days before a plan is reported on, with a little of the work itself."""
    due_on = date(2024, 4, 15)
    package = Package(
        plan_id=1,
        nominal_due_on=due_on,
        due_on=due_on,
        order_number="33",
        order_issued_on=date(2024, 1, 26),
        items=12,
        assignments=318,
        not_reported=87,
        late=21,
        not_reviewed=14,
        undated=2,
    )
    late = [
        line("coordinator.overdue", assignment_id=n, organization=school, due_on=date(2024, 4, 3), fired=False)
        for n, school in enumerate(SCHOOLS[:4], start=1)
    ]
    told = PackageLine(package=package, to=Addressee.COORDINATOR, fired=True, working_days_left=5)
    return replace(letter(*late, to=COORDINATOR), packages=(told,))


def copy_letter():
    """Who substitutes for a controller: a copy of the controller's letter beside an assignment of their own."""
    reader = Recipient(
        person_id=902, name="Кедров Пётр Ильич", email="kedrov@do.example", dative="Кедрову Петру Ильичу"
    )
    copied = [
        line("plan_controller.overdue", assignment_id=n, organization=school, due_on=date(2024, 3, 29))
        for n, school in enumerate(SCHOOLS[:3], start=2)
    ]
    own = line("executor.tomorrow", assignment_id=1, item_id=12, item_number="1.4", due_on=date(2024, 4, 9))
    return letter(own, *(one._replace(copy_of=CONTROLLER) for one in copied), to=reader)


def reminder():
    asked = Pending(since=date(2024, 4, 4), version=2, reason="ремонт", until=date(2024, 6, 28))
    return letter(
        line("executor.overdue", fired=False, assignment_id=1, due_on=date(2024, 4, 3)),
        line(
            "executor.overdue",
            fired=False,
            assignment_id=2,
            item_number="1.4",
            due_on=date(2024, 4, 12),
            extension=asked,
        ),
        line("executor.issued", fired=False, assignment_id=3, item_number="3.4", due_on=None),
    )


def as_digest(made):
    return compose_digest(made(), sender=SENDER, reply_to=[COORDINATOR], at=AT)


def as_reminder(made):
    words = "Отчёт о репетиционных экзаменах нужен к совещанию 11 апреля. Пришлите хотя бы приказ."
    by = Reminding(step_id=3, name="Назарова Ольга Игоревна", capacity=Addressee.COORDINATOR, words=words)
    return compose_reminder(made(), by=by, sender=SENDER, reply_to=[COORDINATOR], at=AT)


@pytest.mark.parametrize(
    ("made", "compose"),
    [
        (executors_letter, as_digest),
        (coordinators_letter, as_digest),
        (both_capacities, as_digest),
        (requests_letter, as_digest),
        (package_letter, as_digest),
        (copy_letter, as_digest),
        (reminder, as_reminder),
    ],
)
def test_a_letter_is_as_it_was_looked_at(made, compose):
    found = compose(made).eml
    text = part_of(opened(found), "plain")
    path = GOLDEN / f"{made.__name__}.eml"
    if os.environ.get("SROK_RECORD_GOLDEN"):
        path.write_bytes(found)
        path.with_suffix(".txt").write_text(text, encoding="utf-8")
    assert text == path.with_suffix(".txt").read_text(encoding="utf-8")
    assert found == path.read_bytes()


def test_the_same_letter_gives_the_same_bytes():
    assert composed(line()) == composed(line())


def test_the_headers_say_who_when_and_that_a_machine_wrote():
    letter_ = composed(line())
    message = opened(letter_.eml)
    assert message["From"].addresses[0].display_name == "Срок"
    assert message["To"].addresses[0].addr_spec == letter_.recipient == HEAD.email
    assert message["Reply-To"].addresses[0].addr_spec == COORDINATOR.email
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == letter_.message_id
    assert letter_.message_id.endswith("@imc.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert not message.defects


def test_the_letters_of_a_thread_have_one_subject_and_refer_to_one_letter():
    days = [TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=90)]
    made = [compose_digest(letter(line(), on=day), sender=SENDER, reply_to=[], at=AT) for day in days]
    messages = [opened(one.eml) for one in made]
    assert len({one["Message-ID"] for one in messages}) == len(days)
    for field in ("Subject", "References", "In-Reply-To"):
        assert len({one[field] for one in messages}) == 1
    assert messages[0]["References"] == messages[0]["In-Reply-To"] != messages[0]["Message-ID"]


def test_each_reader_each_kind_and_each_year_is_a_thread_of_its_own():
    other = Recipient(person_id=8, name="", email="school-5@tomsk.example")
    escalated = line("plan_controller.overdue", due_on=date(2024, 3, 29))
    letters = [
        letter(line()),
        letter(line(), to=other),
        letter(escalated),
        letter(line("coordinator.overdue")),
        letter(line(), on=date(2025, 4, 8)),
    ]
    made = [opened(compose_digest(one, sender=SENDER, reply_to=[], at=AT).eml) for one in letters]
    made.append(opened(as_reminder(reminder).eml))
    assert len({one["References"] for one in made}) == len(made)


def test_nobody_can_unsubscribe_from_what_is_not_optional():
    assert opened(composed(line()).eml)["List-Unsubscribe"] is None


def test_a_coordinator_is_not_told_to_write_to_himself():
    message = opened(composed(line("coordinator.overdue", due_on=date(2024, 4, 3)), to=COORDINATOR).eml)
    assert message["Reply-To"] is None
    assert "Вопросы" not in part_of(message, "plain")


def test_several_coordinators_get_the_answer():
    second = Recipient(person_id=5, name="Ким, А. <x@evil.example>", email="kim@imc.example")
    message = opened(composed(line(), reply_to=(COORDINATOR, second)).eml)
    assert [one.addr_spec for one in message["Reply-To"].addresses] == [COORDINATOR.email, "kim@imc.example"]


def test_the_bytes_pass_any_relay():
    lines = compose_digest(coordinators_letter(), sender=SENDER, reply_to=[], at=AT).eml.split(b"\r\n")
    assert all(len(line_) <= 998 and line_.isascii() and b"\n" not in line_ and b"\r" not in line_ for line_ in lines)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_each_part_names_every_item_and_every_school(kind):
    text = part_of(opened(compose_digest(coordinators_letter(), sender=SENDER, reply_to=[], at=AT).eml), kind)
    said = unescape(text).replace("\N{NO-BREAK SPACE}", " ")
    for item in ("п. 1.0 плана", "п. 1.1 плана", "п. 1.2 плана", "п. 2.2 плана", "п. 3.4 плана"):
        assert item in said
    for school in SCHOOLS:
        assert sum(said.count(f"{school}{end}") for end in (",", ".")) >= 3


def test_markup_in_a_title_is_shown_not_obeyed():
    html = part_of(opened(compose_digest(executors_letter(), sender=SENDER, reply_to=[], at=AT).eml), "html")
    assert "Мониторинг &lt;успеваемости&gt; &amp; посещений" in html


def test_the_html_has_its_styles_in_place_and_the_dark_ones_kept():
    html = part_of(opened(composed(line()).eml), "html")
    assert "prefers-color-scheme: dark" in html
    assert 'style="' in html
    assert "max-width: 600px" in html
    assert "http" not in html.replace("http-equiv", "")


def test_one_key_a_person_a_day():
    assert digest_key(7, TODAY) == composed(line()).key == "digest/7/2024-04-08"


def test_two_installations_do_not_share_a_message_id():
    elsewhere = Recipient(person_id=HEAD.person_id, name="", email="other@tomsk.example")
    assert composed(line()).message_id != composed(line(), to=elsewhere).message_id


RUSSIAN = st.text(
    alphabet=st.sampled_from("абвгдежзийклмнопрстуфхцчшщъыьэюяАЯЁё №0123456789—«»,.()-abcXYZ"), max_size=300
)


@given(RUSSIAN | st.text(max_size=200))
def test_a_subject_survives_its_folding(subject):
    headers = Headers(
        key="k",
        sender=mailbox(SENDER),
        to=address("a@b.example"),
        reply_to=[],
        subject=subject,
        at=datetime(2024, 4, 8, tzinfo=UTC),
    )
    raw = eml(headers, text="т", html="<p>т</p>")
    assert str(make_header(decode_header(message_from_bytes(raw)["Subject"]))) == one_line(subject)
    assert b"\r\nDate: " in raw


@given(st.text(max_size=80))
def test_a_name_never_passes_for_an_address(name):
    reader = Recipient(person_id=1, name=name, email="reader@tomsk.example")
    message = opened(composed(line(), to=reader).eml)
    assert [one.addr_spec for one in message["To"].addresses] == ["reader@tomsk.example"]
    assert message["Bcc"] is None


@pytest.mark.parametrize(
    "email",
    ["", "без собаки", "a@", "@b.example", "a@b@c.example", "a b@c.example", "школа@b.example", "a@b\r\nBcc: c@d"],
)
def test_what_is_no_address_is_refused(email):
    with pytest.raises(AddressUnusable, match="is not an address"):
        address(email)


def test_an_international_domain_travels_in_ascii():
    assert address("info@школа.рф").addr_spec == "info@xn--80atdl2c.xn--p1ai"


def test_a_sender_without_a_name_will_do():
    assert composed(line(), sender="srok@imc.example").sender == "srok@imc.example"


def test_the_day_of_the_letter_is_said():
    assert f"{TODAY.day} апреля 2024 г." in part_of(opened(composed(line()).eml), "plain")
