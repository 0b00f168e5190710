"""Checks of Dameng DM8, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.dameng.accounts import ACCOUNT_EXPIRY
from checks.database.dameng.archiving import ARCHIVE
from checks.database.dameng.backup_age import BACKUP_AGE
from checks.database.dameng.deadlocks import DEADLOCK_HISTORY
from checks.database.dameng.guard import GUARD
from checks.database.dameng.instance import INSTANCE_STATE
from checks.database.dameng.invalid_objects import INVALID_OBJECTS
from checks.database.dameng.jobs import JOBS_CHECK
from checks.database.dameng.licence import LICENCE_EXPIRY
from checks.database.dameng.lock_waits import LOCK_WAITS
from checks.database.dameng.long_transactions import LONG_TRANSACTIONS
from checks.database.dameng.parameters import PARAMETERS
from checks.database.dameng.password_policy import PASSWORD_POLICY
from checks.database.dameng.redo_logs import REDO_LOGS
from checks.database.dameng.replay_lag import REPLAY_LAG
from checks.database.dameng.server_log import SERVER_LOG
from checks.database.dameng.sessions import SESSION_USAGE
from checks.database.dameng.tablespace_usage import TABLESPACE_USAGE
from checks.database.dameng.top_statements import TOP_STATEMENTS

CHECKS: Final[tuple[AnyCheck, ...]] = (
    INSTANCE_STATE,
    LICENCE_EXPIRY,
    SESSION_USAGE,
    LOCK_WAITS,
    LONG_TRANSACTIONS,
    DEADLOCK_HISTORY,
    REDO_LOGS,
    JOBS_CHECK,
    SERVER_LOG,
    BACKUP_AGE,
    ARCHIVE,
    GUARD,
    REPLAY_LAG,
    TABLESPACE_USAGE,
    INVALID_OBJECTS,
    PARAMETERS,
    TOP_STATEMENTS,
    ACCOUNT_EXPIRY,
    PASSWORD_POLICY,
)
