"""Levels that an order sorts its schools into: their codes, and the lists of a preamble. Knows no roster."""

import re
from typing import NamedTuple

from plans.lexing import folded


class Level(NamedTuple):
    """A level's code, its title, and how a text names it."""

    code: str
    title: str
    pattern: re.Pattern[str]


LEVELS = (
    Level("below_basic", "ниже базового", re.compile(r"ниже базов\w+")),
    Level("high", "высокий уровень", re.compile(r"высок\w+ уров\w+")),
    Level("elevated", "повышенный уровень", re.compile(r"повышенн\w+ уров\w+")),
    Level("medium", "средний уровень", re.compile(r"средн\w+ уров\w+")),
    Level("low", "низкий уровень", re.compile(r"низк\w+ уров\w+")),
    Level("basic", "базовый уровень", re.compile(r"базов\w+ уров\w+")),
)
_LISTED = re.compile(r"(?P<count>\d{1,3})\s*(?:ОО|ОУ|школ\w*|организац\w+|учрежден\w+)?\s*\((?P<list>[^()]{3,})\)")


class LevelList(NamedTuple):
    """A level with the schools listed for it: how many the text announces, and the list as written."""

    level: Level
    announced: int
    text: str


def level_in(text: str) -> Level | None:
    """The level a phrase names, or None."""
    low = folded(text)
    return next((level for level in LEVELS if level.pattern.search(low)), None)


def level_list(text: str) -> LevelList | None:
    """`высокий уровень имеют 7 ОО (лицей № 51, …)` -> its level and list; None for any other paragraph."""
    match = _LISTED.search(text)
    level = level_in(text[: match.start()]) if match else None
    if match is None or level is None:
        return None
    return LevelList(level, int(match["count"]), match["list"])
