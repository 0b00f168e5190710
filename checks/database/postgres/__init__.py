"""Checks of PostgreSQL, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.postgres.autovacuum_settings import AUTOVACUUM_SETTINGS
from checks.database.postgres.connections import CONNECTIONS_CHECK
from checks.database.postgres.instance import INSTANCE
from checks.database.postgres.locks import LOCKS_CHECK
from checks.database.postgres.log_settings import LOG_SETTINGS
from checks.database.postgres.prepared_transactions import PREPARED_TRANSACTIONS
from checks.database.postgres.safety_settings import SAFETY_SETTINGS
from checks.database.postgres.transactions import TRANSACTIONS_CHECK
from checks.database.postgres.vacuum_horizon import VACUUM_HORIZON
from checks.database.postgres.version_support import VERSION_SUPPORT

CHECKS: Final[tuple[AnyCheck, ...]] = (
    INSTANCE,
    VERSION_SUPPORT,
    CONNECTIONS_CHECK,
    TRANSACTIONS_CHECK,
    PREPARED_TRANSACTIONS,
    LOCKS_CHECK,
    VACUUM_HORIZON,
    SAFETY_SETTINGS,
    AUTOVACUUM_SETTINGS,
    LOG_SETTINGS,
)
