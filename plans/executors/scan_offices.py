"""Steps of a scan that recognise posts, units of an authority, groups of schools, places and outside parties.
Knows no types of schools beyond telling where one begins.
"""

import re

from plans.executors.names import FORMS, GENITIVES, PLURAL_POSTS, POSTS, TYPES, UNITS
from plans.executors.scan import Mention, MentionKind, Scan
from plans.levels import level_in

ALL_SCHOOLS = "all_schools"
_CONNECTING = frozenset({"и", "а", "также", "совместно", "с", "со", "участием", "при", "участии"})
_MARKS = frozenset(",;.:/")
_ALL = frozenset({"все", "всех", "всем", "всеми"})
_OURS = re.compile(r"муниципальн|подведомственн|городск|районн")
_SCHOOLING = re.compile(r"^(?:обще)?образовательн(?:ые|ых|ым|ыми)$")
_BODIES = re.compile(r"^(?:организаци|учреждени)(?:и|й|я|ям|ями|ях)$")
_SCHOOLS = frozenset({"школы", "школ", "школам", "школами"})
_SORTED_BY = re.compile(r"^(?:показавш|имеющ|отнесенн|находящ|с$|со$)")
_COORDINATOR = re.compile(r"^координатор(?:а|у|ом)?$")
_UNIT_ENDS = frozenset({"совместно", "участием", "участии", "при"})
_CITIES = frozenset({"город", "города", "городу", "городе", "г"})
_AREA_KINDS = frozenset({"муниципального", "городского", "сельского"})
_AREAS = frozenset({"округа", "района", "образования", "поселения"})
_REGIONS = frozenset({"района", "району", "округа", "округу", "области", "края", "республики"})
_ADJECTIVE_ENDS = ("ого", "его", "ой", "ей", "ых", "их")
_WINDOW = 14
_MOST_QUALIFIERS = 6
_LONGEST_POST = 120


def take_mark(scan: Scan) -> bool:
    """Commas, full stops and words that only join names."""
    here = scan.peek()
    if here.text in _MARKS or (here.low in _CONNECTING and here.kind == "word"):
        return scan.skip()
    return here.text in {"(", ")"} and _take_bracket(scan)


def _take_bracket(scan: Scan) -> bool:
    if scan.peek().text == ")":
        return scan.skip()
    close = scan.closes[scan.at]
    inner = scan.tokens[scan.at + 1 : min(close, scan.at + 8)]
    words = " ".join(token.low for token in inner)
    if words == "по согласованию":
        scan.outside()
    elif person := next((token for token in inner if token.kind == "person"), None):
        scan.amend(person=person.text)
    elif not words.startswith("далее"):
        return _opens_names(scan) and scan.skip()
    scan.at = close + 1
    return True


def _opens_names(scan: Scan) -> bool:
    following = scan.peek(1)
    return following.low in TYPES or following.low in FORMS or following.capitalised


def take_person(scan: Scan) -> bool:
    """A person named after an organization, without brackets."""
    here = scan.peek()
    if here.kind != "person" or not scan.found or scan.loose or scan.found[-1].person:
        return False
    scan.amend(person=here.text)
    return scan.skip()


def take_post(scan: Scan) -> bool:
    """«Руководители», «Начальнику»: the post belongs to the organization that follows, a plural to all of a list."""
    here = scan.peek()
    if here.low not in POSTS:
        return False
    scan.flush()
    following_another = scan.post_from is not None and len(scan.post) < _LONGEST_POST
    scan.post = f"{scan.post} {here.text}" if following_another else POSTS[here.low]
    scan.post_stays = here.low in PLURAL_POSTS
    scan.post_from = scan.post_from if following_another else scan.at
    scan.shared = ""
    return scan.skip()


def take_coordinator(scan: Scan) -> bool:
    """«Муниципальному координатору»: whoever the order appoints."""
    ahead = 1 if _OURS.match(scan.peek().low) else 0
    if not _COORDINATOR.match(scan.peek(ahead).low):
        return False
    start = scan.at
    scan.skip(ahead + 1)
    return scan.emit(Mention(kind=MentionKind.COORDINATOR, text=scan.text_between(start, scan.at)))


def take_group(scan: Scan) -> bool:
    """«Руководители ОО», «руководителям общеобразовательных организаций, подведомственных …», maybe of a level."""
    start = scan.at
    length = _group_length(scan)
    if not length:
        return False
    scan.skip(length)
    skip_place(scan)
    _skip_subordination(scan)
    code = _take_level(scan) or ALL_SCHOOLS
    return scan.emit(
        Mention(kind=MentionKind.GROUP, text=scan.text_between(start, scan.at), tag=code), post="руководитель"
    )


