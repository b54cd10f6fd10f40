"""What is done to a reporting package: begun, assembled, signed, sent, answered, supplemented. The caller owns the
transaction, and has looked at the files: here are only rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col

from models.held_packages import HeldPackage, new_package
from models.held_plans import By
from models.link_subjects import close_package
from models.outbox import cancel
from models.package_letters import barred_by_letter, letter_of, letter_state, letter_waits
from models.supplementing import NothingToSupplement, told_until
from models.tables import PackagedAcceptance, PackagePart, PackageRow, Plan, key
from states.belonging import Span
from states.package import OUT, PackageState

__all__ = [
    "Changed",
    "Edition",
    "NothingToSupplement",
    "Part",
    "accepted_by_operator",
    "addendum",
    "collect",
    "may_assemble",
    "recall",
    "record_edition",
    "returned_by_operator",
    "send",
    "sign",
    "withdraw_signature",
]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A file of a package. `size` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What was assembled: the parts in `folder`, under the folder of packages, as of the end of the day `cut_off`, and
    the assignments that they tell as accepted.
    """

    cut_off: date
    folder: str
    parts: tuple[Part, ...]
    manifest_sha256: str
    accepted: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a package was and is now."""

    package_id: int
    before: PackageState
    after: PackageState
    edition: int


def collect(session: Session, plan_id: int, period: Span, *, by: By) -> int:
    """Begin the package of a plan for a period, or find the one there is; its id.

    Raises:
        Unknown: no such plan or person.
        NotAllowed: who asks may not.

    """
    session.execute(select(col(Plan.id)).where(col(Plan.id) == plan_id).with_for_update())  # two at once begin one
    of_period = (col(PackageRow.begins_on) == period.begins_on, col(PackageRow.ends_on) == period.ends_on)
    of_plan = (col(PackageRow.plan_id) == plan_id, col(PackageRow.number) == 0)
    found = session.execute(select(col(PackageRow.id)).where(*of_plan, *of_period)).scalar()
    if found is not None:
        return key(found)
    return _begun(session, by, plan_id=plan_id, begins_on=period.begins_on, ends_on=period.ends_on)


def _begun(session: Session, by: By, **values: Any) -> int:
    package_id = new_package(session, **values)
    held = HeldPackage(session, package_id, by)
    held.record("collect", held.judged("collect"))
    return package_id


def addendum(session: Session, package_id: int, *, by: By) -> int:
    """Begin a package that tells what has changed since one that the operator has, or find the one begun; its id.

    Raises:
        Unknown: no such package or person.
        NothingToSupplement: the operator does not have it.
        NotAllowed: who asks may not.

    """
    held = HeldPackage(session, package_id, by)
    main = held.row if held.row.supplements_id is None else HeldPackage(session, held.row.supplements_id, by).row
    query = select(PackageRow).where(col(PackageRow.supplements_id) == main.id).order_by(col(PackageRow.number))
    last = [main, *session.execute(query).scalars()][-1]
    if last.state not in OUT and last is not main:
        return key(last.id)
    if last.state not in OUT:
        raise NothingToSupplement(
            f"{held.place} is {last.state}: an addendum is for one that was sent; until then assemble it anew"
        )
    return _begun(
        session,
        by,
        plan_id=main.plan_id,
        begins_on=main.begins_on,
        ends_on=main.ends_on,
        number=last.number + 1,
        supplements_id=main.id,
        since=last.cut_off,
    )


def may_assemble(session: Session, package_id: int, *, by: By) -> PackageRow:
    """The package, if it may be assembled anew.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it is signed or the operator has it, or who asks may not.
        NothingToSupplement: see `told_until`.

    """
    held = HeldPackage(session, package_id, by)
    held.judged("assemble")
    told_until(session, held.row)
    row: PackageRow = held.row
    return row


def record_edition(session: Session, package_id: int, edition: Edition, *, by: By) -> Changed:
    """The package now is what was assembled; of an earlier edition only its parts' names and hashes stay.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it was signed meanwhile, or who asks may not.

    """
    held = HeldPackage(session, package_id, by)
    before, number, dest = held.row.state, held.row.edition + 1, held.judged("assemble")
    since = told_until(session, held.row)
    held.record(
        "assemble",
        dest,
        detail=f"edition {number}, cut-off {edition.cut_off}",
        edition=number,
        cut_off=edition.cut_off,
        since=since,
        folder=edition.folder,
        manifest_sha256=edition.manifest_sha256,
        **_UNSENT,
    )
    _keep_parts(session, package_id, number, edition.parts)
    _keep_accepted(session, package_id, edition.accepted)
    return Changed(package_id=package_id, before=before, after=dest, edition=number)


_UNSIGNED = {"signed_by": None, "signed_at": None}
_UNSENT = {**_UNSIGNED, "sent_at": None, "sent_to": "", "operator_number": "", "operator_on": None}


def _keep_parts(session: Session, package_id: int, edition: int, parts: Sequence[Part]) -> None:
    rows = [{"package_id": package_id, "edition": edition, **vars(part)} for part in parts]
    session.execute(insert(PackagePart), rows)


def _keep_accepted(session: Session, package_id: int, accepted: Collection[int]) -> None:
    session.execute(delete(PackagedAcceptance).where(col(PackagedAcceptance.package_id) == package_id))
    rows = [{"assignment_id": one, "package_id": package_id} for one in sorted(accepted)]
    if rows:
        session.execute(insert(PackagedAcceptance), rows)


def sign(session: Session, package_id: int, *, intact: bool, by: By, seen_version: int | None = None) -> Changed:
    """Sign the present edition; `intact` says that its files, looked at when it had `seen_version`, are those that were
    assembled.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it is no draft, its files have changed, or who asks may not.
        Stale: something was done to it since.

    """
    held = HeldPackage(session, package_id, by)
    held.refuse_stale(seen_version)
    dest = held.judged("sign", intact=intact)
    return _done(held, "sign", dest, _edition(held), signed_by=by.person_id, signed_at=by.at)


def withdraw_signature(session: Session, package_id: int, *, by: By) -> Changed:
    """Make a signed package a draft again.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it is not signed or was sent, there is no reason, or who asks may not.

    """
    held = HeldPackage(session, package_id, by)
    return _done(held, "withdraw_signature", held.judged("withdraw_signature"), _edition(held), **_UNSIGNED)


def send(
    session: Session, package_id: int, *, to: str, intact: bool, by: By, seen_version: int | None = None
) -> Changed:
    """Note that a package goes to an address, or in words how else; its letter is the caller's, in this transaction.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it is not signed, its files have changed, nobody is named, or who asks may not.
        Stale: something was done to it since it had `seen_version`.

    """
    held = HeldPackage(session, package_id, by)
    held.refuse_stale(seen_version)
    dest = held.judged("send", intact=intact, recipient=to)
    return _done(held, "send", dest, f"{_edition(held)} to {to.strip()}", sent_at=by.at, sent_to=to.strip())


def recall(session: Session, package_id: int, *, by: By) -> Changed:
    """Take a sending back while its letter waits in the outbox; the letter never leaves.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it was not sent, its letter has begun to leave, or who asks may not.

    """
    held = HeldPackage(session, package_id, by)
    cancel(session, letter_of(held), why="the package was taken back", at=by.at)
    dest = held.judged("recall", letter_gone="recall" in barred_by_letter(letter_state(held)))
    close_package(session, package_id, at=by.at)
    return _done(held, "recall", dest, _edition(held), sent_at=None, sent_to="")


def accepted_by_operator(session: Session, package_id: int, *, number: str, accepted_on: date, by: By) -> Changed:
    """Note under which number and on which day the operator accepted it.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it was not sent, its letter has not left, the number is missing, the day cannot be, or who asks may
            not.

    """
    held = HeldPackage(session, package_id, by)
    sent_on = held.row.sent_at and held.row.sent_at.astimezone(held.zone).date()
    asked = {"operator_number": number, "operator_on": accepted_on, "sent_on": sent_on}
    dest = held.judged("accept", letter_waits=letter_waits(held), **asked)
    detail, number = f"№ {number.strip()} of {accepted_on}", number.strip()
    return _done(held, "accept", dest, detail, operator_number=number, operator_on=accepted_on)


def returned_by_operator(session: Session, package_id: int, *, by: By) -> Changed:
    """Note that the operator returned it, for the reason in `by`: it may be assembled anew.

    Raises:
        Unknown: no such package or person.
        NotAllowed: it was not sent, its letter has not left, there is no reason, or who asks may not.

    """
    held = HeldPackage(session, package_id, by)
    dest = held.judged("return", letter_waits=letter_waits(held))
    close_package(session, package_id, at=by.at)
    return _done(held, "return", dest, _edition(held))


def _edition(held: HeldPackage) -> str:
    return f"edition {held.row.edition}"


def _done(held: HeldPackage, trigger: str, dest: PackageState, detail: str, **values: Any) -> Changed:
    before, edition = held.row.state, held.row.edition
    held.record(trigger, dest, detail=detail, **values)
    return Changed(package_id=held.id, before=before, after=dest, edition=edition)
