"""A plan's own history, and who ended a delegation; a person's roles are found by an index."""

import sqlalchemy as sa
from alembic import op

from models.migrations.guarding import guard

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = "'coordinator', 'plan_controller', 'order_controller', 'signed_by'"


def upgrade() -> None:
    op.add_column("plan", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("plan", sa.Column("head", sa.String(), nullable=False, server_default=""))
    op.execute(
        "ALTER TABLE delegation ADD COLUMN ended_by INTEGER "
        "CONSTRAINT fk_delegation_ended_by_person REFERENCES person (id)"
    )
    op.create_index(op.f("ix_planrole_person_id"), "planrole", ["person_id"])
    op.create_table(
        "planhistory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("before_id", sa.Integer(), nullable=True),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_planhistory_planrolename")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_planhistory_plan_id_plan")),
        sa.ForeignKeyConstraint(["before_id"], ["person.id"], name=op.f("fk_planhistory_before_id_person")),
        sa.ForeignKeyConstraint(["after_id"], ["person.id"], name=op.f("fk_planhistory_after_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_planhistory_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planhistory")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("uq_planhistory_plan_id_version")),
    )
    guard("planhistory")


def downgrade() -> None:
    raise NotImplementedError("who held a plan's roles would be forgotten: go back by restoring a backup")
