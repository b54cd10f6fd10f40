"""Packages assembled, signed and sent without Prefect, on both databases: what lies on disk and what leaves."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from models import packages
from models.actors import Unknown
from models.database import reading, writing
from models.held_plans import By
from models.link_subjects import package_of_link
from models.links import links_of, revoke
from models.outbox import eml_of, letters
from models.plan_settings import Operator, set_operator
from models.queries import package, person_by_email
from notifications.letter_links import masked
from reporting.folder import FolderUnusable
from reporting.verifying import verify
from srok.package_drafts import apart, decided, drafting, folder_of, gaps, intact, record, sources_of
from srok.package_parts import draw
from srok.package_sending import TooLargeToSend, send, send_elsewhere, sending
from srok.settings import Settings
from states.life import NotAllowed
from states.package import PackageState
from tests.builders import instant, under_control
from tests.models.packaged import DUE, by, collected
from tests.models.working import CENTRE, PLAN, moved, reported

REGION = Operator("ГАУ «Оператор»", "region@oblast.example")
LATER = date(2024, 7, 8)


@pytest.fixture
def order(engine):
    with writing(engine) as session:
        under_control(session)
    return engine


@pytest.fixture
def settings(order, database_url, tmp_path):
    reported(order)
    with writing(order) as session:
        who = By(person_id=person_by_email(session, CENTRE), at=instant(DUE))
        set_operator(session, "7", REGION, by=who)
    return Settings(
        database_url=database_url,
        packages_dir=tmp_path / "packages",
        evidence_dir=tmp_path / "evidence",
        mail_from="Срок <srok@city.example>",
        public_url="https://srok.city.example",
        timezone="Asia/Tomsk",
    )


def who(engine, email=CENTRE, *, on=DUE, reason=""):
    with reading(engine) as session:
        return by(session, email, on=on, reason=reason)


def assembled(engine, settings, package_id, *, cut_off=DUE, on=DUE):
    """An edition of one part, which is enough to be signed and sent."""
    draft = drafting(settings, package_id, cut_off=cut_off, by=who(engine, on=on))
    found, sources = decided(settings, draft), sources_of(settings)
    with apart(settings, draft) as waiting:
        return record(settings, draft, found, draw("tables.xlsx", found, sources, waiting), sources)


def signed(engine, settings, package_id):
    with writing(engine) as session:
        packages.sign(session, package_id, intact=True, by=who(engine, PLAN))


@pytest.fixture
def ready(order, settings):
    """A signed package of one edition; its id."""
    ident = collected(order)
    assembled(order, settings, ident)
    signed(order, settings, ident)
    return ident


def fact(engine, ident):
    with reading(engine) as session:
        return package(session, ident)


def test_each_edition_lies_in_a_folder_of_its_own_and_is_what_was_assembled(order, settings):
    ident = collected(order)
    first, _ = assembled(order, settings, ident)
    second, changed = assembled(order, settings, ident)
    names = ["tables.xlsx", "manifest.json"]
    assert [path.relative_to(settings.packages_dir).as_posix() for path in (*first.files, *second.files)] == [
        f"7-2024-01-26/2024-01-26_2024-06-30/{edition}/{name}" for edition in (1, 2) for name in names
    ]
    assert (changed.edition, intact(settings, fact(order, ident))) == (2, True)
    assert gaps(settings, fact(order, ident)) == {"overdue": 4, "waiting for review": 3, "without a date": 3}
    assert not list(settings.packages_dir.rglob(".assembling*"))


def test_of_two_who_assemble_at_once_each_makes_an_edition_of_its_own(order, settings):
    ident = collected(order)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(assembled, order, settings, ident) for _ in range(2)]
    made = {changed.edition: found.files[0].parent for found, changed in (one.result() for one in both)}
    assert sorted(made) == [1, 2]
    assert all(verify(folder).whole for folder in made.values())
    assert (fact(order, ident).edition, intact(settings, fact(order, ident))) == (2, True)


@pytest.mark.parametrize("spoilt", ["changed", "gone", "added", "no manifest"])
def test_a_package_whose_files_are_not_what_was_assembled_is_not_sent(order, settings, ready, spoilt):
    folder = folder_of(settings, fact(order, ready))
    {
        "changed": lambda: (folder / "tables.xlsx").write_bytes(b"x"),
        "gone": (folder / "tables.xlsx").unlink,
        "added": lambda: (folder / "one more.docx").write_bytes(b"x"),
        "no manifest": (folder / "manifest.json").unlink,
    }[spoilt]()
    with pytest.raises(NotAllowed) as refused:
        send_elsewhere(settings, sending(settings, ready), "портал", by=who(order))
    assert refused.value.refused_by == ("parts_changed",)
    assert fact(order, ready).state is PackageState.SIGNED


def test_a_folder_the_database_does_not_know_is_kept_aside(order, settings):
    ident = collected(order)
    left = settings.packages_dir / "7-2024-01-26/2024-01-26_2024-06-30/1"
    left.mkdir(parents=True)
    (left / "summary.docx").write_bytes(b"from before the backup was restored")
    assembled(order, settings, ident)
    assert intact(settings, fact(order, ident))
    (aside,) = left.parent.glob("1-unknown-*")
    assert (aside / "summary.docx").exists()


def test_the_name_of_an_edition_is_on_the_disk_before_the_database_tells_of_it(order, settings, monkeypatch):
    flushed, flush = [], os.fsync

    def watched(descriptor):
        flushed.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    files, _ = assembled(order, settings, collected(order))
    edition = files.files[0].parent
    told = [one for one in flushed if settings.packages_dir == one or settings.packages_dir in one.parents]
    assert told[-3:] == [edition.parent, edition.parent.parent, settings.packages_dir]


def test_what_a_machine_that_went_down_left_behind_is_taken_away_a_day_later(order, settings):
    ident = collected(order)
    [files, _] = assembled(order, settings, ident)
    place = files.files[0].parent.parent
    old, young = place / ".assembling-old", place / ".assembling-young"
    for folder, age in ((old, 25), (young, 23)):
        folder.mkdir()
        at = instant(DUE).timestamp() - age * 3600
        os.utime(folder, (at, at))
    assembled(order, settings, ident)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_folder_that_cannot_be_is_said_and_nothing_is_noted(order, settings):
    ident = collected(order)
    settings.packages_dir.write_bytes(b"a file where the folder should be")
    with pytest.raises(FolderUnusable, match="the package cannot be written into"):
        assembled(order, settings, ident)
    assert fact(order, ident).edition == 0


def test_the_letter_takes_the_files_along_and_waits_until_it_can_no_longer_be_taken_back(order, settings, ready):
    send(settings, sending(settings, ready), by=who(order, on=LATER))
    with reading(order) as session:
        (letter,) = letters(session)
        written = eml_of(session, letter.id)
    assert (letter.recipient, (letter.not_before - instant(LATER)).seconds) == (REGION.email, 600)
    message = message_from_bytes(written, policy=policy.default)
    assert str(message["Reply-To"]) == "Орлова Анна Ивановна <centre@city.example>"
    assert message["Subject"].startswith(
        "Пакет отчётности за период с 26.01.2024 по 30.06.2024: распоряжение от 26.01.2024"
    )
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    folder = folder_of(settings, fact(order, ready))
    as_bytes = {name: found if isinstance(found, bytes) else found.encode() for name, found in files.items()}
    assert as_bytes == {path.name: path.read_bytes() for path in folder.iterdir()}
    said = message.get_body(("plain",)).get_content()
    assert "по состоянию на 28 июня 2024 г." in said
    assert fact(order, ready).manifest_sha256 in said
    assert message.get_body(("html",)).get_content().count("<p>") == 6


def test_what_is_too_large_goes_by_a_link_that_opens_this_package_until_it_is_taken_back(order, settings, ready):
    small = settings.model_copy(update={"attachments_mib": 0})
    send(small, sending(small, ready), by=who(order))
    with reading(order) as session:
        (letter,) = letters(session)
        message = message_from_bytes(eml_of(session, letter.id), policy=policy.default)
    said = message.get_body(("plain",)).get_content()
    token = said.partition("https://srok.city.example/package/")[2].split()[0]
    assert (len(token), list(message.iter_attachments())) == (43, [])
    with reading(order) as session:
        assert package_of_link(session, token, at=instant(LATER)) == ready
        assert package_of_link(session, token, at=instant(date(2025, 7, 1))) is None
    with writing(order) as session:
        coordinator = person_by_email(session, CENTRE)
        revoke(session, coordinator, at=instant(LATER))  # their own links, not the operator's
        assert (links_of(session, coordinator), package_of_link(session, token, at=instant(LATER))) == ((), ready)
        packages.recall(session, ready, by=who(order, on=LATER))
    with reading(order) as session:
        assert package_of_link(session, token, at=instant(LATER)) is None
        assert token not in masked(said)


def test_what_is_too_large_is_not_sent_where_no_link_can_lead_anywhere(order, settings, ready):
    nowhere = settings.model_copy(update={"attachments_mib": 0, "public_url": ""})
    with pytest.raises(TooLargeToSend, match=r"a letter takes 0 MiB: raise SROK_ATTACHMENTS_MIB, set SROK_PUBLIC_URL"):
        send(nowhere, sending(nowhere, ready), by=who(order))
    with reading(order) as session:
        assert letters(session) == ()
    assert fact(order, ready).state is PackageState.SIGNED


def test_an_addendum_says_what_it_adds_to(order, settings, ready):
    send_elsewhere(settings, sending(settings, ready), "региональный портал", by=who(order))
    with writing(order) as session:
        ident = packages.addendum(session, ready, by=who(order))
    moved(order, "report", item="1.2", on=date(2024, 7, 3), text="Проведено")
    assembled(order, settings, ident, cut_off=LATER, on=LATER)
    signed_later = who(order, PLAN, on=LATER)
    with writing(order) as session:
        packages.sign(session, ident, intact=True, by=signed_later)
    send(settings, sending(settings, ident), by=who(order, on=LATER))
    with reading(order) as session:
        (letter,) = letters(session)
    assert letter.subject.startswith("Дополнение к пакету отчётности за период")


def test_a_package_that_is_not_there_cannot_be_sent(settings):
    with pytest.raises(Unknown, match="there is no package 9"):
        sending(settings, 9)
