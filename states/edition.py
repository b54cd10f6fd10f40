"""Which item of a new text is which item under control. Knows no rows; compares kinds, numbers and titles."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from states.draft import ItemKind

ALIKE = 0.6
"""Below this share of common text, two titles under one number are two things."""


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """By what an item is recognised in another text."""

    kind: ItemKind
    number: str
    title: str

    @property
    def words(self) -> str:
        """The title without what printing changes."""
        return " ".join(self.title.lower().replace("ё", "е").split())


@dataclass
class Matched:
    """Indexes into the old and the new items: `pairs` are the same item, in the order of the new text."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    gone: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


def match_items(old: Sequence[ItemText], new: Sequence[ItemText]) -> Matched:
    """The same kind, number and title is the same item. Then a title that occurs once on both sides is one renumbered.
    Then the same kind and number is, if the titles are alike: by position where there are as many, else by likeness.
    """
    found = Matched()
    _pair_equals(found, old, new, key=lambda one: (one.kind, one.number, one.words), once=False)
    _pair_equals(found, old, new, key=lambda one: (one.kind, one.words), once=True)
    _pair_alike(found, old, new)
    found.pairs.sort(key=lambda pair: pair[1])
    found.gone = _free(found, old, side=0)
    found.added = _free(found, new, side=1)
    return found


def _free(found: Matched, items: Sequence[ItemText], *, side: int) -> tuple[int, ...]:
    taken = {pair[side] for pair in found.pairs}
    return tuple(index for index in range(len(items)) if index not in taken)


def _by_key(
    found: Matched, items: Sequence[ItemText], key: Callable[[ItemText], Hashable], *, side: int
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index in _free(found, items, side=side):
        groups[key(items[index])].append(index)
    return groups


def _pair_equals(
    found: Matched,
    old: Sequence[ItemText],
    new: Sequence[ItemText],
    *,
    key: Callable[[ItemText], Hashable],
    once: bool,
) -> None:
    before, after = _by_key(found, old, key, side=0), _by_key(found, new, key, side=1)
    for same, ours in before.items():
        theirs = after.get(same, [])
        if not once or len(ours) == len(theirs) == 1:
            found.pairs.extend(zip(ours, theirs, strict=False))


def _pair_alike(found: Matched, old: Sequence[ItemText], new: Sequence[ItemText]) -> None:
    def number(one: ItemText) -> Hashable:
        return one.kind, one.number

    before, after = _by_key(found, old, number, side=0), _by_key(found, new, number, side=1)
    for same, ours in before.items():
        theirs = after.get(same, [])
        several = [(one, other) for one in ours for other in theirs]
        in_turn = list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else several
        likeness = {pair: _likeness(old[pair[0]], new[pair[1]]) for pair in in_turn}
        for one, other in sorted(likeness, key=lambda pair: (-likeness[pair], pair)):
            free = all(one != pair[0] and other != pair[1] for pair in found.pairs)
            if free and likeness[one, other] >= ALIKE:
                found.pairs.append((one, other))


def _likeness(one: ItemText, other: ItemText) -> float:
    return SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()
