import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.assignment import LIFE, RULES, Move, RemovalReason, State, is_overdue
from states.life import NotAllowed, Role

E, D, C, K, T = Role.EXECUTOR, Role.DELEGATE, Role.COORDINATOR, Role.CONTROLLER, Role.CLOCK
WORK = {State.ASSIGNED, State.IN_PROGRESS, State.RETURNED}
ANSWERED = WORK | {State.REPORTED, State.POSTPONED}

# The specification's table, written out a second time on purpose: trigger -> (from, to, who may). Without "to" the
# state stays.
SPECIFIED = {
    "start": ({State.ASSIGNED}, State.IN_PROGRESS, {E, D}),
    "report": (WORK, State.REPORTED, {E, D}),
    "recall": ({State.REPORTED}, State.IN_PROGRESS, {E, D}),
    "send_back": ({State.REPORTED}, State.RETURNED, {C, K}),
    "accept": ({State.REPORTED}, State.ACCEPTED, {C, K}),
    "accept_directly": (WORK, State.ACCEPTED, {C}),
    "reopen": ({State.ACCEPTED}, State.RETURNED, {K}),
    "postpone": (WORK, State.POSTPONED, {C, K}),
    "resume": ({State.POSTPONED}, State.IN_PROGRESS, {C, T}),
    "remove": (set(State) - {State.ACCEPTED, State.REMOVED}, State.REMOVED, {K}),
    "restore": ({State.REMOVED}, State.IN_PROGRESS, {K}),
    "ask_extension": (WORK, None, {E, D}),
    "withdraw_extension": (ANSWERED, None, {E, D}),
    "grant_extension": (ANSWERED, None, {C, K}),
    "refuse_extension": (ANSWERED, None, {C, K}),
    "extend": (WORK, None, {C, K}),
    "set_due_date": (set(State), None, {C, K}),
    "decline": ({State.ASSIGNED, State.IN_PROGRESS}, None, {E}),
    "uphold": (WORK | {State.POSTPONED}, None, {C, K}),
    "remind": (WORK, None, {C, K}),
    "comment": (set(State), None, {E, D, C, K}),
}
# What a complete move brings or finds besides, for the guards of these triggers.
FITTING = {
    "ask_extension": {"due_on": date(2024, 6, 28)},
    "grant_extension": {"extension_on": date(2024, 6, 28)},
    "withdraw_extension": {"extension_on": date(2024, 6, 28)},
    "refuse_extension": {"extension_on": date(2024, 6, 28)},
    "extend": {"due_on": date(2024, 6, 28)},
    "set_due_date": {"due_on": date(2024, 6, 28), "nominal_due_on": None, "effective_due_on": None},
    "uphold": {"declined": True},
}


DAY, LATER = date(2024, 3, 4), date(2024, 6, 28)


def complete(*roles, **changes):
    """A move that brings everything any guard may ask for."""
    values = {
        "roles": frozenset(roles),
        "on": DAY,
        "issued_on": date(2024, 1, 26),
        "nominal_due_on": date(2024, 5, 31),
        "effective_due_on": date(2024, 5, 31),
        "text": "Сделано",
        "reason": RemovalReason.CANCELLED.value,
        "evidence": 1,
        "resume_on": date(2024, 6, 3),
        "started": True,
    }
    return Move(**(values | changes))


@pytest.mark.parametrize(("state", "trigger", "role"), list(itertools.product(State, SPECIFIED, Role)))
def test_every_state_trigger_and_role_is_allowed_exactly_as_specified(state, trigger, role):
    sources, dest, who = SPECIFIED[trigger]
    move = complete(role, **FITTING.get(trigger, {}))
    if state in sources and role in who:
        assert LIFE.advance(state, trigger, move) is (dest or state)
        assert trigger in LIFE.triggers_from(state, {role})
        return
    with pytest.raises(NotAllowed) as refused:
        LIFE.advance(state, trigger, move)
    assert refused.value.refused_by == (("no_such_move",) if state not in sources else ("not_your_role",))
    assert trigger not in LIFE.triggers_from(state, {role})


