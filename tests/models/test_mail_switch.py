"""The switch of mail: off on a new database, on where letters left before there was one; who turned it and when."""

import pytest
from sqlalchemy import delete

from models.database import HEAD, reading, revision, upgrade, writing
from models.mail_switch import MailOff, Turned, is_on, last_turned, refuse_while_off, turn
from models.tables import MailSwitchRow
from tests.builders import instant
from tests.models.test_migrations import MOVES, OLD_ROWS, brought_to
from tests.models.working import DAY
from tests.models.world import ident, peopled

AT = instant(DAY)


def fresh(engine):
    """As a database is before anybody has turned the switch; those of the tests are switched on."""
    with writing(engine) as session:
        session.execute(delete(MailSwitchRow))
    return engine


def test_mail_is_off_until_somebody_switches_it_on(engine):
    with reading(fresh(engine)) as session:
        assert (is_on(session), last_turned(session)) == (False, None)
        with pytest.raises(MailOff, match="srok mail on"):
            refuse_while_off(session)


def test_the_last_turn_rules_and_says_who_and_when(engine):
    with writing(fresh(engine)) as session:
        peopled(session)
        by = ident(session, "admin")
        assert turn(session, on=True, at=AT, account="root")
        assert not turn(session, on=True, at=AT, account="root")
        refuse_while_off(session)
        assert last_turned(session) == Turned(True, AT, "root")
        assert turn(session, on=False, at=AT, person_id=by)
        turned = last_turned(session)
    assert (turned.on, turned.by) == (False, "admin@city.example")


@pytest.mark.parametrize(
    ("rows", "on"), [((), False), (OLD_ROWS, False), ([*OLD_ROWS, MOVES], True)], ids=["empty", "roster", "an order"]
)
def test_an_older_house_that_has_an_order_goes_on_sending(engine, rows, on):
    statements = [one for row in rows for one in row.split(";") if one.strip()]
    if engine.dialect.name == "sqlite":
        statements = [one.replace("+00'", "'") for one in statements]
    upgrade(brought_to(engine, "0003", statements))
    assert revision(engine) == HEAD
    with reading(engine) as session:
        assert is_on(session) is on
        assert last_turned(session) == (Turned(True, None, "") if on else None)
