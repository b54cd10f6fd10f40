from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, col, select

from models.amending import NotAmendable, amend
from models.amendment import NewText
from models.database import engine_for, reading, writing
from models.editions import edition_of
from models.executors import NotConfirmable
from models.item_changes import change_control, set_roll_up
from models.next_year import open_next_year
from models.occurrences import issue_due, open_occurrence
from models.operations import Request, move
from models.queries import person_by_email
from models.tables import (
    Assignment,
    Edition,
    FiringRow,
    History,
    ItemExecutor,
    ItemHistory,
    Occurrence,
    Order,
    Organization,
    Outbox,
    Person,
    PlanItem,
)
from states.assignment import State
from states.draft import ItemKind, Problem, Severity
from states.item import Part, item_state, roll_up, roll_up_rule
from states.schedule import Schedule, ScheduleKind, Term
from tests.builders import ALL, CALENDAR, CENTRE, ISSUED, ITEMS, TERMS, draft, instant, item, once, under_control

DAY = date(2024, 2, 5)
SCHOOL_1 = "school-1@city.example"
DEPARTMENT, SCHOOL = replace(CENTRE, name="Департамент"), replace(CENTRE, name="СОШ № 1")


def new_text(items=ITEMS, *, fingerprint="new", day=DAY, kinds=frozenset(ItemKind), **changes):
    return NewText(draft=draft(items, **changes), fingerprint=fingerprint, at=instant(day), kinds=kinds)


def changed(number, **values):
    """The items of the order, one of them with other values."""
    return [replace(one, **values) if one.number == number else one for one in ITEMS]


def rows_of(session, item_number):
    """The assignments of an item, all their columns."""
    query = select(Assignment).join(Occurrence).join(PlanItem).where(PlanItem.number == item_number)
    return {one.id: one.model_dump() for one in session.exec(query.order_by(col(Assignment.id)))}


def act(session, item_number, trigger="start"):
    """The first school moves its assignment of an item."""
    person = session.exec(select(Person).where(Person.email == SCHOOL_1)).one()
    query = select(Assignment).join(Occurrence).join(PlanItem).where(PlanItem.number == item_number)
    one = session.exec(query.where(Assignment.organization_id == person.organization_id)).first()
    request = Request(assignment_id=one.id, trigger=trigger, person_id=person.id, at=instant(ISSUED), text="Готово")
    move(session, request, calendar=CALENDAR)
    return one.id


@pytest.fixture
def order(engine):
    """The id of the order under control."""
    with writing(engine) as session:
        return under_control(session).order_id


def edition(session, order, items=ITEMS):
    return edition_of(session, order, draft(items), kinds=frozenset(ItemKind))


def test_the_same_items_are_no_edition(engine, order):
    with reading(engine) as session:
        found = edition(session, order)
    assert (found.added, found.changed, found.remaining, found.same) == ((), (), (), 4)


def test_what_differs_is_said_item_by_item(engine, order):
    items = [
        replace(ITEMS[0], title="Мероприятие 1.1 и ещё", schedule=once(date(2024, 3, 15)), deadline_text="до 15 марта"),
        replace(ITEMS[1], executors=(CENTRE,)),
        ITEMS[2],
        item("1.5", once(date(2024, 9, 1)), CENTRE, title="Совсем другое дело"),
    ]
    with reading(engine) as session:
        found = edition(session, order, items)
    assert [one.number for one in found.added] == ["1.5"]
    fields = {one.number: {field.field: (field.before, field.after) for field in one.fields} for one in found.changed}
    assert fields["1.1"]["title"] == ("Мероприятие 1.1", "Мероприятие 1.1 и ещё")
    assert fields["1.1"]["deadline"] == ("", "до 15 марта")
    assert fields["1.2"]["executors"] == ("СОШ № 1, СОШ № 2, лицей № 3, колледжи (по согласованию)", "")
    assert [(one.number, one.whole, len(one.assignments)) for one in found.remaining] == [
        ("1.4", True, 3),
        ("1.2", False, 4),
    ]


