from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from models.database import reading, snapshot, writing
from models.history_rows import assignment_link, plan_link
from models.operations import StoredEvidence, undo_last
from models.queries import person_by_email
from models.tables import Assignment, Evidence, History, ItemHistory, Plan, PlanHistory, PlanItem
from models.verifying import Fingerprint, NoFingerprint, fingerprint_from, how_many, last_rows, verify
from states.chain import GENESIS
from states.control import Control
from tests.builders import instant
from tests.models.working import CENTRE, DAY, PLAN, bulk, ids, moved, reported

HISTORIES = ("history", "evidence", "itemhistory", "planhistory")


def verified(engine, *, expected=None):
    with writing(engine) as session:
        cut = last_rows(session)
    with snapshot(engine) as session:
        return verify(session, cut=cut, expected=expected)


def breaks(engine, **changes):
    return [(one.of, one.version, one.code) for one in verified(engine, **changes).breaks]


def written_past_srok(engine, *statements):
    """What somebody does who may change the database itself: the triggers go first."""
    with writing(engine) as session:
        for table in HISTORIES:
            drop_guards(session, table)
        for statement in statements:
            session.execute(statement)


def drop_guards(session, table):
    if session.get_bind().dialect.name == "sqlite":
        for action in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))
    else:
        session.execute(text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"))


@pytest.fixture
def lived(order):
    """The order after some life: reports with documents, an extension, a bulk step undone, rows of item and plan."""
    document = StoredEvidence(name="приказ.pdf", sha256="0" * 64, size=3, stored_as="abc")
    moved(order, "report", text="Назначен", evidence=(document,))
    moved(order, "send_back", by=CENTRE, reason="нет подписи", due_on=date(2024, 3, 15))
    moved(order, "report", text="Подписан", evidence=(StoredEvidence(**(vars(document) | {"stored_as": "def"})),))
    bulk(order, "extend", ids(order, "1.2"), reason="карантин", due_on=date(2024, 4, 10))
    with writing(order) as session:
        undo_last(session, person_id=person_by_email(session, CENTRE), at=instant(DAY))
    bulk(order, "set_due_date", ids(order, "1.4"), by=PLAN, due_on=date(2024, 5, 1))
    with writing(order) as session:
        plan = session.exec(select(Plan)).one()
        row = {"plan_id": plan.id, "version": 1, "trigger": "give_role", "role": None, "before_id": None}
        row |= {"after_id": None, "at": instant(DAY), "on": DAY, "person_id": None, "reason": "", "detail": "x"}
        link = plan_link(GENESIS, row)
        session.execute(insert(PlanHistory), [row | {"hash": link}])
        plan.version, plan.head = 1, link
    return order


def test_a_life_as_srok_writes_it_has_no_breaks(lived):
    found = verified(lived)
    assert found.breaks == ()
    with reading(lived) as session:
        rows = [session.exec(select(func.count()).select_from(table)).one() for table in (History, PlanHistory)]
        assert (found.rows, found.histories) == (sum(rows), how_many(session))


FIRST = select(History.assignment_id).where(History.trigger == "report").limit(1).scalar_subquery()
OF_FIRST = History.assignment_id == FIRST


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (update(History).where(OF_FIRST, History.version == 2).values(reason="нет печати"), [(2, "hash")]),
        (update(History).where(OF_FIRST, History.version == 2).values(person_id=None), [(2, "hash")]),
        (update(Evidence).where(Evidence.stored_as == "abc").values(sha256="1" * 64), [(1, "hash")]),
        (delete(Evidence).where(Evidence.stored_as == "abc"), [(1, "hash")]),
        (
            delete(History).where(OF_FIRST, History.version == 2),
            [(3, "gap"), (3, "source"), (3, "due_on"), (3, "returned_on")],
        ),
        (update(History).where(OF_FIRST, History.version == 3).values(version=4), [(4, "gap"), (4, "version")]),
        (update(History).where(OF_FIRST, History.version == 3).values(hash="0"), [(3, "hash"), (3, "head")]),
        (update(Assignment).where(Assignment.id == FIRST).values(state="accepted"), [(3, "state")]),
        (update(Assignment).where(Assignment.id == FIRST).values(version=4), [(3, "version")]),
        (update(Assignment).where(Assignment.id == FIRST).values(head="0"), [(3, "head")]),
        (update(Assignment).where(Assignment.id == FIRST).values(due_on=date(2024, 9, 1)), [(3, "due_on")]),
        (update(Assignment).where(Assignment.id == FIRST).values(reported_on=DAY - timedelta(9)), [(3, "reported_on")]),
        (update(Assignment).where(Assignment.id == FIRST).values(done_on=DAY - timedelta(9)), [(3, "done_on")]),
        (
            update(Assignment).where(Assignment.id == FIRST).values(declined_on=DAY, reports=1),
            [(3, "reports"), (3, "declined_on")],
        ),
        (
            update(Assignment).where(Assignment.id == FIRST).values(effective_due_on=date(2024, 9, 1)),
            [(3, "effective_due_on")],
        ),
        (
            update(Assignment).where(Assignment.id == FIRST).values(moved_at=instant(DAY) + timedelta(days=1)),
            [(3, "moved_at")],
        ),
    ],
    ids=lambda value: None if isinstance(value, list) else str(value).split()[0],
)
def test_what_is_changed_behind_srok_s_back_is_found_where_it_is(lived, statement, found):
    if str(statement).startswith("DELETE FROM history"):
        written_past_srok(lived, *without_references(lived, 2), statement)
    else:
        written_past_srok(lived, statement)
    assert breaks(lived) == [("assignment", version, code) for version, code in found]


