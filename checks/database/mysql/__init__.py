"""Checks of MySQL and MariaDB, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.mysql.accounts import ACCOUNTS_CHECK
from checks.database.mysql.auto_increment import AUTO_INCREMENT
from checks.database.mysql.auto_increment_growth import AUTO_INCREMENT_GROWTH
from checks.database.mysql.backup_age import BACKUP_AGE
from checks.database.mysql.binary_log_trend import BINARY_LOG_TREND
from checks.database.mysql.binary_logs import BINARY_LOGS_CHECK
from checks.database.mysql.buffer_pool import BUFFER_POOL
from checks.database.mysql.connection_growth import CONNECTION_GROWTH
from checks.database.mysql.connections import CONNECTIONS
from checks.database.mysql.coverage import COVERAGE_CHECK
from checks.database.mysql.engines import ENGINES
from checks.database.mysql.error_log import ERROR_LOG_CHECK
from checks.database.mysql.fragmentation import FRAGMENTATION
from checks.database.mysql.galera import GALERA
from checks.database.mysql.group_replication import GROUP_REPLICATION
from checks.database.mysql.history_list import HISTORY_LIST
from checks.database.mysql.instance import INSTANCE
from checks.database.mysql.lock_waits import LOCK_WAITS
from checks.database.mysql.long_transactions import LONG_TRANSACTIONS
from checks.database.mysql.parameters import PARAMETERS
from checks.database.mysql.primary_keys import PRIMARY_KEYS
from checks.database.mysql.product import PRODUCT
from checks.database.mysql.redundant_indexes import REDUNDANT_INDEXES
from checks.database.mysql.replication import REPLICATION
from checks.database.mysql.schema_growth import SCHEMA_GROWTH
from checks.database.mysql.schema_space import SCHEMA_SPACE
from checks.database.mysql.schema_trend import SCHEMA_TREND
from checks.database.mysql.security_settings import SECURITY_SETTINGS
from checks.database.mysql.server_log import SERVER_LOG
from checks.database.mysql.table_density import TABLE_DENSITY
from checks.database.mysql.top_statements import TOP_STATEMENTS_CHECK
from checks.database.mysql.version_support import VERSION_SUPPORT

CHECKS: Final[tuple[AnyCheck, ...]] = (
    PRODUCT,
    INSTANCE,
    CONNECTIONS,
    CONNECTION_GROWTH,
    LONG_TRANSACTIONS,
    LOCK_WAITS,
    HISTORY_LIST,
    ERROR_LOG_CHECK,
    SERVER_LOG,
    BACKUP_AGE,
    REPLICATION,
    GROUP_REPLICATION,
    GALERA,
    SCHEMA_SPACE,
    SCHEMA_GROWTH,
    SCHEMA_TREND,
    BINARY_LOGS_CHECK,
    BINARY_LOG_TREND,
    COVERAGE_CHECK,
    AUTO_INCREMENT,
    AUTO_INCREMENT_GROWTH,
    PRIMARY_KEYS,
    ENGINES,
    REDUNDANT_INDEXES,
    FRAGMENTATION,
    TABLE_DENSITY,
    BUFFER_POOL,
    TOP_STATEMENTS_CHECK,
    PARAMETERS,
    ACCOUNTS_CHECK,
    SECURITY_SETTINGS,
    VERSION_SUPPORT,
)
