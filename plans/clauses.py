"""The order's own paragraphs -> its clauses: numbers, addressees, deadline phrases. Knows no organizations by name."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from plans.clause_lists import entries_in, starts_clause
from plans.deadlines.phrase import read_deadline
from plans.executors.name_tokens import Token, name_tokens
from plans.executors.names import FORMS, POSTS, TYPES, UNITS
from plans.lexing import folded, plain
from plans.rows import Paragraph
from states.schedule import ScheduleKind

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
_OFTEN = frozenset({"ежемесячно", "ежеквартально", "еженедельно", "ежегодно", "ежедневно"})
_INSIDE = re.compile(r"(?<![^\W_])(?:до|не позднее|не позже) (?=«?\d)", re.IGNORECASE)
_APPROVES = re.compile(
    r"(?:утвердить|утверждаю|назначить|определить|создать|образовать|признать|считать|внести|ввести|отменить|возложить"
    r"|установить, что|контроль|настоящ\w+ (?:распоряжени|приказ|постановлени|решени)\w*|распоряжение вступает"
    r"|(?:приказ|постановление|решение) вступает|опубликовать настоящ\w+)(?!\w)"
)
_PLAN = re.compile(r"\b(?:план|перечень|дорожн)")
_LONGEST_PHRASE = 8
_LONGEST_LEAD = 2
_SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A numbered clause. `task` is its text without an addressee of its own. `addressee` is its own, else that of the
    clause it stands under; `under` is that clause's number, and `leads` whether it says nothing but what stands under
    it. `term` is the deadline that a leading clause sets for those. `approves`: it asks nobody to do anything.
    `joined`: the items of a list stay in it though one deadline may be lost so.
    """

    number: str
    text: str
    task: str
    place: str
    addressee: str = ""
    under: str = ""
    leads: bool = False
    term: str = ""
    approves: bool = False
    joined: bool = False


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A clause's text parted into what is to be done and until when; `inside` if the sentence itself says when."""

    title: str
    deadline: str
    inside: bool = False


def read_clauses(lines: tuple[Paragraph, ...]) -> tuple[Clause, ...]:
    """The clauses in order, those of lists under a clause too; other lines continue the clause they follow."""
    clauses: list[Clause] = []
    heads: list[Clause] = []
    entries = entries_in(lines, _dated)
    for index, entry in enumerate(entries):
        number, text = entry.number, entry.text
        following = entries[index + 1].number if index + 1 < len(entries) else ""
        while heads and number.count(".") <= heads[-1].number.count("."):
            heads.pop()
        own = _addressee(text)
        task = _without(own, text)
        colon = text.rstrip().endswith(":")
        over = following.startswith(f"{number}.")
        leads = colon or (over and bool(own) and len(task.split()) <= _LONGEST_LEAD)
        head = heads[-1] if heads else None
        clause = Clause(
            number=number,
            text=text,
            task=task,
            place=entry.place,
            addressee=own or (head.addressee if head else ""),
            under=head.number if head else "",
            leads=leads,
            term=(deadline_of(task.rstrip(" :")).deadline if leads else "") or (head.term if head else ""),
            approves=bool(_APPROVES.match(folded(text))) or (head is not None and head.approves),
            joined=entry.joined,
        )
        clauses.append(clause)
        if leads or over:
            heads.append(clause)
    return tuple(clauses)


def stands_alone(clauses: Collection[Clause]) -> bool:
    """Whether the clauses are all there is: one asks somebody named for something by a day, none approves a plan."""
    asks = any(clause.addressee and not clause.approves and _dated(clause.task) for clause in clauses)
    return asks and not any(clause.approves and _PLAN.search(folded(clause.text)) for clause in clauses)


def _dated(text: str) -> bool:
    phrase = deadline_of(text)
    return bool(phrase.title and phrase.deadline)


def preamble_of(lines: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs before the first clause."""
    first = next((index for index, line in enumerate(lines) if starts_clause(line)), len(lines))
    return lines[:first]


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
        if (ends or _begins_deadline(token, following)) and depth <= 0:
            named = base[: token.start]
            written = _TERM.search(named)
            return named[: written.start() if written else None].strip(" ,-(")
    return ""


def _begins_deadline(token: Token, following: Token) -> bool:
    pair = (token.low, following.low)
    dated = token.low in {"до", "к"} and following.kind in {"integer", "quote"}
    return dated or token.low in _OFTEN or pair in {("в", "срок"), ("в", "течение"), ("не", "позднее"), ("не", "позже")}


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
        return Phrase(title=title.rstrip(" ."), deadline=rest.strip(" .;"))
    return Phrase(title=f"{title} {parts[1]}".strip(" ."), deadline=parts[0])


def _in_time(written: str, base: str) -> Phrase:
    title = written.rstrip(" .")
    match = _IN_TIME.search(base)
    if match is None:
        return _inside(written, base)
    return Phrase(title=title, deadline=_longest(base[match.end() :]))


def _inside(written: str, base: str) -> Phrase:
    """«до 1 марта 2025 года представить …», «представить … до 1 марта 2025 года»: one in the middle may mean else."""
    title = written.rstrip(" .")
    for match in _INSIDE.finditer(base):
        phrase = _longest(base[match.start() :])
        rest = base[match.start() + len(phrase) :].strip(" .,;")
        if phrase and (match.start() == 0 or not rest):
            kept = written[len(phrase) :].lstrip(" ,") if rest else written[: match.start()]
            return Phrase(title=kept.strip(" .,"), deadline=phrase, inside=True)
    return Phrase(title=title, deadline="")


def _longest(text: str) -> str:
    """The longest beginning of the text that the grammar understands."""
    words = text.split()[:_LONGEST_PHRASE]
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        if _understood(phrase):
            return phrase.rstrip(" .,;")
    return ""


def _understood(phrase: str) -> bool:
    return read_deadline(phrase, _SOME_DAY).kind is not ScheduleKind.UNRECOGNISED
