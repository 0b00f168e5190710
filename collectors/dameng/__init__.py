"""Collectors for Dameng DM8, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.dameng.accounts import ACCOUNTS_DBA, OBJECTS_DBA
from collectors.dameng.instances import (
    IDENTITY_V,
    INSTANCE_V,
    LICENCE_V,
    LOG_V,
    MACHINE_V,
    PARAMETERS_V,
    REDO_V,
    SETTINGS_DAMENG,
)
from collectors.dameng.protection import (
    ARCHIVING_V,
    BACKUP_FOLDERS_JOB,
    BACKUP_SETS_V,
    BACKUPS_DAMENG,
    JOB_RUNS_JOB,
    JOB_SCHEMA_SYS,
    JOBS_DAMENG,
    REPLAY_V,
    WATCHER_V,
)
from collectors.dameng.sessions import DEADLOCKS_V, SESSIONS_V, SLOW_V, TRANSACTIONS_V, WAITS_V
from collectors.dameng.space import TABLESPACES_V

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITY_V,
    INSTANCE_V,
    LICENCE_V,
    TABLESPACES_V,
    BACKUP_SETS_V,
    BACKUP_FOLDERS_JOB,
    BACKUPS_DAMENG,
    ARCHIVING_V,
    WATCHER_V,
    REPLAY_V,
    REDO_V,
    SESSIONS_V,
    WAITS_V,
    TRANSACTIONS_V,
    DEADLOCKS_V,
    JOB_SCHEMA_SYS,
    JOB_RUNS_JOB,
    JOBS_DAMENG,
    LOG_V,
    PARAMETERS_V,
    MACHINE_V,
    SETTINGS_DAMENG,
    ACCOUNTS_DBA,
    OBJECTS_DBA,
    SLOW_V,
)
