"""Steps of a scan that recognise schools and named organizations: types, numbers, quoted names, adjectives, acronyms.
Knows no authority and no groups.
"""

import re
from dataclasses import replace

from plans.executors.name_tokens import Token
from plans.executors.names import (
    BY_LEMMA,
    FORM_TAILS,
    FORMS,
    LONG_TYPES,
    POSTS,
    SCHOOL_LEMMAS,
    TYPES,
    UNITS,
    Adjective,
    adjective,
)
from plans.executors.scan import Mention, MentionKind, Scan, start_scan
from plans.executors.scan_dedication import skip_dedication

_MOST_DIGITS = 3  # a longer number needs its sign: a year is no school
_LONG_FORM = re.compile(
    r"(?:муниципальн|государственн|областн|краев|федеральн|частн)(?:ое|ого|ому|ым|ом)(?: государственн\w+)?"
    r"(?: (?:бюджетн|автономн|казенн)\w+)?(?: (?:дошкольн|обще)?\w*образовательн\w+)?"
    r" учреждени[еяюм]\w?(?: дополнительного(?: профессионального)? образования| культуры)?"
)
_LONG_STARTS = ("средн", "основн", "начальн", "детск", "дошкольн")


def take_form(scan: Scan) -> bool:
    """«МАОУ», and with it a name in quotes or capitals: «МАУ ИМЦ», «ОГБУ ДПО «…»»."""
    here = scan.peek()
    if long_form := _LONG_FORM.match(scan.low, here.start) if here.kind == "word" else None:
        return _take_long_form(scan, long_form.end())
    if here.low not in FORMS or not here.acronym:
        return False
    after = 2 if scan.peek(1).low in FORM_TAILS and scan.peek(1).acronym else 1
    following = scan.peek(after)
    named = following.kind == "quote" or (following.acronym and following.low not in TYPES)
    scan.shared = ""
    scan.form = here.text
    if not named:
        return scan.skip(after)
    start = scan.at
    scan.skip(after + 1)
    text = scan.text_between(start, scan.at)
    if within := _within(following):
        return scan.emit(replace(within, text=text))
    return scan.emit(Mention(kind=MentionKind.NAMED, text=text, tag=following.low, shown=text))


def _take_long_form(scan: Scan, end: int) -> bool:
    """«муниципальное бюджетное общеобразовательное учреждение «СОШ № 4»»: the form in words says nothing more."""
    start = scan.at
    scan.skip_to(end)
    following = scan.peek()
    if following.kind == "quote" and not _within(following):
        scan.skip()
        text = scan.text_between(start, scan.at)
        return scan.emit(Mention(kind=MentionKind.NAMED, text=text, tag=following.low, shown=text))
    known = following.kind == "quote" or _type_here(scan)[0] or following.capitalised
    scan.at = scan.at if known else start
    return bool(known)


def _within(token: Token) -> Mention | None:
    """A school whose whole name stands in quotation marks: «СОШ № 4 им. А.С. Пушкина»."""
    if token.kind != "quote":
        return None
    inner = start_scan(token.text[1:-1], {})
    if inner.tokens and take_type(inner):
        skip_dedication(inner)
    return inner.found[0] if inner.at == len(inner.tokens) and len(inner.found) == 1 else None


def take_type(scan: Scan) -> bool:
    """A type of school with its number, quoted name or adjective: «лицей № 51», «Школа «Развитие»»."""
    start = scan.at
    before = None if _type_here(scan)[0] else _adjective_here(scan)
    if before:
        scan.skip()
    lemma, length = _type_here(scan)
    if not lemma or (before and not before.agrees(BY_LEMMA[lemma])):
        scan.at = start
        return False
    scan.skip(length)
    skip_dedication(scan)
    scan.shared = lemma
    if take_number(scan, start) or _take_quoted(scan, lemma, start) or take_host(scan, start):
        return True
    if before:
        return _emit_school(scan, lemma, before.stem.lower(), before.shown(BY_LEMMA[lemma]), start)
    after = _adjective_here(scan)
    if after and after.agrees(BY_LEMMA[lemma]):
        scan.skip()
        return _emit_school(scan, lemma, after.stem.lower(), after.shown(BY_LEMMA[lemma]), start)
    scan.at = start
    return False


def _type_here(scan: Scan) -> tuple[str, int]:
    here = scan.peek()
    if here.low in TYPES:
        return TYPES[here.low].lemma, 1
    if here.low.startswith(_LONG_STARTS):
        low = scan.base[here.start : here.start + 80].lower()
        for pattern, lemma in LONG_TYPES:
            if match := pattern.match(low):
                return lemma, len(match[0].split())
    return "", 0


