"""Checks of PostgreSQL, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.postgres.connections import CONNECTIONS_CHECK
from checks.database.postgres.instance import INSTANCE
from checks.database.postgres.locks import LOCKS_CHECK
from checks.database.postgres.prepared_transactions import PREPARED_TRANSACTIONS
from checks.database.postgres.transactions import TRANSACTIONS_CHECK
from checks.database.postgres.vacuum_horizon import VACUUM_HORIZON

CHECKS: Final[tuple[AnyCheck, ...]] = (
    INSTANCE,
    CONNECTIONS_CHECK,
    TRANSACTIONS_CHECK,
    PREPARED_TRANSACTIONS,
    LOCKS_CHECK,
    VACUUM_HORIZON,
)
