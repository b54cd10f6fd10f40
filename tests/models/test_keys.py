from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import func, select

from models.database import reading, writing
from models.operations import KeyReused, NotAllowed, StoredEvidence, move
from models.tables import History, KeyedOperation
from tests.builders import CALENDAR
from tests.models.working import CENTRE, asked, bulk, ids, moved, reported


def made(engine, request):
    with writing(engine) as session:
        return move(session, request, calendar=CALENDAR)


def lines(engine):
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(History)).one()


def request(engine, trigger="report", **changes):
    with reading(engine) as session:
        return asked(session, trigger, key="k1", **({"text": "Готово"} | changes))


def test_asked_for_again_a_move_gives_the_result_it_had(order):
    document = StoredEvidence(name="приказ.pdf", sha256="0" * 64, size=3, stored_as="abc")
    first = request(order, evidence=(document,), seen_version=0)
    again = replace(first, at=first.at + timedelta(minutes=1), evidence=(replace(document, stored_as="def"),))
    assert made(order, first) == made(order, again)
    assert lines(order) == 1


def test_the_result_is_that_of_then_whatever_has_followed(order):
    first = made(order, request(order))
    moved(order, "send_back", by=CENTRE, reason="нет приказа")
    assert made(order, request(order)) == first
    assert lines(order) == 2


def test_a_key_is_for_one_request(order):
    made(order, request(order))
    with pytest.raises(KeyReused, match="'k1'"):
        made(order, request(order, text="Другое"))
    assert lines(order) == 1


def test_a_refused_move_uses_no_key_even_where_the_transaction_goes_on(order):
    with writing(order) as session, pytest.raises(NotAllowed):
        move(session, asked(session, "accept", by=CENTRE, key="k1"), calendar=CALENDAR)
    with reading(order) as session:
        assert session.exec(select(KeyedOperation)).all() == []
    assert made(order, request(order)).version == 1


def test_a_bulk_step_is_made_once_for_a_key(order):
    reported(order)
    first = bulk(order, "accept", ids(order), key="k2")
    assert bulk(order, "accept", ids(order), key="k2") == replace(first, replayed=True)
    assert lines(order) == 6


def test_of_many_with_one_key_one_acts_and_all_get_its_result(order):
    wanted = request(order)
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _: made(order, wanted), range(24)))
    assert len(results) == 1
    assert lines(order) == 1
