"""What a history says an assignment holds: the same that its moves have made, one after the other."""

from datetime import date

import pytest

from models.history_chain import FOLLOWS
from states.as_of import UNDO
from states.assignment import State
from states.replay import Held, held_after

DAY, LATER, LATEST = date(2024, 3, 1), date(2024, 3, 12), date(2024, 4, 1)


def line(trigger, dest, on=DAY, **values):
    return {
        "trigger": trigger,
        "dest": dest,
        "on": on,
        "due_on": None,
        "asked_due_on": None,
        "resume_on": None,
    } | values


REPORT = line("report", State.REPORTED)
SEND_BACK = line("send_back", State.RETURNED, LATER)
POSTPONE = line("postpone", State.POSTPONED, resume_on=LATEST)
ASK = line("ask_extension", State.ASSIGNED, asked_due_on=LATEST)
DECLINE = line("decline", State.ASSIGNED)


@pytest.mark.parametrize(
    ("lines", "held"),
    [
        ([], {}),
        ([REPORT], {"reports": 1, "reported_on": DAY, "done_on": DAY, "started": True}),
        ([REPORT, SEND_BACK], {"reports": 1, "reported_on": DAY, "returned_on": LATER, "started": True}),
        ([DECLINE], {"declined_on": DAY}),
        ([DECLINE, REPORT], {"reports": 1, "reported_on": DAY, "done_on": DAY, "started": True}),
        ([ASK], {"extension_on": LATEST, "extension_asked_on": DAY}),
        ([ASK, line("grant_extension", State.ASSIGNED, due_on=LATEST)], {}),
        ([POSTPONE], {"resume_on": LATEST}),
        ([POSTPONE, line("resume", State.ASSIGNED, LATEST)], {}),
        ([REPORT, line(UNDO, State.ASSIGNED)], {}),
        ([line(UNDO, State.ASSIGNED)], {}),
        ([line("amend", State.ASSIGNED, due_on=LATEST)], {}),
    ],
    ids=lambda lines: "-".join(one["trigger"] for one in lines) or "nothing" if isinstance(lines, list) else "",
)
def test_what_is_held_follows_from_what_was_done(lines, held):
    found, expected = vars(held_after(lines)), vars(Held()) | held
    assert {name: found[name] for name in FOLLOWS} == {name: expected[name] for name in FOLLOWS}
