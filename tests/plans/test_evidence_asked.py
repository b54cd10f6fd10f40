"""A column that names the confirming document, from the order's table to the refusal of a report without one."""

from datetime import date

import pytest

from models.control import put_under_control
from models.database import writing
from models.operations import Request, StoredEvidence, move
from models.queries import Filter, assignments, person_by_email
from models.roster_changes import bring_in
from states.draft import RosterPerson
from states.life import NotAllowed
from tests.builders import CALENDAR, TERMS, instant
from tests.plans.builders import draft_of, order_text

DAY = date(2025, 2, 3)
SCHOOL = RosterPerson(organization="СОШ № 1", kind="school", number="1", email="school-1@city.example")
HEADING = "№\tМероприятие\tСрок\tИсполнитель\tПодтверждающий документ"
ROWS = ("1.1\tПроверить\tМай 2025\tСОШ № 1\tСправка", "1.2\tСобрать\tМай 2025\tСОШ № 1\t-")


@pytest.fixture
def report(engine):
    with writing(engine) as session:
        bring_in(session, (SCHOOL,))
        draft = draft_of(order_text(*ROWS, heading=HEADING))
        put_under_control(session, draft, fingerprint="f", at=instant(date(2025, 1, 17)), terms=TERMS)

    def reported(item, *documents):
        with writing(engine) as session:
            (found,) = assignments(session, Filter(item=item), today=DAY)
            person = person_by_email(session, SCHOOL.email)
            report = {"trigger": "report", "text": "Да", "evidence": documents}
            request = Request(assignment_id=found.id, person_id=person, at=instant(DAY), **report)
            return move(session, request, calendar=CALENDAR)

    return reported


def test_a_report_without_the_document_is_refused_and_with_it_taken(report):
    with pytest.raises(NotAllowed) as refused:
        report("1.1")
    assert refused.value.refused_by == ("evidence_missing",)
    assert report("1.1", StoredEvidence(name="справка.pdf", sha256="0" * 64, size=1, stored_as="a")).dest == "reported"


def test_where_the_column_says_nothing_a_report_needs_no_document(report):
    assert report("1.2").dest == "reported"
