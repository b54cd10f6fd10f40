"""Whatever is edited, deleted, put in or reordered in the tables of history behind Srok's back is found."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import cycle

import pytest
from sqlalchemy.exc import IntegrityError

from models import history_chain
from models.database import reading, writing
from models.item_changes import change_control
from models.operations import Request, StoredEvidence, move
from models.verifying import verify
from srok import clock
from states.fault import Fault
from tests.builders import CALENDAR
from tests.faults.clients import random_work
from tests.faults.sizes import SEED, size
from tests.faults.tampering import WAYS, Impossible
from tests.faults.town import town, unsound
from tests.models.test_verifying import HISTORIES, drop_guards

CUT = (2**31,) * 3


@pytest.fixture
def lived(engine, database_url):
    """A town after a hundred and twenty random works, with documents, and with rows in the histories of its items."""
    made, chance = town(database_url, rows=12, due_on=date(2034, 1, 31)), random.Random(SEED)
    for number in range(120):
        try:
            with writing(engine) as session:
                random_work(made, chance, f"work {number}")(session, "")
        except Fault:
            continue
    with writing(engine) as session:
        for item_id in (1, 2):
            for trigger in ("put_under_special_control", "end_special_control"):
                at = clock.now()
                change_control(
                    session, item_id=item_id, trigger=trigger, person_id=made.controller, at=at, reason="так"
                )
        for number, (ident, head) in enumerate(made.heads.items()):
            document = StoredEvidence(name="акт.pdf", sha256="0" * 64, size=number, stored_as=str(number))
            at = clock.now() + timedelta(seconds=1)
            request = Request(
                assignment_id=ident, trigger="comment", person_id=head, at=at, text="вот", evidence=(document,)
            )
            move(session, request, calendar=CALENDAR)
    assert unsound(engine) == []
    return engine


def tampered(engine, times):
    """How often each way was found and what was not found; every time all is put back."""
    chance, found, missed = random.Random(SEED), Counter(), []
    ways = cycle(WAYS)
    while sum(found.values()) + len(missed) < times:
        way = next(ways)
        with reading(engine) as session:  # which takes back whatever is done in it
            for table in HISTORIES:
                drop_guards(session, table)
            try:
                what = way(session, chance)
            except (Impossible, IntegrityError):
                continue
            if verify(session, cut=CUT).breaks:
                found[way.__name__] += 1
            else:
                missed.append(what)
    return found, missed


def test_tampering_is_always_found(lived, figures):
    times = size(50, 1000)
    found, missed = tampered(lived, times)
    assert missed == []
    assert set(found) == {way.__name__ for way in WAYS}
    figures(tampered=times, found=sum(found.values()), **found)


def test_a_verifier_that_skips_links_is_noticed(lived, monkeypatch):
    real = history_chain._unequal  # noqa: SLF001 - a bug is planted where it would be made

    def without_links(of, ident, version, pairs):
        return real(of, ident, version, {code: pair for code, pair in pairs.items() if code != "hash"})

    monkeypatch.setattr(history_chain, "_unequal", without_links)
    _, missed = tampered(lived, 2 * len(WAYS))
    assert missed