def without_references(engine, version):
    of = select(History.id).where(OF_FIRST, History.version == version).scalar_subquery()
    return (delete(Evidence).where(Evidence.history_id == of),)


def test_a_row_put_in_is_found(lived):
    with reading(lived) as session:
        row = session.exec(select(History).where(OF_FIRST, History.version == 3)).one().model_dump()
    row |= {"id": None, "version": 4}
    written_past_srok(lived, insert(History).values({k: v for k, v in row.items() if k != "id"}))
    assert breaks(lived) == [
        ("assignment", 4, "hash"),
        ("assignment", 4, "source"),
        ("assignment", 4, "version"),
        ("assignment", 4, "reports"),
    ]


def test_the_histories_of_items_and_plans_are_walked_too(lived):
    written_past_srok(
        lived,
        update(PlanHistory).values(detail="y"),
        update(PlanItem).where(PlanItem.number == "1.3").values(control=Control.REMOVED),
    )
    assert breaks(lived) == [("item", 0, "state"), ("plan", 1, "hash")]


def test_one_order_can_be_verified_alone(lived):
    written_past_srok(lived, update(PlanHistory).values(detail="y"))
    with snapshot(lived) as session:
        cut = (10**9,) * 3
        assert [one.of for one in verify(session, cut=cut, order_id=1).breaks] == ["plan"]
        other = verify(session, cut=cut, order_id=2)
        assert (other.histories, other.breaks, other.fingerprint) == (0, (), None)


def test_a_fingerprint_holds_whatever_follows_and_is_read_as_it_is_written(lived):
    first = verified(lived).fingerprint
    assert fingerprint_from(f" {str(first).upper()} ") == first
    moved(lived, "accept", by=CENTRE)
    assert verified(lived, expected=first).breaks == ()
    assert verified(lived).fingerprint != first


@pytest.mark.parametrize("written", ["", "abc", "1.2.3-9f3a", "1.2-9f3a-77c1-04be-d210-88ac"])
def test_what_is_no_fingerprint_is_refused(written):
    with pytest.raises(NoFingerprint, match="looks like"):
        fingerprint_from(written)


def test_only_the_fingerprint_tells_that_the_newest_rows_were_taken_away_with_all_they_had_made(lived):
    before = verified(lived).fingerprint
    with reading(lived) as session:
        undone = session.exec(select(History).where(OF_FIRST, History.version == 3)).one()
        left = session.exec(select(History).where(OF_FIRST, History.version == 2)).one()
        values = {
            "version": 2,
            "head": left.hash,
            "state": left.dest,
            "moved_at": left.at,
            "reports": 1,
            "done_on": None,
        }
    written_past_srok(
        lived,
        delete(Evidence).where(Evidence.history_id == undone.id),
        update(Assignment).where(Assignment.id == undone.assignment_id).values(values),
        delete(History).where(History.id == undone.id),
    )
    assert breaks(lived) == []
    assert breaks(lived, expected=before) == [("all", 0, "fingerprint")]


def test_only_the_fingerprint_tells_that_a_history_was_made_anew(lived):
    before = verified(lived).fingerprint
    with reading(lived) as session:
        row = session.exec(select(History).where(History.trigger == "set_due_date")).first()
    changed = row.model_dump() | {"text": "иначе"}
    link = assignment_link(GENESIS, changed)
    written_past_srok(
        lived,
        update(History).where(History.id == row.id).values(text="иначе", hash=link),
        update(Assignment).where(Assignment.id == row.assignment_id).values(head=link),
    )
    assert breaks(lived) == []
    assert breaks(lived, expected=before) == [("all", 0, "fingerprint")]


def test_a_row_that_belongs_to_nothing_is_found(lived):
    unchecked, checked = {
        "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
        "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
    }[lived.dialect.name]
    with lived.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(unchecked)
    written_past_srok(lived, text("UPDATE evidence SET history_id = 999 WHERE stored_as = 'abc'"))
    with lived.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(checked)
    assert breaks(lived) == [("assignment", 1, "hash"), ("evidence", 0, "stray")]


def test_verifying_sees_one_moment_whoever_writes_meanwhile(lived):
    with writing(lived) as session:
        cut = last_rows(session)
    wrote = []

    def write_once():
        if not wrote:
            wrote.append(reported(lived, ["лицей № 3"], item="1.4"))

    with snapshot(lived) as session:
        found = verify(session, cut=cut, each=write_once)
    assert wrote
    assert found.breaks == ()
    assert isinstance(found.fingerprint, Fingerprint)


@pytest.mark.parametrize("table", HISTORIES)
def test_the_database_itself_refuses_to_change_a_history(lived, table):
    with writing(lived) as session:
        session.execute(insert(ItemHistory), [an_item_row(session)])
    actions = ["UPDATE {} SET id = id", "DELETE FROM {}"]
    if lived.dialect.name == "postgresql":  # SQLite has no TRUNCATE
        actions.append("TRUNCATE {} CASCADE")
    for action in actions:
        with pytest.raises(DBAPIError, match="is append-only"), writing(lived) as session:
            session.execute(text(action.format(table)))


def an_item_row(session):
    item_id = session.exec(select(PlanItem.id).limit(1)).one()
    row = {"item_id": item_id, "version": 1, "trigger": "x", "source": Control.ON_CONTROL, "dest": Control.ON_CONTROL}
    return row | {"at": instant(DAY), "on": DAY, "person_id": None, "reason": "", "detail": "", "hash": "0"}


def test_a_fingerprint_of_before_there_were_packages_is_still_understood():
    found = fingerprint_from("1042.17.3-9f3a-77c1-04be-d210-88ac")
    assert found == Fingerprint(cut=(1042, 17, 3, 0), digits="9f3a77c104bed21088ac")