def _group_length(scan: Scan) -> int:
    ahead = 0
    while ahead < _MOST_QUALIFIERS and _qualifies(scan.peek(ahead).low):
        ahead += 1
    here, following = scan.peek(ahead), scan.peek(ahead + 1)
    if here.low in {"оо", "оу"} and here.acronym:
        return ahead + 1
    if _SCHOOLING.match(here.low) and _BODIES.match(following.low):
        return ahead + 2
    named = following.kind in {"number", "integer", "quote"} or following.capitalised
    return ahead + 1 if ahead and here.low in _SCHOOLS and not named else 0


def _qualifies(word: str) -> bool:
    return word in _ALL or word in PLURAL_POSTS or bool(_OURS.match(word))


def _skip_subordination(scan: Scan) -> None:
    comma = 1 if scan.peek().text == "," else 0
    if scan.peek(comma).low.startswith("подведомственн") and scan.peek(comma + 1).low in UNITS:
        scan.skip(comma + 1)
        _skip_unit(scan)


def _take_level(scan: Scan) -> str:
    comma = 1 if scan.peek().text == "," else 0
    if not _SORTED_BY.match(scan.peek(comma).low):
        return ""
    for ahead in range(comma + 1, comma + _WINDOW):
        here = scan.peek(ahead)
        if here.low in TYPES or here.low in FORMS or here.text in {";", "(", ":", ""}:
            return ""
        words = here.text if here.kind == "quote" else f"{here.low} {scan.peek(ahead + 1).low}"
        if level := level_in(words):
            scan.skip(ahead + (1 if here.kind == "quote" else 2))
            return level.code
    return ""


def take_unit(scan: Scan) -> bool:
    """«Отдел развития образования департамента … администрации …»: the first unit is meant, not its parents."""
    here = scan.peek()
    unit = UNITS.get(here.low)
    if unit is None:
        return False
    start = scan.at
    own_end = _skip_unit(scan)
    rest = scan.text_between(start + 1, own_end)
    whole = rest or scan.text_between(start + 1, scan.at)
    shown = f"{unit.nominative.capitalize()} {whole}".strip()
    post = f"{scan.post} {scan.text_between(start, own_end)}" if scan.post else ""
    scan.shared = ""
    text = scan.text_between(start, scan.at)
    tag = whole.lower().replace("ё", "е")
    return scan.emit(Mention(kind=MentionKind.UNIT, text=text, lemma=unit.nominative, tag=tag, shown=shown), post=post)


def _skip_unit(scan: Scan) -> int:
    """Go past a unit and the units it belongs to; returns where its own words end."""
    scan.skip()
    _skip_small_words(scan)
    own_end = scan.at
    skip_place(scan)
    while scan.peek().low in GENITIVES:
        scan.skip()
        _skip_small_words(scan)
        skip_place(scan)
    return own_end


def _skip_small_words(scan: Scan) -> None:
    while scan.peek().small and not _ends_a_unit(scan):
        scan.skip()


def _ends_a_unit(scan: Scan) -> bool:
    here, following = scan.peek(), scan.peek(1)
    if here.low in GENITIVES or here.low in POSTS or here.low in _UNIT_ENDS or here.low in TYPES:
        return True
    if here.low == "г" or (here.low in _CITIES and following.capitalised):
        return True
    if here.low in _AREA_KINDS and following.low in _AREAS:
        return True
    return here.low in {"и", "с", "со"} and (not following.small or following.low in _UNIT_ENDS)


def skip_place(scan: Scan) -> bool:
    """«г. Томска», «города Нижнего Новгорода», «Томского района»: where, not who."""
    here = scan.peek()
    area = here.low in _AREA_KINDS and scan.peek(1).low in _AREAS
    if area or here.low in _CITIES:
        name_at = 2 if area or scan.peek(1).text == "." else 1
        if scan.peek(name_at).capitalised or scan.peek(name_at).kind == "quote":
            return scan.skip(name_at + _place_words(scan, name_at))
    if here.capitalised and here.low.endswith(_ADJECTIVE_ENDS) and scan.peek(1).low in _REGIONS:
        return scan.skip(2)
    return False


def _place_words(scan: Scan, ahead: int) -> int:
    here, following = scan.peek(ahead), scan.peek(ahead + 1)
    reserved = following.low in POSTS or following.low in TYPES or following.low in UNITS
    return 2 if here.low.endswith(_ADJECTIVE_ENDS) and following.capitalised and not reserved else 1
