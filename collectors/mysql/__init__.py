"""Collectors for MySQL and MariaDB, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.mysql.account_rules import ACCOUNT_RULES_MYSQL, GUESSINGS, TRANSPORTS
from collectors.mysql.accounts import ACCOUNTS_MYSQL
from collectors.mysql.backups import (
    BACKUP_RECORDS_MYSQL,
    BACKUPS_DERIVED,
    ENTERPRISE_BACKUPS_MYSQL,
    MARIADB_BACKUPS_MYSQL,
    XTRABACKUPS_MYSQL,
)
from collectors.mysql.coverage import COVERAGE_MYSQL
from collectors.mysql.error_log import ERROR_LOG_MYSQL
from collectors.mysql.groups import GROUP_MEMBERS_MYSQL
from collectors.mysql.indexes import INDEXED_MYSQL
from collectors.mysql.places import PLACES_MYSQL
from collectors.mysql.replication import BINARY_LOG_FILES_MYSQL, BINARY_LOGS_DERIVED, CHANNELS_MYSQL, FOLLOWINGS
from collectors.mysql.sessions import HISTORY_MYSQL, TRANSACTIONS_MYSQL, WAITS_MYSQL
from collectors.mysql.space import BIG_TABLES_MYSQL, SPACES_MYSQL
from collectors.mysql.statements import TOP_STATEMENTS_MYSQL
from collectors.mysql.tables import COUNTING_MYSQL, ENGINES_MYSQL, KEYLESS_MYSQL, SEEN
from collectors.mysql.variables import COUNTERS_MYSQL, IDENTITIES_MYSQL, LOGIN_GUARDS_MYSQL, SETTINGS_MYSQL, WORKLOADS
from collectors.mysql.whom import PRODUCTS_MYSQL

COLLECTORS: Final[tuple[Wired, ...]] = (
    PLACES_MYSQL,
    PRODUCTS_MYSQL,
    IDENTITIES_MYSQL,
    SETTINGS_MYSQL,
    COUNTERS_MYSQL,
    WORKLOADS,
    CHANNELS_MYSQL,
    FOLLOWINGS,
    GROUP_MEMBERS_MYSQL,
    TRANSACTIONS_MYSQL,
    WAITS_MYSQL,
    HISTORY_MYSQL,
    ERROR_LOG_MYSQL,
    BACKUP_RECORDS_MYSQL,
    XTRABACKUPS_MYSQL,
    MARIADB_BACKUPS_MYSQL,
    ENTERPRISE_BACKUPS_MYSQL,
    BACKUPS_DERIVED,
    BINARY_LOG_FILES_MYSQL,
    BINARY_LOGS_DERIVED,
    SPACES_MYSQL,
    BIG_TABLES_MYSQL,
    COVERAGE_MYSQL,
    KEYLESS_MYSQL,
    ENGINES_MYSQL,
    COUNTING_MYSQL,
    INDEXED_MYSQL,
    *SEEN,
    TOP_STATEMENTS_MYSQL,
    ACCOUNTS_MYSQL,
    LOGIN_GUARDS_MYSQL,
    ACCOUNT_RULES_MYSQL,
    TRANSPORTS,
    GUESSINGS,
)
