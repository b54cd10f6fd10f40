"""Steps of a scan that recognise posts, persons, units of an authority and places.
Knows no types of schools beyond telling where one begins.
"""

import re

from plans.executors.names import GENITIVES, PLURAL_POSTS, POSTS, TYPES, UNITS
from plans.executors.scan import Mention, MentionKind, Scan

ALL_SCHOOLS = "all_schools"
_UNIT_ENDS = frozenset({"совместно", "участием", "участии", "при"})
_CITIES = frozenset({"город", "города", "городу", "городе", "г"})
_AREA_KINDS = frozenset({"муниципального", "городского", "сельского"})
_AREAS = frozenset({"округа", "района", "образования", "поселения"})
_REGIONS = frozenset({"района", "району", "округа", "округу", "области", "края", "республики"})
_ADJECTIVE_ENDS = ("ого", "его", "ой", "ей", "ых", "их")
_GENITIVE_ENDS = (*_ADJECTIVE_ENDS, "а", "я", "ы", "и")
_LONGEST_POST = 120
_RANKS = re.compile(r"(?:главн|ведущ|классн|старш|младш|перв|исполняющ|временно)\w*$")
_ACTING = re.compile(r"(?:и\.\s?о\.|врио|временно исполняющ\w+ обязанности|исполняющ\w+ обязанности)\s*")
_SUBJECT = re.compile(
    r"по (?:[а-яa-z]+(?:-[а-я]+)*(?:,? (?:и )?)){0,4}?"
    r"(?:работе|работам|части|вопросам|развитию|безопасности|обучению)(?!\w)"
    r"|по (?:увр|вр|ур|нмр|мр|ахч|ахр|умр|уввр)(?!\w)"
)


def take_person(scan: Scan) -> bool:
    """A person named after an organization, or addressed alone."""
    here = scan.peek()
    if here.kind != "person":
        return False
    belongs = scan.found and not scan.loose and scan.post_from is None and not scan.joint
    if belongs and not scan.found[-1].person and scan.found[-1].kind not in {MentionKind.UNKNOWN, MentionKind.GROUP}:
        scan.amend(person=here.text)
        return scan.skip()
    start = scan.at if scan.post_from is None or scan.loose else scan.post_from
    scan.skip()
    text = scan.text_between(start, scan.at)
    return scan.emit(Mention(kind=MentionKind.PERSON, text=text, person=here.text))


def take_acting(scan: Scan) -> bool:
    """«и.о.», «врио»: whoever acts for the head is addressed as the head."""
    here = scan.peek()
    match = _ACTING.match(scan.low, here.start) if here.kind == "word" else None
    return match is not None and scan.skip_to(match.end())


def take_post(scan: Scan) -> bool:
    """«Руководители», «Начальнику»: the post belongs to the organization that follows, a plural to all of a list."""
    here = scan.peek()
    ranked = bool(_RANKS.match(here.low)) and scan.peek(1).low in POSTS
    post = scan.peek(1 if ranked else 0)
    if post.low not in POSTS:
        return not scan.loose and _take_subject(scan)
    following_another = scan.post_from is not None and not scan.loose and len(scan.post) < _LONGEST_POST
    if not following_another:
        scan.give_up_post()
    scan.post = f"{scan.post} {here.text}" if following_another else POSTS[post.low]
    scan.post_stays = post.low in PLURAL_POSTS
    scan.post_from = scan.post_from if following_another else scan.at
    scan.shared = ""
    return scan.skip(2 if ranked else 1)


def _take_subject(scan: Scan) -> bool:
    """«по учебно-воспитательной работе»: what a deputy is there for."""
    match = _SUBJECT.match(scan.low, scan.peek().start)
    of_group = scan.post_from is None and bool(scan.found) and scan.found[-1].kind is MentionKind.GROUP
    if match is None or not (of_group or scan.post_from is not None):
        return False
    subject = scan.base[match.start() : match.end()]
    if of_group:
        scan.amend(post=f"{scan.found[-1].post} {subject}")
    else:
        scan.post = f"{scan.post} {subject}"
    return scan.skip_to(match.end())


def take_unit(scan: Scan) -> bool:
    """«Отдел развития образования департамента … администрации …»: the first unit is meant, not its parents."""
    here = scan.peek()
    unit = UNITS.get(here.low)
    if unit is None:
        return False
    start = scan.at
    own_end = skip_unit(scan)
    rest = scan.text_between(start + 1, own_end)
    whole = rest or scan.text_between(start + 1, scan.at)
    shown = f"{unit.nominative.capitalize()} {whole}".strip()
    post = f"{scan.post} {scan.text_between(start, own_end)}" if scan.post else ""
    scan.shared = ""
    text = scan.text_between(start, scan.at)
    tag = whole.lower().replace("ё", "е")
    return scan.emit(Mention(kind=MentionKind.UNIT, text=text, lemma=unit.nominative, tag=tag, shown=shown), post=post)


def skip_unit(scan: Scan) -> int:
    """Go past a unit and the units it belongs to; returns where its own words end."""
    scan.skip()
    _skip_small_words(scan)
    own_end = scan.at
    skip_place(scan)
    while scan.peek().low in GENITIVES:
        scan.skip()
        _skip_small_words(scan, of_parent=True)
        skip_place(scan)
    return own_end


def _skip_small_words(scan: Scan, *, of_parent: bool = False) -> None:
    """The words of a unit's name; those of its parent are in the genitive, and nothing follows «города»."""
    while scan.peek().small and not _ends_a_unit(scan):
        here = scan.peek()
        if of_parent and not here.low.endswith(_GENITIVE_ENDS) and here.low not in {"по", "и"}:
            return
        scan.skip()
        if of_parent and here.low in _CITIES | _REGIONS:
            return


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
