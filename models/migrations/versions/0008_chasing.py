"""What the ladder says of packages, ladders as they were when they spoke, the sweeps made, pauses of plans; who
substitutes for a person is found by an index.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _rung(code: str, anchor: str, after: int, share: int = 0) -> dict[str, Any]:
    values = {"code": f"coordinator.{code}", "to": "coordinator", "anchor": anchor, "after": after, "share": share}
    return values | {"every": 0, "mondays": False, "times": 1, "min_term": 0}


NEW_RUNGS = (
    _rung("many_late", "due", 1, share=20),
    _rung("package_in_20_days", "package", -20),
    _rung("package_in_10_days", "package", -10),
    _rung("package_in_5_days", "package", -5),
    _rung("package_in_2_days", "package", -2),
)
"""Ladders could not be edited before, so every plan has the default one and gets what is new in it."""


def upgrade() -> None:
    op.add_column("plan", sa.Column("paused_on", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("paused_until", sa.Date(), nullable=True))
    op.create_index(op.f("ix_person_substitute_for_id"), "person", ["substitute_for_id"])
    op.create_table(
        "laddersnapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("rungs", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_laddersnapshot")),
        sa.UniqueConstraint("sha256", name=op.f("uq_laddersnapshot_sha256")),
    )
    op.execute(
        "ALTER TABLE firing ADD COLUMN snapshot_id INTEGER "
        "CONSTRAINT fk_firing_snapshot_id_laddersnapshot REFERENCES laddersnapshot (id)"
    )
    op.create_table(
        "packagefiring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("fired_on", sa.Date(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_packagefiring_plan_id_plan")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_packagefiring_outbox_id_outbox")),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["laddersnapshot.id"], name=op.f("fk_packagefiring_snapshot_id_laddersnapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packagefiring")),
        sa.UniqueConstraint("key", name=op.f("uq_packagefiring_key")),
    )
    op.create_index(op.f("ix_packagefiring_outbox_id"), "packagefiring", ["outbox_id"])
    op.create_table(
        "sweep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("firings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sweep")),
    )
    _snapshot_what_has_spoken()
    _lengthen_ladders()


def _snapshot_what_has_spoken() -> None:
    """Ladders could not be edited before: what has spoken is the ladder the plan has."""
    plan = sa.table("plan", sa.column("id", sa.Integer), sa.column("ladder", sa.JSON))
    rows = list(op.get_bind().execute(sa.select(plan.c.id, plan.c.ladder)))
    snapshot = sa.table(
        "laddersnapshot", sa.column("id", sa.Integer), sa.column("sha256", sa.String), sa.column("rungs", sa.JSON)
    )
    kept: set[str] = set()
    for plan_id, rungs in rows:
        digest = _sha256(rungs)
        if digest not in kept:
            kept.add(digest)
            op.get_bind().execute(snapshot.insert().values(sha256=digest, rungs=rungs))
        op.get_bind().execute(
            sa.text(
                "UPDATE firing SET snapshot_id = (SELECT id FROM laddersnapshot WHERE sha256 = :digest) "
                "WHERE assignment_id IN (SELECT assignment.id FROM assignment "
                "JOIN occurrence ON occurrence.id = assignment.occurrence_id "
                "JOIN planitem ON planitem.id = occurrence.item_id WHERE planitem.plan_id = :plan)"
            ),
            {"digest": digest, "plan": plan_id},
        )


def _sha256(rungs: Any) -> str:
    written = json.dumps(rungs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def _lengthen_ladders() -> None:
    plan = sa.table("plan", sa.column("id", sa.Integer), sa.column("ladder", sa.JSON))
    for plan_id, ladder in op.get_bind().execute(sa.select(plan.c.id, plan.c.ladder)).all():
        op.execute(sa.update(plan).where(plan.c.id == plan_id).values(ladder=[*ladder, *NEW_RUNGS]))


def downgrade() -> None:
    raise NotImplementedError("what has been said of packages would be said again: go back by restoring a backup")
