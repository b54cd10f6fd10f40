"""Figures that executors name in their reports, summed: «48 педагогов», «обучающихся – 120». Knows no package.

Only counts of things on a list are read, and a report that names two different counts of one thing counts for none of
them: a sum that leaves something out says so, a sum of what was misread would not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reporting.words import counted, number

SHOWN = 5
_ENDINGS = "(?:а|у|ом|е|и|ы|ов|ам|ами|ах)?"
_PARTICIPLE = "(?:ийся|егося|емуся|иеся|ихся|имся|имися)"
_UNITS = {
    "обучающихся": f"обучающ{_PARTICIPLE}",
    "учащихся": f"учащ{_PARTICIPLE}",
    "учеников": f"ученик{_ENDINGS}",
    "школьников": f"школьник{_ENDINGS}",
    "воспитанников": f"воспитанник{_ENDINGS}",
    "детей": "(?:дети|детей|детям|детьми|детях|реб[её]нок|реб[её]нка)",
    "педагогов": f"педагог{_ENDINGS}",
    "учителей": "учител(?:ь|я|и|ей|ям|ями|ях)",
    "работников": f"работник{_ENDINGS}",
    "сотрудников": f"сотрудник{_ENDINGS}",
    "специалистов": f"специалист{_ENDINGS}",
    "участников": f"участник{_ENDINGS}",
    "человек": "(?:человека?|чел\\.)",
    "родителей": "родител(?:ь|я|и|ей|ям|ями|ях)",
    "семей": "(?:семья|семьи|семей|семьям|семьями)",
    "волонтёров": f"волонт[её]р{_ENDINGS}",
    "команд": "команд(?:а|ы|е|у|ой|ам|ами|ах)?",
    "мероприятий": "мероприяти(?:е|я|й|ям|ями|ях)",
    "занятий": "заняти(?:е|я|й|ям|ями|ях)",
    "уроков": f"урок{_ENDINGS}",
    "собраний": "собрани(?:е|я|й|ям|ями|ях)",
    "экскурсий": "экскурси(?:я|и|й|ю|ям|ями|ях)",
    "консультаций": "консультаци(?:я|и|й|ю|ям|ями|ях)",
    "семинаров": f"семинар{_ENDINGS}",
    "мастер-классов": f"мастер-класс{_ENDINGS}",
    "публикаций": "публикаци(?:я|и|й|ю|ям|ями|ях)",
    "книг": "книг(?:а|и|е|у|ам|ами|ах)?",
    "сертификатов": f"сертификат{_ENDINGS}",
}
_ANY = "|".join(f"(?P<u{place}>{pattern})" for place, pattern in enumerate(_UNITS.values()))
_COUNT = r"(?P<count>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,6}(?!\d))"
_ADJECTIVES = r"(?:[а-яё-]+(?:ых|их|ого|его|ые|ие|ый|ий|ая|ое)\s+){0,3}?"
_BEFORE = re.compile(rf"(?<![\w№.,/–-])(?<!№ ){_COUNT}\s+{_ADJECTIVES}(?:{_ANY})(?![\w-])", re.IGNORECASE)
_AFTER = re.compile(
    rf"(?<![\w-])(?:{_ANY})\s*[–—:-]\s*{_COUNT}(?!\s*[–—.,/-]\s*\d)(?!\s*(?:%|класс|-?(?:х|го|й)\b))", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was counted, over how many reports; `unclear` reports name it twice with different counts."""

    unit: str
    total: int
    reports: int
    unclear: int


def figures(texts: Iterable[str]) -> tuple[Figure, ...]:
    """The figures that at least two reports name, those of the most reports first."""
    named: dict[str, list[set[int]]] = defaultdict(list)
    for text in texts:
        for unit, counts in _named(text).items():
            named[unit].append(counts)
    found = [_figure(unit, counts) for unit, counts in named.items() if len(counts) > 1]
    return tuple(sorted((one for one in found if one.reports), key=lambda one: (-one.reports, one.unit)))


def _figure(unit: str, named: list[set[int]]) -> Figure:
    clear = [counts.copy().pop() for counts in named if len(counts) == 1]
    return Figure(unit=unit, total=sum(clear), reports=len(clear), unclear=len(named) - len(clear))


def _named(text: str) -> dict[str, set[int]]:
    if not any(char.isdecimal() for char in text):
        return {}
    found: dict[str, set[int]] = defaultdict(set)
    for pattern in (_BEFORE, _AFTER):
        for match in pattern.finditer(text):
            place = next(int(name[1:]) for name, value in match.groupdict().items() if value and name != "count")
            found[_NAMES[place]].add(int(re.sub(r"\s", "", match["count"])))
        text = pattern.sub(" ", text)  # a count stands with one thing, not with the one before it too
    return found


_NAMES = tuple(_UNITS)


def in_words(found: Iterable[Figure]) -> str:
    """The sums in a sentence, empty where there are none."""
    said = [
        f"{one.unit} – {number(one.total)} (по {counted(one.reports, 'отчёту отчётам отчётам')}{_unclear(one)})"
        for one in list(found)[:SHOWN]
    ]
    return f"Всего по отчётам: {', '.join(said)}." if said else ""


def _unclear(one: Figure) -> str:
    return f"; не учтено отчётов, где названы разные числа, – {number(one.unclear)}" if one.unclear else ""
