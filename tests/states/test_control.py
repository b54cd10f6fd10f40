from itertools import product

import pytest

from states.control import CONTROL, Control, ControlMove
from states.life import NotAllowed, Role

ON, SPECIAL, REMOVED = Control.ON_CONTROL, Control.SPECIAL, Control.REMOVED

# The table written out a second time on purpose: what leads where, for a controller with a reason.
LEADS = {
    (ON, "put_under_special_control"): SPECIAL,
    (SPECIAL, "end_special_control"): ON,
    (ON, "remove_from_control"): REMOVED,
    (SPECIAL, "remove_from_control"): REMOVED,
    (REMOVED, "return_to_control"): ON,
}


def asked(role=Role.CONTROLLER, reason="по решению", *, all_done=False):
    return ControlMove(roles=frozenset({role}), reason=reason, all_done=all_done)


@pytest.mark.parametrize(("control", "trigger", "role"), list(product(Control, CONTROL.triggers, Role)))
def test_only_a_controller_turns_an_items_control_and_only_as_the_table_says(control, trigger, role):
    leads_to = LEADS.get((control, trigger)) if role is Role.CONTROLLER else None
    for judge in (CONTROL.advance, CONTROL.look_up):
        if leads_to:
            assert judge(control, trigger, asked(role)) is leads_to
            continue
        with pytest.raises(NotAllowed) as refused:
            judge(control, trigger, asked(role))
        code = "not_your_role" if (control, trigger) in LEADS else "no_such_move"
        assert refused.value.refused_by == (code,)


@pytest.mark.parametrize(("control", "trigger"), list(LEADS))
def test_a_reason_is_asked_for_unless_all_is_done_and_it_leaves_control(control, trigger):
    code = "undone_without_reason" if trigger == "remove_from_control" else "reason_missing"
    with pytest.raises(NotAllowed) as refused:
        CONTROL.advance(control, trigger, asked(reason="  "))
    assert refused.value.refused_by == (code,)
    if code == "undone_without_reason":
        assert CONTROL.advance(control, trigger, asked(reason="", all_done=True)) is REMOVED
    else:
        with pytest.raises(NotAllowed):
            CONTROL.advance(control, trigger, asked(reason="", all_done=True))
