"""What waits for somebody: by kind and item, in the plans asked for; found by indexes, on both databases."""

from datetime import date

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.queries import person_by_email
from models.queries.attention import Part, Waits, dead_letters, waiting_assignments, waiting_items
from models.tables import Outbox, OutboxState, PlanItem
from states.assignment import State
from states.control import Control
from tests.builders import instant, under_control
from tests.models.test_plans_of_queries import explain  # noqa: F401 - a fixture
from tests.models.working import DAY, PLAN, SCHOOL, moved, reported

LATER = date(2024, 3, 7)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


def counted(engine, today=LATER, plan_ids=(1,)):
    """How many wait, by kind and item."""
    with reading(engine) as session:
        return {
            (one.kind, one.item): one.count
            for one in waiting_items(session, today=today, plan_ids=plan_ids)
            if one.count
        }


def test_each_kind_is_counted_by_item(order):
    reported(order, ("СОШ № 2",))
    moved(order, "decline", item="1.2", reason="не наше")
    moved(order, "ask_extension", item="1.3", reason="ремонт", due_on=date(2024, 7, 31))
    assert counted(order) == {
        (Waits.OVERDUE, "1.1"): 2,
        (Waits.REPORTED, "1.1"): 1,
        (Waits.DECLINED, "1.2"): 1,
        (Waits.EXTENSIONS, "1.3"): 1,
        (Waits.UNDATED, "1.4"): 3,
    }
    assert counted(order, today=date(2024, 2, 22))[Waits.DUE_SOON, "1.1"] == 2
    assert (Waits.DUE_SOON, "1.1") not in counted(order, today=date(2024, 2, 21))


def test_only_the_plans_asked_for_are_looked_at(order):
    assert counted(order, plan_ids=(2,)) == {} == counted(order, plan_ids=())
    assert counted(order, plan_ids=None) == counted(order)


def test_what_no_letter_chases_does_not_wait(order):
    with writing(order) as session:
        session.exec(select(PlanItem).where(PlanItem.number == "1.1")).one().control = Control.REMOVED
    assert (Waits.OVERDUE, "1.1") not in counted(order)


def test_the_pages_of_a_kind_follow_one_another(order):
    with reading(order) as session:

        def page(part):
            return waiting_assignments(session, Waits.OVERDUE, part, today=LATER, plan_ids=(1,))

        whole = page(Part())
        first = page(Part(limit=2))
        rest = page(Part(limit=2, after=(first[-1].since, first[-1].id)))
        assert [one.executor for one in whole] == ["СОШ № 1", "СОШ № 2", "лицей № 3"]
        assert (*first, *rest) == whole
        assert page(Part(item_id=10**6)) == ()
        assert whole[0].state is State.ASSIGNED


def test_dead_letters_are_seen_by_whoever_supervises_their_reader(order):
    with writing(order) as session:
        someone = person_by_email(session, SCHOOL)
        for n, (person_id, state) in enumerate(
            [
                (someone, OutboxState.DEAD),
                (None, OutboxState.UNKNOWN),
                (someone, OutboxState.SENT),
                (person_by_email(session, PLAN), OutboxState.DEAD),
            ]
        ):
            session.add(
                Outbox(
                    key=str(n),
                    message_id=str(n),
                    person_id=person_id,
                    sender="a",
                    recipient="b",
                    subject="c",
                    state=state,
                    written_on=DAY,
                    queued_at=instant(DAY),
                    not_before=instant(DAY),
                )
            )
    with reading(order) as session:
        assert [dead_letters(session, plan_ids=ids)[0] for ids in (None, (1,), (2,))] == [3, 2, 0]


@pytest.mark.parametrize("kind", list(Waits))
def test_what_waits_is_found_by_an_index(explain, kind):  # noqa: F811
    (plan,) = explain(lambda session: waiting_assignments(session, kind, Part(), today=LATER, plan_ids=None))
    index = {
        Waits.REPORTED: "ix_assignment_reported",
        Waits.DECLINED: "ix_assignment_declined_on",
        Waits.EXTENSIONS: "ix_assignment_extension_on",
    }.get(kind, "ix_assignment_live")
    assert index in plan
