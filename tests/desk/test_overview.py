"""The supervisor's page: its figures are those of the assignments, counted one by one."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from desk.charts import chart
from models.database import reading, writing
from models.held_plans import By
from models.item_changes import change_control
from models.operations import StoredEvidence
from models.packages import collect
from models.queries import Filter, assignments, person_by_email
from models.queries.overview import AGES, Counted, executor_overviews, plan_overviews
from models.queries.supervising import supervised
from models.tables import Assignment, PlanItem
from states.assignment import OPEN, State
from tests.builders import SCHOOLS, instant, under_control
from tests.desk.conftest import AT, QUARTER
from tests.models.working import CENTRE, DAY, PLAN, moved, reported

LATE = DAY + timedelta(days=40)


def judged(one, on):
    if not one.required or one.effective_due_on is None or one.state in {State.POSTPONED, State.REMOVED}:
        return None
    if one.state in {State.REPORTED, State.ACCEPTED} and one.done_on <= on:
        return "on_time" if one.done_on <= one.effective_due_on else "late"
    return "overdue" if one.effective_due_on < on else None


@pytest.fixture
def work(engine):
    """Three schools: one has reported in time, one late, one was accepted late without a report and spoken of since."""
    with writing(engine) as session:
        under_control(session)
    reported(engine, SCHOOLS[:1])
    moved(engine, "report", of=SCHOOLS[1], by="school-2@city.example", on=LATE, text="Готово")
    act = StoredEvidence(name="акт.pdf", sha256="00" * 32, size=3, stored_as="abc")
    moved(engine, "accept_directly", of=SCHOOLS[2], by=CENTRE, on=LATE, reason="видели сами", evidence=(act,))
    moved(engine, "comment", of=SCHOOLS[2], by=CENTRE, on=LATE + timedelta(days=3), text="Спасибо")
    with reading(engine) as session:
        rows = tuple(session.exec(select(Assignment)))
        session.expunge_all()
    return engine, rows


@pytest.mark.parametrize("on", [DAY, LATE - timedelta(days=1), LATE, LATE + timedelta(days=100)])
def test_discipline_ages_and_weeks_are_what_counting_one_by_one_gives(work, on):
    engine, rows = work
    weeks = [on - timedelta(weeks=n) for n in range(4)]
    with reading(engine) as session:
        (plan,) = plan_overviews(session, today=on, weeks=weeks, plan_ids=None)
    assert plan.counted == counted(rows, on)
    assert [week.counted for week in plan.weeks] == [counted(rows, day) for day in weeks]
    days = [(on - row.effective_due_on).days for row in rows if row.state in OPEN and judged(row, on) == "overdue"]
    edges = [0, *AGES, 10_000]
    assert plan.ages == tuple(sum(low < one <= high for one in days) for low, high in pairwise(edges))


def counted(rows, on):
    found = [judged(row, on) for row in rows]
    return Counted(on_time=found.count("on_time"), late=found.count("late"), overdue=found.count("overdue"))


def test_what_was_done_counts_though_its_item_left_control(work):
    engine, _ = work
    with reading(engine) as session:
        (before,) = plan_overviews(session, today=LATE, weeks=[], plan_ids=None)
    with writing(engine) as session:
        controller = person_by_email(session, PLAN)
        item_id = session.exec(select(PlanItem.id).where(PlanItem.number == "1.1")).one()
        removal = {"trigger": "remove_from_control", "reason": "сделано", "at": instant(LATE + timedelta(days=4))}
        change_control(session, item_id=item_id, person_id=controller, **removal)
    with reading(engine) as session:
        (after,) = plan_overviews(session, today=LATE, weeks=[], plan_ids=None)
    assert (after.counted.on_time, after.counted.late) == (before.counted.on_time, before.counted.late) == (1, 2)
    assert after.counted.overdue <= before.counted.overdue


def test_executors_come_the_worst_and_the_best_first(work):
    engine, rows = work
    with reading(engine) as session:
        worst, best = executor_overviews(session, today=LATE, plan_ids=None, limit=3)
        names = {one.id: one.executor for one in assignments(session, Filter(), today=LATE)}
    by_name = {names[row.id]: counted([each for each in rows if names[each.id] == names[row.id]], LATE) for row in rows}
    assert all(by_name[one.name] == one.counted for one in (*worst, *best))
    assert [one.counted.share for one in worst] == sorted(one.counted.share for one in worst)
    assert [one.counted.share for one in best] == sorted((one.counted.share for one in best), reverse=True)
    assert all(one.counted.share < 1 for one in worst)


def test_a_chart_leaves_a_gap_where_nothing_is_known():
    drawn = chart([0.5, None, 1.0, 0.0], most=1)
    assert drawn.line.count("M") == 2
    assert [mark.value for mark in drawn.marks] == [0.5, None, 1.0, 0.0]
    assert drawn.marks[2].top < drawn.marks[0].top < drawn.marks[3].top == drawn.ground


def test_the_page_tells_a_supervisor_of_their_plans_only(new_browser):
    controller = new_browser().signed_in("plan")
    page = controller.get("/overview")
    assert page.status == 200
    assert "№ 7" in page.words
    assert "№ 8" not in page.words
    assert "в срок / (в срок + с опозданием + просрочено и не сдано)" in page.words
    assert controller.get("/overview?plan=1").status == 200
    assert controller.get("/overview?plan=2").status == 404
    assert controller.get("/overview?plan=" + "9" * 30).status in {404, 422}


def test_it_tells_what_waits_and_what_was_escalated(world, new_browser):
    admin = new_browser().signed_in("admin").get("/overview")
    assert "№ 8" in admin.words
    assert "Эскалация за последние 7 дней" in admin.words
    assert "Никому из контролирующих не писали." in admin.words


def test_what_waits_is_asked_of_both_databases_at_once(engine):
    with writing(engine) as session:
        under_control(session)
        collect(session, 1, QUARTER, by=By(person_id=None, at=AT))
        session.connection().exec_driver_sql("UPDATE package SET state = 'draft'")
        session.connection().exec_driver_sql("UPDATE planitem SET state = 'accepted' WHERE number IN ('1.1', '1.2')")
    with reading(engine) as session:
        waits = supervised(session, since=DAY, plan_ids=[1], letters=1, items=1)
    assert (waits.letters, waits.removable) == ((), 2)
    assert [(one.item, one.unfinished) for one in waits.items] == [("1.1", 3)]  # none of the three has reported
    assert [(one.plan_id, one.ends_on) for one in waits.packages] == [(1, QUARTER.ends_on)]
