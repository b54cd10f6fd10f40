"""Steps of a scan that recognise groups: all schools, all of one type, those of a level, and whoever coordinates.
Knows no single organization.
"""

import re

from plans.executors.names import LONG_TYPES, PLURAL_POSTS, TYPES, UNITS
from plans.executors.scan import Mention, MentionKind, Scan
from plans.executors.scan_offices import ALL_SCHOOLS, skip_place, skip_unit
from plans.levels import levels_at

_ALL = frozenset({"все", "всех", "всем", "всеми"})
_OURS = re.compile(r"муниципальн|подведомственн|городск|районн")
_SCHOOLING = re.compile(r"^(?:обще)?образовательн(?:ые|ых|ым|ыми)$")
_BODIES = re.compile(r"^(?:организаци|учреждени)(?:и|й|я|ям|ями|ях)$")
_SCHOOLS = frozenset({"школы", "школ", "школам", "школами"})
_PLURALS = re.compile(
    r"^(?:лице(?:и|ев|ям|ями)|(?:про)?гимнази(?:и|й|ям|ями)|детсад(?:ы|ов|ам|ами)|сош|оош|нош|доу|доо)$"
)
_GARDENS = re.compile(
    r"детск(?:ие|их|им|ими) сад(?:ы|ов|ам|ами)|дошкольн(?:ые|ых|ым|ыми) (?:образовательн\w+ )?(?:организаци|учреждени)"
)
_SORTED_BY = re.compile(r"^(?:показавш|имеющ|отнес[её]?нн|находящ|вошедш|попавш)")
_SORTING_WORDS = frozenset({
    "по", "результатам", "итогам", "самодиагностики", "диагностики", "мониторинга", "оценки", "в", "во", "к", "на",
    "из", "с", "со", "уровень", "уровня", "уровнем", "группу", "группе", "категории", "статус", "года", "году",
    "обучения",
})  # fmt: skip
_NEARBY = frozenset({"города", "района", "округа", "муниципалитета"})
_COORDINATOR = re.compile(r"^координатор(?:а|у|ом)?$")
_MOST_QUALIFIERS = 6
_WINDOW = 10


def take_coordinator(scan: Scan) -> bool:
    """«Муниципальному координатору»: whoever the order appoints."""
    ahead = 1 if _OURS.match(scan.peek().low) else 0
    described = not ahead and scan.joint == "-"
    if described or not _COORDINATOR.match(scan.peek(ahead).low):
        return False
    start = scan.at
    scan.skip(ahead + 1)
    return scan.emit(Mention(kind=MentionKind.COORDINATOR, text=scan.text_between(start, scan.at)))


def take_group(scan: Scan) -> bool:
    """«Руководители ОО», «школы базового уровня», «все лицеи», «руководителям общеобразовательных организаций, …»."""
    start = scan.at
    if codes := _own_name(scan):
        return _emit(scan, start, codes)
    length, lemma = _group_here(scan)
    if not length:
        return False
    scan.skip(length)
    if scan.peek().low in _NEARBY and not scan.peek(1).capitalised:
        scan.skip()
    skip_place(scan)
    _skip_subordination(scan)
    codes = _levels_after(scan)
    if lemma and not codes:
        text = scan.text_between(start, scan.at)
        return scan.emit(Mention(kind=MentionKind.TYPE, text=text, lemma=lemma), post="руководитель")
    return _emit(scan, start, codes or (ALL_SCHOOLS,))


def _emit(scan: Scan, start: int, codes: tuple[str, ...]) -> bool:
    text = scan.text_between(start, scan.at)
    for code in codes:
        scan.emit(Mention(kind=MentionKind.GROUP, text=text, tag=code), post="руководитель")
    return True


def _own_name(scan: Scan) -> tuple[str, ...]:
    """A group that has a name of its own («ШНОР», «пилотные школы»), with or without its heads before it."""
    ahead = _qualifiers(scan)
    here = scan.peek(ahead)
    named = levels_at(scan.low, here.start) if here.kind == "word" else None
    if named is None or not all(level.has_name for level in named.levels):
        return ()
    scan.skip(ahead)
    scan.skip_to(named.end)
    return tuple(level.code for level in named.levels)


def _qualifiers(scan: Scan) -> int:
    ahead = 0
    while ahead < _MOST_QUALIFIERS and _qualifies(scan.peek(ahead).low):
        ahead += 1
    return ahead


def _group_here(scan: Scan) -> tuple[int, str]:
    """How many tokens name a group here, and its type where it is not all schools."""
    ahead = _qualifiers(scan)
    here, following = scan.peek(ahead), scan.peek(ahead + 1)
    if here.low in {"оо", "оу"} and here.acronym:
        return ahead + 1, ""
    if _SCHOOLING.match(here.low) and (_BODIES.match(following.low) or following.low in _SCHOOLS):
        return ahead + 2, ""
    if _GARDENS.match(scan.low, here.start):
        return _gardens(scan, ahead)
    sorted_by = following.kind == "quote" and levels_at(scan.low, following.start)
    named = (
        following.kind in {"number", "integer", "lettered"} or following.capitalised or following.low in {"при", "-"}
    )
    named = named or (following.kind == "quote" and not sorted_by)
    if named or (following.text == "," and scan.peek(ahead + 2).kind in {"number", "quote"}):
        return 0, ""
    if here.low in _SCHOOLS and (ahead or not scan.at or scan.peek(-1).kind == "mark"):
        return ahead + 1, ""
    alone = following.kind in {"end", "mark"} or following.low == "и"
    typed = _PLURALS.match(here.low) and (ahead or here.acronym or alone)
    return (ahead + 1, TYPES[here.low].lemma) if typed else (0, "")


def _gardens(scan: Scan, ahead: int) -> tuple[int, str]:
    match = next(found for pattern, _ in LONG_TYPES if (found := pattern.match(scan.low, scan.peek(ahead).start)))
    after = ahead + len(match[0].split())
    return (0, "") if scan.peek(after).kind in {"number", "integer", "quote"} else (after, "сад")


def _qualifies(word: str) -> bool:
    return word in _ALL or word in PLURAL_POSTS or bool(_OURS.match(word))


def _skip_subordination(scan: Scan) -> None:
    comma = 1 if scan.peek().text == "," else 0
    if scan.peek(comma).low.startswith("подведомственн") and scan.peek(comma + 1).low in UNITS:
        scan.skip(comma + 1)
        skip_unit(scan)


def _levels_after(scan: Scan) -> tuple[str, ...]:
    """«, показавших по итогам диагностики низкий уровень»: nothing else may stand between."""
    ahead = 1 if scan.peek().text == "," else 0
    if ahead and not _SORTED_BY.match(scan.peek(1).low):
        return ()
    for index in range(ahead, ahead + _WINDOW):
        here = scan.peek(index)
        named = levels_at(scan.low, here.start) if here.kind in {"word", "quote"} or here.text == "«" else None
        if named:
            scan.skip_to(named.end)
            return tuple(level.code for level in named.levels)
        if not (here.low in _SORTING_WORDS or _SORTED_BY.match(here.low) or here.kind == "integer"):
            return ()
    return ()
