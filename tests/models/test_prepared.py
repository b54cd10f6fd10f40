from datetime import UTC, date, datetime

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from models.database import engine_for, reading, writing
from models.ids import ByIds
from models.prepared import Prepared, together
from models.tables import Order
from states.fault import Fault

_orders = Order.__table__
ADD = Prepared(insert(_orders).inline())
FIND = Prepared(select(_orders).where(_orders.c.number == bindparam("asked")))
RENAME = Prepared(update(_orders).where(_orders.c.number == bindparam("asked")))


def order(number):
    at = datetime(2024, 1, 26, 5, tzinfo=UTC)
    words = {"title": "Об утверждении плана", "issuer": "", "file": "order.txt", "fingerprint": "f"}
    return {"number": number, "issued_on": date(2024, 1, 26), "confirmed_at": at, **words}


def test_values_come_out_as_they_would_through_sqlalchemy(engine):
    with writing(engine) as session:
        assert ADD.write(session.connection(), [order("1")]) == 1
        assert ADD.write(session.connection(), [order("2"), order("3")]) == 2
    with reading(engine) as session:
        plain = session.connection().execute(select(_orders).where(_orders.c.number == "2"))
        assert FIND.rows(session.connection(), {"asked": "2"}) == [tuple(row) for row in plain]


def test_a_change_says_how_many_rows_it_changed_whatever_columns_it_sets(engine):
    with writing(engine) as session:
        ADD.write(session.connection(), [order("1"), order("2")])
        assert RENAME.write(session.connection(), [{"asked": "1", "title": "Новое"}, {"asked": "9", "title": "-"}]) == 1
        assert RENAME.write(session.connection(), [{"asked": "2", "file": "a.txt", "issuer": "Департамент"}]) == 1


def test_an_error_of_the_driver_is_sqlalchemy_s(engine):
    with writing(engine) as session:
        ADD.write(session.connection(), [order("1")])
    with reading(engine) as session, pytest.raises(IntegrityError) as caught:
        ADD.write(session.connection(), [order("1")])
    assert not caught.value.connection_invalidated


@pytest.mark.postgres
def test_a_lost_connection_is_known_as_lost_and_left_behind(postgres_url):
    engine = engine_for(postgres_url)
    with reading(engine) as session, engine.connect() as another:
        connection = session.connection()
        [own] = connection.exec_driver_sql("SELECT pg_backend_pid()").scalars()
        another.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
        with pytest.raises(DBAPIError) as caught:
            FIND.rows(connection, {"asked": "1"})
    assert caught.value.connection_invalidated
    with reading(engine) as session:
        assert FIND.rows(session.connection(), {"asked": "1"}) == []
    engine.dispose()


def test_steps_sent_together_each_see_what_those_before_them_did(engine):
    with writing(engine) as session:
        added, found, renamed = together(
            session.connection(),
            ADD.changing([order("1"), order("2")]),
            FIND.asking({"asked": "2"}),
            RENAME.changing([{"asked": "1", "title": "Новое"}]),
        )
    assert (added, [row.number for row in found], renamed) == (2, ["2"], 1)


def test_a_change_that_had_to_be_made_refuses_even_where_a_later_step_failed_for_it(engine):
    with writing(engine) as session:
        ADD.write(session.connection(), [order("1")])
    missing = RENAME.changing([{"asked": "9", "title": "-"}], otherwise=Fault("there is no order 9"))
    for later in ([], [ADD.changing([order("1")])]):
        with reading(engine) as session, pytest.raises(Fault, match="there is no order 9"):
            together(session.connection(), missing, *later)


def test_an_error_among_steps_sent_together_is_sqlalchemy_s(engine):
    with writing(engine) as session:
        ADD.write(session.connection(), [order("1")])
    with reading(engine) as session, pytest.raises(IntegrityError):
        together(session.connection(), ADD.changing([order("1")]), FIND.asking({"asked": "1"}))
    with reading(engine) as session:
        assert len(FIND.rows(session.connection(), {"asked": "1"})) == 1


@pytest.mark.postgres
def test_postgresql_plans_a_query_over_one_id_only_once(postgres_url):
    engine, orders = engine_for(postgres_url), ByIds(_orders.c.id, lambda mine: select(_orders.c.id).where(mine))
    with reading(engine) as session:
        connection = session.connection()
        for ident in range(20):
            together(connection, orders.asking([ident]))
        [planned] = connection.exec_driver_sql(
            "SELECT custom_plans FROM pg_prepared_statements WHERE statement LIKE 'SELECT orders.id%%'"
        ).scalars()
    assert planned == 5
    engine.dispose()
