"""What an addendum tells: of a package's facts those that changed after the cut-off of what it supplements. Pure."""

from dataclasses import replace
from datetime import date

from models.package_facts import CutOffTooEarly
from models.package_shapes import AssignmentFacts, ItemFacts, PackageFacts
from states.fault import Fault


class NothingChanged(Fault):
    """An addendum would be empty: nothing was done after the cut-off of what it supplements."""


def changed_since(facts: PackageFacts, since: date) -> PackageFacts:
    """The facts of an addendum to what was told as of the end of the day `since`: the assignments moved or given out
    after it, and their items.

    Raises:
        CutOffTooEarly: the facts are not of a later day.
        NothingChanged: there is none.

    """
    if facts.cut_off <= since:
        raise CutOffTooEarly(f"the cut-off {facts.cut_off} is not after {since}, that of what is supplemented")
    items = tuple(found for item in facts.items if (found := _changed(item, since)).assignments)
    if not items:
        raise NothingChanged(
            f"order № {facts.order.number}: of what belongs to the period nothing was moved or given out after {since} "
            f"until {facts.cut_off}: there is nothing to add"
        )
    return replace(facts, items=items, since=since, done_ahead=0)


def _changed(item: ItemFacts, since: date) -> ItemFacts:
    return replace(item, assignments=tuple(one for one in item.assignments if _is_new(one, since)), not_issued=())


def _is_new(one: AssignmentFacts, since: date) -> bool:
    return one.changed_on is not None and one.changed_on > since
