"""Which results of a target saw the same checks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; "" of an older result is like none, so that it is always read."""
    op.add_column("targets", sa.Column("judged", sa.String, nullable=False, server_default=""))
    op.create_index("targets_judged", "targets", ["inspection", "judged", "target"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("targets_judged", "targets")
    op.drop_column("targets", "judged")
