"""The measure itself: every way in which a reading can be wrong without a word is counted as silent."""

from dataclasses import replace
from datetime import date

import pytest

from plans.reading import read_order
from plans.roster import known_organizations, read_roster
from states.draft import DraftExecutor, DraftPerson, ExecutorKind, ItemKind, PlanRoleName, Problem, Severity
from states.schedule import Schedule, ScheduleKind, Term
from tests.plans.comparing import same
from tests.plans.corpus import SAMPLES, compared, expected_readings

NAME = "podlipetsk"
EXPECTED = expected_readings()[NAME]
WEDNESDAY = Schedule(kind=ScheduleKind.ONCE, terms=(Term(due_on=date(2025, 4, 16)),))
NOBODY = (DraftExecutor(kind=ExecutorKind.ORGANIZATION, name="Ключевская ООШ"),)


@pytest.fixture(scope="module")
def draft():
    roster = known_organizations(read_roster(SAMPLES / f"{NAME}.roster.csv"))
    return read_order(SAMPLES / EXPECTED["file"], roster)


def with_item(draft, printed, **changes):
    items = (replace(item, **changes) if item.number == printed else item for item in draft.items)
    return replace(draft, items=tuple(items))


def silent(draft):
    return {(one.where.partition(" (")[0], one.field) for one in compared(NAME, draft, EXPECTED).silent}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("deadline", {"schedule": WEDNESDAY}),
        ("executors", {"executors": NOBODY}),
        ("title", {"title": "Конкурс «Лучший школьный повар»"}),
        ("number", {"number": "1.4"}),
    ],
)
def test_a_wrong_field_is_silent_until_a_problem_points_at_it(draft, field, change):
    wrong = with_item(draft, "1.2", **change)
    number = change.get("number", "1.2")
    assert silent(wrong) - silent(draft) == {(f"measure {number}", field)}
    code = {"executors": "executor_unknown", "title": "title_odd"}.get(field, f"{field}_odd")
    place = next(item.place for item in draft.items if item.number == "1.2")
    pointed = Problem(code=code, severity=Severity.WARNING, place=place, text="")
    assert silent(replace(wrong, problems=(*draft.problems, pointed))) == silent(draft)
    only_said = replace(pointed, severity=Severity.INFO)
    assert silent(replace(wrong, problems=(*draft.problems, only_said))) != silent(draft)


def test_a_lost_row_is_silent_in_each_of_its_fields(draft):
    lost = replace(draft, items=tuple(item for item in draft.items if item.number != "2.2"))
    assert {field for _, field in silent(lost) - silent(draft)} == {"number", "title", "deadline", "executors"}


def test_a_row_made_up_is_silent(draft):
    first = draft.of_kind(ItemKind.MEASURE)[0]
    made_up = replace(first, number="1.3", title="Чего в плане нет", place="nowhere")
    assert silent(replace(draft, items=(*draft.items, made_up))) - silent(draft) == {("measure 1.3", "row")}


def test_a_wrong_supervisor_is_silent_and_a_missing_one_that_is_named_is_not(draft):
    stranger = DraftPerson(name="Чужой А.А.")
    roles = {**draft.roles, PlanRoleName.SIGNED_BY: stranger, PlanRoleName.PLAN_CONTROLLER: stranger}
    assert silent(replace(draft, roles=roles)) - silent(draft) == {("order", "signed_by"), ("order", "plan_controller")}
    missing = Problem(code="role_missing", severity=Severity.WARNING, place="", text="the order names no signed by")
    nobody = {role: person for role, person in draft.roles.items() if role is not PlanRoleName.SIGNED_BY}
    assert ("order", "signed_by") not in silent(replace(draft, roles=nobody, problems=(*draft.problems, missing)))


@pytest.mark.parametrize(
    ("meant", "got", "right"),
    [
        ({"kind": "once"}, {"kind": "once", "due_on": "2025-01-31"}, True),
        ({"any_of": [{"kind": "unrecognised"}, {"kind": "once"}]}, {"kind": "once"}, True),
        ({"any_of": ["1", "1)"]}, "2", False),
        ({"kind": "recurring", "last_due_between": ["2026-05-01", "2026-08-31"]}, {"kind": "recurring"}, False),
        ({"last_due_between": ["2026-05-01", "2026-08-31"]}, {"due_on": ["2026-06-30", "2025-09-30"]}, True),
        ({"due_on_contains": ["2025-10-31"]}, {"due_on": ["2025-09-26", "2025-10-31"]}, True),
        ({"due_on_contains": ["2025-10-31"]}, {"due_on": ["2025-09-26"]}, False),
    ],
)
def test_only_what_an_expected_value_names_is_compared(meant, got, right):
    assert same(meant, got) is right
