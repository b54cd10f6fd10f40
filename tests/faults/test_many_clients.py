"""Fifty processes at once ask for one transition of an assignment, or for one thing under one key: it is done once."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import select

from models.database import engine_for, reading
from models.tables import History
from tests.faults.asking import clients
from tests.faults.sizes import size
from tests.faults.town import town, unsound

CLIENTS = 50


def effects_not_one(url, told, *, keyed):
    """Assignments on which the crowd has had another effect than one, or been told so."""
    engine = engine_for(url)
    with reading(engine) as session:
        rows = Counter(session.exec(select(History.assignment_id)).all())
    wrong = [*unsound(engine)]
    engine.dispose()
    wrong += [f"{rows[ident]} rows of assignment {ident}" for ident in told if rows[ident] != 1]
    answers = CLIENTS if keyed else 1
    return wrong + [f"{ident}: told {len(said)} times" for ident, said in told.items() if said != [1] * answers]


@pytest.mark.parametrize("keyed", [False, True], ids=["one_transition", "one_key"])
def test_of_fifty_clients_at_once_one_has_an_effect(database_url, keyed, figures):
    made = town(database_url, rows=size(40, 1000), due_on=date(2034, 1, 31))
    found = clients("crowd", made, clients=CLIENTS, keyed=keyed)
    told = {int(ident): said for ident, said in found["told"].items()}
    assert found["failed"] == 0
    assert set(told) == set(made.heads)
    assert effects_not_one(database_url, told, keyed=keyed) == []
    figures(clients=CLIENTS, rows=len(told), effects=len(told))


@pytest.mark.parametrize(("keyed", "bug"), [(False, "trusts_what_it_saw"), (True, "forgets_the_key")])
def test_a_planted_bug_is_noticed(database_url, keyed, bug):
    made = town(database_url, rows=3, due_on=date(2034, 1, 31))
    found = clients("crowd", made, clients=8, keyed=keyed, planted_bug=bug)
    told = {int(ident): said for ident, said in found["told"].items()}
    assert effects_not_one(database_url, told, keyed=keyed)
