"""Orders on their way to control as plain functions: a file read by the roster, the order a text is of or amends, a
draft that people have settled put under control. The caller owns the transaction; knows no page and no command.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.amending import Amended, amend
from models.amendment import NewText
from models.control import Controlled, Terms, put_under_control
from models.drafts import KeptDraft, draft_to_settle, mark_controlled
from models.editions import Edition, edition_of
from models.order_by_number import OrderAmbiguous, OrderUnknown, order_by_number, same_order
from models.roster import known_organizations, people
from models.tables import Order
from plans.amending_title import amended_order
from plans.reading import read_content
from plans.rejected import rejected
from plans.settle import Settled, settle
from plans.sheet_cells import cells_in
from plans.sheet_diff import CellChange, SheetDiff, origin_of
from srok.production_calendar import ProductionCalendar
from states.draft import ItemKind, KnownOrganization, PlanDraft
from states.fault import Fault

ANNEX_ONLY = frozenset({ItemKind.MEASURE})


class DraftChanged(Fault):
    """Somebody has settled something in the draft since it was looked at; nothing was done."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a reader knows of the roster: organizations, and the names of persons."""

    organizations: tuple[KnownOrganization, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """The order under control that a text is of; or that it amends, and then only its annex is compared: `kinds`."""

    order_id: int
    number: str
    kinds: frozenset[ItemKind]


def known(session: Session) -> Known:
    """The roster as a reader knows it."""
    names = tuple(name for _, _, name, _, _ in people(session) if name)
    return Known(organizations=known_organizations(session), people=names)


def read_order(content: bytes, *, file: str, by: Known) -> tuple[str, PlanDraft]:
    """The SHA-256 of a file and the draft of the order in it. It takes a while, so hold no transaction.

    Raises:
        ImportRejected: it cannot be read, or there is no plan in it.

    """
    draft = read_content(content, file=file, roster=by.organizations, people=by.people)
    return hashlib.sha256(content).hexdigest(), draft


def concerned(session: Session, draft: PlanDraft) -> Concerned | None:
    """The order under control that a text is of or amends, None if there is none."""
    order_id, kinds = same_order(session, draft.number, draft.issued_on), frozenset(ItemKind)
    if order_id is None:
        order_id, kinds = _amended(session, draft.title), ANNEX_ONLY
    if order_id is None:
        return None
    return Concerned(order_id=order_id, number=session.get_one(Order, order_id).number, kinds=kinds)


def _amended(session: Session, title: str) -> int | None:
    """The order under control that the title says is amended."""
    amended = amended_order(title)
    if amended is None:
        return None
    day = f"@{amended.issued_on}" if amended.issued_on else ""
    try:
        return order_by_number(session, f"{amended.number}{day}").id
    except (OrderUnknown, OrderAmbiguous):
        return None


def compared(session: Session, of: Concerned, draft: PlanDraft) -> Edition:
    """What a text would change of the order it concerns; nothing is written."""
    return edition_of(session, of.order_id, draft, kinds=of.kinds)


def terms(time_zone: str) -> Terms:
    """On what terms orders are controlled here."""
    return Terms(calendar=ProductionCalendar(), time_zone=time_zone)


def control(session: Session, kept: KeptDraft, *, at: datetime, time_zone: str) -> Controlled:
    """Put a draft under control as it stands.

    Raises:
        DraftUnusable, AlreadyControlled, NotConfirmable: see `models.drafts` and `models.control`.

    """
    draft = settle(kept.reading, kept.settlements).draft
    made = put_under_control(session, draft, fingerprint=kept.fingerprint, at=at, terms=terms(time_zone))
    mark_controlled(session, kept.id, made.order_id)
    return made


def bring_in(session: Session, kept: KeptDraft, of: Concerned, *, by: int, at: datetime, time_zone: str) -> Amended:
    """Amend the order that a draft concerns.

    Raises:
        NotPermitted, NotAmendable, NotConfirmable: see `models.amending`.

    """
    draft = settle(kept.reading, kept.settlements).draft
    text = NewText(draft=draft, fingerprint=kept.fingerprint, at=at, person_id=by, kinds=of.kinds)
    done = amend(session, of.order_id, text, terms=terms(time_zone))
    mark_controlled(session, kept.id, of.order_id)
    return done


def sheet_changes(
    kept: KeptDraft, now: Settled, content: bytes, *, file: str, roster: tuple[KnownOrganization, ...]
) -> tuple[CellChange, ...]:
    """What an edited workbook changes of the draft it was made from, which stands as `now`.

    Raises:
        ImportRejected: it cannot be read, is of another draft, or one of its cells cannot be taken.

    """
    sheets = cells_in(content, file)
    origin = origin_of(sheets, file)
    if (origin.draft_id, origin.fingerprint) != (kept.id, kept.fingerprint):
        raise rejected(file, "another_draft", draft=origin.draft_id)
    base = settle(kept.reading, kept.settlements[: origin.settlements])
    return SheetDiff(sheets, base=base, now=now, roster=roster, file=file).changes()


def unchanged(session: Session, draft_id: int, *, seen: int) -> KeptDraft:
    """A draft to be changed, as it was looked at when `seen` settlements stood in it.

    Raises:
        DraftUnusable: it cannot change any more.
        DraftChanged: something was settled since.

    """
    kept = draft_to_settle(session, draft_id)
    if len(kept.settlements) != seen:
        raise DraftChanged(f"draft {draft_id}: somebody has settled something since: look at it again")
    return kept
