"""Whom a name means: an exact key looked up in the roster, then in the full names the document itself contains.
Likeness is never a reason. Knows no items.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.executors.mentions import mentions_in
from plans.executors.name_tokens import name_tokens
from plans.executors.names import GENERIC_SCHOOLS
from plans.executors.scan import Literals, Mention, MentionKind
from plans.lexing import folded
from states.draft import KnownOrganization

SCHOOL = "school"
_DEFINED = re.compile(r"(?P<name>«[^«»]{2,200}»)\s*\((?:далее)\s*[-–—:]?\s*(?P<short>[A-ZА-ЯЁ]{3,12})\)")


@dataclass(frozen=True, kw_only=True)
class Found:
    """Whom a mention means. `name` is empty where nobody or more than one is meant; `candidates` are then the several.
    `by_part` is True where the key was found by less than the whole name, `exact` where by all of it.
    """

    name: str = ""
    known: bool = True
    by_part: bool = False
    exact: bool = False
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Index:
    by_key: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    by_tag: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    by_lemma: dict[str, list[str]] = field(default_factory=dict)

    def add(self, lemma: str, tag: str, name: str) -> None:
        names = self.by_key.setdefault((lemma, tag), [])
        if name not in names:
            names.append(name)
            self.by_tag.setdefault(tag, []).append((lemma, name))
            self.by_lemma.setdefault(lemma, []).append(name)

    def exact(self, lemma: str, tag: str) -> list[str]:
        return self.by_key.get((lemma, tag), [])

    def compatible(self, mention: Mention) -> list[str]:
        """Those of the same number or own name whose type does not contradict the mention's."""
        names = dict.fromkeys(name for lemma, name in self.by_tag.get(mention.tag, ()) if _agree(mention, lemma))
        return list(names)


def _agree(mention: Mention, lemma: str) -> bool:
    if not mention.explicit or not mention.lemma or mention.lemma == lemma:
        return True
    if not lemma:
        return mention.tag.startswith("«")
    return "школа" in {mention.lemma, lemma} and {mention.lemma, lemma} <= GENERIC_SCHOOLS


class Vocabulary:
    """The organizations that names in one document can mean."""

    def __init__(self, roster: Iterable[KnownOrganization], texts: Iterable[str]) -> None:
        """`texts` are all the document's, in order: they yield full names and the short ones it defines."""
        self.schools: list[str] = []
        self.names: list[str] = []
        self._roster, self._document = _Index(), _Index()
        self._kinds: set[str] = set()
        literals: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for organization in roster:
            self._add_known(organization, literals)
        texts = tuple(texts)
        for text in texts:
            self._add_definitions(text, literals)
        self.literals: Literals = {
            word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in literals.items()
        }
        for text in texts:
            self._add_full_names(text)

    def add_units(self, mentions: Iterable[Mention]) -> None:
        """Units of an authority that are addressed as executors: organizations from now on."""
        for mention in mentions:
            if mention.kind is MentionKind.UNIT and not mention.post:
                self._document.add(mention.lemma, mention.tag, mention.shown)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """What the text names, the roster's names and the document's short names known word for word."""
        return mentions_in(text, self.literals)

    def find(self, mention: Mention) -> Found:
        """Whom the mention means: by the whole key, else by the number or own name if that is unique."""
        for index in (self._roster, self._document):
            known = index is self._roster or not self._kinds
            exact = (
                index.exact(mention.lemma, mention.tag) if mention.explicit and (mention.lemma or _own(mention)) else []
            )
            bare = mention.tag.strip("«»") if mention.kind is MentionKind.NAMED else ""
            names = exact or index.compatible(mention) or index.exact("", bare)
            if len(names) > 1:
                return Found(candidates=tuple(names))
            if names:
                return Found(
                    name=names[0], known=known, by_part=not exact and mention.tag.startswith("№"), exact=bool(exact)
                )
        return Found(known=False)

    def of_type(self, lemma: str) -> tuple[str, ...]:
        """The roster's organizations of one type, in its order."""
        return tuple(dict.fromkeys(self._roster.by_lemma.get(lemma, ())))

    @property
    def has_roster(self) -> bool:
        """Whether a roster was given at all."""
        return bool(self._kinds)

    def lists(self, kind: str) -> bool:
        """Whether the roster has organizations of this kind, and so decides which there are."""
        return kind in self._kinds

    def _add_known(
        self, organization: KnownOrganization, literals: dict[str, list[tuple[tuple[str, ...], str]]]
    ) -> None:
        name = organization.name
        self._kinds.add(organization.kind)
        self.names.append(name)
        if organization.kind == SCHOOL and name not in self.schools:
            self.schools.append(name)
        for written in (name, *organization.aliases):
            self._add_name(written, name, literals)

    def _add_name(self, written: str, name: str, literals: dict[str, list[tuple[tuple[str, ...], str]]]) -> None:
        """Let `written` mean the organization `name`."""
        mention = _whole(written)
        self._roster.add(*key_of(written), name)
        if mention and mention.also:
            self._roster.add(mention.lemma, mention.also, name)
        if mention is None:
            self._add_literal(written, name, literals)
        elif mention.kind is MentionKind.NAMED and not mention.tag.startswith(("«", "№", "при ")):
            self._add_literal(mention.tag, name, literals)

    def _add_literal(self, text: str, name: str, literals: dict[str, list[tuple[tuple[str, ...], str]]]) -> None:
        words = tuple(token.low for token in name_tokens(text)[1])
        if words:
            literals.setdefault(words[0], []).append((words, name))

    def _add_definitions(self, text: str, literals: dict[str, list[tuple[tuple[str, ...], str]]]) -> None:
        if "далее" not in text:
            return
        for match in _DEFINED.finditer(text):
            name = match["short"]
            if not self._roster.exact("", _words(name)):
                self._add_literal(name, name, literals)
                self._document.add("", _words(name), name)
            self._document.add("", folded(match["name"]), name)

    def _add_full_names(self, text: str) -> None:
        for mention in self.mentions(text):
            full = mention.kind in {MentionKind.SCHOOL, MentionKind.NAMED} and mention.explicit and mention.shown
            if full and (mention.lemma or _own(mention)) and not self._document.compatible(mention):
                self._document.add(mention.lemma, mention.tag, mention.shown)


def key_of(name: str) -> tuple[str, str]:
    """The exact key an organization is looked up by: type and number or own name. Names of one key mean one thing."""
    mention = _whole(name)
    return (mention.lemma, mention.tag) if mention else ("", _words(name))


def _whole(name: str) -> Mention | None:
    """The one mention a name is as a whole, None where it is of a kind that the grammar does not know."""
    mentions = mentions_in(name)
    keyed = {MentionKind.SCHOOL, MentionKind.NAMED, MentionKind.UNIT}
    return mentions[0] if len(mentions) == 1 and mentions[0].kind in keyed else None


def _own(mention: Mention) -> bool:
    return mention.kind in {MentionKind.NAMED, MentionKind.UNIT}


def _words(name: str) -> str:
    return " ".join(token.low for token in name_tokens(name)[1])
