"""Checks of Oracle, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.oracle.account_expiry import ACCOUNT_EXPIRY
from checks.database.oracle.alert_log import ALERT_LOG
from checks.database.oracle.archive_destinations import ARCHIVE_DESTINATIONS
from checks.database.oracle.archive_mode import ARCHIVE_MODE
from checks.database.oracle.audit_trail import AUDIT_TRAIL
from checks.database.oracle.backup_age import BACKUP_AGE
from checks.database.oracle.blocked_sessions import BLOCKED_SESSIONS
from checks.database.oracle.data_files import DATA_FILES
from checks.database.oracle.default_passwords import DEFAULT_PASSWORDS
from checks.database.oracle.disk_group_growth import DISK_GROUP_GROWTH
from checks.database.oracle.disk_groups import DISK_GROUPS_CHECK
from checks.database.oracle.foreign_keys import FOREIGN_KEYS_CHECK
from checks.database.oracle.high_water_marks import HIGH_WATER_MARKS
from checks.database.oracle.instance import INSTANCE
from checks.database.oracle.interconnect import INTERCONNECT
from checks.database.oracle.invalid_objects import INVALID_OBJECTS
from checks.database.oracle.jobs import JOBS_CHECK
from checks.database.oracle.largest_segments import LARGEST_SEGMENTS
from checks.database.oracle.listener import LISTENER
from checks.database.oracle.long_transactions import LONG_TRANSACTIONS
from checks.database.oracle.optimizer_statistics import OPTIMIZER_STATISTICS
from checks.database.oracle.parameters import PARAMETERS
from checks.database.oracle.password_policy import PASSWORD_POLICY
from checks.database.oracle.patch_level import PATCH_LEVEL
from checks.database.oracle.pluggable_databases import PLUGGABLE_DATABASES
from checks.database.oracle.privileged_accounts import PRIVILEGED_ACCOUNTS
from checks.database.oracle.process_memory import PROCESS_MEMORY_CHECK
from checks.database.oracle.quotas import QUOTAS_CHECK
from checks.database.oracle.recovery_area import RECOVERY_AREA
from checks.database.oracle.recovery_area_growth import RECOVERY_AREA_GROWTH
from checks.database.oracle.redo_logs import REDO_LOGS
from checks.database.oracle.redundant_indexes import REDUNDANT_INDEXES
from checks.database.oracle.resource_limits import RESOURCE_LIMITS
from checks.database.oracle.rman_logs import RMAN_LOGS_CHECK
from checks.database.oracle.segment_growth import SEGMENT_GROWTH
from checks.database.oracle.sequence_growth import SEQUENCE_GROWTH
from checks.database.oracle.sequences import SEQUENCES_CHECK
from checks.database.oracle.session_growth import SESSION_GROWTH
from checks.database.oracle.standby_lag import STANDBY_LAG
from checks.database.oracle.standby_shipping import STANDBY_SHIPPING
from checks.database.oracle.sysaux import SYSAUX
from checks.database.oracle.tablespace_fragmentation import TABLESPACE_FRAGMENTATION
from checks.database.oracle.tablespace_growth import TABLESPACE_GROWTH
from checks.database.oracle.tablespace_usage import TABLESPACE_USAGE
from checks.database.oracle.temporary_space import TEMPORARY_SPACE
from checks.database.oracle.top_statements import TOP_STATEMENTS
from checks.database.oracle.undo_space import UNDO_SPACE
from checks.database.oracle.unsaved_archived_logs import UNSAVED_ARCHIVED_LOGS
from checks.database.oracle.unusable_indexes import UNUSABLE_INDEXES
from checks.database.oracle.workload import WORKLOAD_CHECK

CHECKS: Final[tuple[AnyCheck, ...]] = (
    INSTANCE,
    PLUGGABLE_DATABASES,
    LISTENER,
    DATA_FILES,
    RESOURCE_LIMITS,
    SESSION_GROWTH,
    BLOCKED_SESSIONS,
    LONG_TRANSACTIONS,
    REDO_LOGS,
    INTERCONNECT,
    JOBS_CHECK,
    PATCH_LEVEL,
    ALERT_LOG,
    ARCHIVE_MODE,
    ARCHIVE_DESTINATIONS,
    BACKUP_AGE,
    RMAN_LOGS_CHECK,
    UNSAVED_ARCHIVED_LOGS,
    STANDBY_LAG,
    STANDBY_SHIPPING,
    TABLESPACE_USAGE,
    TABLESPACE_GROWTH,
    TABLESPACE_FRAGMENTATION,
    DISK_GROUPS_CHECK,
    DISK_GROUP_GROWTH,
    RECOVERY_AREA,
    RECOVERY_AREA_GROWTH,
    TEMPORARY_SPACE,
    UNDO_SPACE,
    SYSAUX,
    LARGEST_SEGMENTS,
    SEGMENT_GROWTH,
    QUOTAS_CHECK,
    UNUSABLE_INDEXES,
    INVALID_OBJECTS,
    SEQUENCES_CHECK,
    SEQUENCE_GROWTH,
    OPTIMIZER_STATISTICS,
    FOREIGN_KEYS_CHECK,
    REDUNDANT_INDEXES,
    HIGH_WATER_MARKS,
    TOP_STATEMENTS,
    WORKLOAD_CHECK,
    PROCESS_MEMORY_CHECK,
    PARAMETERS,
    ACCOUNT_EXPIRY,
    DEFAULT_PASSWORDS,
    PRIVILEGED_ACCOUNTS,
    PASSWORD_POLICY,
    AUDIT_TRAIL,
)
