"""A changed text of an order against what is under control: what it adds, changes and no longer names. Reads only; what
may be changed at all is said here, and `models.amending` does it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.drafts import as_draft
from models.schedules import schedule_values
from models.tables import (
    Alias,
    Assignment,
    Draft,
    FiringRow,
    History,
    ItemExecutor,
    Occurrence,
    Order,
    Organization,
    Plan,
    PlanItem,
    key,
)
from models.tables import Edition as EditionRow
from states.assignment import State
from states.draft import DraftItem, ExecutorKind, ItemKind, PlanDraft
from states.edition import ItemText, match_items
from states.rungs import Anchor, ladder_from

AMEND = "amend"
"""The line of the history by which an amendment gives an assignment another date; it is nobody's move."""

_CLOSED = (State.ACCEPTED, State.REMOVED)


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """What an item says now and said before, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ItemChange:
    """An item whose text has changed. `touched` are the ids of its occurrences that an amendment must leave alone."""

    item_id: int
    kind: ItemKind
    number: str
    title: str
    fields: tuple[FieldChange, ...]
    new: DraftItem
    executors: tuple[str, ...]
    touched: frozenset[int]

    def concerns(self, *fields: str) -> bool:
        """Whether one of these fields differs."""
        return any(one.field in fields for one in self.fields)


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """Open assignments that the new text no longer asks for: a controller removes them, nothing does so by itself."""

    kind: ItemKind
    number: str
    title: str
    executors: tuple[str, ...]
    assignments: tuple[int, ...]
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A new text beside the one under control. `same` counts the items that did not change."""

    order_id: int
    plan_id: int
    number: str
    added: tuple[DraftItem, ...]
    changed: tuple[ItemChange, ...]
    remaining: tuple[Remaining, ...]
    same: int


def is_current(session: Session, order_id: int, fingerprint: str) -> bool:
    """Whether an order is under control by this very text."""
    return session.get_one(Order, order_id).fingerprint == fingerprint


def superseded_on(session: Session, order_id: int, fingerprint: str) -> date | None:
    """The day on which this text became an earlier edition's, None if it is none."""
    if is_current(session, order_id, fingerprint):
        return None
    rows = select(EditionRow).where(col(EditionRow.order_id) == order_id).order_by(col(EditionRow.id))
    editions = list(session.execute(rows).scalars())
    prints = [one.fingerprint for one in editions]
    at = prints.index(fingerprint) if fingerprint in prints else len(prints)
    return editions[at + 1].applied_at.date() if at + 1 < len(editions) else None


def edition_of(session: Session, order_id: int, draft: PlanDraft, *, kinds: frozenset[ItemKind]) -> Edition:
    """The draft beside an order under control. Items of other `kinds` are not compared: an amending order's own clauses
    are no clauses of the order it amends.
    """
    order, plan = session.execute(select(Order, Plan).join(Plan).where(col(Order.id) == order_id)).one()
    query = select(PlanItem).where(col(PlanItem.plan_id) == plan.id, col(PlanItem.kind).in_(sorted(kinds)))
    rows = list(session.execute(query.order_by(col(PlanItem.position))).scalars())
    items = [item for item in draft.items if item.kind in kinds]
    matched = match_items([_text(row) for row in rows], [_text(item) for item in items])
    facts = _Facts(session, plan)
    wanted = {new: facts.names(draft, items[new]) for new in range(len(items))}
    unchanged = _unchanged(session, order, draft, items, facts)
    changes = [facts.change(rows[old], items[new], wanted[new], unchanged[new]) for old, new in matched.pairs]
    gone = [facts.remaining(rows[old], wanted=()) for old in matched.gone]
    readdressed = [pair for pair in matched.pairs if "executors" not in unchanged[pair[1]]]
    fewer = [facts.remaining(rows[old], wanted=wanted[new]) for old, new in readdressed]
    changed = tuple(one for one in changes if one.fields)
    return Edition(
        order_id=order_id,
        plan_id=key(plan.id),
        number=order.number,
        added=tuple(items[new] for new in matched.added if not unchanged[new] >= _FIELDS),
        changed=changed,
        remaining=tuple(one for one in (*gone, *fewer) if one is not None),
        same=len(changes) - len(changed),
    )


_FIELDS = frozenset({"number", "title", "expected_result", "deadline", "executors"})


def _unchanged(
    session: Session, order: Order, draft: PlanDraft, items: list[DraftItem], facts: "_Facts"
) -> list[frozenset[str]]:
    """What each item says as the text under control did. Where that text was settled by a person, an item left out or a
    deadline chosen is no change of the new text and stays settled.
    """
    query = select(Draft).where(col(Draft.order_id) == order.id, col(Draft.fingerprint) == order.fingerprint)
    kept = session.execute(query.order_by(col(Draft.id).desc()).limit(1)).scalar_one_or_none()
    if kept is None:
        return [frozenset()] * len(items)
    before = as_draft(kept.reading)
    pairs = match_items([_text(one) for one in before.items], [_text(one) for one in items]).pairs
    read = {new: before.items[old] for old, new in pairs}
    said = [facts.said(draft, item) for item in items]
    return [
        frozenset(name for name, value in facts.said(before, read[at]).items() if said[at][name] == value)
        if at in read
        else frozenset()
        for at in range(len(items))
    ]


def _text(item: PlanItem | DraftItem) -> ItemText:
    return ItemText(kind=item.kind, number=item.number, title=item.title)


