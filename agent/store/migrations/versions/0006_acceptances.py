"""Accepted risks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_WORDS = (
    "target",
    "check_id",
    "subject",
    "event",
    "level",
    "reason",
    "said_by",
    "control",
    "until",
    "bounds",
    "written_by",
)


def upgrade() -> None:
    """Make the table of what was accepted and taken back."""
    words = [sa.Column(name, sa.String, nullable=False) for name in _WORDS]
    op.create_table(
        "acceptances",
        sa.Column("id", sa.String, primary_key=True),
        *words,
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_index("acceptances_target", "acceptances", ["target"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("acceptances_target", "acceptances")
    op.drop_table("acceptances")
