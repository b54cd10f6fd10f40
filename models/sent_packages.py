"""Which assignments the operator has been told of as accepted. Asked only where a move depends on it: reopening."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session, col

from models.tables import PackagedAcceptance, PackageRow
from states.package import OUT

REOPEN = "reopen"


def in_sent_packages(session: Session, trigger: str, assignment_ids: Collection[int]) -> frozenset[int]:
    """Those of these assignments whose acceptance is in a package that was sent. For any other move than reopening
    nothing is asked.
    """
    if trigger != REOPEN:
        return frozenset()
    query = (
        select(col(PackagedAcceptance.assignment_id))
        .join(PackageRow, col(PackageRow.id) == PackagedAcceptance.package_id)
        .where(col(PackagedAcceptance.assignment_id).in_(sorted(assignment_ids)), col(PackageRow.state).in_(OUT))
    )
    return frozenset(session.execute(query).scalars())
