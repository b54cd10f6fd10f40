"""Packages as people look them up: how far each has come, its parts, what was done to it. Reads only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from models.held_packages import no_package
from models.letter_keys import letters_of_package
from models.order_by_number import order_by_number
from models.plan_settings import Operator
from models.roster import recipient_of
from models.tables import Order, Outbox, OutboxState, PackageHistory, PackagePart, PackageRow, Person, Plan, PlanRole
from states.draft import PlanRoleName
from states.ladder import Recipient
from states.package import PackageState


@dataclass(frozen=True, kw_only=True)
class PackageFact:
    """A line of the list of packages. `number` is 0, or that of an addendum to the package `supplements_id` which holds
    what changed after `since`; the rest is as in `models.tables.PackageRow`.
    """

    id: int
    plan_id: int
    order: str
    order_issued_on: date
    begins_on: date
    ends_on: date
    number: int
    supplements_id: int | None
    since: date | None
    state: PackageState
    edition: int
    cut_off: date | None
    folder: str
    manifest_sha256: str
    signed_by: str
    signed_at: datetime | None
    sent_at: datetime | None
    sent_to: str
    operator_number: str
    operator_on: date | None
    version: int


@dataclass(frozen=True, kw_only=True)
class PackageLineFact:
    """One thing done to a package, with the person's name as it is today; empty is the clock. A sending by a letter of
    ours has the letter's id and how far it has come.
    """

    version: int
    at: datetime
    person: str
    trigger: str
    source: PackageState
    dest: PackageState
    reason: str
    detail: str
    letter_id: int | None = None
    letter_state: OutboxState | None = None


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Where a package would be sent, and in whose name: empty and None where nobody has said."""

    plan_title: str
    operator: Operator
    coordinator: Recipient | None


@dataclass(frozen=True, kw_only=True)
class PartFact:
    """A file of a package's present edition."""

    name: str
    size: int
    sha256: str


def packages(session: Session, *, order: str | None = None) -> tuple[PackageFact, ...]:
    """The packages there are, of one order where it is named, by plan and period, each before its addenda.

    Raises:
        OrderUnknown, OrderAmbiguous: see `order_by_number`.

    """
    query = _packages()
    if order is not None:
        query = query.where(col(Order.id) == order_by_number(session, order).id)
    places = (PackageRow.plan_id, PackageRow.begins_on, PackageRow.ends_on, PackageRow.number)
    return tuple(_fact(row) for row in session.execute(query.order_by(*map(col, places))))


def latest_packages(
    session: Session, *, plan_ids: Collection[int] | None, before: int | None, limit: int
) -> tuple[PackageFact, ...]:
    """The packages of these plans, or of all, that were begun last; below the id `before` where one is given."""
    query = _packages().order_by(col(PackageRow.id).desc()).limit(limit)
    if plan_ids is not None:
        query = query.where(col(PackageRow.plan_id).in_(plan_ids))
    if before is not None:
        query = query.where(col(PackageRow.id) < before)
    return tuple(_fact(row) for row in session.execute(query))


def package(session: Session, package_id: int) -> PackageFact:
    """One package.

    Raises:
        Unknown: there is none.

    """
    row = session.execute(_packages().where(col(PackageRow.id) == package_id)).one_or_none()
    if row is None:
        raise no_package(package_id)
    return _fact(row)


def _packages() -> Any:
    columns: list[Any] = [PackageRow, Order.number, Order.issued_on, Person.name, Person.email]
    return (
        select(*columns)
        .join_from(PackageRow, Plan, col(Plan.id) == PackageRow.plan_id)
        .join(Order, col(Order.id) == Plan.order_id)
        .join(Person, col(Person.id) == PackageRow.signed_by, isouter=True)
    )


_OWN = tuple(PackageFact.__dataclass_fields__.keys() - {"order", "order_issued_on", "signed_by"})


def _fact(row: Any) -> PackageFact:
    package, order, issued_on, name, email = row
    own = {field: getattr(package, field) for field in _OWN}
    return PackageFact(**own, order=order, order_issued_on=issued_on, signed_by=name or email or "")


def package_parts(session: Session, package_id: int) -> tuple[PartFact, ...]:
    """The files of a package's present edition, by name."""
    edition = select(col(PackageRow.edition)).where(col(PackageRow.id) == package_id).scalar_subquery()
    columns: list[Any] = [PackagePart.name, PackagePart.size, PackagePart.sha256]
    query = select(*columns).where(col(PackagePart.package_id) == package_id, col(PackagePart.edition) == edition)
    rows = session.execute(query.order_by(col(PackagePart.name)))
    return tuple(PartFact(name=row.name, size=row.size, sha256=row.sha256) for row in rows)


def package_history(session: Session, package_id: int) -> tuple[PackageLineFact, ...]:
    """Everything done to a package, the oldest first."""
    names = ("version", "at", "trigger", "source", "dest", "reason", "detail")
    columns: list[Any] = [*(getattr(PackageHistory, name) for name in names), Person.name, Person.email]
    letter = literal(letters_of_package(package_id)) + cast(col(PackageHistory.version), String)
    query = (
        select(*columns, col(Outbox.id).label("letter_id"), col(Outbox.state).label("letter_state"))
        .join_from(PackageHistory, Person, col(Person.id) == PackageHistory.person_id, isouter=True)
        .join(Outbox, and_(col(PackageHistory.trigger) == "send", col(Outbox.key) == letter), isouter=True)
        .where(col(PackageHistory.package_id) == package_id)
        .order_by(col(PackageHistory.version))
    )
    return tuple(
        PackageLineFact(
            **dict(zip(names, row, strict=False)),
            person=row.name or row.email or "",
            letter_id=row.letter_id,
            letter_state=row.letter_state,
        )
        for row in session.execute(query)
    )


def plan_title(session: Session, plan_id: int) -> str:
    """What a plan is called."""
    return str(session.execute(select(col(Plan.title)).where(col(Plan.id) == plan_id)).scalar_one())


def package_letter(session: Session, of: PackageFact) -> tuple[int, OutboxState] | None:
    """The letter by which a package was sent last, and how far it has come; None where it went otherwise, or not."""
    return letter_among(of, package_history(session, of.id))


def letter_among(of: PackageFact, lines: Iterable[PackageLineFact]) -> tuple[int, OutboxState] | None:
    """The same, by what was done to the package."""
    sent = [one for one in lines if one.trigger == "send"] if of.sent_at else []
    if not sent or sent[-1].letter_id is None or sent[-1].letter_state is None:
        return None
    return sent[-1].letter_id, sent[-1].letter_state


def addressed_package(session: Session, package_id: int) -> tuple[PackageFact, Addressed]:
    """A package, and where it would be sent.

    Raises:
        Unknown: there is none.

    """
    who = aliased(Person)
    reached = and_(col(who.id) == PlanRole.person_id, col(who.left_on).is_(None), col(who.bounced_at).is_(None))
    coordinates = and_(col(PlanRole.plan_id) == Plan.id, col(PlanRole.role) == PlanRoleName.COORDINATOR)
    query = (
        _packages()
        .join(PlanRole, coordinates, isouter=True)
        .join(who, and_(reached, col(who.email).is_not(None)), isouter=True)
        .add_columns(col(Plan.title), col(Plan.operator_name), col(Plan.operator_email), who)
    )
    row = session.execute(query.where(col(PackageRow.id) == package_id)).one_or_none()
    if row is None:
        raise no_package(package_id)
    *fact, title, name, email, coordinator = row
    to = Addressed(plan_title=title, operator=Operator(name, email), coordinator=recipient_of(coordinator))
    return _fact(fact), to
