"""Letters leave once an administrator has switched mail on. Where there is an order they left already: it is on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailswitch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailswitch_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailswitch")),
    )
    there = op.get_bind().execute(sa.text("SELECT 1 FROM plan UNION ALL SELECT 1 FROM outbox LIMIT 1")).first()
    if there:
        switch = sa.table("mailswitch", sa.column("on"), sa.column("account"))
        op.execute(switch.insert().values({"on": True, "account": ""}))


def downgrade() -> None:
    op.drop_table("mailswitch")
