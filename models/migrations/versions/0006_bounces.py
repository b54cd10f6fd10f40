"""Addresses that bounce, the relay's pause and pace, and an index from a letter to the rungs it spoke for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_firing_outbox_id"), "firing", ["outbox_id"])
    op.create_table(
        "relay",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("paused_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.Column("noticed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("next_letter_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_relay")),
    )


def downgrade() -> None:
    op.drop_table("relay")
    op.drop_index(op.f("ix_firing_outbox_id"), "firing")
    op.drop_column("person", "bounced_at")
