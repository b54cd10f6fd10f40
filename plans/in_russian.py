"""Places and remarks of readers, written in English, for people who read Russian. Knows no page and no sheet."""

import re

_NAMES = {
    "table row": "строка таблицы",
    "line": "строка",
    "page": "страница",
    "sheet": "лист",
    "row": "строка",
    "table": "таблица",
    "paragraph": "абзац",
    "column": "столбец",
    "cell": "ячейка",
    "part": "часть",
    "clause": "пункт",
    "measure": "мероприятие",
    "item": "мероприятие",
    "problem": "замечание",
}
_NAME = re.compile(rf"\b({'|'.join(_NAMES)})s?\b(?: numbers?)?")
_REFERENCE = r"\b(?:table row|line|clause|measure|page|row)s?(?: numbers?)? \d[\w.]*(?:, \d[\w.]*)*"
_QUOTED = r"[^A-Za-z]*[А-Яа-яЁё][^A-Za-z]*"
_DETAIL = re.compile(f"{_REFERENCE}|{_QUOTED}")


def placed(place: str, language: str) -> str:
    """A place of a document in words: «строка 106»."""
    return _NAME.sub(lambda found: _NAMES[found[1]], place) if language == "ru" else place


def details(text: str) -> tuple[str, ...]:
    """What of an English sentence is the document's own: Russian words, and places with their numbers in Russian."""
    found = (placed(one.strip(" ,:;.–-()/\n"), "ru") for one in _DETAIL.findall(text))
    return tuple(dict.fromkeys(one for one in found if one))
