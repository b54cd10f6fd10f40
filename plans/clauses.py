"""The order's own paragraphs -> its clauses: numbers, addressees, deadline phrases. Knows no organizations by name."""

import re
from dataclasses import dataclass
from datetime import date

from plans.deadlines.phrase import read_deadline
from plans.executors.name_tokens import Token, name_tokens
from plans.executors.names import FORMS, POSTS, TYPES, UNITS
from plans.lexing import plain
from plans.rows import Paragraph
from states.schedule import ScheduleKind

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*(?=\D)|\s+(?=[^\d\s]))(?P<text>.*)$")
_NEEDS_MARK = re.compile(r"^\d{1,2}\s")
_INFINITIVE = re.compile(r"^(?:[а-я]+(?:ть|ться|чь|чься)|[а-я]*(?:вести|нести|йти|брести)(?:сь)?)$")
_NOT_A_VERB = re.compile(r"(?:ость|сеть|часть|область|власть|сессть|печать|связь|роль|цель|кровать|мать|путь|новость)$")
_COORDINATOR = re.compile(r"^координатор(?:у|ам)$")
_SCHOOLING = re.compile(r"^(?:обще)?образовательным$")
_TERM = re.compile(
    r"(?P<open>\()?\b(?:[Сс]рок(?:и)?(?:\s+(?:исполнения|выполнения|реализации|проведения|предоставления|представления))?"
    r"\s*[:\-]|Срок(?:и)?(?:\s+(?:исполнения|выполнения|реализации|проведения))?)\s*"
)
_IN_TIME = re.compile(r"\b[Вв] срок (?=до|не позднее)")
_NEXT_SENTENCE = re.compile(r"\.\s+(?=[А-ЯЁ])")
_LONGEST_PHRASE = 8
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A numbered clause. `task` is its text without an addressee of its own. `addressee` is its own, else that of the
    clause it stands under; `under` is that clause's number, and `leads` whether other clauses stand under this one.
    """

    number: str
    text: str
    task: str
    place: str
    addressee: str = ""
    under: str = ""
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A clause's text parted into what is to be done and until when."""

    title: str
    deadline: str


def read_clauses(lines: tuple[Paragraph, ...]) -> tuple[Clause, ...]:
    """The numbered clauses in order; unnumbered lines continue the clause they follow."""
    clauses: list[Clause] = []
    lead: Clause | None = None
    for number, text, place in _numbered(lines):
        leads = text.rstrip().endswith(":")
        depth = number.count(".")
        if lead is not None and depth <= lead.number.count("."):
            lead = None
        own = _addressee(text)
        clause = Clause(
            number=number,
            text=text,
            task=_without(own, text),
            place=place,
            addressee=own or (lead.addressee if lead else ""),
            under=lead.number if lead else "",
            leads=leads,
        )
        clauses.append(clause)
        lead = clause if leads and lead is None else lead
    return tuple(clauses)


def preamble_of(lines: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs before the first clause."""
    first = next((index for index, line in enumerate(lines) if _starts_clause(line)), len(lines))
    return lines[:first]


def _numbered(lines: tuple[Paragraph, ...]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, list[str], str]] = []
    for line in lines:
        match = _NUMBERED.match(line.text) if _starts_clause(line) else None
        if match:
            found.append((match["number"], [match["text"]], line.place))
        elif found:
            found[-1][1].append(line.text)
    return [(number, " ".join(parts).strip(), place) for number, parts, place in found]


def _starts_clause(line: Paragraph) -> bool:
    """A bare whole number opens a sentence («66 организаций …»), not a clause."""
    return bool(_NUMBERED.match(line.text)) and not _NEEDS_MARK.match(line.text)


def _without(addressee: str, text: str) -> str:
    """The text after its addressee; letters are only left out where they are certainly the same."""
    base = plain(text)
    known = addressee and len(base) == len(text) and base.startswith(addressee)
    return text[len(addressee) :].lstrip(" ,:-–—") if known else text


def _addressee(text: str) -> str:
    """What stands before the verb, or before the colon, if it addresses somebody."""
    base, tokens = name_tokens(text)
    if not any(_addresses(token) for token in tokens[:2]):
        return ""
    depth = 0
    for token, following in zip(tokens, (*tokens[1:], tokens[-1]), strict=True):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        ends = (token.text == ":" and token is tokens[-1]) or (token.small and _is_infinitive(token))
        if (ends or (token.low == "в" and following.low == "срок")) and depth <= 0:
            return base[: token.start].strip(" ,-")
    return ""


def _addresses(token: Token) -> bool:
    if token.low in FORMS:
        return token.acronym
    known = token.low in POSTS or token.low in UNITS or token.low in TYPES
    return known or bool(_COORDINATOR.match(token.low) or _SCHOOLING.match(token.low))


def _is_infinitive(token: Token) -> bool:
    return bool(_INFINITIVE.match(token.low)) and not _NOT_A_VERB.search(token.low)


def deadline_of(text: str) -> Phrase:
    """The last «Срок: …» of a clause parted from the rest; failing that, «в срок до …» where the grammar reads it."""
    base = plain(text)
    written = text if len(text) == len(base) else base
    matches = list(_TERM.finditer(base))
    if not matches:
        return _in_time(written, base)
    match = matches[-1]
    title, rest = written[: match.start()].strip(), written[match.end() :]
    if match["open"]:
        phrase, _, after = rest.partition(")")
        return Phrase(title=f"{title}{after}".strip(" ."), deadline=phrase.strip())
    return _with_following_sentence(title, rest)


def _with_following_sentence(title: str, rest: str) -> Phrase:
    parts = _NEXT_SENTENCE.split(rest, maxsplit=1)
    if len(parts) == 1 or _understood(rest) or not _understood(parts[0]):
        return Phrase(title=title.rstrip(" ."), deadline=rest.strip(" ."))
    return Phrase(title=f"{title} {parts[1]}".strip(" ."), deadline=parts[0])


def _in_time(written: str, base: str) -> Phrase:
    title = written.rstrip(" .")
    match = _IN_TIME.search(base)
    words = base[match.end() :].split()[:_LONGEST_PHRASE] if match else []
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        if _understood(phrase):
            return Phrase(title=title, deadline=phrase.rstrip(" .,;"))
    return Phrase(title=title, deadline="")


def _understood(phrase: str) -> bool:
    return read_deadline(phrase, _SOME_DAY).kind is not ScheduleKind.UNRECOGNISED
