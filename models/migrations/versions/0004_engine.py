"""The whole life of an assignment: what was asked and declined, the chain of history, bulk steps, keys, events."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from models.columns import Instant
from models.history_rows import ASSIGNMENT_FACTS, assignment_link
from models.migrations.guarding import guard
from states.chain import GENESIS

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW_COLUMNS = {
    "person": (sa.Column("administrator", sa.Boolean(), nullable=False, server_default=sa.false()),),
    "plan": (sa.Column("opens_ahead", sa.Integer(), nullable=False, server_default="20"),),
    "planitem": (
        sa.Column("roll_up", sa.String(), nullable=False, server_default="all"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("head", sa.String(), nullable=False, server_default=""),
    ),
    "assignment": (
        sa.Column("lead", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("due_moves", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("extension_on", sa.Date(), nullable=True),
        sa.Column("extension_asked_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head", sa.String(), nullable=False, server_default=""),
    ),
    "history": (
        sa.Column("resume_on", sa.Date(), nullable=True),
        sa.Column("asked_due_on", sa.Date(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False, server_default=""),
    ),
}
NEW_RUNGS = tuple(
    {"code": f"{to}.{rung}", "to": to, "anchor": anchor, "after": after}
    | {"every": 0, "mondays": False, "times": 1, "min_term": 0}
    for to, rung, anchor, after in (
        ("coordinator", "extension_undecided", "extension", 1),
        ("plan_controller", "extension_undecided", "extension", 3),
        ("coordinator", "declined", "declined", 0),
        ("plan_controller", "declined", "declined", 3),
    )
)
CONTROL = "'on_control', 'special', 'removed'"


def upgrade() -> None:
    _make_tables()
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    # Both databases take a check or a reference with its column; SQLite would take it later only by copying the table.
    op.execute(
        "ALTER TABLE planitem ADD COLUMN control VARCHAR(32) DEFAULT 'on_control' NOT NULL "
        f"CONSTRAINT ck_planitem_control CHECK (control IN ({CONTROL}))"
    )
    op.execute(
        "ALTER TABLE history ADD COLUMN bulk_id INTEGER CONSTRAINT fk_history_bulk_id_bulkstep REFERENCES bulkstep (id)"
    )
    op.create_index(op.f("ix_history_bulk_id"), "history", ["bulk_id"])
    _mark_leads()
    _lengthen_ladders()
    _chain_history()
    for table in ("history", "evidence", "itemhistory"):
        guard(table)


def _make_tables() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *_references(
            "delegation", organization_id="organization", plan_id="plan", person_id="person", given_by="person"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"])
    op.create_index(op.f("ix_delegation_organization_id"), "delegation", ["organization_id"])
    op.create_table(
        "itemhistory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("dest", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(f"source IN ({CONTROL})", name=op.f("ck_itemhistory_source")),
        sa.CheckConstraint(f"dest IN ({CONTROL})", name=op.f("ck_itemhistory_dest")),
        *_references("itemhistory", item_id="planitem", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_itemhistory")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_itemhistory_item_id_version")),
    )
    op.create_table(
        "bulkstep",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trigger", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *_references("bulkstep", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulkstep")),
    )
    op.create_index(op.f("ix_bulkstep_person_id_at"), "bulkstep", ["person_id", "at"])
    op.create_table(
        "bulkrow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        *_references("bulkrow", bulk_id="bulkstep", assignment_id="assignment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulkrow")),
        sa.UniqueConstraint("bulk_id", "assignment_id", name=op.f("uq_bulkrow_bulk_id_assignment_id")),
    )
    op.create_table(
        "keyedoperation",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_keyedoperation")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_references("event", assignment_id="assignment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("assignment_id", "version", name=op.f("uq_event_assignment_id_version")),
    )


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in columns.items()
    ]


def _mark_leads() -> None:
    op.execute(
        "UPDATE assignment SET lead = TRUE WHERE EXISTS (SELECT 1 FROM occurrence JOIN itemexecutor "
        "ON itemexecutor.item_id = occurrence.item_id WHERE occurrence.id = assignment.occurrence_id "
        "AND itemexecutor.organization_id = assignment.organization_id AND itemexecutor.position = 0)"
    )


def _lengthen_ladders() -> None:
    """Let the plans there are chase what can now wait for an answer: who declined is not chased meanwhile."""
    plan = sa.table("plan", sa.column("id"), sa.column("ladder", sa.JSON()))
    for plan_id, ladder in op.get_bind().execute(sa.select(plan.c.id, plan.c.ladder)).all():
        codes = {rung["code"] for rung in ladder}
        longer = [*ladder, *(rung for rung in NEW_RUNGS if rung["code"] not in codes)]
        op.execute(sa.update(plan).where(plan.c.id == plan_id).values(ladder=longer))


def _chain_history() -> None:
    """Hash what was done before there was a chain, and give every assignment its head."""
    connection = op.get_bind()
    names = ("id", *ASSIGNMENT_FACTS)
    history = sa.table("history", *(sa.column(name) for name in names), sa.column("hash"))
    # Read as the application reads them, for the hash is over values, not over what a driver makes of them.
    types: dict[str, sa.types.TypeEngine[Any]] = dict.fromkeys(("on", "due_on", "effective_due_on"), sa.Date())
    types["at"] = Instant()
    columns: list[Any] = [sa.type_coerce(history.c[name], types[name]).label(name) for name in types]
    columns += [history.c[name] for name in names if name not in types]
    rows = connection.execute(sa.select(*columns).order_by(history.c.assignment_id, history.c.version)).mappings().all()
    evidence = _evidence(connection)
    assignment = sa.table("assignment", *(sa.column(name) for name in ("id", "head", "moved_at")))
    head, of = GENESIS, None
    for row in rows:
        head = assignment_link(head if of == row["assignment_id"] else GENESIS, dict(row), evidence.get(row["id"], ()))
        of = row["assignment_id"]
        connection.execute(sa.update(history).where(history.c.id == row["id"]).values(hash=head))
        at = sa.type_coerce(sa.literal(row["at"], Instant()), Instant())
        connection.execute(sa.update(assignment).where(assignment.c.id == of).values(head=head, moved_at=at))


def _evidence(connection: sa.Connection) -> dict[int, list[tuple[object, ...]]]:
    found: dict[int, list[tuple[object, ...]]] = {}
    query = sa.text("SELECT history_id, name, sha256, size, stored_as FROM evidence ORDER BY id")
    for history_id, *document in connection.execute(query):
        found.setdefault(history_id, []).append(tuple(document))
    return found


def downgrade() -> None:
    raise NotImplementedError("history would lose its chain: go back by restoring a backup")