def test_the_table_has_the_specified_triggers_and_no_others():
    assert set(LIFE.triggers) == set(SPECIFIED)


REFUSALS = [
    (State.ASSIGNED, "report", complete(E, text="  "), ("result_text_missing",)),
    (State.ASSIGNED, "report", complete(E, evidence=0, evidence_asked=True), ("evidence_missing",)),
    (State.REPORTED, "send_back", complete(C, reason=""), ("reason_missing",)),
    (State.REPORTED, "accept", complete(C, by_reporter=True), ("reported_by_oneself",)),
    (State.ASSIGNED, "accept_directly", complete(C, reason=" "), ("reason_missing",)),
    (State.ASSIGNED, "accept_directly", complete(C, evidence=0), ("direct_evidence_missing",)),
    (State.ACCEPTED, "reopen", complete(K, reason=""), ("reason_missing",)),
    (State.ACCEPTED, "reopen", complete(K, in_sent_package=True), ("already_in_sent_package",)),
    (State.ASSIGNED, "postpone", complete(C, reason=""), ("reason_missing",)),
    (State.ASSIGNED, "postpone", complete(C, resume_on=None), ("resume_date_missing",)),
    (State.ASSIGNED, "postpone", complete(C, date_unknown=True), ("resume_date_contradicted",)),
    (State.POSTPONED, "resume", complete(C, effective_due_on=None), ("due_date_missing",)),
    (State.POSTPONED, "resume", complete(T, effective_due_on=date(2024, 3, 1)), ("due_date_missing",)),
    (State.REPORTED, "send_back", complete(C, due_on=date(2024, 1, 25)), ("due_date_out_of_range",)),
    (State.REPORTED, "send_back", complete(C, due_on=DAY - timedelta(days=1)), ("due_date_passed",)),
    (State.REPORTED, "send_back", complete(C, due_on=date.max), ("due_date_out_of_range",)),
    (State.ASSIGNED, "postpone", complete(C, resume_on=DAY), ("resume_date_out_of_range",)),
    (State.ASSIGNED, "postpone", complete(C, resume_on=date.max), ("resume_date_out_of_range",)),
    (State.ASSIGNED, "start", complete(E, due_on=date(2024, 6, 3)), ("due_date_not_yours",)),
    (State.ASSIGNED, "remove", complete(K, reason="because"), ("removal_reason_unknown",)),
    (State.REMOVED, "restore", complete(K, reason=""), ("reason_missing",)),
    (State.REMOVED, "restore", complete(E, reason=""), ("not_your_role", "reason_missing")),
    (State.ASSIGNED, "ask_extension", complete(E, due_on=LATER, reason=""), ("reason_missing",)),
    (State.ASSIGNED, "ask_extension", complete(E, due_on=LATER, extension_on=LATER), ("extension_undecided",)),
    (State.ASSIGNED, "ask_extension", complete(E, due_on=date(2024, 5, 31)), ("later_date_missing",)),
    (State.ASSIGNED, "ask_extension", complete(E, due_on=LATER, nominal_due_on=None), ("later_date_missing",)),
    (State.ASSIGNED, "ask_extension", complete(E, due_on=date.max), ("due_date_out_of_range",)),
    (State.ASSIGNED, "grant_extension", complete(C), ("no_extension_asked", "later_date_missing")),
    (State.ASSIGNED, "grant_extension", complete(C, extension_on=LATER, due_on=DAY), ("later_date_missing",)),
    (State.ASSIGNED, "refuse_extension", complete(C, extension_on=LATER, reason=""), ("reason_missing",)),
    (State.ASSIGNED, "withdraw_extension", complete(E), ("no_extension_asked",)),
    (State.ASSIGNED, "extend", complete(C), ("later_date_missing",)),
    (State.ASSIGNED, "set_due_date", complete(C, due_on=LATER), ("has_due_date",)),
    (State.ASSIGNED, "set_due_date", complete(C, nominal_due_on=None), ("due_date_absent",)),
    (State.ASSIGNED, "decline", complete(E, declined=True), ("already_declined",)),
    (State.ASSIGNED, "uphold", complete(C), ("not_declined",)),
    (State.ACCEPTED, "comment", complete(E, text=" "), ("words_missing",)),
]


