"""The bytes of letters, apart from what changes about them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letterbytes",
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.Column("eml", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_letterbytes_outbox_id_outbox")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_letterbytes")),
    )
    op.execute("INSERT INTO letterbytes (outbox_id, eml) SELECT id, eml FROM outbox")
    op.drop_column("outbox", "eml")


def downgrade() -> None:
    raise NotImplementedError("letters would lose their bytes: go back by restoring a backup")
