"""Who may make which move: everybody there can be × every trigger, on a real assignment, from a state that fits."""

import sys
from datetime import date

import pytest
from sqlmodel import select, update

from models.amending import amend
from models.amendment import NewText
from models.database import writing
from models.operations import Request, StoredEvidence, Unknown, move
from models.order_by_number import order_by_number
from models.queries import Filter, assignments
from models.tables import Assignment, Person
from states.assignment import LIFE, RemovalReason
from states.life import NotAllowed, Role
from states.policy import NotPermitted
from tests.builders import CALENDAR, TERMS, draft, instant
from tests.models.working import DAY
from tests.models.world import FIRST, LEFT, PERSONS, ident, mail, peopled
from tests.states.test_assignment import SPECIFIED

LATER = date(2024, 6, 28)
CLOCK, GONE = "the clock", "who left"
ROLES = {**PERSONS, CLOCK: {Role.CLOCK}, GONE: set()}

# What a trigger needs to be made at all: of the assignment, and of whoever asks.
STANDS = {
    "withdraw_extension": {"extension_on": LATER},
    "grant_extension": {"extension_on": LATER},
    "refuse_extension": {"extension_on": LATER},
    "set_due_date": {"due_on": None, "effective_due_on": None, "original_due_on": None},
    "uphold": {"declined_on": DAY},
}
WITH_DATE = {"ask_extension", "extend", "set_due_date"}
DOCUMENT = StoredEvidence(name="приказ.pdf", sha256="0" * 64, size=3, stored_as="abc")


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        peopled(session)
        yield session


def fitting(session, assignment_id, trigger):
    """Bring the assignment where the trigger leads on from."""
    state = min(SPECIFIED[trigger][0])
    stands = {"state": state, "due_on": date(2024, 5, 31), "effective_due_on": date(2024, 5, 31)}
    row = update(Assignment).where(Assignment.id == assignment_id)
    session.execute(row.values({**stands, **STANDS.get(trigger, {})}))


def asked(session, assignment_id, trigger, person):
    return Request(
        assignment_id=assignment_id,
        trigger=trigger,
        person_id=who(session, person),
        at=instant(DAY),
        text="Сделано",
        reason=RemovalReason.DUPLICATE,
        evidence=(DOCUMENT,) if trigger in {"report", "accept_directly"} else (),
        due_on=LATER if trigger in WITH_DATE else None,
        date_unknown=True,
    )


def answer(session, assignment_id, trigger, person):
    """Whether the move is made, or by which codes it is refused; it is taken back either way."""
    attempt = session.begin_nested()
    try:
        fitting(session, assignment_id, trigger)
        move(session, asked(session, assignment_id, trigger, person), calendar=CALENDAR)
    except NotAllowed as refused:
        return refused.refused_by
    except Unknown:
        return "unknown"
    else:
        return "made"
    finally:
        attempt.rollback()


def who(session, person):
    """The person's id; of whoever has left it is known from before."""
    if person == CLOCK:
        return None
    if person == GONE:
        return session.exec(select(Person.id).where(Person.email == mail(LEFT))).one()
    return ident(session, person)


def test_everybody_makes_exactly_the_moves_their_roles_allow(session, capsys):
    (found,) = (
        one for one in assignments(session, Filter(executor="СОШ № 1", item="1.1"), today=DAY) if one.order == "7"
    )
    rows = [(person, trigger) for person in ROLES for trigger in LIFE.triggers]
    answers = {row: answer(session, found.id, row[1], row[0]) for row in rows}
    expected = {(person, trigger): specified(person, trigger) for person, trigger in rows}
    assert {row: said for row, said in answers.items() if said != expected[row]} == {}
    made = sum(said == "made" for said in answers.values())
    with capsys.disabled():
        sys.stdout.write(f"\n{len(rows)} pairs of person and trigger tried, {made} moves made\n")
    assert len(rows) == 28 * 21


AMENDS = {"centre", "for-centre", "admin", "admin-delegate", None}


def test_an_order_is_amended_by_its_coordinator_by_administrators_and_by_whoever_has_the_shell(session):
    order_id = order_by_number(session, "7").id
    for person in (None, *PERSONS):
        attempt = session.begin_nested()
        by = person and ident(session, person)
        text = NewText(draft=draft(roles=FIRST), fingerprint="new", at=instant(DAY), person_id=by)
        try:
            amend(session, order_id, text, terms=TERMS)
            done = True
        except NotPermitted:
            done = False
        attempt.rollback()
        assert done == (person in AMENDS), person


def specified(person, trigger):
    if person == GONE:
        return "unknown"
    return "made" if ROLES[person] & SPECIFIED[trigger][2] else ("not_your_role",)
