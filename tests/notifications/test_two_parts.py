"""A letter of two parts is, byte for byte, what the standard library makes of it."""

from datetime import datetime, timedelta, timezone
from itertools import product

import pytest

from notifications.message import Headers, address, eml
from notifications.two_parts import two_parts

NAMES = ("", "Иванова Мария Петровна", "A" * 70, "Ж" * 120, 'Кто-то, "другой" <x@y.example>')
SUBJECTS = ("Срок: " + "длинная тема " * 12, "s", "Тема\nдва")
TEXTS = ("b", "a" * 57, "a" * 58, "строка\n" * 300)


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_are_those_of_the_standard_library(name):
    for subject, answers_to, thread, text in product(SUBJECTS, ((), NAMES[:2], NAMES), ("", "t/1"), TEXTS):
        headers = Headers(
            key="digest/1/2024-04-10",
            sender=address("srok@city.example", "Срок"),
            to=address("person@очень-длинный-домен.example", name),
            reply_to=[address(f"c{n}@city.example", one) for n, one in enumerate(answers_to)],
            subject=subject,
            at=datetime(2024, 4, 10, 10, tzinfo=timezone(timedelta(hours=7))),
            thread=thread,
        )
        assert two_parts(headers, text=text, html=f"<p>{text}</p>") == eml(headers, text=text, html=f"<p>{text}</p>")