def test_a_new_item_is_given_out_on_the_day_of_the_amendment(engine, order):
    times = (Term(due_on=date(2024, 1, 31)), Term(due_on=date(2024, 3, 29)), Term(due_on=date(2024, 9, 30)))
    added = item("2.1", Schedule(kind=ScheduleKind.DATES, terms=times), ALL, section=1)
    with writing(engine) as session:
        done = amend(session, order, new_text([*ITEMS, added], sections=("Раздел 1", "Раздел 2")), terms=TERMS)
        assert (done.items, done.assignments, done.held) == (1, 3, ())
        rows = rows_of(session, "2.1").values()
        assert {(one["due_on"], one["issued_on"], one["state"]) for one in rows} == {
            (date(2024, 3, 29), DAY, State.ASSIGNED)
        }
        second = session.exec(
            select(Occurrence).join(PlanItem).where(PlanItem.number == "2.1", Occurrence.position == 2)
        )
        assert second.one().due_on == date(2024, 9, 30)


def test_a_date_nobody_has_acted_on_moves_and_the_history_says_why(engine, order):
    with writing(engine) as session:
        done = amend(session, order, new_text(changed("1.1", schedule=once(date(2024, 3, 15)))), terms=TERMS)
        assert (done.dates, done.held) == (1, ())
        for one in rows_of(session, "1.1").values():
            assert (one["due_on"], one["effective_due_on"]) == (date(2024, 3, 15), date(2024, 3, 15))
            assert (one["original_due_on"], one["due_version"], one["version"]) == (date(2024, 2, 29), 1, 1)
        lines = session.exec(select(History)).all()
        assert {(one.trigger, one.source, one.dest, one.reason) for one in lines} == {
            ("amend", State.ASSIGNED, State.ASSIGNED, "order.txt")
        }


def test_what_an_amendment_has_moved_the_next_may_move_again(engine, order):
    with writing(engine) as session:
        amend(session, order, new_text(changed("1.1", schedule=once(date(2024, 3, 15)))), terms=TERMS)
        second = new_text(changed("1.1", schedule=once(date(2024, 4, 15))), fingerprint="newer")
        assert amend(session, order, second, terms=TERMS).held == ()
        assert {one["due_on"] for one in rows_of(session, "1.1").values()} == {date(2024, 4, 15)}


def test_an_occurrence_somebody_has_acted_on_stays_and_is_named(engine, order):
    with writing(engine) as session:
        act(session, "1.1")
        before = rows_of(session, "1.1")
        items = changed("1.1", schedule=once(date(2024, 3, 15)), title="Мероприятие 1.1, иначе", executors=(CENTRE,))
        done = amend(session, order, new_text(items), terms=TERMS)
        assert rows_of(session, "1.1") == before
        assert len(done.held) == 3
        assert all(one.number == "1.1" and "acted on it" in one.why.english for one in done.held)
        assert session.exec(select(PlanItem).where(PlanItem.number == "1.1")).one().title == "Мероприятие 1.1"


def test_of_several_occurrences_only_those_without_history_move(engine, order):
    later = (Term(due_on=date(2024, 5, 31)), Term(due_on=date(2024, 11, 29)), Term(due_on=date(2025, 2, 28)))
    with writing(engine) as session:
        act(session, "1.3", "report")
        before = rows_of(session, "1.3")
        items = changed("1.3", schedule=Schedule(kind=ScheduleKind.DATES, terms=later))
        done = amend(session, order, new_text(items), terms=TERMS)
        assert rows_of(session, "1.3") == before
        assert ["not moved to 2024-05-31" in one.why.english for one in done.held] == [True]
        due = select(Occurrence.due_on).join(PlanItem).where(PlanItem.number == "1.3").order_by(Occurrence.position)
        assert list(session.exec(due)) == [date(2024, 6, 30), date(2024, 11, 29), date(2025, 2, 28)]


def test_a_letter_that_called_somebody_late_counts_as_history_and_a_reminder_does_not(engine, order):
    for rung, held in (("executor.in_5_days", 0), ("executor.overdue", 1)):
        with writing(engine) as session:
            one = next(iter(rows_of(session, "1.1")))
            letter = Outbox(
                key=rung, message_id=rung, sender="a", recipient="b", subject="c", written_on=DAY,
                queued_at=instant(DAY), not_before=instant(DAY),
            )  # fmt: skip
            session.add(letter)
            session.flush()
            fired = FiringRow(assignment_id=one, rung=rung, step=0, epoch=0, fired_on=DAY, outbox_id=letter.id)
            session.add(fired)
            session.flush()
            due_on = date(2024, 3, 15) + timedelta(days=held)
            text = new_text(changed("1.1", schedule=once(due_on)), fingerprint=rung)
            assert len(amend(session, order, text, terms=TERMS).held) == held


