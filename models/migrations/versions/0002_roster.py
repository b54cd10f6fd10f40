"""Other names of organizations, mergers, substitutes, names in the dative, and who has left."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFERENCES = (("organization", "merged_into_id", "organization"), ("person", "substitute_for_id", "person"))


def upgrade() -> None:
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_alias_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint("name", name=op.f("uq_alias_name")),
    )
    op.create_index(op.f("ix_alias_organization_id"), "alias", ["organization_id"], unique=False)
    op.add_column("person", sa.Column("dative", sa.String(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    for table, column, other in REFERENCES:
        # Both databases take a reference with the column; SQLite would take it later only by copying the table, and
        # a table that others refer to cannot be copied while foreign keys are enforced.
        name = f"fk_{table}_{column}_{other}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")


def downgrade() -> None:
    raise NotImplementedError("aliases and mergers would be lost: go back by restoring a backup")
