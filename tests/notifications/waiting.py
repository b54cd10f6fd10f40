"""Letters in the outbox and a run that delivers them, for the tests of delivery."""

from datetime import UTC, date, datetime

from sqlmodel import select

from models import outbox, sending
from models.database import reading, writing
from models.outbox import Composed
from models.tables import Outbox
from notifications.delivery import Pace, deliver_waiting
from notifications.relay import Patience

AT = datetime(2024, 4, 8, 2, 0, tzinfo=UTC)
SHORT = Patience(stage_seconds=1, data_seconds=1)


def put_in(engine, count=1):
    with writing(engine) as session:
        outbox.enqueue_all(session, [composed(number) for number in range(count)], at=AT)


def composed(number):
    return Composed(
        key=f"digest/{number}",
        message_id=f"<{number}@imc.example>",
        person_id=None,
        sender="srok@imc.example",
        recipient=f"school-{number}@tomsk.example",
        subject="Срок",
        eml=f"Message-ID: <{number}@imc.example>\r\n\r\n.начинается с точки\r\n".encode(),
        written_on=date(2024, 4, 8),
    )


async def deliver(engine, url, *, at=AT, patience=SHORT, connections=4):
    pace = Pace(connections=connections)
    return await deliver_waiting(engine, url, clock=lambda: at, patience=patience, pace=pace)


def claimed(engine, *, at=AT, batch=100):
    with writing(engine) as session:
        return sending.claim(session, at=at, batch=batch)


def rows(engine):
    with reading(engine) as session:
        return session.exec(select(Outbox).order_by(Outbox.id)).all()


def only_row(engine):
    (row,) = rows(engine)
    return row
