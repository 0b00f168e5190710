"""Collectors for Oracle, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.oracle.accounts import ACCOUNTS_DBA, RIGHTS_DBA
from collectors.oracle.backups import BACKUPS_V
from collectors.oracle.cluster import INTERCONNECTS_GV, PROCESS_MEMORY_GV
from collectors.oracle.disk_groups import DISK_GROUPS_V
from collectors.oracle.file_states import FILE_STATES_V
from collectors.oracle.hardening import (
    AUDITING_ORACLE,
    CONNECTIONS_GV,
    IDLE_DBA,
    IDLE_LIMITS_ORACLE,
    OPTIONS_V,
    PUBLIC_DBA,
)
from collectors.oracle.holders import HOLDERS_ORACLE, POLICIES_ORACLE
from collectors.oracle.housekeeping import AUDIT_DBA, OCCUPANTS_V
from collectors.oracle.indexing import FOREIGN_KEYS_DBA, INDEXES_DBA, INDEXING_ORACLE
from collectors.oracle.instances import DATABASE_V, IDENTITIES_ORACLE, INSTANCES_GV, RUNNING_ORACLE, THREADS_V
from collectors.oracle.jobs import JOBS_DBA
from collectors.oracle.limits import QUOTAS_DBA, SEQUENCES_DBA
from collectors.oracle.objects import INDEX_STATES_DBA, OBJECTS_DBA
from collectors.oracle.patches import PATCHES_DBA
from collectors.oracle.places import PLACES_V
from collectors.oracle.pluggables import PLUGGABLES_MOUNTED, PLUGGABLES_V
from collectors.oracle.recovery_area import ARCHIVED_LOGS_V, DESTINATIONS_GV, RECOVERY_AREA_V
from collectors.oracle.redo import REDO_V
from collectors.oracle.sessions import BLOCKING_GV, RESOURCES_GV, TRANSACTIONS_GV
from collectors.oracle.settings import SETTINGS_V, STATEMENTS_V
from collectors.oracle.spaces import TABLESPACES_ORACLE
from collectors.oracle.standby import SHIPPING_V, STANDBY_V
from collectors.oracle.statistics import HIGH_WATERS_DBA, STATISTICS_DBA
from collectors.oracle.tablespaces import DATA_FILES_DBA, DEFINITIONS_DBA, FREE_DBA, RECYCLED_DBA, SEGMENTS_DBA
from collectors.oracle.undo import TEMPORARY_DBA, UNDO_ERRORS_GV, UNDO_EXTENTS_DBA, UNDO_ORACLE
from collectors.oracle.workload import WORKLOAD_AWR

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES_ORACLE,
    DATABASE_V,
    INSTANCES_GV,
    THREADS_V,
    RUNNING_ORACLE,
    PLUGGABLES_V,
    PLUGGABLES_MOUNTED,
    DEFINITIONS_DBA,
    DATA_FILES_DBA,
    FREE_DBA,
    RECYCLED_DBA,
    SEGMENTS_DBA,
    DISK_GROUPS_V,
    TABLESPACES_ORACLE,
    RECOVERY_AREA_V,
    DESTINATIONS_GV,
    BACKUPS_V,
    ARCHIVED_LOGS_V,
    FILE_STATES_V,
    STANDBY_V,
    SHIPPING_V,
    RESOURCES_GV,
    BLOCKING_GV,
    TRANSACTIONS_GV,
    TEMPORARY_DBA,
    UNDO_EXTENTS_DBA,
    UNDO_ERRORS_GV,
    UNDO_ORACLE,
    REDO_V,
    INDEX_STATES_DBA,
    OBJECTS_DBA,
    STATISTICS_DBA,
    HIGH_WATERS_DBA,
    FOREIGN_KEYS_DBA,
    INDEXES_DBA,
    INDEXING_ORACLE,
    ACCOUNTS_DBA,
    RIGHTS_DBA,
    HOLDERS_ORACLE,
    POLICIES_ORACLE,
    JOBS_DBA,
    SETTINGS_V,
    PATCHES_DBA,
    STATEMENTS_V,
    SEQUENCES_DBA,
    QUOTAS_DBA,
    OCCUPANTS_V,
    AUDIT_DBA,
    INTERCONNECTS_GV,
    PROCESS_MEMORY_GV,
    WORKLOAD_AWR,
    PLACES_V,
    OPTIONS_V,
    AUDITING_ORACLE,
    IDLE_DBA,
    IDLE_LIMITS_ORACLE,
    PUBLIC_DBA,
    CONNECTIONS_GV,
)
