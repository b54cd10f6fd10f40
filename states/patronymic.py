"""Whether a patronymic is a man's or a woman's: the only part of a Russian name that says so for certain."""

import re
from enum import StrEnum


class Gender(StrEnum):
    """A person's grammatical gender."""

    FEMALE = "female"
    MALE = "male"


_ENDINGS = (
    (Gender.FEMALE, re.compile(r"(?:вна|ична)$|\s(?:кызы|кизи|гызы)$", re.IGNORECASE)),
    (Gender.MALE, re.compile(r"ич$|\s(?:оглы|оглу|улы|уулу)$", re.IGNORECASE)),
)


def gender(patronymic: str) -> Gender | None:
    """What a patronymic says, None for what is none: «Сергеевна», «Ильич», «Ахмед оглы»."""
    return next((found for found, ending in _ENDINGS if ending.search(patronymic)), None)
