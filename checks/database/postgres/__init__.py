"""Checks of PostgreSQL, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.postgres.archiving import ARCHIVING
from checks.database.postgres.autovacuum_settings import AUTOVACUUM_SETTINGS
from checks.database.postgres.broken_objects import BROKEN_OBJECTS
from checks.database.postgres.checksums import CHECKSUMS_CHECK
from checks.database.postgres.connections import CONNECTIONS_CHECK
from checks.database.postgres.database_growth import DATABASE_GROWTH
from checks.database.postgres.database_size import DATABASE_SIZE
from checks.database.postgres.dead_tuples import DEAD_TUPLES
from checks.database.postgres.encryption import ENCRYPTION_CHECK
from checks.database.postgres.hba import HBA_CHECK
from checks.database.postgres.instance import INSTANCE
from checks.database.postgres.locks import LOCKS_CHECK
from checks.database.postgres.log_settings import LOG_SETTINGS
from checks.database.postgres.prepared_transactions import PREPARED_TRANSACTIONS
from checks.database.postgres.replay import REPLAY_CHECK
from checks.database.postgres.replication_slots import REPLICATION_SLOTS
from checks.database.postgres.roles import ROLES_CHECK
from checks.database.postgres.safety_settings import SAFETY_SETTINGS
from checks.database.postgres.schema_rights import SCHEMA_RIGHTS_CHECK
from checks.database.postgres.sequences import SEQUENCES_CHECK
from checks.database.postgres.stale_statistics import STALE_STATISTICS
from checks.database.postgres.standbys import STANDBYS
from checks.database.postgres.transactions import TRANSACTIONS_CHECK
from checks.database.postgres.vacuum_horizon import VACUUM_HORIZON
from checks.database.postgres.version_support import VERSION_SUPPORT
from checks.database.postgres.wal_space import WAL_SPACE_CHECK
from checks.database.postgres.wraparound import WRAPAROUND

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
    WRAPAROUND,
    CHECKSUMS_CHECK,
    DATABASE_SIZE,
    DATABASE_GROWTH,
    WAL_SPACE_CHECK,
    ARCHIVING,
    REPLICATION_SLOTS,
    STANDBYS,
    REPLAY_CHECK,
    DEAD_TUPLES,
    STALE_STATISTICS,
    BROKEN_OBJECTS,
    SEQUENCES_CHECK,
    ROLES_CHECK,
    HBA_CHECK,
    ENCRYPTION_CHECK,
    SCHEMA_RIGHTS_CHECK,
)
