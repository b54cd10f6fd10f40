"""What an amendment does to the items of an order, one by one. What has a history stays as it is, bit for bit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from models.control import Terms, plan_item
from models.editions import AMEND, Edition, ItemChange
from models.executors import Executors
from models.moving import Change, load, write
from models.occurrences import give_out, issue
from models.order_times import OrderTimes
from models.roll_ups import roll_up_anew
from models.schedules import schedule_from, schedule_values
from models.tables import Assignment, ItemExecutor, ItemHistory, Occurrence, Order, Plan, PlanItem, Section, key
from states.control import Control
from states.draft import DraftItem, ItemKind, PlanDraft
from states.edition_words import FIELDS, HELD, NO_DATE, UNDATED
from states.policy import Action
from states.schedule import DueTerm
from states.sentence import Sentence, sentence


@dataclass(frozen=True, kw_only=True)
class Held:
    """A change that was not made, for a person to decide, and why."""

    number: str
    title: str
    why: Sentence


@dataclass(frozen=True, kw_only=True)
class NewText:
    """The text an order is amended by, when and by whom. `kinds` are the items it speaks of."""

    draft: PlanDraft
    fingerprint: str
    at: datetime
    person_id: int | None = None
    kinds: frozenset[ItemKind] = frozenset(ItemKind)


class Amendment:
    """One amendment under way: what it has added and dated so far, and what it left to people."""

    def __init__(self, session: Session, edition: Edition, text: NewText, terms: Terms) -> None:
        self.session, self.text = session, text
        self.plan = session.get_one(Plan, edition.plan_id)
        self.today = text.at.astimezone(ZoneInfo(self.plan.time_zone)).date()
        self.times = OrderTimes(
            issued_on=session.get_one(Order, edition.order_id).issued_on,
            reporting_dates=tuple(date.fromisoformat(day) for day in self.plan.reporting_dates),
            calendar=terms.calendar,
            today=self.today,
            opens_ahead=self.plan.opens_ahead,
        )
        self.executors = Executors(session, text.draft)
        self.held: list[Held] = []
        self.assignments = self.dates = 0

    def add(self, item: DraftItem) -> None:
        """A new item with its occurrences that are not over yet; the first one is given out."""
        place = {"plan_id": key(self.plan.id), "position": self._position()}
        row = plan_item(item, self.executors.rule(item), sections=self._sections(), **place)
        self.session.add(row)
        self.session.flush()
        self.session.add_all(self.executors.of(item, key(row.id)))
        times = [self.times.occurrence(key(row.id), *one) for one in self.times.ahead(item.schedule)]
        self.session.add_all(times)
        self.session.flush()
        self.assignments += issue(self.session, [key(times[0].id)], on=self.today)

    def change(self, change: ItemChange) -> None:
        """What changed in an item, as far as its occurrences have no history."""
        row = self.session.get_one(PlanItem, change.item_id)
        times = list(self._occurrences_of(change.item_id))
        if change.touched:
            texts = [FIELDS[one.field] for one in change.fields if one.field in {"number", "title", "expected_result"}]
            if texts:
                self._hold(change, "texts", fields=tuple(texts))
        else:
            row.number, row.title, row.expected_result = change.new.number, change.new.title, change.new.expected_result
        if change.concerns("deadline"):
            self._reschedule(change, row, times)
            self.session.flush()
        if change.concerns("executors"):
            self._readdress(change, row)
        roll_up_anew(self.session, key(row.id))

    def _reschedule(self, change: ItemChange, row: PlanItem, times: list[Occurrence]) -> None:
        """A time is the same by its place in the list of times, whether or not the ones before it ever had a row. Those
        behind the last were opened by people, and people decide on them.
        """
        terms, before = self.times.terms(change.new.schedule), self.times.terms(schedule_from(row.schedule))
        there = {one.position: one for one in times}
        opened = {position for position in there if position >= len(before)}
        added = 0
        for position, term in enumerate(terms):
            if position not in there and not self.times.over(term):
                self.session.add(self.times.occurrence(key(row.id), position, term))
                added += 1
            elif position in there and position not in opened and _due(there[position]) != term:
                self._move(change, there[position], term)
        for position, surplus in there.items():
            if position in opened:
                self._hold(change, "opened_by_hand", due=surplus.due_on)
            elif position >= len(terms):
                self._leave_out(change, surplus)
        self.dates += added
        if added or any(key(one.id) not in change.touched for one in times):
            row.deadline_text, row.schedule_kind = change.new.deadline_text, change.new.schedule.kind
            row.schedule = schedule_values(change.new.schedule)

    def _move(self, change: ItemChange, old: Occurrence, term: DueTerm) -> None:
        days = {"due": old.due_on or UNDATED, "to": term.due_on or NO_DATE}
        if key(old.id) in change.touched:
            self._hold(change, "acted_on", **days)
        elif self.times.over(term):
            self._hold(change, "over", **days)
        elif old.issued_on is not None and term.due_on is None:
            self._hold(change, "given_out", **days)
        else:
            old.opens_on, old.due_on, old.effective_due_on = term.opens_on, term.due_on, term.effective_due_on
            if old.issued_on is None:
                old.issues_on = self.times.issues_on(old.position, term)
            self._move_assignments(key(old.id), term)
            self.dates += 1

    def _move_assignments(self, occurrence_id: int, term: DueTerm) -> None:
        of = select(col(Assignment.id)).where(col(Assignment.occurrence_id) == occurrence_id)
        found = load(self.session, [key(ident) for ident in self.session.execute(of).scalars()])
        dates = {"due_on": term.due_on, "effective_due_on": term.effective_due_on}
        line = {"trigger": AMEND, "at": self.text.at, "on": self.today, "person_id": self.text.person_id}
        changes = [
            Change(
                one,
                {
                    **dates,
                    "due_version": one.version + 1,
                    "original_due_on": one.original_due_on or term.due_on,
                    "attention_on": one.issued_on if one.required else None,
                },
                {**line, "reason": self.text.draft.file},
            )
            for one in found.values()
        ]
        write(self.session, changes)

    def _leave_out(self, change: ItemChange, surplus: Occurrence) -> None:
        if surplus.issued_on is None:
            self.session.delete(surplus)  # a date that was only planned: nobody has been given anything for it
            self.dates += 1
        else:
            self._hold(change, "surplus", due=surplus.due_on or UNDATED)

    def _readdress(self, change: ItemChange, row: PlanItem) -> None:
        free = [one for one in self._occurrences_of(change.item_id) if key(one.id) not in change.touched]
        if not free:
            self._hold(change, "executors")
            return
        wanted = self.executors.of(change.new, key(row.id))
        rows = select(ItemExecutor).where(col(ItemExecutor.item_id) == row.id)
        before = {one.organization_id: one for one in self.session.execute(rows).scalars()}
        gone = set(before) - {one.organization_id for one in wanted}
        self.session.execute(
            delete(ItemExecutor).where(col(ItemExecutor.item_id) == row.id, col(ItemExecutor.organization_id).in_(gone))
        )
        for one in wanted:
            if one.organization_id in before:
                before[one.organization_id].position = one.position
            else:
                self.session.add(one)
        row.executors_text = change.new.executors_text or change.new.addressee
        if not change.touched and not self._rule_was_set(row):
            row.roll_up = str(self.executors.rule(change.new))
        ahead = [one for one in free if one.issued_on is not None and not self.times.over(_due(one))]
        if row.control is not Control.REMOVED:
            self.session.flush()
            self.assignments += give_out(self.session, [key(one.id) for one in ahead], on=self.today)
        self._lead(ahead, wanted[0].organization_id)

    def _rule_was_set(self, row: PlanItem) -> bool:
        """Whether somebody has chosen the item's roll-up rule, so that another lead does not change it."""
        chosen = (col(ItemHistory.item_id) == row.id, col(ItemHistory.trigger) == Action.SET_ROLL_UP.value)
        return self.session.execute(select(col(ItemHistory.id)).where(*chosen).limit(1)).first() is not None

    def _lead(self, occurrences: Sequence[Occurrence], organization_id: int) -> None:
        """Let the organization that the text now names first lead these occurrences."""
        of = col(Assignment.occurrence_id).in_([key(one.id) for one in occurrences])
        first = update(Assignment).where(of).values(lead=col(Assignment.organization_id) == organization_id)
        self.session.execute(first.execution_options(synchronize_session="fetch"))

    def _occurrences_of(self, item_id: int) -> Iterator[Occurrence]:
        rows = select(Occurrence).where(col(Occurrence.item_id) == item_id).order_by(col(Occurrence.position))
        yield from self.session.execute(rows).scalars()

    def _position(self) -> int:
        rows = select(col(PlanItem.position)).where(col(PlanItem.plan_id) == self.plan.id)
        return max(self.session.execute(rows).scalars(), default=-1) + 1

    def _sections(self) -> list[int]:
        """The ids of the draft's sections; one the plan has not gets a row."""
        rows = self.session.execute(select(Section).where(col(Section.plan_id) == self.plan.id)).scalars()
        known = {" ".join(row.title.split()): row for row in rows}
        for title in self.text.draft.sections:
            if " ".join(title.split()) not in known:
                row = Section(plan_id=key(self.plan.id), position=len(known), title=title)
                self.session.add(row)
                self.session.flush()
                known[" ".join(title.split())] = row
        return [key(known[" ".join(title.split())].id) for title in self.text.draft.sections]

    def _hold(self, change: ItemChange, code: str, **values: object) -> None:
        self.held.append(Held(number=change.number, title=change.title, why=sentence(HELD, code, **values)))


def _due(occurrence: Occurrence) -> DueTerm:
    return DueTerm(opens_on=occurrence.opens_on, due_on=occurrence.due_on, effective_due_on=occurrence.effective_due_on)