class _Facts:
    """What is known of a plan under control."""

    def __init__(self, session: Session, plan: Plan) -> None:
        named: list[Any] = [Alias.name, Organization.name]
        aliases = session.execute(select(*named).join_from(Alias, Organization))
        self.aliases: dict[str, str] = {alias: name for alias, name in aliases}  # noqa: C416 - rows are typed by it
        self.executors = _executors(session, key(plan.id))
        self.touched = touched_occurrences(session, plan)
        self.open = _open_assignments(session, key(plan.id))

    def names(self, draft: PlanDraft, item: DraftItem) -> tuple[str, ...]:
        """The organizations a draft's item is addressed to, as the roster calls them."""
        members = {group.code: group.members for group in draft.groups}
        named: list[str] = []
        for one in item.executors:
            named.extend(members.get(one.name, ()) if one.kind is ExecutorKind.GROUP else [one.name])
        return tuple(dict.fromkeys(self.aliases.get(name, name) for name in named))

    def said(self, draft: PlanDraft, item: DraftItem) -> dict[str, object]:
        """What an item of a text says, to compare it with another text."""
        return {
            "number": item.number,
            "title": item.title,
            "expected_result": item.expected_result,
            "deadline": item.schedule,
            "executors": frozenset(self.names(draft, item)),
        }

    def change(self, row: PlanItem, new: DraftItem, wanted: tuple[str, ...], unchanged: frozenset[str]) -> ItemChange:
        texts = {name: (getattr(row, name), getattr(new, name)) for name in ("number", "title", "expected_result")}
        fields = [FieldChange(field=name, before=was, after=now) for name, (was, now) in texts.items() if was != now]
        if not same_schedule(row.schedule, schedule_values(new.schedule)):
            fields.append(FieldChange(field="deadline", before=row.deadline_text, after=new.deadline_text))
        before = self.executors.get(key(row.id), ())
        if set(before) != set(wanted):
            fields.append(
                FieldChange(
                    field="executors",
                    before=", ".join(name for name in before if name not in wanted),
                    after=", ".join(name for name in wanted if name not in before),
                )
            )
        return ItemChange(
            item_id=key(row.id),
            kind=row.kind,
            number=row.number,
            title=row.title,
            fields=tuple(one for one in fields if one.field not in unchanged),
            new=new,
            executors=wanted,
            touched=frozenset(self.touched.get(key(row.id), ())),
        )

    def remaining(self, row: PlanItem, *, wanted: tuple[str, ...]) -> Remaining | None:
        left = [(name, one) for name, one in self.open.get(key(row.id), ()) if name not in wanted]
        if not left:
            return None
        return Remaining(
            kind=row.kind,
            number=row.number,
            title=row.title,
            executors=tuple(dict.fromkeys(name for name, _ in left)),
            assignments=tuple(one for _, one in left),
            whole=not wanted,
        )


def same_schedule(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two stored schedules mean the same; one of an earlier Srok lacks what schedules have learnt since."""
    empty: tuple[Any, ...] = (None, [], (), "")
    names = {name for one in (before, after) for name, value in one.items() if value not in empty}
    return all(_plain(before.get(name)) == _plain(after.get(name)) for name in names)


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _executors(session: Session, plan_id: int) -> dict[int, tuple[str, ...]]:
    columns: list[Any] = [ItemExecutor.item_id, Organization.name]
    query = (
        select(*columns).join_from(ItemExecutor, Organization).join(PlanItem).where(col(PlanItem.plan_id) == plan_id)
    )
    return _grouped(session.execute(query.order_by(col(ItemExecutor.position))))


def touched_occurrences(session: Session, plan: Plan) -> dict[int, tuple[int, ...]]:
    """The occurrences, by item, that an amendment must leave alone: somebody has moved an assignment of theirs, or a
    letter has called one late. An announcement or a reminder does not count: the next letter tells the new date.
    """
    columns: list[Any] = [Occurrence.item_id, Occurrence.id]
    of_plan = select(*columns).join_from(Occurrence, PlanItem).join(Assignment).where(col(PlanItem.plan_id) == plan.id)
    moved = of_plan.join(History).where(col(History.trigger) != AMEND)
    lateness = [rung.code for rung in ladder_from(plan.ladder) if rung.anchor is Anchor.DUE and rung.after > 0]
    called = of_plan.join(FiringRow).where(col(FiringRow.rung).in_(lateness))
    return _grouped((*session.execute(moved.distinct()), *session.execute(called.distinct())))


def _open_assignments(session: Session, plan_id: int) -> dict[int, tuple[tuple[str, int], ...]]:
    columns: list[Any] = [Occurrence.item_id, Organization.name, Assignment.id]
    query = (
        select(*columns)
        .join_from(Assignment, Occurrence)
        .join(PlanItem)
        .join(Organization, col(Organization.id) == Assignment.organization_id)
        .where(col(PlanItem.plan_id) == plan_id, col(Assignment.state).not_in(_CLOSED))
        .order_by(col(Assignment.id))
    )
    return _grouped((item, (name, one)) for item, name, one in session.execute(query))


def _grouped(pairs: Iterable[Any]) -> dict[int, tuple[Any, ...]]:
    found: dict[int, dict[Any, None]] = defaultdict(dict)
    for item, value in pairs:
        found[item][value] = None
    return {item: tuple(values) for item, values in found.items()}
