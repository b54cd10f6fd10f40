from datetime import date

import pytest

from models.addenda import NothingChanged, changed_since
from models.database import writing
from models.package_facts import CutOffTooEarly, package_facts
from reporting.package import build
from states.assignment import State
from states.belonging import Span
from tests.models.package_plan import PlanRows

PERIOD = Span(date(2024, 1, 1), date(2024, 6, 30))
SENT, LATER = date(2024, 6, 28), date(2024, 7, 8)


@pytest.fixture
def session(engine):
    with writing(engine) as session:
        rows = PlanRows(session)
        rows.one(date(2024, 5, 31), ("report", date(2024, 5, 30), {"text": "в срок"}), school="СОШ № 1")
        rows.one(date(2024, 5, 31), ("report", date(2024, 7, 3), {"text": "поздно"}), school="СОШ № 2")
        rows.one(date(2024, 6, 30), school="СОШ № 3", issued_on=date(2024, 7, 1))
        yield session


def facts(session, cut_off=LATER):
    return package_facts(session, order="19/р", period=PERIOD, cut_off=cut_off)


def test_an_addendum_holds_what_was_moved_or_given_out_after_what_it_supplements(session):
    found = changed_since(facts(session), SENT)
    told = [(one.executor.name, one.stood.state) for item in found.items for one in item.assignments]
    assert told == [("СОШ № 2", State.REPORTED), ("СОШ № 3", State.ASSIGNED)]
    package = build(found)
    assert (package.since, package.counts.tally.total) == (SENT, 2)
    assert package.scope.startswith("Дополнение к отчёту, составленному по состоянию на 28.06.2024: только поручения")


def test_an_addendum_that_would_hold_nothing_is_refused(session):
    with pytest.raises(NothingChanged, match="moved or given out after 2024-07-05 until 2024-07-08: there is nothing"):
        changed_since(facts(session), date(2024, 7, 5))


def test_an_addendum_is_of_a_later_day_than_what_it_supplements(session):
    with pytest.raises(CutOffTooEarly, match="the cut-off 2024-06-28 is not after 2024-06-28"):
        changed_since(facts(session, SENT), SENT)
