"""The letter that tells what was reported: asked for, once, while mail is on and there is an address."""

from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from types import SimpleNamespace

import pytest

from models.requests import StoredEvidence
from notifications.message import AddressUnusable
from notifications.receipt import Reported, compose_receipt
from states.ladder import Recipient
from tests.builders import instant

AT = instant(date(2024, 3, 4), 12)
TO = Recipient(person_id=7, name="Ким Роза Андреевна", email="school-15@lugozersk.example")


def answered(item="1.1", due_on=date(2024, 3, 4)):
    return SimpleNamespace(
        item=item, order="21-о", title="Провести <неделю> чтения", executor="МАОУ СОШ № 15", effective_due_on=due_on
    )


def told(*of, text="Проведена", documents=(), to=TO):
    what = Reported(form="f" * 32, person_id=7, answered=of, text=text, documents=documents)
    letter = compose_receipt(what, to=to, sender="Срок <srok@city.example>", at=AT)
    message = message_from_bytes(letter.eml)
    plain, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    return letter, str(make_header(decode_header(message["Subject"]))), plain, html


def test_a_receipt_tells_what_was_reported_and_by_which_documents():
    paper = StoredEvidence(name="приказ.pdf", sha256="ab" * 32, size=1200, stored_as="x")
    letter, subject, plain, html = told(answered(), documents=(paper,))
    assert (letter.recipient, letter.person_id) == (TO.email, 7)
    assert subject == letter.subject == "Квитанция: отправлен отчёт, п. 1.1 распоряжения № 21-о"
    for said in (
        "Уважаемая Роза Андреевна!",
        "04.03.2024 в 12:00 отправлен отчёт по 1 поручению.",
        "П. 1.1 распоряжения № 21-о: Провести <неделю> чтения",
        "Исполнитель: МАОУ СОШ № 15. Срок: 04.03.2024. Отчёт отправлен в срок.",
        "Что сообщено:\nПроведена",
        "приказ.pdf, байт: 1200, SHA-256: " + "ab" * 32,
    ):
        assert said in plain
    assert "Провести &lt;неделю&gt; чтения" in html


@pytest.mark.parametrize(
    ("due_on", "said"),
    [(date(2024, 3, 1), "позже срока"), (date(2024, 3, 5), "в срок"), (None, "Срок не назначен.")],
)
def test_it_says_whether_the_report_was_in_time(due_on, said):
    assert said in told(answered(due_on=due_on))[2]


def test_one_receipt_for_several_and_the_same_bytes_again():
    several = [answered("1.1"), answered("2.4")]
    letter, subject, plain, _ = told(*several, text="")
    assert subject == "Квитанция: отправлен отчёт, поручений: 2"
    assert ["П. 1.1" in plain, "П. 2.4" in plain, "по 2 поручениям" in plain, "Что сообщено" in plain] == [
        True, True, True, False,
    ]  # fmt: skip
    assert told(*several, text="")[0] == letter


def test_nobody_is_written_to_at_an_address_that_is_none():
    with pytest.raises(AddressUnusable):
        told(answered(), to=Recipient(person_id=7, name="Ким", email=""))
