"""A step of a scan that passes over whom a school is named after: no part of its key. Knows no organizations."""

import re

from plans.executors.name_tokens import Token
from plans.executors.names import POSTS, TYPES, UNITS
from plans.executors.scan import Scan

_DEDICATED = re.compile(
    r"(?:геро|советск|союз|росси|труда|генерал|адмирал|маршал|академик|професс|писател|поэт|космонавт|л[её]тчик|кавалер|орден|"
    r"полковник|подполковник|капитан|майор|лейтенант|старш|младш|сержант|рядов|гвардии|дважды|трижды|полного|народн|"
    r"заслуженн|учител|педагог|святител|преподобн|княз|граф)"
)
_GENITIVE = ("а", "я", "ы", "и", "ого", "его", "ой", "ей", "ых", "их", "ко", "дзе")
_LONGEST_DEDICATION = 8


def skip_dedication(scan: Scan) -> bool:
    """«им. А.С. Пушкина», «имени Героя Советского Союза Ивана Петрова»: no part of the key."""
    if scan.peek().low not in {"им", "имени"}:
        return False
    scan.skip(2 if scan.peek(1).text == "." else 1)
    last = scan.at
    for ahead in range(_LONGEST_DEDICATION):
        here = scan.peek(ahead)
        if here.kind == "person":
            surname_follows = here.text.endswith(".") and scan.peek(ahead + 1).capitalised
            last = scan.at + ahead + (2 if surname_follows and not _starts_a_name(scan.peek(ahead + 1)) else 1)
            break
        ranked = here.small and bool(_DEDICATED.match(here.low))
        named = here.capitalised and here.low.endswith(_GENITIVE) and not _starts_a_name(here)
        if here.kind != "word" or not (ranked or named):
            break
        last = scan.at + ahead + 1 if here.capitalised else last
    scan.at = last
    return True


def _starts_a_name(token: Token) -> bool:
    known = token.low in TYPES or token.low in POSTS or token.low in UNITS
    return known or token.acronym or token.low in {"г", "и"}
