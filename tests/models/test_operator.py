import pytest

from models.database import reading, writing
from models.held_plans import By
from models.order_by_number import plan_by_number
from models.plan_settings import NotSettable, Operator, operator_of, set_operator
from models.queries import person_by_email
from states.policy import NotPermitted
from tests.builders import instant
from tests.models.test_packages import breaks
from tests.models.working import CENTRE, DAY, SCHOOL

REGION = Operator("ГАУ «Региональный оператор»", "region@oblast.example")


def settled(engine, operator=REGION, *, who=CENTRE):
    with writing(engine) as session:
        set_operator(session, "7", operator, by=By(person_id=person_by_email(session, who), at=instant(DAY)))


def test_the_coordinator_says_to_whom_packages_go_and_it_is_on_record(order):
    settled(order)
    with reading(order) as session:
        assert operator_of(session, plan_by_number(session, "7")) == REGION
    with pytest.raises(NotSettable, match=r"order № 7: its packages go to region@oblast\.example already"):
        settled(order)
    settled(order, REGION._replace(email="new@oblast.example"))
    assert breaks(order) == []


def test_a_school_does_not_say_to_whom_packages_go(order):
    with pytest.raises(NotPermitted, match="may say to whom the plan's packages are sent"):
        settled(order, who=SCHOOL)
