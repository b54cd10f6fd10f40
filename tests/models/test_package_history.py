from datetime import date

from sqlmodel import select

from models.database import reading, writing
from models.package_history import history_lines
from models.tables import Evidence, History
from states.draft import ItemKind
from tests.models.package_plan import PlanRows

DUE = date(2024, 5, 31)


def test_the_extract_tells_of_the_assignments_asked_for_by_the_day_in_the_order_of_the_document(engine):
    with writing(engine) as session:
        rows = PlanRows(session)
        made = [("start", date(2024, 5, 2)), ("report", date(2024, 5, 3), {"text": "сделано"}), ("accept", DUE)]
        first = rows.one(DUE, *made)
        rows.one(DUE, ("start", date(2024, 5, 1)), school="СОШ № 2")
        third = rows.one(DUE, ("start", date(2024, 5, 4)), school="СОШ № 3")
        report = session.exec(select(History).where(History.assignment_id == first, History.version == 2)).one()
        for name in ("a.pdf", "b.pdf"):
            session.add(Evidence(history_id=report.id, name=name, sha256=name[0] * 2, size=1, stored_as=name))
    with reading(engine) as session:
        found = list(history_lines(session, order="19/р", ids=[third, first], by=date(2024, 5, 30)))
    assert [(one.executor, one.trigger) for one in found] == [
        ("СОШ № 1", "start"),
        ("СОШ № 1", "report"),
        ("СОШ № 3", "start"),
    ]
    assert (found[1].kind, found[1].number, found[1].text, found[1].evidence) == (
        ItemKind.MEASURE,
        "1.1.",
        "сделано",
        ("aa", "bb"),
    )
