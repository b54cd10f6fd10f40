"""What the desk's start page asks for is found by indexes of what is not done yet and of what waits for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_assignment_live", ["effective_due_on", "state"], "state NOT IN ('accepted', 'removed')"),
    ("ix_assignment_reported", ["reported_on"], "state = 'reported'"),
    ("ix_assignment_declined_on", ["declined_on"], "declined_on IS NOT NULL"),
    ("ix_assignment_extension_on", ["extension_on"], "extension_on IS NOT NULL"),
)


def upgrade() -> None:
    for name, columns, where in _INDEXES:
        only = sa.text(where)
        op.create_index(name, "assignment", columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, _, _ in _INDEXES:
        op.drop_index(name, "assignment")
