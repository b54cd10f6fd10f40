"""The tables of the main job."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", "issued_on", name=op.f("uq_orders_number_issued_on")),
    )
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization")),
        sa.UniqueConstraint("name", name=op.f("uq_organization_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_person_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_organization_id"), "person", ["organization_id"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("ladder", sa.JSON(), nullable=False),
        sa.Column("reporting_dates", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_plan_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("order_id", name=op.f("uq_plan_order_id")),
    )
    op.create_table(
        "organization_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_organization_group_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_group")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_organization_group_plan_id_code")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("eml", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "leased",
                "sent",
                "dead",
                "unknown",
                "held",
                "cancelled",
                name="outboxstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "phase",
            sa.Enum("claimed", "data", name="phase", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("possible_duplicates", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.Column("last_stage", sa.String(), nullable=False),
        sa.Column("last_code", sa.Integer(), nullable=True),
        sa.Column("last_text", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index(op.f("ix_outbox_written_on_person_id"), "outbox", ["written_on", "person_id"], unique=False)
    op.create_index("ix_outbox_waiting", "outbox", ["state", "not_before"], unique=False)
    op.create_table(
        "planrole",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "coordinator",
                "plan_controller",
                "order_controller",
                "signed_by",
                name="planrolename",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_planrole_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_planrole_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planrole")),
        sa.UniqueConstraint("plan_id", "role", name=op.f("uq_planrole_plan_id_role")),
    )
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_section_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_section_plan_id_position")),
    )
    op.create_table(
        "groupmember",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["organization_group.id"], name=op.f("fk_groupmember_group_id_organization_group")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_groupmember_organization_id_organization")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groupmember")),
        sa.UniqueConstraint("group_id", "organization_id", name=op.f("uq_groupmember_group_id_organization_id")),
    )
    op.create_table(
        "planitem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("measure", "clause", name="itemkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("expected_result", sa.String(), nullable=False),
        sa.Column("deadline_text", sa.String(), nullable=False),
        sa.Column("executors_text", sa.String(), nullable=False),
        sa.Column(
            "schedule_kind",
            sa.Enum(
                "once",
                "dates",
                "times_per_year",
                "recurring",
                "continuous",
                "by_schedule",
                "on_request",
                "unstated",
                "unrecognised",
                name="schedulekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("evidence_asked", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "in_progress",
                "reported",
                "returned",
                "accepted",
                "postponed",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_planitem_plan_id_plan")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_planitem_section_id_section")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planitem")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_planitem_plan_id_position")),
    )
    op.create_table(
        "itemexecutor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["planitem.id"], name=op.f("fk_itemexecutor_item_id_planitem")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_itemexecutor_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_itemexecutor_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itemexecutor")),
        sa.UniqueConstraint("item_id", "organization_id", name=op.f("uq_itemexecutor_item_id_organization_id")),
    )
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effective_due_on", sa.Date(), nullable=True),
        sa.Column("issues_on", sa.Date(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "in_progress",
                "reported",
                "returned",
                "accepted",
                "postponed",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["item_id"], ["planitem.id"], name=op.f("fk_occurrence_item_id_planitem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("item_id", "position", name=op.f("uq_occurrence_item_id_position")),
    )
    op.create_index("ix_occurrence_waiting", "occurrence", ["issued_on", "issues_on"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "in_progress",
                "reported",
                "returned",
                "accepted",
                "postponed",
                "removed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effective_due_on", sa.Date(), nullable=True),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("started", sa.Boolean(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("resume_on", sa.Date(), nullable=True),
        sa.Column("attention_on", sa.Date(), nullable=True),
        sa.CheckConstraint("version >= 0", name=op.f("ck_assignment_version")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("fk_assignment_occurrence_id_occurrence")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_assignment_organization_id_organization")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_assignment_reported_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "occurrence_id", "organization_id", name=op.f("uq_assignment_occurrence_id_organization_id")
        ),
    )
    op.create_index(
        "ix_assignment_attention",
        "assignment",
        ["attention_on", "id"],
        unique=False,
        sqlite_where=sa.text("attention_on IS NOT NULL"),
        postgresql_where=sa.text("attention_on IS NOT NULL"),
    )
    op.create_index("ix_assignment_organization", "assignment", ["organization_id", "state"], unique=False)
    op.create_table(
        "firing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("fired_on", sa.Date(), nullable=False),
        sa.Column("outbox_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_firing_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_firing_outbox_id_outbox")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firing")),
        sa.UniqueConstraint(
            "assignment_id", "rung", "step", "epoch", name=op.f("uq_firing_assignment_id_rung_step_epoch")
        ),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "assigned",
                "in_progress",
                "reported",
                "returned",
                "accepted",
                "postponed",
                "removed",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "dest",
            sa.Enum(
                "assigned",
                "in_progress",
                "reported",
                "returned",
                "accepted",
                "postponed",
                "removed",
                name="dest",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("effective_due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_history_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_history_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.UniqueConstraint("assignment_id", "version", name=op.f("uq_history_assignment_id_version")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("history_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_as", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["history_id"], ["history.id"], name=op.f("fk_evidence_history_id_history")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_evidence_stored_as")),
    )
    op.create_index(op.f("ix_evidence_history_id"), "evidence", ["history_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_evidence_history_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_table("history")
    op.drop_table("firing")
    op.drop_index("ix_assignment_organization", table_name="assignment")
    op.drop_index(
        "ix_assignment_attention",
        table_name="assignment",
        sqlite_where=sa.text("attention_on IS NOT NULL"),
        postgresql_where=sa.text("attention_on IS NOT NULL"),
    )
    op.drop_table("assignment")
    op.drop_index("ix_occurrence_waiting", table_name="occurrence")
    op.drop_table("occurrence")
    op.drop_table("itemexecutor")
    op.drop_table("planitem")
    op.drop_table("groupmember")
    op.drop_table("section")
    op.drop_table("planrole")
    op.drop_index(op.f("ix_outbox_written_on_person_id"), table_name="outbox")
    op.drop_index("ix_outbox_waiting", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("organization_group")
    op.drop_table("plan")
    op.drop_index(op.f("ix_person_organization_id"), table_name="person")
    op.drop_table("person")
    op.drop_table("organization")
    op.drop_table("orders")
