"""What happened and what was said for the service record."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_WORDS = ("stream", "name", "kind", "said_by", "note", "body", "origin")


def upgrade() -> None:
    """Make the table of the record's events."""
    words = [sa.Column(name, sa.String, nullable=False) for name in _WORDS]
    times = [sa.Column(name, sa.Double, nullable=False) for name in ("at", "told_at")]
    op.create_table("record_events", sa.Column("id", sa.String, primary_key=True), *words, *times)
    op.create_index("record_events_name", "record_events", ["stream", "name"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("record_events_name", "record_events")
    op.drop_table("record_events")
