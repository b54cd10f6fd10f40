"""Sending a package: its letter into the outbox, with the files or with a link, in the transaction that notes it. What
a letter says is in `notifications.package_letter`.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from models import packages, queries
from models.database import reading, writing
from models.held_plans import By
from models.letter_keys import package_letter_key
from models.link_subjects import issue_for_package
from models.links import new_token
from models.mail_switch import refuse_while_off
from models.operations import UNDO_WITHIN
from models.outbox import enqueue_all
from models.packages import Changed
from models.plan_settings import Operator
from models.queries import PackageFact
from notifications.message import Attachment
from notifications.package_letter import PackageLetter, PartLine, compose_package, in_reading_order, package_url
from reporting.manifest import MANIFEST
from reporting.period import in_words
from srok.package_drafts import folder_of, intact
from srok.rounds import database
from srok.settings import Settings
from states.belonging import Span
from states.fault import Fault
from states.ladder import Recipient

_MIB = 1024 * 1024


class TooLargeToSend(Fault):
    """The files do not fit a letter, and there is no desk that a link could lead to; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What a letter would be: to whom, with which files, attached or behind a link. `intact` says whether they are what
    was assembled.
    """

    fact: PackageFact
    operator: Operator
    plan_title: str
    coordinator: Recipient | None
    parts: tuple[PartLine, ...]
    attached: bool
    intact: bool

    @property
    def size(self) -> str:
        """How much the files are together: «1.4 MiB»."""
        return f"{sum(part.size for part in self.parts) / _MIB:.1f} MiB"


def sending(settings: Settings, package_id: int) -> Sending:
    """What sending a package would do now; nothing is written.

    Raises:
        Unknown: there is no such package.

    """
    with database(settings) as engine, reading(engine) as session:
        fact, to = queries.addressed_package(session, package_id)
        parts = tuple(PartLine(name=one.name, size=one.size) for one in queries.package_parts(session, package_id))
    files = _with_manifest(folder_of(settings, fact), parts) if fact.folder else ()
    return Sending(
        fact=fact,
        operator=to.operator,
        plan_title=to.plan_title,
        coordinator=to.coordinator,
        parts=files,
        attached=sum(part.size for part in files) <= settings.attachments_mib * _MIB,
        intact=intact(settings, fact),
    )


def _with_manifest(folder: Path, parts: tuple[PartLine, ...]) -> tuple[PartLine, ...]:
    manifest = folder / MANIFEST
    size = manifest.stat().st_size if manifest.exists() else 0
    return in_reading_order([*parts, PartLine(name=MANIFEST, size=size)])


def send(settings: Settings, what: Sending, *, by: By) -> Changed:
    """Write the letter, which leaves when the sending can no longer be taken back, and note that the package is sent.

    Raises:
        TooLargeToSend: a link is needed, and SROK_PUBLIC_URL is not set.
        MailOff: no letters leave; nothing was noted.
        NotAllowed, Stale: see `models.packages.send`.

    """
    with database(settings) as engine, writing(engine) as session:
        return send_in(session, settings, what, by=by)


def send_elsewhere(settings: Settings, what: Sending, how: str, *, by: By) -> Changed:
    """Note that the package went without a letter of ours, and how.

    Raises:
        NotAllowed, Stale: see `models.packages.send`.

    """
    with database(settings) as engine, writing(engine) as session:
        return send_in(session, settings, what, elsewhere=how, by=by)


def send_in(session: Session, settings: Settings, what: Sending, *, elsewhere: str = "", by: By) -> Changed:
    """One or the other in the caller's transaction."""
    if elsewhere:
        return _noted(session, what, elsewhere, by)
    refuse_while_off(session)
    changed = _noted(session, what, what.operator.email, by)
    _write_letter(session, settings, what, by)
    return changed


def _noted(session: Session, what: Sending, to: str, by: By) -> Changed:
    return packages.send(session, what.fact.id, to=to, intact=what.intact, by=by, seen_version=what.fact.version)


def _write_letter(session: Session, settings: Settings, what: Sending, by: By) -> None:
    fact, at, token = what.fact, by.at.astimezone(settings.zone), "" if what.attached else new_token()
    if token and not settings.public_url:
        raise TooLargeToSend(
            f"package {fact.id} has {what.size}, a letter takes {settings.attachments_mib} MiB: raise "
            "SROK_ATTACHMENTS_MIB, set SROK_PUBLIC_URL for a link, or bring it otherwise and say how: --elsewhere"
        )
    until = at + timedelta(days=settings.link_days)
    letter = PackageLetter(
        key=package_letter_key(fact.id, fact.version + 1),
        order_number=fact.order,
        order_issued_on=fact.order_issued_on,
        plan_title=what.plan_title,
        period=in_words(Span(fact.begins_on, fact.ends_on)),
        cut_off=fact.cut_off or fact.ends_on,
        supplements=fact.since,
        parts=what.parts,
        manifest_sha256=fact.manifest_sha256,
        coordinator=what.coordinator,
        link=package_url(settings.public_url, token) if token else "",
        open_until=until.date() if token else None,
    )
    files = _attachments(folder_of(settings, fact), what.parts) if what.attached else ()
    composed = compose_package(letter, files, to=what.operator, sender=settings.mail_from, at=at)
    enqueue_all(session, [composed], at=at, not_before=at + UNDO_WITHIN)
    if token and by.person_id is not None:
        issue_for_package(session, token, package_id=fact.id, by=by.person_id, at=at, expires_at=until)


def _attachments(folder: Path, parts: tuple[PartLine, ...]) -> tuple[Attachment, ...]:
    return tuple(Attachment(name=part.name, content=(folder / part.name).read_bytes()) for part in parts)
