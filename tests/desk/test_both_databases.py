"""The main way through the desk on SQLite and on PostgreSQL alike."""

from io import BytesIO

import pytest

from desk.app import create_app
from desk.cookies import Cookie
from desk.passwords import hashed
from models.database import reading, writing
from models.queries import history, person_by_email
from models.tables import Account
from tests.desk.browser import Browser
from tests.desk.conftest import AT
from tests.models.world import mail, peopled

PASSWORD = "школьный календарь чтения"


@pytest.fixture
def both(engine):
    with writing(engine) as session:
        peopled(session)
        person_id = person_by_email(session, mail("centre"))
        session.add(Account(person_id=person_id, password=hashed(PASSWORD), set_at=AT))
    return engine


def test_from_the_letter_to_the_acceptance(both, settings):
    app = create_app(settings, engine=both, now=lambda: AT)
    school, centre = Browser(app, both, AT), Browser(app, both, AT)
    page = school.see(school.link_for("school-1"))
    path = next(link for link in page.links() if link.startswith("/my/assignments/"))
    one = int(path.rpartition("/")[2])
    file = [("files", ("приказ.pdf", BytesIO(b"%PDF-1.7"), "application/pdf"))]
    values = dict(school.see(path).form("/report").form_values())
    assert school.post(f"{path}/draft", values | {"text": "Начато"}, file).status == 303
    page = school.send(school.see(path), "/report", text="Готово")
    assert "Отчёт отправлен" in page.words
    assert centre.send(centre.see("/sign-in"), "/sign-in", email=mail("centre"), password="нет").status == 422
    start = centre.send(centre.see("/sign-in"), "/sign-in", email=mail("centre"), password=PASSWORD)
    assert "Отчёты ждут приёмки" in start.words
    assert f"/assignments/{one}" in centre.see("/attention/reported").links()
    assert centre.see("/plans/1").status == centre.see("/plans").status == 200
    centre.send(centre.see(f"/assignments/{one}"), "/do/accept")
    with reading(both) as session:
        done = history(session, one)
    assert [(line.trigger, [file.name for file in line.evidence]) for line in done] == [
        ("report", ["приказ.pdf"]),
        ("accept", []),
    ]
    centre.send(centre.see("/"), "/sign-out")
    assert Cookie.SESSION not in centre.client.cookies


def test_many_at_once_are_shown_done_and_undone(both, settings):
    app = create_app(settings, engine=both, now=lambda: AT)
    centre, plan = (Browser(app, both, AT).signed_in(name) for name in ("centre", "plan"))
    table = centre.see("/assignments?item=1.1&sort=executor")
    assert "Всего: 3" in table.words
    chosen = {"trigger": "extend", "ids": table.tree.xpath("//input[@name='ids']/@value"), "query": ""}
    late = plan.post("/assignments/bulk", chosen)
    said = {"reason": "Карантин", "due_on": "2024-05-15"}
    done = centre.send(centre.post("/assignments/bulk", chosen), "/assignments/bulk/do", **said)
    assert "Сделано с 3" in done.words
    stale = plan.send(late, "/assignments/bulk/do", **said | {"due_on": "2024-06-17"})
    assert (stale.status, "СОШ № 1 – срок продлён, Орлова Анна Ивановна" in stale.words) == (409, True)
    assert centre.see("/plans/1/matrix").status == centre.see("/next-year").status == 200
    assert "как прежде" in centre.send(centre.see("/steps"), "/assignments/bulk/undo").words


def test_an_item_is_changed_once_and_not_by_whoever_comes_later(both, settings):
    app = create_app(settings, engine=both, now=lambda: AT)
    quick, slow = (Browser(app, both, AT).signed_in(name) for name in ("plan", "order"))
    page = slow.see("/items/1")
    first = quick.see("/items/1")
    said = {"reason": "Просит город"}
    assert [quick.send(first, "/control/put_under_special_control", **said).status for _ in range(2)] == [200, 200]
    assert slow.send(page, "/control/remove_from_control", reason="Отменено").status == 409
