"""What the pages of a draft do: one settlement, kept once, unless somebody has meanwhile changed what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pydantic import TypeAdapter
from sqlmodel import Session

from desk.asked import Asked
from desk.forms import Address, Posted
from models.drafts import DraftUnusable, KeptDraft, add_settlement, draft_to_settle
from models.keys import once
from plans.settle import Settled, Unsettleable, settle
from plans.understand import NotUnderstood
from srok.order_drafts import DraftChanged
from states.draft import Severity
from states.fault import Fault
from states.settlement import Change, Settlement, in_force

_POSITION = TypeAdapter(int)
FAULTS = (NotUnderstood, Unsettleable, DraftChanged, DraftUnusable)
_CODES = {
    NotUnderstood: "not_understood",
    Unsettleable: "unsettleable",
    DraftChanged: "changed",
    DraftUnusable: "unusable",
}


def _nothing(_: Session) -> None:
    return None


class Settling(Posted):
    """A form about a draft. `seen` is how many settlements stood in it when the form was shown."""

    key: str
    seen: int
    back: Address = ""


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """Why something was not settled: a code, and what the reason quotes."""

    code: str
    quoted: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft as its pages show it: as kept, as it stands, and what was settled lately."""

    kept: KeptDraft
    settled: Settled
    last: tuple[Settlement, ...] = field(default=())

    @property
    def seen(self) -> int:
        """How many settlements there are."""
        return len(self.kept.settlements)

    @property
    def open(self) -> bool:
        """Whether anything can still be settled."""
        return self.kept.state == "open"

    @property
    def errors(self) -> int:
        """How many errors are open."""
        return self.settled.count(Severity.ERROR)

    @property
    def places(self) -> int:
        """How many places there were or are to look at."""
        return max(len(self.kept.reading.problems), len(self.settled.open_problems))

    @property
    def looked_at(self) -> int:
        """How many of them are looked at."""
        return self.places - len(self.settled.open_problems)


def draft_of(kept: KeptDraft) -> Draft:
    """A kept draft as it stands, with what was settled, the latest first."""
    return Draft(kept=kept, settled=settle(kept.reading, kept.settlements), last=in_force(kept.settlements)[::-1])


def decide(
    asked: Asked,
    form: Settling,
    changes: Callable[[Settled], Iterable[Change]],
    *,
    item: int | None = None,
    also: Callable[[Session], object] = _nothing,
) -> None:
    """Settle something, all of it or nothing, once for each form shown; `also` is done in the same transaction.

    Raises:
        DraftChanged: the item, or without one the whole draft, is not as it was when the form was shown.
        NotUnderstood, Unsettleable, DraftUnusable: it cannot be settled so.

    """
    draft_id = asked.found.id

    def keep(session: Session) -> int:
        position = settle_more(session, asked, changes, lambda kept, now: _refuse_changed(kept, now, form.seen, item))
        also(session)
        return position

    body = f"settle {draft_id} {form.model_dump_json(exclude={'csrf', 'key', 'back'})}".encode()
    asked.writing(
        lambda session, key: once(
            session, key, body, at=asked.at, reading=(), do=lambda _: keep(session), result=_POSITION
        ),
        key=form.key,
    )


def settle_more(
    session: Session,
    asked: Asked,
    changes: Callable[[Settled], Iterable[Change]],
    look: Callable[[KeptDraft, Settled], None],
) -> int:
    """Add one settlement to the draft that was found, if it can be and `look` does not object; its position.

    Raises:
        NotUnderstood, Unsettleable, DraftUnusable: it cannot be settled so.

    """
    kept = draft_to_settle(session, asked.found.id)
    before = settle(kept.reading, kept.settlements)
    look(kept, before)
    decided = tuple(changes(before))
    position = len(kept.settlements) + 1
    settle(kept.reading, (*kept.settlements, Settlement(position=position, at=asked.at, changes=decided)))
    add_settlement(session, kept.id, decided, at=asked.at, person_id=asked.who.person_id)
    return position


def _refuse_changed(kept: KeptDraft, now: Settled, seen: int, item: int | None) -> None:
    if item is None or len(kept.settlements) == seen:
        return
    then = settle(kept.reading, kept.settlements[:seen])
    if then.items.get(item) != now.items.get(item):
        raise DraftChanged(f"item {item} of draft {kept.id}: somebody has settled something of it since")


def wrong_of(fault: Fault, quoted: tuple[str, ...]) -> Wrong:
    """A refusal as a page shows it."""
    return Wrong(code=_CODES.get(type(fault), "unsettleable"), quoted=quoted, said=str(fault))
