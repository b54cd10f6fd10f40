"""Steps of a scan that recognise what parts a list: marks, brackets, bullets, numbers, labels, «кроме».
Knows no names.
"""

import re

from plans.executors.names import FORMS, POSTS, TYPES, UNITS
from plans.executors.scan import MentionKind, Part, Scan

_MARKS = frozenset(",;.:/")
_BULLETS = frozenset("-•·*▪●○■□◦")
_LABEL = re.compile(
    r"(?P<co>со-?)?(?:ответственн\w+ )?(?:исполнител\w+|ответственн\w+(?: лиц\w+)?)(?: \(?и\)?)?\s*[:-]\s*|"
    r"(?P<co2>соисполнител(?:ь|и|ями))(?!\w)"
)
_WITH = re.compile(
    r"(?:совместно|во взаимодействии) со?(?!\w)"
    r"|(?:при участии|с участием|с привлечением|при поддержке|при содействии)(?!\w)"
)
_EXCEPT = re.compile(r"(?:кроме|за исключением|исключая)(?!\w)")
_ROMAN = re.compile(r"[IVXІХ]{1,4}")
_BRACKET_MARKS = frozenset(".,-:")


def take_mark(scan: Scan) -> bool:
    """Commas, full stops, brackets, bullets and words that only join names."""
    here = scan.peek()
    if here.text in {"(", ")"}:
        return _take_bracket(scan)
    if here.text in _BULLETS:
        scan.shared = "" if here.text != "-" else scan.shared
        return _join(scan, here.text)
    if here.low == "а" and scan.peek(1).low == "также":
        return _join(scan, ",") and scan.skip()
    if here.text in _MARKS or here.low == "и":
        if here.text == ";":
            scan.part = Part.LEAD if scan.part in {Part.WITH, Part.EXCEPT} else scan.part
        if here.text in {",", ";"}:
            scan.flush()
        return _join(scan, here.text)
    return False


def _join(scan: Scan, mark: str) -> bool:
    scan.joint = mark if not scan.joint or mark in "(;" else scan.joint
    return scan.skip()


def _take_bracket(scan: Scan) -> bool:
    if scan.peek().text == ")":
        scan.depth = max(0, scan.depth - 1)
        if scan.part is Part.EXCEPT and scan.depth < scan.excepting:
            scan.part = Part.LEAD
        scan.flush()
        return scan.skip()
    close = scan.closes[scan.at]
    inner = scan.tokens[scan.at + 1 : close]
    words = " ".join(token.low for token in inner)
    if words == "по согласованию":
        if not scan.agree():
            return False
    elif words.startswith("далее"):
        pass
    elif not _take_person_in_brackets(scan, close):
        return _open_bracket(scan)
    scan.at = close + 1
    return True


def _take_person_in_brackets(scan: Scan, close: int) -> bool:
    """«(и.о. Маков М.В.)», «(директор Т.П. Берестова)»: a person and nothing that would be lost."""
    inner = scan.tokens[scan.at + 1 : close]
    people = [token for token in inner if token.kind == "person"]
    others = [token for token in inner if token.kind != "person" and token.text not in _BRACKET_MARKS]
    harmless = all(token.low in POSTS or token.low in {"и", "о", "ио", "врио"} for token in others)
    if len(people) != 1 or not harmless or not scan.found or scan.loose or scan.post_from is not None:
        return False
    scan.amend(person=people[0].text)
    return True


def _open_bracket(scan: Scan) -> bool:
    following = scan.peek(1)
    known = any(following.low in words for words in (TYPES, FORMS, UNITS, POSTS)) or following.capitalised
    named = following.acronym or following.kind in {"quote", "number", "person"}
    if known or named or _EXCEPT.match(scan.low, following.start):
        scan.depth += 1
        return _join(scan, "(")
    return False


def take_label(scan: Scan) -> bool:
    """«Исполнитель: », «Соисполнители: »: what follows carries out, or helps."""
    here = scan.peek()
    match = _LABEL.match(scan.low, here.start) if here.kind == "word" else None
    if match is None:
        return False
    scan.give_up_post()
    scan.part = Part.CO if match["co"] or match["co2"] else Part.LEAD
    scan.shared = ""
    return scan.skip_to(match.end())


def take_togetherness(scan: Scan) -> bool:
    """«совместно с», «при участии»: what follows joins in."""
    here = scan.peek()
    match = _WITH.match(scan.low, here.start) if here.kind == "word" else None
    if match is None:
        return False
    scan.give_up_post()
    scan.part = Part.WITH
    scan.joint, scan.shared = "с", ""
    return scan.skip_to(match.end())


def take_exception(scan: Scan) -> bool:
    """«кроме СОШ № 4, 16»: what follows a group is left out of it."""
    here = scan.peek()
    match = _EXCEPT.match(scan.low, here.start) if here.kind == "word" else None
    groups = {MentionKind.GROUP, MentionKind.TYPE}
    if match is None or scan.loose or not any(mention.kind in groups for mention in scan.found):
        return False
    last = scan.found[-1]
    scan.part, scan.excepting = Part.EXCEPT, scan.depth
    scan.shared = last.lemma if last.kind is MentionKind.TYPE else ""
    return scan.skip_to(match.end())


def take_enumerator(scan: Scan) -> bool:
    """«1)», «2.», «II.», «а)» before a name: the number of a line, not of a school."""
    here, following = scan.peek(), scan.peek(1)
    closed = following.text == ")" and not scan.depth
    if here.kind == "integer" and (closed or following.text == "."):
        expected = here.text == str(scan.enumerated + 1) and (scan.at == 0 or scan.enumerated > 0)
        listed = scan.peek(-1).text in {",", "и"} and scan.shared
        if not closed and not expected and listed:
            return False
        scan.enumerated = int(here.text) if len(here.text) < 4 else 0  # noqa: PLR2004 - no list is that long
        return _next_line(scan)
    lettered = here.kind == "word" and len(here.text) == 1 and closed
    roman = here.kind == "word" and _ROMAN.fullmatch(here.text) and (closed or following.text == ".")
    return bool(lettered or roman) and _next_line(scan)


def _next_line(scan: Scan) -> bool:
    scan.give_up_post()
    scan.shared, scan.joint = "", ";"
    scan.part = Part.LEAD if scan.part in {Part.WITH, Part.EXCEPT} else scan.part
    return scan.skip(2)
