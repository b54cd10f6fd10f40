"""Packages, their parts and their chained history; to whom a plan's packages go; what else a link may open."""

import sqlalchemy as sa
from alembic import op

from models.migrations.guarding import guard

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_STATES = ("collecting", "draft", "signed", "sent", "accepted", "returned")


def upgrade() -> None:
    _packages()
    _parts()
    _history()
    for name in ("operator_name", "operator_email"):
        op.add_column("plan", sa.Column(name, sa.String(), nullable=False, server_default=""))
    for table in ("plan", "package"):
        op.execute(
            f"ALTER TABLE link ADD COLUMN {table}_id INTEGER "
            f"CONSTRAINT fk_link_{table}_id_{table} REFERENCES {table} (id)"
        )


def _state(name: str) -> sa.Enum:
    return sa.Enum(*_STATES, name=name, native_enum=False, create_constraint=True, length=32)


def _packages() -> None:
    op.create_table(
        "package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("supplements_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("state", _state("packagestate"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=True),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", _INSTANT, nullable=True),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("operator_number", sa.String(), nullable=False),
        sa.Column("operator_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_package_plan_id_plan")),
        sa.ForeignKeyConstraint(["supplements_id"], ["package.id"], name=op.f("fk_package_supplements_id_package")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_package_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package")),
        sa.UniqueConstraint(
            "plan_id", "begins_on", "ends_on", "number", name=op.f("uq_package_plan_id_begins_on_ends_on_number")
        ),
    )


def _parts() -> None:
    op.create_table(
        "packagepart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_packagepart_package_id_package")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packagepart")),
        sa.UniqueConstraint("package_id", "edition", "name", name=op.f("uq_packagepart_package_id_edition_name")),
    )
    op.create_table(
        "packagedacceptance",
        sa.Column("assignment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_packagedacceptance_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_packagedacceptance_package_id_package")),
        sa.PrimaryKeyConstraint("assignment_id", "package_id", name=op.f("pk_packagedacceptance")),
    )
    op.create_index(op.f("ix_packagedacceptance_package_id"), "packagedacceptance", ["package_id"])


def _history() -> None:
    op.create_table(
        "packagehistory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("source", _state("source"), nullable=False),
        sa.Column("dest", _state("dest"), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("manifest_sha256", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_packagehistory_package_id_package")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_packagehistory_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packagehistory")),
        sa.UniqueConstraint("package_id", "version", name=op.f("uq_packagehistory_package_id_version")),
    )
    guard("packagehistory")


def downgrade() -> None:
    raise NotImplementedError("packages that were signed and sent would be forgotten: go back by restoring a backup")
