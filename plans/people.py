"""Names of persons as orders write them: «И.В. Швайко», «Швайко И.В.», «Швайко Ирина Владимировна».
Knows no posts and no organizations.
"""

import re

SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
INITIALS = r"[А-ЯЁ]\.[ ]?[А-ЯЁ]\."
PERSON = rf"(?:{SURNAME}[ ]{INITIALS}|{INITIALS}[ ]?{SURNAME})"
FULL_NAME = re.compile(rf"^{SURNAME} [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(?:вич|вна|ич|ична|оглы|кызы)$")
PERSON_RE = re.compile(PERSON)
_AT_END = re.compile(rf"{INITIALS}[ ]?{SURNAME}\.?$")
_SURNAME_RE = re.compile(SURNAME)
_INITIALS_RE = re.compile(INITIALS)


def short_name(text: str) -> str:
    """«Швайко И.В.» from any of the three spellings; the text itself where it is none of them."""
    if FULL_NAME.match(text):
        surname, first, patronymic = text.split()
        return f"{surname} {first[0]}.{patronymic[0]}."
    initials = _INITIALS_RE.search(text)
    surname_match = _SURNAME_RE.search(text)
    if initials is None or surname_match is None:
        return text.strip()
    return f"{surname_match[0]} {initials[0].replace(' ', '')}"


def person_in(text: str) -> re.Match[str] | None:
    """The person named at the end of the text («… города Томска И.В. Швайко»), else the first one named."""
    return _AT_END.search(text) or PERSON_RE.search(text)


def split_name(name: str) -> tuple[str, str]:
    """Surname and initials of a short name."""
    surname, _, initials = short_name(name).partition(" ")
    return surname, initials


def spelt_alike(one: str, other: str) -> bool:
    """Whether two surnames differ by one letter after the first, a gender's or case's ending apart."""
    if one == other or one[:1] != other[:1] or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 5:  # noqa: PLR2004 - too short
        return False
    if one.rstrip("аыуой") == other.rstrip("аыуой"):
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    tail_one, tail_other = one[start:], other[start:]
    return tail_one[1:] == tail_other[1:] or tail_one[1:] == tail_other or tail_one == tail_other[1:]


_ENDINGS = "аеийоуыьюя"  # a declined surname differs from its nominative in these and in «-ой», «-ым» only


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: the same initials, and surnames that differ in their case only."""
    surname, initials = split_name(one)
    other_surname, other_initials = split_name(other)
    return initials == other_initials and _stem(surname) == _stem(other_surname)


def _stem(surname: str) -> str:
    return re.sub(r"(?:ой|ым|ом|ем)$", "", surname).rstrip(_ENDINGS)
