"""Checks of PostgreSQL, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.postgres.archiving import ARCHIVING
from checks.database.postgres.autovacuum_settings import AUTOVACUUM_SETTINGS
from checks.database.postgres.base_backups import BASE_BACKUPS_CHECK
from checks.database.postgres.broken_objects import BROKEN_OBJECTS
from checks.database.postgres.checkpoints import CHECKPOINTS_CHECK
from checks.database.postgres.checksums import CHECKSUMS_CHECK
from checks.database.postgres.collation_versions import COLLATION_VERSIONS
from checks.database.postgres.connection_growth import CONNECTION_GROWTH
from checks.database.postgres.connection_storms import CONNECTION_STORMS
from checks.database.postgres.connections import CONNECTIONS_CHECK
from checks.database.postgres.database_growth import DATABASE_GROWTH
from checks.database.postgres.database_size import DATABASE_SIZE
from checks.database.postgres.database_trend import DATABASE_TREND
from checks.database.postgres.dead_tuples import DEAD_TUPLES
from checks.database.postgres.deadlocks import DEADLOCKS
from checks.database.postgres.duplicate_indexes import DUPLICATE_INDEXES
from checks.database.postgres.encryption import ENCRYPTION_CHECK
from checks.database.postgres.extension_versions import EXTENSION_VERSIONS
from checks.database.postgres.foreign_keys import FOREIGN_KEYS_CHECK
from checks.database.postgres.hba import HBA_CHECK
from checks.database.postgres.index_bloat import INDEX_BLOAT
from checks.database.postgres.instance import INSTANCE
from checks.database.postgres.large_scans import LARGE_SCANS
from checks.database.postgres.largest_tables import LARGEST_TABLES
from checks.database.postgres.locks import LOCKS_CHECK
from checks.database.postgres.log_settings import LOG_SETTINGS
from checks.database.postgres.oldest_tables import OLDEST_TABLES
from checks.database.postgres.partitions import PARTITIONS_CHECK
from checks.database.postgres.prepared_transactions import PREPARED_TRANSACTIONS
from checks.database.postgres.primary_keys import PRIMARY_KEYS
from checks.database.postgres.product import PRODUCT
from checks.database.postgres.replay import REPLAY_CHECK
from checks.database.postgres.replication_slots import REPLICATION_SLOTS
from checks.database.postgres.roles import ROLES_CHECK
from checks.database.postgres.rollbacks import ROLLBACKS
from checks.database.postgres.safety_settings import SAFETY_SETTINGS
from checks.database.postgres.schema_rights import SCHEMA_RIGHTS_CHECK
from checks.database.postgres.sequence_growth import SEQUENCE_GROWTH
from checks.database.postgres.sequences import SEQUENCES_CHECK
from checks.database.postgres.server_log import SERVER_LOG
from checks.database.postgres.stale_statistics import STALE_STATISTICS
from checks.database.postgres.standbys import STANDBYS
from checks.database.postgres.statement_times import STATEMENT_TIMES
from checks.database.postgres.table_bloat import TABLE_BLOAT
from checks.database.postgres.table_growth import TABLE_GROWTH
from checks.database.postgres.table_trend import TABLE_TREND
from checks.database.postgres.tablespaces import TABLESPACES_CHECK
from checks.database.postgres.temp_files import TEMP_FILES
from checks.database.postgres.top_statements import TOP_STATEMENTS_CHECK
from checks.database.postgres.transactions import TRANSACTIONS_CHECK
from checks.database.postgres.tuning_settings import TUNING_SETTINGS
from checks.database.postgres.unlogged_tables import UNLOGGED_TABLES
from checks.database.postgres.unused_indexes import UNUSED_INDEXES
from checks.database.postgres.vacuum_horizon import VACUUM_HORIZON
from checks.database.postgres.version_support import VERSION_SUPPORT
from checks.database.postgres.wal_growth import WAL_GROWTH
from checks.database.postgres.wal_space import WAL_SPACE_CHECK
from checks.database.postgres.wraparound import WRAPAROUND

CHECKS: Final[tuple[AnyCheck, ...]] = (
    PRODUCT,
    INSTANCE,
    VERSION_SUPPORT,
    CONNECTIONS_CHECK,
    CONNECTION_GROWTH,
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
    DATABASE_TREND,
    WAL_SPACE_CHECK,
    WAL_GROWTH,
    ARCHIVING,
    REPLICATION_SLOTS,
    STANDBYS,
    REPLAY_CHECK,
    DEAD_TUPLES,
    STALE_STATISTICS,
    BROKEN_OBJECTS,
    SEQUENCES_CHECK,
    SEQUENCE_GROWTH,
    ROLES_CHECK,
    HBA_CHECK,
    ENCRYPTION_CHECK,
    SCHEMA_RIGHTS_CHECK,
    TABLESPACES_CHECK,
    LARGEST_TABLES,
    TABLE_GROWTH,
    TABLE_TREND,
    OLDEST_TABLES,
    TABLE_BLOAT,
    INDEX_BLOAT,
    PRIMARY_KEYS,
    UNLOGGED_TABLES,
    PARTITIONS_CHECK,
    COLLATION_VERSIONS,
    EXTENSION_VERSIONS,
    DEADLOCKS,
    DUPLICATE_INDEXES,
    FOREIGN_KEYS_CHECK,
    UNUSED_INDEXES,
    LARGE_SCANS,
    TOP_STATEMENTS_CHECK,
    STATEMENT_TIMES,
    CHECKPOINTS_CHECK,
    TEMP_FILES,
    ROLLBACKS,
    CONNECTION_STORMS,
    TUNING_SETTINGS,
    SERVER_LOG,
    BASE_BACKUPS_CHECK,
)
