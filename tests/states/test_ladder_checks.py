from dataclasses import replace

import pytest

from states.ladder_checks import changes, remarks
from states.rungs import DEFAULT_LADDER, FOR_EVER, Addressee, Anchor, Rung

EXECUTOR, COORDINATOR, PLAN, ORDER = Addressee
DUE = Rung(code="executor.overdue", to=EXECUTOR, anchor=Anchor.DUE, after=1)


def errors(*ladder):
    return [one.text for one in remarks(ladder) if one.error]


def test_the_default_ladder_is_beyond_reproach():
    assert remarks(DEFAULT_LADDER) == ()


@pytest.mark.parametrize(
    ("rung", "said"),
    [
        (replace(DUE, anchor=Anchor.ISSUED, after=-1), "before the day it was issued"),
        (replace(DUE, to=PLAN, anchor=Anchor.REPORTED, after=-3), "before the day it was reported"),
        (replace(DUE, after=501), "counted up to 500"),
        (replace(DUE, every=-1), "not negative"),
        (replace(DUE, every=2, mondays=True, times=FOR_EVER), "either every so many working days or on Mondays"),
        (replace(DUE, times=3), "does not say when again"),
        (replace(DUE, every=2), "comes once"),
        (replace(DUE, mondays=True), "comes once"),
        (replace(DUE, to=PLAN, share=100), "from 0 to 99"),
        (replace(DUE, to=PLAN, share=20, after=0), "needs the anchor due"),
        (replace(DUE, to=PLAN, share=20, anchor=Anchor.REPORTED), "needs the anchor due"),
        (replace(DUE, share=20), "for supervisors"),
        (replace(DUE, anchor=Anchor.UNDATED, min_term=5), "needs the anchor due or issued"),
        (replace(DUE, after=-10, min_term=5), "terms that may be shorter"),
        (replace(DUE, anchor=Anchor.REPORTED), "an executor is not told"),
        (replace(DUE, anchor=Anchor.PACKAGE), "an executor is not told"),
    ],
)
def test_a_rung_that_cannot_speak_as_it_is_meant_is_refused(rung, said):
    assert any(said in text for text in errors(rung)), errors(rung)


def test_a_code_stands_once():
    assert errors(DUE, replace(DUE, after=2)) == ["the code executor.overdue is rung 1 already"]


@pytest.mark.parametrize(
    ("later", "hidden"),
    [
        ({}, True),
        ({"every": 2, "times": FOR_EVER}, True),
        ({"min_term": 10}, False),
        ({"share": 20}, False),
        ({"after": 2}, False),
        ({"to": ORDER}, False),
        ({"mondays": True, "times": FOR_EVER}, False),
    ],
)
def test_a_rung_in_whose_place_another_always_speaks_is_refused(later, hidden):
    first = Rung(code="plan_controller.first", to=PLAN, anchor=Anchor.DUE, after=5)
    said = errors(first, replace(first, code="plan_controller.second", **later))
    assert bool(said) is hidden, said


def test_a_rung_that_comes_again_is_not_hidden_by_one_that_comes_once():
    again = replace(DUE, every=2, times=FOR_EVER)
    assert errors(again, replace(DUE, code="executor.once")) == []


def test_what_is_likely_a_mistake_is_warned_of():
    said = [one.text for one in remarks((replace(DUE, after=-1),), roles=())]
    assert said == [
        "no executor is told on the due day or after it",
        "no supervisor is told of what is overdue",
        "it falls silent for ever about what stays overdue",
    ]


def test_a_rung_for_a_role_that_nobody_holds_is_warned_of():
    (first, *_) = remarks(DEFAULT_LADDER, roles=(COORDINATOR, ORDER))
    assert (first.error, first.text) == (False, "nobody is the plan's plan controller: the level above is told")


def test_a_change_is_told_by_codes():
    other = (replace(DUE, after=2), Rung(code="executor.new", to=EXECUTOR, anchor=Anchor.ISSUED, after=0))
    assert [one.english for one in changes((DUE, replace(DUE, code="executor.old")), other)] == [
        "added: executor.new",
        "left out: executor.old",
        "changed: executor.overdue: after 1 → 2",
    ]
