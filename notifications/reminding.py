"""Reminding by hand: the `remind` move of many assignments at once, and one letter to each of their executors.

A letter of its own beside the day's digest. It leaves when the step can no longer be undone: until then `undo_last`
takes it back. Knows nothing of how letters leave.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter
from sqlmodel import Session

from models import standings
from models.keys import once
from models.letter_keys import reminder_key
from models.mail_switch import refuse_while_off
from models.operations import UNDO_WITHIN, Bulk, BulkDone, Refused, move_many
from models.outbox import Composed, enqueue_all
from models.roster import person_name
from notifications.compose import Sheet, compose_reminder
from notifications.coordinators import who_answers
from notifications.digest import Reminding
from notifications.letter_links import LetterLink, record_links
from notifications.letterhead import PLAIN, Letterhead
from notifications.message import AddressUnusable, address, mailbox
from notifications.wording import Wording
from states.assignment import OPEN, State
from states.escalation import Letter, Line, Supervisors, days_late, waited
from states.ladder import Standing, Timetable
from states.rungs import Addressee, Anchor, Rung
from states.workdays import WorkingDays

REMIND = "remind"
_RUNG = Rung(code="by_hand", to=Addressee.EXECUTOR, anchor=Anchor.ISSUED, after=0)
_UNDATED = replace(_RUNG, anchor=Anchor.UNDATED)


@dataclass(frozen=True, kw_only=True)
class Reminded:
    """What a reminder did: a row for each assignment asked for, and how many letters wait. Beside the codes of a bulk
    step a row is refused by `no_address` where no letter can reach its executor.
    """

    done: BulkDone
    letters: int


def remind(
    session: Session, bulk: Bulk, *, calendar: WorkingDays, sender: str, letterhead: Letterhead = PLAIN
) -> Reminded:
    """Remind the executors of these assignments, each by one letter with exactly what was chosen of theirs.

    `bulk.reason` is what the letter quotes. Give `bulk.at` in the plans' zone: it becomes the letters' date.

    Raises:
        AddressUnusable: no letter can come from `sender`.
        Unknown: no such person.
        MailOff: no letters leave; nothing was done.
        KeyReused: the key came with another request before.

    """
    mailbox(sender)
    body = _BULK.dump_json(bulk, exclude={"key", "at"})
    reminded, now = once(
        session,
        bulk.key,
        body,
        at=bulk.at,
        reading=(),
        do=lambda _: _remind(session, bulk, calendar=calendar, sender=sender, letterhead=letterhead),
        result=_REMINDED,
    )
    return reminded if now else replace(reminded, done=replace(reminded.done, replayed=True))


_BULK, _REMINDED = TypeAdapter(Bulk), TypeAdapter(Reminded)


def _remind(session: Session, bulk: Bulk, *, calendar: WorkingDays, sender: str, letterhead: Letterhead) -> Reminded:
    refuse_while_off(session)
    found = {one.assignment_id: one for one in standings.standings_of(session, bulk.assignment_ids)}
    reached = {ident: one for ident, one in found.items() if one.state not in OPEN or _has_address(one)}
    moved = move_many(
        session, replace(bulk, trigger=REMIND, assignment_ids=tuple(sorted(reached)), key=""), calendar=calendar
    )
    refused = _unreached(session, set(bulk.assignment_ids) - set(reached))
    rows = sorted((*moved.rows, *refused), key=lambda row: row.assignment_id)
    done = replace(moved, rows=tuple(rows))
    if done.step_id is None:
        return Reminded(done=done, letters=0)
    letters = _letters([reached[row.assignment_id] for row in done.moved], bulk, calendar)
    carried = {
        reminder_key(done.step_id, one.recipient.person_id): letterhead.links.link_for(one, at=bulk.at, narrow=True)
        for one in letters
    }
    writing = _Writing(bulk=bulk, step_id=done.step_id, sender=sender, wording=letterhead.wording, carried=carried)
    composed = _composed(session, letters, writing)
    written = enqueue_all(session, composed, at=bulk.at, not_before=bulk.at + UNDO_WITHIN)
    record_links(session, carried, ids=written, links=letterhead.links, at=bulk.at)
    return Reminded(done=done, letters=len(written))


def _has_address(one: Standing) -> bool:
    try:
        address(one.executor.email if one.executor else "")
    except AddressUnusable:
        return False
    return True


def _unreached(session: Session, assignment_ids: Collection[int]) -> list[Refused]:
    """Why these are not reminded of: nobody to write to, or nothing to write about."""
    states = standings.states_of(session, assignment_ids)
    return [
        Refused(assignment_id=ident, state=states.get(ident), refused_by=(_why_not(states.get(ident)),))
        for ident in assignment_ids
    ]


def _why_not(state: State | None) -> str:
    if state is None:
        return "unknown"
    return "no_address" if state in OPEN else "no_such_move"


def _letters(chosen: Collection[Standing], bulk: Bulk, calendar: WorkingDays) -> list[Letter]:
    """One letter to each executor, with what was chosen of theirs, the most urgent first."""
    today = bulk.at.date()
    days = Timetable((), today=today, calendar=calendar)
    lines: dict[int, list[Line]] = {}
    readers = {one.executor.person_id: one.executor for one in chosen if one.executor}
    for one in chosen:
        assert one.executor is not None, "who has no address was not reminded"
        rung = _RUNG if one.due_on else _UNDATED
        line = Line(one, Addressee.EXECUTOR, rung, False, days_late(one, days), working_days_waiting=waited(one, days))
        lines.setdefault(one.executor.person_id, []).append(line)
    return [
        Letter(recipient=readers[person_id], on=today, lines=tuple(sorted(of_one, key=_urgency)))
        for person_id, of_one in sorted(lines.items())
    ]


def _urgency(line: Line) -> tuple[object, ...]:
    standing = line.standing
    return (standing.due_on is None, standing.due_on, standing.order_number, standing.item_id, standing.assignment_id)


@dataclass(frozen=True, kw_only=True)
class _Writing:
    """How a step's letters are written; `carried` are their links, by the letters' keys."""

    bulk: Bulk
    step_id: int
    sender: str
    wording: Wording
    carried: Mapping[str, LetterLink | None]


def _composed(session: Session, letters: Collection[Letter], writing: _Writing) -> list[Composed]:
    supervisors, bulk = standings.plan_supervisors(session), writing.bulk
    name = person_name(session, bulk.person_id)
    return [
        compose_reminder(
            letter,
            by=Reminding(
                step_id=writing.step_id,
                name=name,
                capacity=_capacity(letter, bulk.person_id, supervisors),
                words=bulk.reason,
            ),
            sender=writing.sender,
            reply_to=who_answers(letter, supervisors)[0],
            at=bulk.at,
            sheet=Sheet(
                wording=writing.wording, link=writing.carried[reminder_key(writing.step_id, letter.recipient.person_id)]
            ),
        )
        for letter in letters
    ]


def _capacity(letter: Letter, person_id: int | None, supervisors: Mapping[int, Supervisors]) -> Addressee | None:
    """What who reminds is to the plans of this letter; None for one who acts in another's place."""
    roles = (supervisors.get(line.standing.plan_id, {}) for line in letter.lines)
    held = (to for plan in roles for to, one in plan.items() if one.person_id == person_id)
    return next(held, None)