@pytest.mark.parametrize(("state", "trigger", "move", "codes"), REFUSALS)
def test_a_refusal_names_everything_that_stands_in_the_way(state, trigger, move, codes):
    with pytest.raises(NotAllowed) as refused:
        LIFE.advance(state, trigger, move)
    assert refused.value.refused_by == codes


def test_every_guard_of_the_table_is_refused_by_some_test():
    seen = {code for *_, codes in REFUSALS for code in codes} - {"not_your_role"}
    assert {guard.__name__ for rule in RULES for guard in rule.unless} == seen


@pytest.mark.parametrize(("started", "dest"), [(True, State.IN_PROGRESS), (False, State.ASSIGNED)])
@pytest.mark.parametrize(("state", "trigger", "role"), [(State.POSTPONED, "resume", C), (State.REMOVED, "restore", K)])
def test_what_goes_on_goes_on_where_it_stood(state, trigger, role, started, dest):
    assert LIFE.advance(state, trigger, complete(role, started=started)) is dest


def test_a_date_unknown_or_a_new_due_date_is_date_enough():
    assert LIFE.advance(State.ASSIGNED, "postpone", complete(C, resume_on=None, date_unknown=True)) is State.POSTPONED
    moved = complete(C, effective_due_on=None, due_on=date(2024, 5, 31))
    assert LIFE.advance(State.POSTPONED, "resume", moved) is State.IN_PROGRESS


@pytest.mark.parametrize("trigger", ["start", "report", "recall", "accept", "accept_directly", "remove"])
def test_no_executor_and_no_acceptance_sets_a_due_date(trigger):
    sources, _, who = SPECIFIED[trigger]
    for state, role in itertools.product(sources, who):
        with pytest.raises(NotAllowed) as refused:
            LIFE.advance(state, trigger, complete(role, due_on=date(2024, 6, 3)))
        assert refused.value.refused_by == ("due_date_not_yours",)


def test_an_unknown_trigger_is_refused_from_every_state():
    for state in State:
        with pytest.raises(NotAllowed) as refused:
            LIFE.advance(state, "approve", complete(*Role))
        assert refused.value.refused_by == ("unknown_trigger",)


@pytest.mark.parametrize("state", State)
def test_only_open_states_are_overdue_and_never_on_the_due_day(state):
    due_on = date(2024, 3, 29)
    assert not is_overdue(state, due_on, due_on)
    assert not is_overdue(state, None, date(2024, 4, 1))
    assert is_overdue(state, due_on, date(2024, 3, 30)) == (state in WORK)


MOVES = st.builds(
    complete,
    st.sampled_from(Role),
    text=st.sampled_from(["", "Сделано"]),
    reason=st.sampled_from(["", "болезнь", RemovalReason.MERGED.value]),
    evidence=st.integers(0, 1),
    due_on=st.sampled_from([None, DAY, LATER, date.max]),
    resume_on=st.sampled_from([None, DAY, LATER]),
    nominal_due_on=st.sampled_from([None, date(2024, 5, 31)]),
    effective_due_on=st.sampled_from([None, DAY, date(2024, 5, 31)]),
    extension_on=st.sampled_from([None, LATER]),
    declined=st.booleans(),
    started=st.booleans(),
    by_reporter=st.booleans(),
    evidence_asked=st.booleans(),
    in_sent_package=st.booleans(),
)


@given(st.sampled_from(State), st.sampled_from([*LIFE.triggers, "approve"]), MOVES)
@settings(max_examples=1000)
def test_the_table_read_directly_answers_as_the_machine_does(state, trigger, move):
    def answer(judge):
        try:
            return judge(state, trigger, move)
        except NotAllowed as refused:
            return refused.refused_by

    assert answer(LIFE.look_up) == answer(LIFE.advance)