def test_executors_come_and_go_and_nobody_is_removed_by_itself(engine, order):
    with writing(engine) as session:
        before = rows_of(session, "1.2")
        items = [*changed("1.2", executors=(CENTRE,))[:3], replace(ITEMS[3], executors=(ALL, CENTRE))]
        done = amend(session, order, new_text(items), terms=TERMS)
        assert (done.assignments, done.held) == (1, ())
        assert rows_of(session, "1.2") == before
        assert [len(one.assignments) for one in done.edition.remaining] == [4]
        names = select(Organization.name).join(ItemExecutor).join(PlanItem).order_by(col(ItemExecutor.position))
        assert list(session.exec(names.where(PlanItem.number == "1.2"))) == ["МАУ Центр"]
        assert list(session.exec(names.where(PlanItem.number == "1.4")))[-1] == "МАУ Центр"
        assert [len(one.assignments) for one in edition(session, order, items).remaining] == [4]


def test_an_item_that_is_gone_stays_under_control(engine, order):
    with writing(engine) as session:
        before = rows_of(session, "1.4")
        done = amend(session, order, new_text(ITEMS[:3]), terms=TERMS)
        assert [(one.number, one.whole) for one in done.edition.remaining] == [("1.4", True)]
        assert rows_of(session, "1.4") == before


def test_a_date_only_planned_is_left_out_and_one_given_out_is_named(engine, order):
    with writing(engine) as session:
        amend(session, order, new_text(changed("1.3", schedule=once(date(2024, 6, 30)))), terms=TERMS)
        query = select(Occurrence).join(PlanItem).where(PlanItem.number == "1.3")
        assert len(session.exec(query).all()) == 1
    with writing(engine) as session:
        three = tuple(Term(due_on=date(2024, month, 28)) for month in (6, 7, 8))
        items = changed("1.3", schedule=Schedule(kind=ScheduleKind.DATES, terms=three))
        amend(session, order, new_text(items, fingerprint="2"), terms=TERMS)
        issue_due(session, today=date(2024, 7, 20))
        done = amend(
            session, order, new_text(changed("1.3", schedule=once(three[0].due_on)), fingerprint="3"), terms=TERMS
        )
        assert (["given out" in one.why.english for one in done.held], done.dates) == ([True], 1)


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        (Schedule(kind=ScheduleKind.BY_SCHEDULE), "given out with a date"),
        (once(date(2024, 2, 1)), "that day is over"),
    ],
)
def test_a_date_that_cannot_be_told_people_is_left_to_a_person(engine, order, schedule, why):
    with writing(engine) as session:
        before = rows_of(session, "1.1")
        (held,) = amend(session, order, new_text(changed("1.1", schedule=schedule)), terms=TERMS).held
        assert why in held.why.english
        assert rows_of(session, "1.1") == before


def test_the_same_text_twice_and_an_earlier_one_are_refused(engine, order):
    with writing(engine) as session:
        with pytest.raises(NotAmendable, match="this very text"):
            amend(session, order, new_text(fingerprint="f"), terms=TERMS)
        amend(session, order, new_text(fingerprint="2"), terms=TERMS)
        with pytest.raises(NotAmendable, match="this very text"):
            amend(session, order, new_text(fingerprint="2"), terms=TERMS)
        with pytest.raises(NotAmendable, match=r"later edition since 05\.02\.2024"):
            amend(session, order, new_text(fingerprint="f"), terms=TERMS)
        assert [one.fingerprint for one in session.exec(select(Edition).order_by(col(Edition.id)))] == ["f", "2"]
        assert session.get_one(Order, order).fingerprint == "2"


def test_a_draft_with_an_error_or_an_item_for_nobody_amends_nothing(engine, order):
    problem = Problem(code="deadline_unrecognised", severity=Severity.ERROR, place="line 9", text="set a date")
    for text in (new_text(problems=(problem,)), new_text([*ITEMS, item("9", once(DAY))])):
        with writing(engine) as session:
            before = snapshot(session)
        with pytest.raises(NotConfirmable), writing(engine) as session:
            amend(session, order, text, terms=TERMS)
        with reading(engine) as session:
            assert snapshot(session) == before


