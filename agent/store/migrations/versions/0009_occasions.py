"""The ledger of schedules: of each occasion its steps, each with how far it came; and since when a schedule counts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "occasions",
        sa.Column("schedule", sa.String, primary_key=True),
        sa.Column("due_at", sa.Double, primary_key=True),
        sa.Column("step", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("needs", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.Double),
        sa.Column("begun_at", sa.Double),
        sa.Column("ended_at", sa.Double),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
    )
    op.create_index("occasions_state", "occasions", ["state"])
    op.create_table(
        "schedules",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("timing", sa.String, nullable=False),
        sa.Column("since", sa.Double, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("schedules")
    op.drop_index("occasions_state", "occasions")
    op.drop_table("occasions")
