"""The views that people keep; and words compared without regard to case on both databases."""

import pytest
from sqlalchemy import literal, select

from models.database import reading, writing
from models.folding import Folded, fold
from models.queries import person_by_email
from models.saved_views import LONGEST, MOST, NotKept, keep, remove, views_of
from tests.builders import under_control
from tests.models.working import CENTRE, PLAN


@pytest.fixture
def people(engine):
    with writing(engine) as session:
        under_control(session)
        return person_by_email(session, CENTRE), person_by_email(session, PLAN)


def names(engine, person_id):
    with reading(engine) as session:
        return [(view.name, view.query) for view in views_of(session, person_id)]


def test_a_view_is_kept_by_its_name_and_replaced_by_one_of_the_same_name(engine, people):
    mine, others = people
    with writing(engine) as session:
        keep(session, mine, name="  Школы   района ", query="due=overdue")
        keep(session, mine, name="А", query="state=reported")
        keep(session, mine, name="Школы района", query="due=7")
        keep(session, others, name="А", query="")
    assert names(engine, mine) == [("А", "state=reported"), ("Школы района", "due=7")]
    assert names(engine, others) == [("А", "")]


def test_a_view_is_removed_by_whose_it_is(engine, people):
    mine, others = people
    with writing(engine) as session:
        keep(session, mine, name="А", query="")
        (kept,) = views_of(session, mine)
        remove(session, others, kept.id)
    assert names(engine, mine) == [("А", "")]
    with writing(engine) as session:
        remove(session, mine, kept.id)
    assert names(engine, mine) == []


@pytest.mark.parametrize("name", ["", "   ", "я" * (LONGEST + 1)])
def test_a_view_without_a_name_or_with_a_long_one_is_not_kept(engine, people, name):
    with pytest.raises(NotKept), writing(engine) as session:
        keep(session, people[0], name=name, query="")


def test_nobody_keeps_more_views_than_can_be_shown(engine, people):
    with writing(engine) as session:
        for number in range(MOST):
            keep(session, people[0], name=f"{number}", query="")
    with pytest.raises(NotKept, match="remove one first"), writing(engine) as session:
        keep(session, people[0], name="one more", query="")


@pytest.mark.parametrize("text", ["ШКОЛА № 5", "Ёлка и ёж", "ъЫЬЭЮЯ", "Lyceum", "", "100 %", "Straße"])
def test_both_databases_fold_as_python_does(engine, text):
    with reading(engine) as session:
        assert session.execute(select(Folded(literal(text)))).scalar() == fold(text)
