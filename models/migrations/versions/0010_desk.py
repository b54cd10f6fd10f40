"""What the desk keeps: accounts, sessions, attempts to sign in, reports that are not sent yet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_OUTCOMES = ("signed_in", "wrong", "throttled", "signed_out", "password_set")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
    )
    op.create_table(
        "desksession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desksession_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desksession")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_desksession_token_sha256")),
    )
    op.create_index(op.f("ix_desksession_person_id"), "desksession", ["person_id"])
    outcomes = sa.Enum(*_OUTCOMES, name="signinoutcome", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "signin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("outcome", outcomes, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("account_sha256", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signin_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signin")),
    )
    op.create_index(op.f("ix_signin_account_sha256_at"), "signin", ["account_sha256", "at"])
    op.create_index(op.f("ix_signin_address_at"), "signin", ["address", "at"])
    op.create_index(op.f("ix_signin_at"), "signin", ["at"])
    _reports()


def _reports() -> None:
    op.create_table(
        "reportdraft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_reportdraft_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reportdraft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reportdraft")),
        sa.UniqueConstraint("assignment_id", "person_id", name=op.f("uq_reportdraft_assignment_id_person_id")),
    )
    op.create_table(
        "draftfile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["reportdraft.id"], name=op.f("fk_draftfile_draft_id_reportdraft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draftfile")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_draftfile_stored_as")),
    )
    op.create_index(op.f("ix_draftfile_draft_id"), "draftfile", ["draft_id"])


def downgrade() -> None:
    for table in ("draftfile", "reportdraft", "signin", "desksession", "account"):
        op.drop_table(table)
