"""Letters of an invented school, by which templates are tried: together they have everything a letter may have."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from notifications.digest import Digest, OrderEntries, Part, Section
from notifications.entries import Entry, Urgency
from notifications.letter_links import LetterLink
from notifications.threads import Thread
from states.ladder import Recipient

_OWN = Entry(
    place="п. 1.1 плана",
    title="Подготовка <приказа> о подвозе",
    due="срок завтра, 09.04.2024",
    note="срок продлён по вашей просьбе",
    new="новое",
)
_SUPERVISED = Entry(
    place="п. 2 распоряжения",
    title="Проверка столовых",
    due="срок был 05.04.2024",
    note="не отчитались 2 организации",
    organizations=("СОШ № 1", "лицей № 2"),
)
_ASKED = Entry(
    place="п. 3.4 плана",
    title="Родительские собрания",
    due="срок 12.04.2024",
    note="просит продлить срок 1 организация",
    requests=("СОШ № 1 (до 26.04.2024): ремонт",),
)
TITLES = ("Проверка столовых", "Родительские собрания")
"""Titles without anything that HTML writes otherwise."""


def _part(title: str, *entries: Entry, heading: str = "") -> Part:
    orders = (OrderEntries(heading=heading, entries=entries),)
    section = Section(urgency=Urgency.OVERDUE, title="Просрочено", count=len(entries), orders=orders)
    return Part(title=title, advice="Ответьте на это письмо.", sections=(section,))


_DIGEST = Digest(
    thread=Thread.ASSIGNMENTS,
    subject="Срок: ваши поручения, 2024 год",
    summary="просрочено 3",
    to="Петровой Анне Сергеевне",
    greeting="Уважаемая Анна Сергеевна!",
    on="8 апреля 2024 г.",
    about="",
    parts=(
        _part("Ваши поручения", _OWN, heading="Распоряжение № 7 от 26.01.2024"),
        _part("Вы координатор плана", _SUPERVISED, _ASKED),
    ),
)
_REMINDER = replace(
    _DIGEST,
    thread=Thread.REMINDERS,
    to="",
    greeting="Здравствуйте!",
    about="Распоряжение № 7 от 26.01.2024",
    opening="Вам напоминает координатор плана Назарова О.И.",
    quoted="Нужно к совещанию.",
)
LINK = LetterLink(
    token="x" * 43,
    url="https://srok.example/my/" + "x" * 43,
    label="Открыть мои поручения",
    note="Ссылка личная, действует до 07.06.2024.",
    person_id=1,
)
_COORDINATOR = Recipient(person_id=1, name="Назарова О.И.", email="nazarova@imc.example")
_UNNAMED = Recipient(person_id=2, name="", email="imc@imc.example")

SAMPLES: tuple[Mapping[str, Any], ...] = (
    {"digest": _DIGEST, "coordinators": [_COORDINATOR, _UNNAMED], "link": LINK},
    {"digest": replace(_REMINDER, quoted=""), "coordinators": [], "link": None},
    {"digest": _REMINDER, "coordinators": [_COORDINATOR], "link": None},
)
