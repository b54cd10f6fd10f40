"""The day on which an assignment was done, and running counts of what was done in time and late."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_DONE = """
UPDATE assignment SET done_on = COALESCE(
    (SELECT history."on" FROM history WHERE history.assignment_id = assignment.id
     AND history.trigger IN ('report', 'accept_directly') ORDER BY history.version DESC LIMIT 1), reported_on)
WHERE state IN ('reported', 'accepted')
"""
_COUNTED = """
FROM assignment JOIN occurrence ON occurrence.id = assignment.occurrence_id
JOIN planitem ON planitem.id = occurrence.item_id
WHERE assignment.required AND assignment.effective_due_on IS NOT NULL AND assignment.done_on IS NOT NULL
"""
_LATE = "assignment.done_on > assignment.effective_due_on"
_ON_TIME_AND_LATE = f"SUM(CASE WHEN {_LATE} THEN 0 ELSE 1 END), SUM(CASE WHEN {_LATE} THEN 1 ELSE 0 END)"
_DAYS = f"""
INSERT INTO disciplineday (plan_id, day, slot, on_time, late, fell_due)
SELECT plan_id, day, slot, SUM(on_time), SUM(late), SUM(fell_due) FROM (
    SELECT planitem.plan_id AS plan_id, assignment.done_on AS day, assignment.organization_id % 16 AS slot,
        CASE WHEN {_LATE} THEN 0 ELSE 1 END AS on_time, CASE WHEN {_LATE} THEN 1 ELSE 0 END AS late, 0 AS fell_due
    {_COUNTED}
    UNION ALL
    SELECT planitem.plan_id, assignment.effective_due_on, assignment.organization_id % 16, 0, 0, 1
    {_COUNTED} AND {_LATE}) AS counted
GROUP BY plan_id, day, slot
"""  # noqa: S608 - all of it is said here
_EXECUTORS = f"""
INSERT INTO disciplineexecutor (plan_id, organization_id, on_time, late)
SELECT planitem.plan_id, assignment.organization_id, {_ON_TIME_AND_LATE} {_COUNTED}
GROUP BY planitem.plan_id, assignment.organization_id
"""


def upgrade() -> None:
    op.add_column("assignment", sa.Column("done_on", sa.Date(), nullable=True))
    slot = sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False)
    _table("disciplineday", (sa.Column("day", sa.Date(), nullable=False), slot), "fell_due")
    organization = sa.Column("organization_id", sa.Integer(), autoincrement=False, nullable=False)
    _table("disciplineexecutor", (organization,))
    for statement in (_DONE, _DAYS, _EXECUTORS):
        op.execute(statement)


def _table(name: str, keys: tuple[sa.Column[Any], ...], *more: str) -> None:
    names = [column.name for column in keys]
    references = [("plan_id", "plan"), *([("organization_id", "organization")] if "organization_id" in names else [])]
    op.create_table(
        name,
        sa.Column("plan_id", sa.Integer(), autoincrement=False, nullable=False),
        *keys,
        *(sa.Column(count, sa.Integer(), nullable=False) for count in ("on_time", "late", *more)),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}"))
            for column, table in references
        ),
        sa.PrimaryKeyConstraint("plan_id", *names, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    op.drop_table("disciplineexecutor")
    op.drop_table("disciplineday")
    op.drop_column("assignment", "done_on")
