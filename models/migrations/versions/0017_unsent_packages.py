"""Ladders that speak of packages before their day speak after it too, of those that were begun and not sent."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _rung(to: str, after: int, *, every: int = 0, times: int = 1) -> dict[str, Any]:
    values = {"code": f"{to}.package_not_sent", "to": to, "anchor": "package", "after": after}
    return values | {"every": every, "mondays": False, "times": times, "min_term": 0, "share": 0}


NEW_RUNGS = (_rung("coordinator", 1, every=5, times=4), _rung("plan_controller", 5))


def upgrade() -> None:
    plan = sa.table("plan", sa.column("id"), sa.column("ladder", sa.JSON()))
    for plan_id, ladder in op.get_bind().execute(sa.select(plan.c.id, plan.c.ladder)).all():
        codes = {rung["code"] for rung in ladder}
        if any(rung["anchor"] == "package" for rung in ladder):
            longer = [*ladder, *(rung for rung in NEW_RUNGS if rung["code"] not in codes)]
            op.execute(sa.update(plan).where(plan.c.id == plan_id).values(ladder=longer))


def downgrade() -> None:
    """A ladder may be edited since: what it says stays."""
