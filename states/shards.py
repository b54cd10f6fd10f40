"""A sweep's plans parted so that nobody is told of plans in two parts. Knows only their numbers."""

from collections.abc import Hashable, Iterable, Mapping
from heapq import heapify, heapreplace

Tie = tuple[int, int]
"""A plan, and an organization in which somebody may be told of it; or two organizations that tell one another."""


def shards(told: Iterable[Tie], *, at_most: int, copied: Iterable[Tie] = ()) -> tuple[tuple[int, ...], ...]:
    """The plans in at most so many shards, such that no organization is told of plans in two of them. `copied` are the
    organizations that get copies of one another's letters, and so are as one.

    Plans that people hold together stay together, however many they are: where everything hangs together there is one
    shard. The others are put, the largest first, where the fewest organizations are: they are what a shard costs.
    """
    told = tuple(told)
    alike = _Alike()
    for plan, organization in told:
        alike.join(("plan", plan), organization)
    for one, other in copied:
        alike.join(one, other)
    groups = _groups(told, alike)
    loads = [(0, number) for number in range(min(at_most, len(groups)))]
    heapify(loads)
    parts: list[list[int]] = [[] for _ in loads]
    for plans, organizations in sorted(groups.values(), key=_largest_first):
        load, number = loads[0]
        parts[number] += plans
        heapreplace(loads, (load + len(organizations), number))
    return tuple(tuple(sorted(part)) for part in parts)


_Group = tuple[set[int], set[int]]


def _groups(told: Iterable[Tie], alike: "_Alike") -> Mapping[Hashable, _Group]:
    groups: dict[Hashable, _Group] = {}
    for plan, organization in told:
        plans, organizations = groups.setdefault(alike.first(organization), (set(), set()))
        plans.add(plan)
        organizations.add(organization)
    return groups


def _largest_first(group: _Group) -> tuple[int, int]:
    plans, organizations = group
    return -len(organizations), min(plans)


class _Alike:
    """Things joined in pairs; all that hang together have one first."""

    def __init__(self) -> None:
        self._above: dict[Hashable, Hashable] = {}

    def first(self, one: Hashable) -> Hashable:
        while (above := self._above.setdefault(one, one)) != one:
            self._above[one] = one = self._above[above]
        return one

    def join(self, one: Hashable, other: Hashable) -> None:
        self._above[self.first(one)] = self.first(other)
