"""Numbers as deadlines write them: ordinals and counts in words, Roman numerals. Knows no grammar."""

import re

_STEMS = {
    1: "перв", 2: "втор", 3: "трет", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
    10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат",
    16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат", 20: "двадцат", 30: "тридцат",
}  # fmt: skip
_HARD = ("ый", "ой", "ая", "ое", "ого", "ому", "ом", "ым", "ую", "ые", "ых", "ыми")
_THIRD = ("ий", "ья", "ье", "ьего", "ьему", "ьем", "ьим", "ьей", "ью", "ьи", "ьих")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
ORDINALS = ROMAN | {
    stem + ending: number
    for number, stem in _STEMS.items()
    for ending in (_THIRD if number == 3 else _HARD)  # noqa: PLR2004 - the third is declined in its own way
}
TENS = {"двадцать": 20, "двадцати": 20, "тридцать": 30, "тридцати": 30}
COUNTS = {
    "один": 1, "одного": 1, "одному": 1, "одна": 1, "одной": 1, "одну": 1, "два": 2, "две": 2, "двух": 2,
    "три": 3, "трех": 3, "четыре": 4, "четырех": 4, "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7,
    "семи": 7, "восемь": 8, "восьми": 8, "девять": 9, "девяти": 9, "десять": 10, "десяти": 10,
    "двенадцать": 12, "двенадцати": 12, "четырнадцать": 14, "четырнадцати": 14, "пятнадцать": 15,
    "пятнадцати": 15,
} | TENS  # fmt: skip
_LONG = re.compile(r"(?P<count>[а-я]+?)(?P<unit>дневный|дневного|недельный|месячный)")


def long_of(word: str) -> tuple[int, str] | None:
    """The count and the unit in `трехдневный`, `двухнедельный`, `месячный`; None for other words."""
    if word in {"недельный", "месячный"}:
        return 1, word
    match = _LONG.fullmatch(word)
    count = COUNTS.get(match["count"]) if match else None
    return (count, match["unit"]) if match and count else None
