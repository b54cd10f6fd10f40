"""An order's own particulars: number, date, title, issuer, signature, and what its annexes say of it.
Knows no clauses and no measures.
"""

import re
from dataclasses import dataclass
from datetime import date

from plans.deadlines.phrase import read_deadline
from plans.executors.mentions import mentions_in
from plans.executors.names import POSTS
from plans.executors.scan import Mention, MentionKind
from plans.layout import is_annex
from plans.lexing import folded, plain
from plans.people import PERSON, short_name
from plans.rows import Paragraph

_DATE_RE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\s+[а-яё]{3,8}\s+\d{4}", re.IGNORECASE)
_NUMBER_RE = re.compile(r"(?:№|\bN)\s*(\d[\w/.-]*(?:\s(?:р|п|од|о)\b)?)")
_TITLE_RE = re.compile(r"^(?:О|Об|Обо)\s")
_BELOW_TITLE = re.compile(
    r"\d{1,2}[.)]\s|(?:Во? (?:целях|соответствии|связи|исполнение)|На основании|Руководствуясь)\b"
)
_SIGNED_BY = re.compile(rf"^(?P<post>.*?)\s*(?P<person>{PERSON})$")
_ACTING = re.compile(r"(?:и\. ?о\.?|ио|врио|вр\. ?и\. ?о\.?|(?:временно )?исполняющ\w+ обязанности) ")
_RANKS = frozenset({"первый", "первого"})
_SOME_DAY = date(2000, 1, 1)
_LONGEST_POST = 120
_SIGNATURE_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Header:
    """What stands above the title. `number` is empty and `issued_on` None where nothing is found."""

    number: str
    issued_on: date | None
    title: str
    issuer: Mention | None
    place: str
    after: int


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed, and the first of the body's paragraphs that is no longer a clause."""

    name: str
    post: str
    before: int


@dataclass(frozen=True, kw_only=True)
class AnnexHeader:
    """The order's number and date as an annex repeats them."""

    number: str
    issued_on: date | None
    place: str
    text: str


def read_header(body: tuple[Paragraph, ...]) -> Header:
    """The particulars of the order. `after` is the first paragraph below the title."""
    titles = (index for index, line in enumerate(body) if _TITLE_RE.match(line.text))
    start = next(titles, min(len(body), 12))
    end = start + 1
    while end < len(body) and not body[end].opens_block and not _BELOW_TITLE.match(body[end].text):
        end += 1
    above = tuple(line.text for line in body[:start])
    return Header(
        number=number_in(" ".join(above)),
        issued_on=date_in(" ".join(above)),
        title=" ".join(line.text for line in body[start:end]),
        issuer=_issuer(above),
        place=body[0].place if body else "line 1",
        after=end,
    )


def date_in(text: str) -> date | None:
    """The first real date of the text."""
    for match in _DATE_RE.finditer(text):
        terms = read_deadline(match[0], _SOME_DAY).terms
        if len(terms) == 1 and terms[0].opens_on is None:
            return terms[0].due_on
    return None


def number_in(text: str) -> str:
    """The first number after «№»."""
    match = _NUMBER_RE.search(plain(text))
    return match[1].rstrip(".") if match else ""


def same_number(one: str, other: str) -> bool:
    """Whether two numbers differ in signs and blanks only («27/р», «27р»)."""
    return re.sub(r"[\W_]", "", folded(one)) == re.sub(r"[\W_]", "", folded(other))


def _issuer(above: tuple[str, ...]) -> Mention | None:
    units = [_unit(line) for line in above]
    found = [unit for unit in units if unit]
    own = [unit for unit in found if unit.lemma != "администрация"]
    return next(reversed(own or found), None)


def _unit(line: str) -> Mention | None:
    text = plain(line)
    words = text.lower() if text.isupper() else text
    mentions = mentions_in(words)
    if not mentions or mentions[0].kind is not MentionKind.UNIT:
        return None
    return mentions[0]


def read_signature(body: tuple[Paragraph, ...]) -> Signature | None:
    """The signature nearest to the end of the body: a post, then initials and a surname on this line or soon after."""
    for index in range(len(body) - 1, -1, -1):
        text = plain(body[index].text)
        if not _is_post(text) or len(text) > _LONGEST_POST:
            continue
        for line in ("", *(plain(line.text) for line in body[index + 1 : index + _SIGNATURE_LINES])):
            match = _SIGNED_BY.match(line or text)
            if match and (match["post"] == "" or not line):
                post = match["post"] or text
                return Signature(name=short_name(match["person"]), post=post[0].lower() + post[1:], before=index)
    return None


def _is_post(text: str) -> bool:
    """«Начальник управления», «И.о. начальника управления», «Первый заместитель главы»."""
    low = text.lower()
    acting = _ACTING.match(low)
    first, _, rest = low[acting.end() if acting else 0 :].partition(" ")
    if first in _RANKS:
        first = rest.split(" ", 1)[0]
    return POSTS.get(first) == first or bool(acting and first in POSTS)


def read_annex_header(lead: tuple[Paragraph, ...]) -> tuple[AnnexHeader | None, str]:
    """The annex's reference to its order, and the title below it: the text that leads to a table."""
    starts = [index for index, line in enumerate(lead) if is_annex(line.text)]
    if not starts:
        return None, " ".join(line.text for line in _last_block(lead))
    end = starts[-1] + 1
    while end < len(lead) and not lead[end].opens_block:
        end += 1
    block = lead[starts[-1] : end]
    text = " ".join(line.text for line in block)
    referring = next((line.place for line in block if _NUMBER_RE.search(line.text)), block[0].place)
    _, _, reference = text.rpartition(" от ")
    header = AnnexHeader(number=number_in(reference), issued_on=date_in(reference), place=referring, text=reference)
    return header if reference else None, " ".join(line.text for line in lead[end:])


def _last_block(lead: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    starts = [index for index, line in enumerate(lead) if line.opens_block]
    return lead[starts[-1] :] if starts else lead
