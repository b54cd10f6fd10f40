"""Groups that an order sorts its schools into, by level or by risk: their codes, and the lists that define them.
Knows no roster.
"""

import re
from typing import NamedTuple

from plans.lexing import folded


class Level(NamedTuple):
    """A group's code, its title, and how a text names it. Each school has one level of those that `sort`; one that
    `has_name` needs no «schools that …» before it.
    """

    code: str
    title: str
    pattern: re.Pattern[str]
    sorts: bool = True
    has_name: bool = False


_BODIES = r"(?:школ\w*|площадк\w*|организаци\w*|учреждени\w*|оо|оу)"
LEVELS = (
    Level("below_basic", "ниже базового", re.compile(r"ниже базов\w+")),
    Level("high", "высокий уровень", re.compile(r"высок\w+ уров\w+")),
    Level("elevated", "повышенный уровень", re.compile(r"повышенн\w+ уров\w+")),
    Level("medium", "средний уровень", re.compile(r"средн\w+ уров\w+")),
    Level("low", "низкий уровень", re.compile(r"низк\w+ уров\w+")),
    Level("basic", "базовый уровень", re.compile(r"базов\w+ уров\w+")),
    Level("risk_zone", "зона риска", re.compile(r"(?:зон|групп)\w{1,2} «?риска"), sorts=False),
    Level(
        "low_results",
        "низкие результаты",
        re.compile(r"низк\w+ (?:образовательн\w+ )?результат\w*(?: обучени\w)?|шнор(?!\w)"),
        sorts=False,
        has_name=True,
    ),
    Level("pilot", "пилотные школы", re.compile(rf"пилотн\w+ {_BODIES}(?!\w)"), sorts=False, has_name=True),
    Level("supporting", "опорные школы", re.compile(rf"опорн\w+ {_BODIES}(?!\w)"), sorts=False, has_name=True),
)
SORTING = frozenset(level.code for level in LEVELS if level.sorts)
CODES = frozenset(level.code for level in LEVELS)

_ADJECTIVE = r"(?:высок|повышенн|средн|низк|базов)\w{2,3}"
_SEVERAL = re.compile(rf"«?(?P<those>{_ADJECTIVE}(?:(?:, | и |, и | или ){_ADJECTIVE})*) уров\w+»?")
_COUNTED = r"\s*(?:ОО|ОУ|школ\w*|организац\w+|учрежден\w+)\s*"
_LISTED = re.compile(rf"(?:(?P<count>\d{{1,3}}){_COUNTED}|(?<=[-–—] )(?P<bare>\d{{1,3}})\s*)\((?P<list>[^()]{{3,}})\)")
_BARE = re.compile(rf"^[^:(]{{0,60}}?(?P<count>\d{{1,3}}){_COUNTED}[:(](?P<list>.{{3,}}?)\)?[.;]?$")
_TERM = re.compile(r"[.;,]?\s*\(?\b[Сс]рок\w{0,2}\b.*$")


class LevelList(NamedTuple):
    """A level with the schools listed for it: how many the text announces, and the list as written. `announced` is None
    where it announces no number: then the list counts only if it is nothing but schools.
    """

    level: Level
    announced: int | None
    text: str


class Levels(NamedTuple):
    """The levels that a phrase names, and where it ends in the text."""

    levels: tuple[Level, ...]
    end: int


def level_in(text: str) -> Level | None:
    """The level a phrase names, or None."""
    low = folded(text)
    return next((level for level in LEVELS if level.pattern.search(low)), None)


def levels_at(low: str, start: int) -> Levels | None:
    """The levels named from the character `start` of a folded text on: «высокий и средний уровень» are two."""
    if several := _SEVERAL.match(low, start):
        named = (level_in(f"{word} уровень") for word in re.findall(_ADJECTIVE, several["those"]))
        return Levels(tuple(level for level in named if level), several.end())
    begin = start + (low[start : start + 1] == "«")
    for level in LEVELS:
        if match := level.pattern.match(low, begin):
            tail = re.compile(r"»?(?: уров\w+)?»?").match(low, match.end())
            return Levels((level,), tail.end() if tail else match.end())
    return None


def level_list(text: str) -> LevelList | None:
    """`высокий уровень имеют 7 ОО (лицей № 51, …)` -> its level and list; None for any other paragraph."""
    match = _LISTED.search(text)
    level = level_in(text[: match.start()]) if match else None
    if match is not None and level is not None:
        return LevelList(level, int(match["count"] or match["bare"]), match["list"])
    return _bare_list(text)


def _bare_list(text: str) -> LevelList | None:
    """`В «зоне риска» находятся: СОШ № 4, 16` -> the text after the level's last name."""
    low = folded(text)
    named = [(match.end(), level) for level in LEVELS for match in level.pattern.finditer(low)]
    if not named or len(low) != len(text):
        return None
    end, level = max(named, key=lambda pair: pair[0])
    rest = _TERM.sub("", text[end:].lstrip("» "))
    match = _BARE.match(rest)
    if match is None:
        return LevelList(level, None, rest)
    return LevelList(level, int(match["count"]), match["list"])