def take_number(scan: Scan, start: int | None = None) -> bool:
    """«№ 16», or «16» in a list that shares its type; without any type the number alone is the key."""
    typed = start is not None
    if typed and scan.peek().text == "-" and scan.peek(1).kind == "integer":
        scan.skip()
    here, begins = scan.peek(), scan.at if start is None else start
    listed = here.kind == "integer" and scan.shared and scan.peek(-1).low in {",", "и"}
    if here.kind == "number" or (here.kind == "integer" and typed):
        listed = bool(scan.shared or scan.form or typed)
    if not listed or (len(here.digits) > _MOST_DIGITS and here.kind == "integer"):
        return False
    scan.skip()
    until = _range_end(scan)
    lemma = scan.shared = scan.shared or ("сад" if scan.form.lower().endswith("доу") else "")
    shown = f"{BY_LEMMA[lemma].shown} № {here.digits}" if lemma else ""
    _emit_school(scan, lemma, f"№{here.digits}", shown, begins)
    scan.amend(until=until)
    return until != "" or _take_own_name(scan)


def _range_end(scan: Scan) -> str:
    """«№ 4-6»: the last number."""
    last = scan.peek(1)
    if scan.peek().text != "-" or last.kind not in {"integer", "number"}:
        return ""
    scan.skip(2)
    return last.digits


def _take_own_name(scan: Scan) -> bool:
    """«детский сад № 5 «Солнышко»»: a name right after the number, which may also be the next organization."""
    if scan.peek().kind == "quote":
        scan.amend(also=scan.peek().low)
        scan.skip()
    return True


def _take_quoted(scan: Scan, lemma: str, start: int) -> bool:
    here = scan.peek()
    if here.kind != "quote":
        return False
    scan.skip()
    return _emit_school(scan, lemma, here.low, f"{BY_LEMMA[lemma].shown} {here.text}", start)


def take_quote(scan: Scan) -> bool:
    """A quoted name without a type of its own: of a school in a list of schools, else of any organization."""
    here = scan.peek()
    if here.kind != "quote":
        return False
    if within := _within(here):
        scan.skip()
        return scan.emit(replace(within, text=here.text))
    kind = MentionKind.SCHOOL if scan.shared in SCHOOL_LEMMAS else MentionKind.NAMED
    shown = f"Школа {here.text}" if kind is MentionKind.SCHOOL else ""
    scan.skip()
    mention = Mention(kind=kind, text=here.text, tag=here.low, lemma="", shown=shown, explicit=False)
    return scan.emit(mention)


def take_host(scan: Scan, start: int | None = None) -> bool:
    """«при ТПУ» after a type or in a list that shares one."""
    host = scan.peek(1)
    if scan.peek().low != "при" or not host.acronym or not scan.shared:
        return False
    begins = scan.at if start is None else start
    scan.skip(2)
    shown = f"{BY_LEMMA[scan.shared].shown} при {host.text}"
    return _emit_school(scan, scan.shared, f"при {host.low}", shown, begins)


def take_adjective(scan: Scan) -> bool:
    """«Академический» in a list of lyceums; «Заозерной № 16», whose type is left out."""
    name = _adjective_here(scan)
    if name is None:
        return False
    if scan.peek(1).kind == "number":
        start = scan.at
        if scan.shared and not name.agrees(BY_LEMMA[scan.shared]):
            scan.shared = ""
        scan.skip()
        return take_number(scan, start)
    if not scan.shared or not name.agrees(BY_LEMMA[scan.shared]):
        return False
    start = scan.at
    scan.skip()
    kind = BY_LEMMA[scan.shared]
    return _emit_school(scan, kind.lemma, name.stem.lower(), name.shown(kind), start)


def _adjective_here(scan: Scan) -> Adjective | None:
    here = scan.peek()
    reserved = here.low in TYPES or here.low in POSTS or here.low in UNITS
    return adjective(here.text) if here.capitalised and not reserved else None


def _emit_school(scan: Scan, lemma: str, tag: str, shown: str, start: int) -> bool:
    text = scan.text_between(start, scan.at)
    return scan.emit(Mention(kind=MentionKind.SCHOOL, text=text, lemma=lemma, tag=tag.replace("ё", "е"), shown=shown))


def take_literal(scan: Scan) -> bool:
    """A name known word for word, such as an abbreviation that the order defines."""
    for words, name in scan.literals.get(scan.peek().low, ()):
        if all(scan.peek(ahead).low == word for ahead, word in enumerate(words)):
            start = scan.at
            scan.skip(len(words))
            text = scan.text_between(start, scan.at)
            return scan.emit(Mention(kind=MentionKind.NAMED, text=text, tag=" ".join(words), shown=name))
    return False
