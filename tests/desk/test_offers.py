"""What a page offers: whoever fills in what a form asks for is not refused, whatever state and role."""

from datetime import date, timedelta
from itertools import product

import pytest

from desk.offers import ELSEWHERE, offers
from models.queries.places import AssignmentPlace
from states.assignment import LIFE, Move, State
from states.control import Control
from states.life import Role

ON = date(2024, 3, 4)
NO_WORDS = ("order", "order_title", "item", "kind", "title", "expected_result", "deadline_text", "executors_text")


def place(state, **changes):
    """An assignment in a state, given out in January and due in March unless told otherwise."""
    values = dict.fromkeys(AssignmentPlace.__dataclass_fields__) | dict.fromkeys(NO_WORDS, "")
    values |= {"state": state, "item_state": state, "control": Control.ON_CONTROL, "issued_on": date(2024, 1, 26)}
    values |= {"started": False, "required": True, "evidence_asked": False, "version": 1, "due_moves": 0}
    values |= {"due_on": date(2024, 3, 31), "effective_due_on": date(2024, 3, 29)}
    return AssignmentPlace(**(values | changes))


FACTS = {
    "nothing special": {},
    "no date": {"due_on": None, "effective_due_on": None},
    "past": {"due_on": date(2024, 2, 29), "effective_due_on": date(2024, 2, 29)},
    "asked for later": {"extension_on": date(2024, 4, 30)},
    "declined": {"declined_on": ON},
    "a document asked for": {"evidence_asked": True},
}


@pytest.mark.parametrize("facts", FACTS, ids=str)
@pytest.mark.parametrize("by_reporter", [False, True])
def test_whoever_fills_in_what_is_asked_is_not_refused(facts, by_reporter):
    tried = 0
    for state, role in product(State, Role):
        one = place(state, **FACTS[facts])
        for offer in offers(one, {role}, by_reporter=by_reporter, on=ON):
            LIFE.look_up(state, offer.trigger, filled_in(offer, one, role, by_reporter))
            tried += 1
    assert tried > 30


def filled_in(offer, one, role, by_reporter):
    """The move of a form in which all that must be there is, and nothing else."""
    later = (one.due_on or ON) + timedelta(days=30)
    return Move(
        roles=frozenset({role}),
        on=ON,
        text="Готово" if offer.text == "must" else "",
        reason="duplicate" if offer.removal else "Так надо" if offer.reason else "",
        evidence=1 if offer.files == "must" else 0,
        due_on=later if offer.due_on == "must" else None,
        date_unknown=bool(offer.resume_on),
        issued_on=one.issued_on,
        nominal_due_on=one.due_on,
        effective_due_on=one.effective_due_on,
        extension_on=one.extension_on,
        declined=one.declined_on is not None,
        by_reporter=by_reporter,
        evidence_asked=one.evidence_asked,
    )


@pytest.mark.parametrize(("state", "role"), list(product(State, Role)))
def test_nothing_is_offered_that_the_table_does_not_have(state, role):
    offered = {offer.trigger for offer in offers(place(state), {role}, by_reporter=False, on=ON)}
    assert offered <= set(LIFE.triggers_from(state, {role})) - ELSEWHERE


def test_what_stands_in_the_way_already_is_not_offered():
    def offered(role, **facts):
        found = offers(place(State.REPORTED, **facts), {role}, by_reporter=facts.pop("by_reporter", False), on=ON)
        return {offer.trigger for offer in found}

    assert "grant_extension" not in offered(Role.COORDINATOR)
    assert "grant_extension" in offered(Role.COORDINATOR, extension_on=date(2024, 4, 30))
    mine = offers(place(State.REPORTED), {Role.COORDINATOR}, by_reporter=True, on=ON)
    assert "accept" not in {offer.trigger for offer in mine}
