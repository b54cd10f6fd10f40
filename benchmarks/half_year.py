"""Half a year of real or invented orders, played by seeded people against a database of its own, and the laws that
must hold at the end. `.venv/bin/python -m benchmarks.half_year ORDER… --roster FILE`; without orders, the sample.

Everything goes through the engine; letters are written and not sent. Exits with 1 where a law is broken.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from models.control import Terms, put_under_control
from models.database import engine_for, make_ready, reading, snapshot, writing
from models.events import HAPPENED
from models.queries import AssignmentFact, assignments, extensions, items
from models.roster import known_organizations
from models.roster_changes import bring_in
from models.tables import Assignment, EventRow, FiringRow, History, Occurrence, Outbox, PackageFiringRow, PlanItem
from models.verifying import last_rows, verify
from notifications.chasing import sweep
from plans.reading import read_order
from plans.roster import read_roster
from srok.demo.cast import CALENDAR
from srok.demo.workday import a_day_at_work
from states.assignment import State
from states.draft import PlanDraft
from states.item import Part, item_state, roll_up, roll_up_rule

SAMPLES = Path("srok/samples")
ZONE = ZoneInfo("Asia/Tomsk")
SENDER = "Срок <srok@city.example>"


@dataclass
class Played:
    """What happened: moves by trigger, what the sweeps did."""

    moves: Counter[str] = field(default_factory=Counter)
    sweeps: Counter[str] = field(default_factory=Counter)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("orders", nargs="*", type=Path, default=[SAMPLES / "order.txt"])
    asked.add_argument("--roster", type=Path, default=SAMPLES / "roster.csv")
    asked.add_argument("--until", type=date.fromisoformat, help="the last day, else 30 June of the first order's year")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--database", help="a URL of an empty database, else one in a temporary folder")
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        engine = engine_for(given.database or f"sqlite:///{folder}/half-year.db")
        make_ready(engine)
        began, worked = time.perf_counter(), time.process_time()
        drafts = read(engine, given.orders, given.roster)
        last = given.until or date(drafts[0].issued_on.year, 6, 30)
        played = play(engine, drafts, last, evidence=Path(folder) / "evidence", seed=given.seed)
        took, work = time.perf_counter() - began, time.process_time() - worked
        _show(engine, played, last)
        broken = list(broken_laws(engine, played))
        engine.dispose()
    print(f"\nseed {given.seed}: {took:.1f} s, {work:.1f} s of processor time")
    print("laws broken:", *(broken or ["none"]), sep="\n  ")
    return 1 if broken else 0


def read(engine: Engine, orders: list[Path], roster: Path) -> list[PlanDraft]:
    """Bring in the roster and read the orders, the earlier first."""
    with writing(engine) as session:
        bring_in(session, read_roster(roster))
        known = known_organizations(session)
    return sorted((read_order(order, known) for order in orders), key=lambda draft: draft.issued_on)


def play(engine: Engine, drafts: list[PlanDraft], last: date, *, evidence: Path, seed: int) -> Played:
    """Each order comes under control on its day; every working day has its sweep, then its people."""
    played, coming = Played(), list(drafts)
    first = drafts[0].issued_on
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if not CALENDAR.is_working(day):
            continue
        while coming and coming[0].issued_on <= day:
            _put_under_control(engine, coming.pop(0), day)
        with writing(engine) as session:
            swept = sweep(session, today=day, at=_at(day, 9), calendar=CALENDAR, sender=SENDER)
        told = {
            "letters": len(swept.letters),
            "firings": swept.firings,
            "resume": swept.resumed,
            "given out": swept.issued,
        }
        played.sweeps.update(told)
        played.moves["resume"] += swept.resumed
        chance = Random(f"{seed}/{day}")
        played.moves += a_day_at_work(engine, day, at=_at(day, 15), evidence=evidence, chance=chance)
    return played


def _put_under_control(engine: Engine, draft: PlanDraft, day: date) -> None:
    terms = Terms(calendar=CALENDAR, time_zone=ZONE.key)
    with writing(engine) as session:
        made = put_under_control(session, draft, fingerprint=draft.number, at=_at(day, 8), terms=terms)
    counts = f"{made.items} items, {made.occurrences} occurrences, {made.assignments} assignments"
    print(f"{day}: order № {draft.number}: {counts}")


def _at(day: date, clock: int) -> datetime:
    return datetime.combine(day, hour(clock), ZONE)


def _show(engine: Engine, played: Played, last: date) -> None:
    with reading(engine) as session:
        parts, whole = assignments(session, today=last), items(session, today=last)
        waiting = len(extensions(session, today=last))
    put_off = sum(one.due_moves > 0 for one in parts)
    print(f"\n{last}, {len(parts)} assignments, {len(whole)} items")
    print("  states:", _counted(Counter(one.state.value for one in parts)))
    print("  overdue:", sum(one.overdue for one in parts))
    print("  items:", _counted(Counter(one.state.value for one in whole)))
    print("  roll-up rules:", _counted(Counter(one.roll_up for one in whole)))
    print("  moves:", _counted(played.moves))
    print(f"  due dates put off: {put_off}; extensions undecided: {waiting}")
    print("  sweeps:", _counted(played.sweeps))
    print("\n  order  item  rule     state        required  accepted  reported  overdue")
    for one in whole:
        counts = f"{one.assignments:>8}  {one.accepted:>8}  {one.reported:>8}  {one.overdue:>7}"
        print(f"  {one.order:5}  {one.item[:4]:4}  {one.roll_up:7}  {one.state:11}  {counts}")


def _counted(things: Counter[str]) -> str:
    return f"{things.total()}: " + ", ".join(f"{count} {thing}" for thing, count in things.most_common())


def broken_laws(engine: Engine, played: Played) -> Iterator[str]:
    """What does not hold, a line each; what does is printed."""
    with writing(engine) as session:
        cut = last_rows(session)
    with snapshot(engine) as session:
        verified = verify(session, cut=cut)
        print(
            f"\nverify-history: {verified.rows} rows in {verified.histories} histories; breaks: {len(verified.breaks)}"
        )
        yield from (f"history: {one}" for one in verified.breaks)
        for law in (_stored_roll_ups, _counts, _events):
            broken = list(law(session, played))
            print(f"{'broken' if broken else 'holds'}: {law.__doc__}")
            yield from broken


Law = Callable[[Session, Played], Iterator[str]]


def _stored_roll_ups(session: Session, _: Played) -> Iterator[str]:
    """Every stored roll-up is the function of its parts."""
    parts: dict[int, list[Part]] = {}
    told = session.execute(select(Assignment.occurrence_id, Assignment.state, Assignment.required, Assignment.lead))
    for occurrence, state, required, lead in told:
        parts.setdefault(occurrence, []).append(Part(state, required, lead))
    of_item: dict[int, list[State]] = {}
    columns = (Occurrence.id, Occurrence.item_id, Occurrence.state, PlanItem.roll_up)
    ordered = (
        select(*columns).join_from(Occurrence, PlanItem).order_by(col(Occurrence.item_id), col(Occurrence.position))
    )
    for ident, item, stored, rule in session.execute(ordered):
        meant = roll_up(parts.get(ident, ()), roll_up_rule(rule))
        of_item.setdefault(item, []).append(meant)
        if meant is not stored:
            yield f"occurrence {ident} is stored as {stored}, its parts say {meant}"
    for ident, stored in session.execute(select(PlanItem.id, PlanItem.state)):
        if item_state(of_item[ident]) is not stored:
            yield f"item {ident} is stored as {stored}, its occurrences say {item_state(of_item[ident])}"


def _counts(session: Session, played: Played) -> Iterator[str]:
    """Moves made, rows of history and versions are one number; items count what there is."""
    rows, versions = _how_many(session, History), session.execute(select(func.sum(Assignment.version))).scalar_one()
    if not rows == versions == played.moves.total():
        yield f"{played.moves.total()} moves were made, {rows} rows of history, versions add up to {versions}"
    parts, whole = assignments(session, today=date.max), items(session, today=date.max)
    for name, count in (("assignments", len), ("accepted", _accepted), ("overdue", _overdue)):
        of_items, of_parts = sum(getattr(one, name) for one in whole), count([one for one in parts if one.required])
        if of_items != of_parts:
            yield f"items count {of_items} {name}, there are {of_parts}"
    spoken = _how_many(session, FiringRow) + _how_many(session, PackageFiringRow)
    if (spoken, _how_many(session, Outbox)) != (played.sweeps["firings"], played.sweeps["letters"]):
        yield "letters and firings are not those the sweeps have told of"


def _events(session: Session, played: Played) -> Iterator[str]:
    """Every move waits to be told, once."""
    once = select(History.trigger, func.count()).join_from(EventRow, History, _same_row).group_by(History.trigger)
    told = dict(session.execute(once).tuples().all())
    if told != dict(+played.moves):
        yield f"events: {told}, moves: {dict(played.moves)}"
    print("events waiting:", _counted(Counter({HAPPENED[trigger]: count for trigger, count in told.items()})))


_same_row = (col(EventRow.assignment_id) == col(History.assignment_id)) & (
    col(EventRow.version) == col(History.version)
)


def _accepted(parts: list[AssignmentFact]) -> int:
    return sum(one.state is State.ACCEPTED for one in parts)


def _overdue(parts: list[AssignmentFact]) -> int:
    return sum(one.overdue for one in parts)


def _how_many(session: Session, table: type) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


if __name__ == "__main__":
    sys.exit(main())
