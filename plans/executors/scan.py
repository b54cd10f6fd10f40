"""What a scan for organizations has found so far and where it stands. Knows nothing of how names are built."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from plans.executors.name_tokens import END, Token, name_tokens

Literals = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


class MentionKind(StrEnum):
    """What sort of words stand in the text. A `TYPE` is a group of all organizations of one type («все лицеи»)."""

    SCHOOL = "school"
    NAMED = "named"
    UNIT = "unit"
    GROUP = "group"
    TYPE = "type"
    COORDINATOR = "coordinator"
    PERSON = "person"
    UNKNOWN = "unknown"


class Part(StrEnum):
    """What the text says of the names that follow: they carry out, they help, they join in, or they are left out."""

    LEAD = "lead"
    CO = "co"
    WITH = "with"
    EXCEPT = "except"


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One organization or group as a text names it. (`lemma`, `tag`) is its exact key; `shown` the name it would have
    if nothing better were known. `explicit` is False where the type was shared with, or left to, its neighbours;
    `also` is a quoted name after a number, `until` the last number of a range; `agreed` stands for «по согласованию»,
    `after` is the mark or word that joins it to what stands before.
    """

    kind: MentionKind
    text: str
    lemma: str = ""
    tag: str = ""
    shown: str = ""
    form: str = ""
    post: str = ""
    person: str = ""
    explicit: bool = True
    also: str = ""
    until: str = ""
    agreed: bool = False
    after: str = ""
    part: Part = Part.LEAD


@dataclass(kw_only=True)
class Scan:
    """A walk over tokens. `shared` is the type that list members borrow («СОШ № 4, 16»); `loose` are tokens that
    nobody has recognised yet; `low` is the text for comparing;
    `depth` counts open brackets, `excepting` is the depth at which «кроме» stood.
    """

    base: str
    tokens: tuple[Token, ...]
    literals: Literals
    closes: tuple[int, ...]
    low: str = ""
    at: int = 0
    shared: str = ""
    form: str = ""
    post: str = ""
    post_from: int | None = None
    post_stays: bool = False
    part: Part = Part.LEAD
    depth: int = 0
    excepting: int = 0
    enumerated: int = 0
    joint: str = ""
    loose_joint: str = ""
    found: list[Mention] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` of here, or an empty one."""
        index = self.at + ahead
        return self.tokens[index] if 0 <= index < len(self.tokens) else END

    def text_between(self, first: int, after: int) -> str:
        """The text from token `first` up to, not including, token `after`."""
        return self.base[self.tokens[first].start : self.tokens[after - 1].end] if after > first else ""

    def skip(self, count: int = 1) -> bool:
        """Go on by `count` tokens."""
        self.at += count
        return True

    def skip_to(self, end: int) -> bool:
        """Go on to the first token that begins at or after the character `end`."""
        while self.at < len(self.tokens) and self.tokens[self.at].start < end:
            self.at += 1
        return True

    def miss(self) -> None:
        """Leave the token here unrecognised; what was shared is shared no longer."""
        if not self.loose:
            self.loose_joint, self.joint = self.joint, ""
        self.loose.append(self.at)
        self.at += 1
        self.shared = self.form = ""

    def flush(self) -> None:
        """Make one unknown mention of the loose tokens."""
        if self.loose:
            text = self.text_between(self._loose_from(), self.loose[-1] + 1)
            self.found.append(
                Mention(kind=MentionKind.UNKNOWN, text=text, post=self.post, after=self.loose_joint, part=self.part)
            )
            self.loose.clear()
            self.post, self.post_from = "", None

    def _loose_from(self) -> int:
        return min(self.loose[0], self.post_from) if self.post_from is not None else self.loose[0]

    def emit(self, mention: Mention, post: str = "") -> bool:
        """Add what was recognised, with the post that precedes it."""
        self.flush()
        held = post or self.post
        self.found.append(replace(mention, post=held, form=self.form, after=self.joint, part=self.part))
        self.form = self.joint = ""
        self.post_from = None
        if not (self.post_stays and mention.kind is MentionKind.SCHOOL):
            self.post = ""
        return True

    def amend(self, **changes: object) -> None:
        """Change the mention found last, if there is one."""
        if self.found and not self.loose:
            self.found[-1] = replace(self.found[-1], **changes)  # type: ignore[arg-type]

    def agree(self) -> bool:
        """What stands before «(по согласованию)» is an outside party. False where nothing stands before."""
        self.give_up_post()
        self.amend(agreed=True)
        return bool(self.found)

    def give_up_post(self) -> None:
        """A post that no organization followed is unknown, with whatever stands after it."""
        if self.post_from is not None and not self.loose:
            self.loose.append(self.post_from)
            self.loose_joint, self.joint = self.joint, ""
            end = self.post_from
            while end + 1 < self.at and self.tokens[end + 1].kind != "mark":
                end += 1
            self.loose.append(end)
        self.flush()

    def end(self) -> tuple[Mention, ...]:
        """Everything found."""
        self.give_up_post()
        return tuple(self.found)


def start_scan(text: str, literals: Literals) -> Scan:
    """A scan at the start of the text."""
    base, tokens = name_tokens(text)
    closes = [len(tokens)] * len(tokens)
    following = len(tokens)
    for index in range(len(tokens) - 1, -1, -1):
        following = index if tokens[index].text == ")" else following
        closes[index] = following
    low = base.lower().replace("ё", "е")
    return Scan(base=base, low=low, tokens=tokens, literals=literals, closes=tuple(closes))
