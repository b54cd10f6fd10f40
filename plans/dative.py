"""A person's name in the dative, as a letter is addressed: «Берестова Тамара Павловна» -> «Берестовой Тамаре Павловне».
Gender is known by the patronymic alone; without one the name stays as it is and somebody is to look.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from states import patronymic

_WORD = re.compile(r"[А-ЯЁ][А-Яа-яЁё]+(?:-[А-ЯЁа-яё][А-Яа-яЁё]*)*")
_GENDERS = {patronymic.Gender.FEMALE: Gender.FEMALE, patronymic.Gender.MALE: Gender.MALE}
_NAME_AND_SURNAME = 2
_SHORT_WORD = 4
_LONGEST_ENDING = 3


@dataclass(frozen=True, kw_only=True)
class Dative:
    """The form, and whether it was declined: where not, a person is to look at it."""

    text: str
    declined: bool


def dative(name: str) -> Dative:
    """The dative of «surname name patronymic»; of initials or of a name without a patronymic the form as written."""
    parts = name.split(maxsplit=_NAME_AND_SURNAME)
    said = patronymic.gender(parts[-1]) if len(parts) > _NAME_AND_SURNAME else None
    if said is None or not all(_WORD.fullmatch(word) for word in parts[:_NAME_AND_SURNAME]):
        return Dative(text=name, declined=False)
    gender, (surname, first, middle) = _GENDERS[said], parts
    forms = (
        _declined(NamePart.LASTNAME, gender, surname),
        _declined(NamePart.FIRSTNAME, gender, first),
        _declined(NamePart.MIDDLENAME, gender, middle) if " " not in middle else middle,
    )
    return Dative(text=" ".join(forms), declined=True)


def may_be_dative(form: str, name: str) -> bool:
    """Whether the form can be that of the name: its surname begins alike. «Ивановой А.А.» is not of «Петрова А.А.»."""
    surname = next((word for word in name.split() if not word.endswith(".")), name)
    return bool(surname) and any(_begin_alike(word.lower(), surname.lower()) for word in form.split())


def _begin_alike(form: str, word: str) -> bool:
    """Whether they differ in the last letters only; in short words («Заяц», «Зайцу») the first letter must do."""
    stem = 1 if len(word) <= _SHORT_WORD else len(word) - _LONGEST_ENDING
    return form.replace("ё", "е").startswith(word[:stem].replace("ё", "е"))


def _declined(part: NamePart, gender: Gender, word: str) -> str:
    form: str = _maker().make(part, gender, Case.DATIVE, word)
    return form


@lru_cache(maxsize=1)
def _maker() -> PetrovichDeclinationMaker:
    """The rules take 30 ms to load."""
    return PetrovichDeclinationMaker()
