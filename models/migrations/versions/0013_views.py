"""Filters that people keep by a name; an index by due day of everything, which the desk's table and calendar go by."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "savedview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_savedview_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_savedview")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_savedview_person_id_name")),
    )
    due = ["effective_due_on", "occurrence_id", "state"]
    op.create_index(op.f("ix_assignment_effective_due_on"), "assignment", due)


def downgrade() -> None:
    op.drop_index(op.f("ix_assignment_effective_due_on"), "assignment")
    op.drop_table("savedview")
