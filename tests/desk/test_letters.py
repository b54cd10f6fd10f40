"""Letters at the desk: who sees which, what is decided about them, and what would be written next."""

from email.message import EmailMessage

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.outbox import Composed, enqueue_all
from models.tables import Outbox, OutboxState
from tests.desk.conftest import AT
from tests.models.working import DAY
from tests.models.world import ident, mail

TOKEN = "x" * 43


def eml(subject):
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "a@city.example"
    message.set_content(f"Откройте http://desk.example/my/{TOKEN}\n<script>alert(1)</script>")
    message.add_alternative(f"<p style='color:red'>{subject}</p><script>alert(1)</script>", subtype="html")
    return message.as_bytes()


@pytest.fixture
def written(world):
    """A function that puts letters to people in, in a state; their ids."""

    def put(names, state=OutboxState.DEAD):
        with writing(world) as session:
            letters = [
                Composed(
                    key=f"test/{name}/{state}",
                    message_id=f"<{name}.{state}@desk.example>",
                    person_id=ident(session, name),
                    sender="srok@desk.example",
                    recipient=mail(name),
                    subject=f"Письмо {name}",
                    eml=eml(name),
                    written_on=DAY,
                )
                for name in names
            ]
            ids = enqueue_all(session, letters, at=AT)
            for row in session.exec(select(Outbox).where(Outbox.id.in_(ids.values()))):
                row.state = state
            return tuple(ids.values())

    return put


def states(world):
    with reading(world) as session:
        return dict(session.exec(select(Outbox.recipient, Outbox.state)).all())


def test_whoever_looks_after_a_plan_sees_the_letters_to_its_people_and_no_others(new_browser, written):
    school, other, stranger = written(["school-1", "order-2", "stranger"])
    coordinator, administrator = new_browser().signed_in("centre"), new_browser().signed_in("admin")
    assert [coordinator.get(f"/letters/{one}").status for one in (school, other, stranger)] == [200, 404, 404]
    assert "Письмо stranger" in administrator.see("/letters").words
    assert "Письмо stranger" not in coordinator.see("/letters").words
    assert "Письмо school-1" in coordinator.see("/letters?state=dead&to=SCHOOL-1@").words
    assert "Таких писем нет" in coordinator.see("/letters?to=%25").words


def test_a_letter_is_shown_without_what_its_link_opens_and_can_do_nothing(new_browser, written):
    (letter,) = written(["school-1"])
    browser = new_browser().signed_in("centre")
    page = browser.see(f"/letters/{letter}")
    assert TOKEN not in page.text
    assert page.tree.xpath("//main//script") == []
    sent = browser.get(f"/letters/{letter}/as-sent").response
    assert sent.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert TOKEN not in sent.text


@pytest.mark.parametrize(
    ("what", "before", "after"),
    [
        ("retry", OutboxState.DEAD, OutboxState.QUEUED),
        ("retry", OutboxState.UNKNOWN, OutboxState.QUEUED),
        ("release", OutboxState.HELD, OutboxState.QUEUED),
        ("hold", OutboxState.QUEUED, OutboxState.HELD),
        ("cancel", OutboxState.DEAD, OutboxState.CANCELLED),
    ],
)
def test_what_is_decided_about_several_letters_is_done_to_all(new_browser, world, written, what, before, after):
    written(["school-1", "school-2"], before)
    browser = new_browser().signed_in("centre")
    page = browser.see(f"/letters?state={'waiting' if before == 'queued' else before.value}")
    ids = [link.rsplit("/", 1)[1] for link in page.links() if link.startswith("/letters/") and link[-1].isdigit()]
    assert len(ids) == 2
    browser.post("/letters/decide", {"key": "k", "what": what, "ids": ids})
    assert set(states(world).values()) == {after}


def test_one_letter_that_changed_meanwhile_stops_all_and_says_so(new_browser, world, written):
    written(["school-1"])
    written(["school-2"], OutboxState.SENT)
    with reading(world) as session:
        ids = [str(one) for one in session.exec(select(Outbox.id))]
    page = new_browser().signed_in("centre").post("/letters/decide", {"key": "k", "what": "retry", "ids": ids})
    assert (page.status, "ничего не сделано" in page.words) == (409, True)
    assert states(world)[mail("school-1")] == "dead"


def test_nobody_decides_about_letters_they_do_not_see(new_browser, world, written):
    (other,) = written(["order-2"])
    for name, status in (("centre", 404), ("plan", 404), ("admin", 303)):
        browser = new_browser().signed_in(name)
        assert browser.post("/letters/decide", {"key": "k", "what": "cancel", "ids": [str(other)]}).status == status


def test_what_would_be_written_next_is_told_and_nothing_is_written(new_browser, world):
    browser = new_browser().signed_in("centre")
    page = browser.see("/letters/ahead")
    (one, *_) = [link for link in page.links() if link.startswith("/letters/ahead/")]
    letter = browser.see(one)
    assert "Распоряжение № 7" in letter.words
    assert states(world) == {}
    assert new_browser().signed_in("stranger").get("/letters/ahead").status == 404
