"""Substitutes have days; what was done to an account beside signing in; which browser and machine a session is of."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_BEFORE = ("signed_in", "wrong", "throttled", "signed_out", "password_set")
_ADDED = ("invited", "link_made", "links_revoked", "sessions_closed", "token_made", "token_revoked", "token_used")
_OUTCOMES = (*_BEFORE, *_ADDED, "administrator_named", "administrator_unnamed", "left")


def upgrade() -> None:
    op.add_column("person", sa.Column("substitute_from_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("substitute_until_on", sa.Date(), nullable=True))
    op.add_column("desksession", sa.Column("browser", sa.String(), nullable=False, server_default=""))
    op.add_column("desksession", sa.Column("address", sa.String(), nullable=False, server_default=""))
    op.add_column("apitoken", sa.Column("used_at", _INSTANT, nullable=True))
    op.add_column("apitoken", sa.Column("used_from", sa.String(), nullable=False, server_default=""))
    _audit()


def _audit() -> None:
    """More is told of an account: what SQLite checks of a column changes with the whole table only."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    check = op.f("ck_signin_signinoutcome")
    if not sqlite:
        op.drop_constraint(check, "signin", type_="check")
    with op.batch_alter_table("signin", recreate="always" if sqlite else "never") as table:
        table.add_column(sa.Column("by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("note", sa.String(), nullable=False, server_default=""))
        table.create_foreign_key(op.f("fk_signin_by_id_person"), "person", ["by_id"], ["id"])
        table.create_check_constraint(check, sa.column("outcome").in_(_OUTCOMES))
    op.create_index(op.f("ix_signin_person_id"), "signin", ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("until when somebody substitutes would be forgotten: go back by restoring a backup")
