"""What an addendum adds to: a package that the operator has, and how far that and earlier addenda have told."""

from datetime import date

from sqlalchemy import or_, select
from sqlmodel import Session, col

from models.tables import PackageRow
from states.fault import Fault
from states.package import OUT


class NothingToSupplement(Fault):
    """An addendum is for a package that the operator has; the text says what to do instead."""


def told_until(session: Session, row: PackageRow) -> date | None:
    """Until the end of which day the operator has been told, where a package is an addendum to that; else None.

    Raises:
        NothingToSupplement: the operator has given back what it supplements.

    """
    if row.supplements_id is None:
        return None
    of_main = or_(col(PackageRow.id) == row.supplements_id, col(PackageRow.supplements_id) == row.supplements_id)
    earlier = select(PackageRow).where(of_main, col(PackageRow.number) < row.number)
    main, *addenda = session.execute(earlier.order_by(col(PackageRow.number))).scalars()
    if main.state not in OUT:
        raise NothingToSupplement(f"package {main.id} is {main.state}: send it before an addendum to it")
    told: list[date] = [one.cut_off for one in (main, *addenda) if one.state in OUT and one.cut_off]
    return max(told)
