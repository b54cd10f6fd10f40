from datetime import date
from itertools import product

import pytest

from states.life import NotAllowed, Role
from states.package import PACKAGE, PackageMove, PackageState

P = PackageState
TODAY = date(2024, 7, 1)
COORDINATOR, CONTROLLER, HEAD, CLOCK = Role.COORDINATOR, Role.CONTROLLER, Role.HEAD, Role.CLOCK

# The table written out a second time on purpose: what leads where, and for whom.
LEADS = {
    "collect": ({P.COLLECTING: P.COLLECTING}, {COORDINATOR, CONTROLLER, CLOCK}),
    "assemble": (dict.fromkeys((P.COLLECTING, P.DRAFT, P.RETURNED), P.DRAFT), {COORDINATOR, CONTROLLER, CLOCK}),
    "sign": ({P.DRAFT: P.SIGNED}, {CONTROLLER, HEAD}),
    "withdraw_signature": ({P.SIGNED: P.DRAFT}, {CONTROLLER, HEAD}),
    "send": ({P.SIGNED: P.SENT}, {COORDINATOR, CONTROLLER}),
    "recall": ({P.SENT: P.SIGNED}, {COORDINATOR, CONTROLLER}),
    "accept": ({P.SENT: P.ACCEPTED}, {COORDINATOR, CONTROLLER}),
    "return": ({P.SENT: P.RETURNED}, {COORDINATOR, CONTROLLER}),
}


def asked(role=CONTROLLER, **changes):
    """A move that nothing but state and role can stand in the way of."""
    complete = {
        "on": TODAY,
        "reason": "по телефону",
        "recipient": "region@oblast.example",
        "sent_on": date(2024, 6, 28),
        "operator_number": "18-07",
        "operator_on": date(2024, 6, 28),
    }
    return PackageMove(roles=frozenset({role}), **(complete | changes))


def refusal(state, trigger, move):
    with pytest.raises(NotAllowed) as refused:
        PACKAGE.advance(state, trigger, move)
    return refused.value.refused_by


@pytest.mark.parametrize(("state", "trigger", "role"), list(product(P, LEADS, Role)))
def test_a_package_moves_exactly_as_the_table_says_and_only_for_whom_it_says(state, trigger, role):
    leads, may = LEADS[trigger]
    if state not in leads:
        assert refusal(state, trigger, asked(role)) == ("no_such_move",)
    elif role not in may:
        assert refusal(state, trigger, asked(role)) == ("not_your_role",)
    else:
        for judge in (PACKAGE.advance, PACKAGE.look_up):
            assert judge(state, trigger, asked(role)) is leads[state]


def test_there_is_no_trigger_beside_these():
    assert set(PACKAGE.triggers) == set(LEADS)
    assert refusal(P.DRAFT, "burn", asked()) == ("unknown_trigger",)


@pytest.mark.parametrize(
    ("state", "trigger", "changes", "code"),
    [
        (P.DRAFT, "sign", {"intact": False}, "parts_changed"),
        (P.SIGNED, "send", {"intact": False}, "parts_changed"),
        (P.SIGNED, "send", {"recipient": " "}, "recipient_missing"),
        (P.SIGNED, "withdraw_signature", {"reason": " "}, "reason_missing"),
        (P.SENT, "recall", {"letter_gone": True}, "letter_gone"),
        (P.SENT, "accept", {"letter_waits": True}, "letter_waits"),
        (P.SENT, "return", {"letter_waits": True}, "letter_waits"),
        (P.SENT, "return", {"reason": ""}, "reason_missing"),
        (P.SENT, "accept", {"operator_number": " "}, "operator_number_missing"),
        (P.SENT, "accept", {"operator_on": None}, "operator_date_impossible"),
        (P.SENT, "accept", {"operator_on": date(2024, 6, 27)}, "operator_date_impossible"),
        (P.SENT, "accept", {"operator_on": date(2024, 7, 2)}, "operator_date_impossible"),
    ],
)
def test_each_guard_refuses_by_its_own_name(state, trigger, changes, code):
    assert refusal(state, trigger, asked(**changes)) == (code,)


def test_a_package_whose_sending_was_not_dated_is_accepted_on_any_day_up_to_today():
    assert PACKAGE.advance(P.SENT, "accept", asked(sent_on=None)) is P.ACCEPTED
