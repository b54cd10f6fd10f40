"""The start page of whoever supervises: what waits in their plans, by kind and item; and each kind one by one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from desk.access import KNOWN, SUPERVISOR, NotShown
from desk.asked import After, Asked, Asking, Ident
from desk.refreshing import mark_of, nothing_new
from desk.routes import Room
from models.next_year import proposed_for_year
from models.queries.attention import (
    Part,
    WaitingItem,
    Waits,
    dead_letters,
    waiting_assignments,
    waiting_items,
)
from states.next_year import year_to_propose

room = Room()
SHOWN, LISTED = 6, 50
"""How many items of a kind the start page names, and how many assignments a list has on a page."""


@dataclass(frozen=True, kw_only=True)
class Pile:
    """What waits of one kind: how much in all, and the items it is of, the oldest first."""

    kind: Waits
    count: int
    items: tuple[WaitingItem, ...]

    @property
    def shown(self) -> tuple[WaitingItem, ...]:
        """The items that the page names."""
        return self.items[:SHOWN]


def plans_of(asked: Asked) -> Collection[int] | None:
    """The plans in which the visitor holds a role; None, which is all, for an administrator."""
    return None if asked.who.actor.administrator else asked.who.plans


@room.show("/", may=KNOWN)
def start(asked: Asking) -> Response:
    """Lead everybody to where their work is."""
    if asked.who.supervises:
        return attention(asked)
    if asked.who.reports:
        return asked.go("/my")
    raise NotShown


@room.show("/attention", may=SUPERVISOR)
def refreshed(asked: Asking, seen: str = "") -> Response:
    """What waits, for a start page that is open; nothing where it shows that already."""
    if "hx-request" not in asked.request.headers:
        return asked.go("/")
    return attention(asked, "attention_waits.html.j2", seen=seen)


def attention(asked: Asked, template: str = "attention.html.j2", *, seen: str = "") -> Response:
    """What waits, in piles; the letters that did not arrive; around New Year, what goes on."""
    year = year_to_propose(asked.today)
    with asked.reading() as session:
        found = waiting_items(session, today=asked.today, plan_ids=plans_of(asked))
        lost, letters = dead_letters(session, plan_ids=plans_of(asked))
        going_on = proposed_for_year(session, year=year, plan_ids=plans_of(asked)) if year else ()
    piles = tuple(_pile(kind, found) for kind in Waits)
    mark = mark_of(asked.today, asked.language, piles, lost, letters, going_on)
    if mark == seen:
        return nothing_new()
    return asked.page(
        template, mark=mark, piles=piles, lost=lost, letters=letters, year=year, going_on=going_on, named=SHOWN
    )


def _pile(kind: Waits, found: tuple[WaitingItem, ...]) -> Pile:
    items = tuple(one for one in found if one.kind is kind)
    return Pile(kind=kind, count=sum(one.count for one in items), items=items)


@room.show("/attention/{kind}", may=SUPERVISOR)
def waiting(
    asked: Asking, kind: str, item: Ident | None = None, behind: date | None = None, after: After = 0
) -> Response:
    """The assignments of a kind, of one item or of all, page by page."""
    if kind not in set(Waits):
        raise NotShown
    part = Part(item_id=item, after=(behind, after) if behind else None, limit=LISTED + 1)
    with asked.reading() as session:
        found = waiting_assignments(session, Waits(kind), part, today=asked.today, plan_ids=plans_of(asked))
    lines, more = found[:LISTED], len(found) > LISTED
    return asked.page("waiting.html.j2", kind=Waits(kind), lines=lines, more=more, item=item)
