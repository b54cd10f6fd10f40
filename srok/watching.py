"""The round that looks whether the house is well and writes to the administrator of what is not."""

from datetime import datetime

from notifications.alarm import Trouble
from srok import rounds
from srok.checks import Check, Verdict
from srok.health import examine
from srok.settings import Settings

SELDOM = frozenset({"calendar of next year"})
"""Warnings that nobody would see before it is too late; all others are for whoever looks."""


async def watch(settings: Settings, *, at: datetime) -> tuple[Check, ...]:
    """Look at everything and write of what has failed, once a day; what was found not to be well."""
    checks = await examine(settings, at=at)
    unwell = tuple(one for one in checks if one.verdict is not Verdict.OK)
    grave = [one for one in unwell if one.verdict is Verdict.FAIL or one.name in SELDOM]
    if grave and _can_write(checks):
        rounds.tell(settings, _in_words(grave), at=at)
    return unwell


def _can_write(checks: tuple[Check, ...]) -> bool:
    return all(one.verdict is Verdict.OK for one in checks if one.name == "database")


def _in_words(grave: list[Check]) -> Trouble:
    return Trouble(
        what="watch",
        subject="Срок: нужен администратор",
        paragraphs=(
            "Проверка нашла неисправности (srok doctor показывает их все):",
            *(f"{one.called.russian}: {one.found.russian}. {one.advice.russian}" for one in grave if one.advice),
        ),
    )