def test_an_amending_orders_own_clauses_are_not_compared(engine, order):
    items = [*ITEMS[:3], item("1", once(date(2024, 3, 1)), CENTRE, kind=ItemKind.CLAUSE, section=None)]
    text = new_text(items, kinds=frozenset({ItemKind.MEASURE}))
    with writing(engine) as session:
        done = amend(session, order, text, terms=TERMS)
        assert done.items == 0
        assert session.exec(select(PlanItem).where(PlanItem.kind == ItemKind.CLAUSE)).all() == []


TABLES = (Assignment, History, Occurrence, PlanItem, ItemExecutor, ItemHistory)


def snapshot(session):
    """Everything under control, every column."""
    return {
        table.__name__: [row.model_dump() for row in session.exec(select(table).order_by(col(table.id)))]
        for table in TABLES
    }


DAYS = st.dates(date(2024, 1, 27), date(2025, 1, 31))
SCHEDULES = st.one_of(
    DAYS.map(once),
    st.lists(DAYS, min_size=2, max_size=4, unique=True).map(
        lambda days: Schedule(kind=ScheduleKind.DATES, terms=tuple(Term(due_on=day) for day in sorted(days)))
    ),
    st.just(Schedule(kind=ScheduleKind.BY_SCHEDULE)),
    st.just(Schedule(kind=ScheduleKind.CONTINUOUS)),
    st.just(Schedule(kind=ScheduleKind.ON_REQUEST)),
)
EXECUTORS = st.sampled_from([(ALL,), (CENTRE,), (CENTRE, ALL), (CENTRE, DEPARTMENT), (DEPARTMENT, CENTRE)])
NEW_ITEMS = st.lists(
    st.builds(
        lambda number, schedule, who, more: item(number, schedule, *who, title=f"Мероприятие {number}{more}"),
        st.sampled_from(["1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2"]),
        SCHEDULES,
        EXECUTORS,
        st.sampled_from(["", " и ещё", ": совсем другое дело, о котором прежде не было ни слова"]),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: (one.number, one.title),  # of two items that say the same, no text can tell which is which
)


GOING_ON = (
    item("2.1", Schedule(kind=ScheduleKind.ON_REQUEST), ALL),
    item("2.2", Schedule(kind=ScheduleKind.CONTINUOUS), CENTRE, DEPARTMENT),
)
ASKED = st.sets(
    st.sampled_from([("1.1", "quorum 1"), ("1.2", "lead"), ("2.2", "all"), "removed", "asked for", "carried on"])
)


@pytest.fixture(scope="module")
def going_on():
    """An engine on a database in memory with an order of which some items go on, and the order's id."""
    engine = engine_for("sqlite://")
    SQLModel.metadata.create_all(engine)
    with writing(engine) as session:
        order = under_control(session, [*ITEMS, *GOING_ON]).order_id
    yield engine, order
    engine.dispose()


@settings(max_examples=60, deadline=None)
@given(items=NEW_ITEMS, acted=st.sets(st.sampled_from(["1.1", "1.2", "1.3", "1.4"])), day=DAYS, asked=ASKED)
def test_nothing_with_a_history_is_touched_and_a_second_time_changes_nothing(going_on, items, acted, day, asked):
    engine, order = going_on
    with reading(engine) as session:  # rolled back: every example finds the order as it was
        moved = {act(session, number) for number in sorted(acted)}
        planned = {row["id"] for row in snapshot(session)["Occurrence"]}
        for one in sorted(asked, key=str):
            ask(session, one)
        before = snapshot(session)
        amend(session, order, new_text(items, day=day), terms=TERMS)
        once_amended = snapshot(session)
        kept = {row["id"]: row for row in once_amended["Assignment"]}
        assert all(kept[row["id"]] == row for row in before["Assignment"] if row["id"] in moved)
        assert {row["id"] for row in before["Assignment"]} <= set(kept)
        alone = {row["occurrence_id"] for row in before["Assignment"] if row["id"] in moved}
        alone |= {row["id"] for row in before["Occurrence"]} - planned  # opened by somebody
        times = {row["id"]: row for row in once_amended["Occurrence"]}
        assert all(times[row["id"]] == row for row in before["Occurrence"] if row["id"] in alone)
        ruled = {row["item_id"] for row in before["ItemHistory"] if row["trigger"] == "set_roll_up"}
        rows = {row["id"]: row for row in once_amended["PlanItem"]}
        for row in before["PlanItem"]:
            stays = {"control", "version", "head", *(["roll_up"] if row["id"] in ruled else [])}
            assert {name: rows[row["id"]][name] for name in stays} == {name: row[name] for name in stays}
        assert once_amended["ItemHistory"] == before["ItemHistory"]
        assert_rolled_up(session)
        assert once_amended["History"][: len(before["History"])] == before["History"]
        assert {row["id"] for row in before["PlanItem"]} <= {row["id"] for row in once_amended["PlanItem"]}
        amend(session, order, new_text(items, fingerprint="again", day=day), terms=TERMS)
        assert snapshot(session) == once_amended


def ask(session, what):
    """What the coordinator or a controller does to an item itself."""
    number, rule = what if isinstance(what, tuple) else ({"removed": "1.3", "asked for": "2.1"}.get(what, "2.2"), "")
    who = {name: person_by_email(session, f"{name}@city.example") for name in ("centre", "plan")}
    by = {"at": instant(ISSUED), "person_id": who["centre"]}
    item_id = session.exec(select(PlanItem.id).where(PlanItem.number == number)).one()
    if what == "removed":
        by |= {"person_id": who["plan"], "trigger": "remove_from_control", "reason": "отменено"}
        change_control(session, item_id=item_id, **by)
    elif what == "asked for":
        for due_on in (date(2024, 2, 15), date(2024, 6, 14)):
            open_occurrence(session, item_id=item_id, due_on=due_on, calendar=CALENDAR, **by)
    elif what == "carried on":
        open_next_year(session, item_ids=[item_id], year=2025, calendar=CALENDAR, **by)
    else:
        set_roll_up(session, item_id=item_id, rule=rule, **by)


def assert_rolled_up(session):
    """Every stored state is the function of its parts."""
    for one in session.exec(select(PlanItem)).all():
        times = session.exec(select(Occurrence).where(Occurrence.item_id == one.id).order_by(col(Occurrence.position)))
        states = []
        for occurrence in times.all():
            parts = session.exec(select(Assignment).where(Assignment.occurrence_id == occurrence.id)).all()
            counted = [Part(part.state, part.required, part.lead) for part in parts]
            assert occurrence.state is roll_up(counted, roll_up_rule(one.roll_up))
            states.append(occurrence.state)
        assert one.state is item_state(states)


def test_whom_the_text_now_names_first_leads_what_nobody_has_acted_on(engine):
    two = item("2.1", once(date(2024, 3, 29)), CENTRE, DEPARTMENT)
    with writing(engine) as session:
        order = under_control(session, [*ITEMS, two]).order_id
        text = new_text([*ITEMS, replace(two, executors=(DEPARTMENT, SCHOOL))])
        amend(session, order, text, terms=TERMS)
        leads = select(Organization.name, Assignment.lead).join(Organization).join(Occurrence).join(PlanItem)
        assert dict(session.exec(leads.where(PlanItem.number == "2.1")).all()) == {
            "МАУ Центр": False,
            "Департамент": True,
            "СОШ № 1": False,
        }
        rules = select(PlanItem.roll_up).where(PlanItem.number == "2.1")
        assert session.exec(rules).one() == "lead"
        amend(session, order, new_text([*ITEMS, replace(two, executors=(ALL,))], fingerprint="3"), terms=TERMS)
        assert session.exec(rules).one() == "all"


def test_what_somebody_opened_by_hand_stays_and_is_named(engine):
    with writing(engine) as session:
        order = under_control(session, [*ITEMS, *GOING_ON]).order_id
        ask(session, "carried on")
        items = [*ITEMS, GOING_ON[0], replace(GOING_ON[1], schedule=once(date(2024, 9, 30)))]
        done = amend(session, order, new_text(items), terms=TERMS)
        assert [one.why.english for one in done.held] == [
            f"due {day}: stays as it is, for somebody opened it by hand" for day in ("2025-06-30", "2025-12-31")
        ]
        due = select(Occurrence.due_on).join(PlanItem).where(PlanItem.number == "2.2").order_by(Occurrence.position)
        assert list(session.exec(due)) == [date(2024, 9, 30), date(2025, 6, 30), date(2025, 12, 31)]
