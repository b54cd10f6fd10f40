"""Changing the roster: a file, or one person's entry, first shown as what would change, then confirmed."""

import base64
import hashlib
import tempfile
import zlib
from binascii import Error
from pathlib import Path
from typing import Annotated

from fastapi import Form, UploadFile
from pydantic import StringConstraints
from sqlmodel import Session
from starlette.responses import Response

from desk.access import ADMINISTRATOR
from desk.asked import Asked, Asking
from desk.file_words import Refusal, refusal
from desk.forms import Posted
from desk.pages.roster import found_for, person_page
from desk.routes import Room
from models.queries.roster_pages import PersonPlace
from models.roster import known_organizations
from models.roster_changes import RosterConflict, bring_in
from models.roster_diff import RosterChanges
from notifications.message import AddressUnusable, address
from plans.in_russian import details
from plans.rejected import ImportRejected
from plans.roster import read_roster, refuse_twins
from states.draft import RosterPerson
from states.fault import Fault

room = Room()
LARGEST, CARRIED = 2 * 1024 * 1024, 180_000
"""How large a file may be, and how large what its confirmation carries, in bytes."""

SHOWN = 300


class Stale(Fault):
    """The roster has changed since the difference was shown; nothing was done."""


class Brought(Posted):
    """The file of a roster."""

    file: UploadFile


class Confirmed(Posted):
    """A file that was looked at: its bytes as the page carried them, and the difference that was shown."""

    key: str
    name: str
    content: Annotated[str, StringConstraints(max_length=CARRIED)]
    seen: str


class Entry(Posted):
    """What the roster is to say of a person; with `seen`, the difference that was confirmed."""

    key: str
    name: str = ""
    post: str = ""
    email: str = ""
    dative: str = ""
    seen: str = ""


@room.show("/roster/import", may=ADMINISTRATOR)
def import_page(asked: Asking) -> Response:
    """Ask for the file."""
    return asked.page("roster_import.html.j2", wrong=None)


@room.act("/roster/import", may=ADMINISTRATOR, takes=LARGEST)
def look_at_file(asked: Asking, form: Annotated[Brought, Form(media_type="multipart/form-data")]) -> Response:
    """Show what a file would change. Nothing is written."""
    name = (form.file.filename or "roster.xlsx").replace("\\", "/").rpartition("/")[2]
    content = form.file.file.read()
    carried = base64.b64encode(zlib.compress(content, 9)).decode()
    if not content or len(carried) > CARRIED:
        return asked.page("roster_import.html.j2", status=422, wrong="empty" if not content else "large")
    return _shown(asked, name, content, carried)


def _shown(asked: Asked, name: str, content: bytes, carried: str, *, stale: bool = False) -> Response:
    try:
        with asked.reading() as session:
            changes = would_change(session, lines_of(name, content))
    except (ImportRejected, RosterConflict) as fault:
        return _refused(asked, name, fault)
    return asked.page(
        "roster_diff.html.j2",
        status=409 if stale else 200,
        changes=changes,
        shown=[one for one in changes.lines if one.kind != "unchanged"][:SHOWN],
        name=name,
        content=carried,
        seen=mark_of(changes),
        stale=stale,
    )


def _refused(asked: Asked, name: str, fault: ImportRejected | RosterConflict) -> Response:
    if isinstance(fault, ImportRejected):
        said = refusal(fault, name, asked.language)
    else:
        said = Refusal(place="", said=str(fault) if asked.language == "en" else " · ".join(details(str(fault))))
    return asked.page("roster_import.html.j2", status=422, wrong="unreadable", refusal=said)


def lines_of(name: str, content: bytes) -> tuple[RosterPerson, ...]:
    """The lines of a roster's file.

    Raises:
        ImportRejected: it cannot be read.

    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"roster{Path(name).suffix.lower()[:6]}"
        path.write_bytes(content)
        return read_roster(path)


def would_change(session: Session, lines: tuple[RosterPerson, ...]) -> RosterChanges:
    """What lines change of the roster, which is changed in this session.

    Raises:
        RosterConflict, ImportRejected: they cannot stand beside what there is.

    """
    refuse_twins(lines, known_organizations(session))
    return bring_in(session, lines)


def mark_of(changes: RosterChanges) -> str:
    """By what a difference that was looked at is known again."""
    return hashlib.sha256(repr(changes.lines).encode()).hexdigest()


@room.act("/roster/import/confirm", may=ADMINISTRATOR)
def bring_in_file(asked: Asking, form: Annotated[Confirmed, Form()]) -> Response:
    """Bring in the file that was looked at, all of it or nothing."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(form.content, validate=True), LARGEST)
    except (Error, zlib.error):
        return asked.page("roster_import.html.j2", status=422, wrong="empty")
    try:
        asked.writing(lambda session, _: change_as_seen(session, lines_of(form.name, content), form.seen), key=form.key)
    except Stale:
        return _shown(asked, form.name, content, form.content, stale=True)
    except (ImportRejected, RosterConflict) as fault:
        return _refused(asked, form.name, fault)
    return asked.go("/roster")


def change_as_seen(session: Session, lines: tuple[RosterPerson, ...], seen: str) -> None:
    """Change the roster, if that does what was seen.

    Raises:
        Stale: it would do something else.

    """
    if mark_of(would_change(session, lines)) != seen:
        raise Stale("the roster has changed since: look at the difference again")


@room.act("/roster/people/{person_id:int}", may=ADMINISTRATOR)
def change_person(asked: Asking, person_id: int, form: Annotated[Entry, Form()]) -> Response:
    """Show what would change of a person's entry, or change it as it was shown."""
    about = found_for(asked, person_id)
    try:
        line = entry_of(about.found, form)
    except AddressUnusable:
        return person_page(about, wrong="address", typed=form, status=422)
    stale = False
    try:
        with asked.reading() as session:
            changes = bring_in(session, (line,))
        if form.seen:
            asked.writing(lambda session, _: change_entry(session, line, form.seen), key=form.key)
            return asked.go(f"/roster/people/{person_id}")
    except RosterConflict:
        return person_page(about, wrong="taken", typed=form, status=409)
    except Stale:
        about, stale = found_for(asked, person_id), True
    mine = [one for one in changes.lines if one.kind != "missing"]
    if any(one.kind == "added" for one in mine):
        return person_page(about, wrong="another", typed=form, status=422)
    return asked.page(
        "person_diff.html.j2",
        status=409 if stale else 200,
        person=about.found,
        fields=[field for one in mine for field in one.fields],
        form=form,
        seen=fields_mark(mine),
        stale=stale,
    )


def entry_of(person: PersonPlace, form: Entry) -> RosterPerson:
    """A person's line of the roster as it is to be.

    Raises:
        AddressUnusable: no letter could be sent to the address.

    """
    email = form.email.strip()
    return RosterPerson(
        organization=person.organization,
        kind=person.kind,
        number=person.number,
        email=address(email).addr_spec if email else "",
        head=" ".join(form.name.split()),
        post=" ".join(form.post.split()),
        dative=" ".join(form.dative.split()),
        unsaid=frozenset({"aliases", "substitutes"}),
    )


def change_entry(session: Session, line: RosterPerson, seen: str) -> None:
    """Change a person's line, if that does what was seen.

    Raises:
        Stale: it would do something else.

    """
    changes = bring_in(session, (line,))
    if fields_mark([one for one in changes.lines if one.kind != "missing"]) != seen:
        raise Stale("the entry has changed since: look at the difference again")


def fields_mark(lines: object) -> str:
    """The same of one person's line."""
    return hashlib.sha256(repr(lines).encode()).hexdigest()
