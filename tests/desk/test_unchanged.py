"""One report on several continuous items, with one document for all."""

from io import BytesIO

import pytest

from models.database import reading, writing
from models.queries import Filter, assignments, history
from models.tables import PlanItem
from states.assignment import State
from states.schedule import ScheduleKind
from tests.models.working import DAY

PDF = b"%PDF-1.7 one for all"


@pytest.fixture
def several(world):
    """Items 1.1 and 1.3 of both orders go on and on; the second asks for a document."""
    with writing(world) as session:
        for item in session.exec(PlanItem.__table__.select()).all():
            if item.number in {"1.1", "1.3"}:
                row = session.get_one(PlanItem, item.id)
                row.schedule_kind, row.evidence_asked = ScheduleKind.CONTINUOUS, item.number == "1.3"


def own(world, number):
    with reading(world) as session:
        return assignments(session, Filter(item=number, executor="СОШ № 1"), today=DAY)


def told(world, ident):
    with reading(world) as session:
        return [(line.trigger, line.text, [file.name for file in line.evidence]) for line in history(session, ident)]


def test_one_text_and_one_document_report_on_all_that_are_chosen(new_browser, world, several, settings):
    school = new_browser().by_link("school-1")
    assert "/my/unchanged" in school.see("/my").links()
    page = school.see("/my/unchanged")
    files = [("files", ("справка.pdf", BytesIO(PDF), "application/pdf"))]
    done = school.send(page, "/my/unchanged", files=files)
    assert (done.path, "Отчёты отправлены" in done.words) == ("/my", True)
    wanted = ("report", "Без изменений с прошлого отчёта; работа продолжается.", ["справка.pdf"])
    for number in ("1.1", "1.3"):
        for one in own(world, number):
            assert told(world, one.id) == [wanted]
    assert [path.read_bytes() for path in settings.evidence_dir.iterdir()] == [PDF] * 4
    again = school.send(page, "/my/unchanged", files=[("files", ("справка.pdf", BytesIO(PDF), "application/pdf"))])
    assert again.status in {200, 422}
    assert len(list(settings.evidence_dir.iterdir())) == 4


def test_what_is_refused_is_listed_and_the_others_are_sent(new_browser, world, several):
    school = new_browser().by_link("school-1")
    page = school.send(school.see("/my/unchanged"), "/my/unchanged", text="Без изменений")
    assert page.status == 422
    assert "Отправлено 2 отчёта. Не приняты 2:" in page.words
    assert "приложите подтверждающий документ" in page.words
    assert {one.state for one in own(world, "1.1")} == {State.REPORTED}
    assert {one.state for one in own(world, "1.3")} == {State.ASSIGNED}


def test_what_somebody_moved_meanwhile_stays_as_it_is(new_browser, world, several):
    school, colleague = new_browser().by_link("school-1"), new_browser().by_link("colleague")
    page = school.see("/my/unchanged")
    first = own(world, "1.1")[0]
    colleague.send(colleague.see(f"/my/assignments/{first.id}"), "/report", text="Новое")
    page = school.send(page, "/my/unchanged")
    assert "с тех пор с ним что-то сделано" in page.words or "Не принят" in page.words
    assert told(world, first.id) == [("report", "Новое", [])]


def test_nothing_chosen_or_not_one_s_own_changes_nothing(new_browser, world, several):
    school = new_browser().by_link("school-1")
    other = own(world, "1.1")[0].id + 1
    for chosen in ([], [f"{other}-0"]):
        page = school.post("/my/unchanged", {"key": "0" * 32, "chosen": chosen, "text": "x"})
        assert (page.status, "Отметьте хотя бы одно." in page.words) == (422, True)
    assert told(world, other) == []
