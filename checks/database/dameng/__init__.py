"""Checks of Dameng DM8, in the order of the report."""

from typing import Final

from checks.base import AnyCheck
from checks.database.dameng.accounts import ACCOUNTS_CHECK
from checks.database.dameng.archiving import ARCHIVING_CHECK
from checks.database.dameng.backup_age import BACKUP_AGE
from checks.database.dameng.deadlocks import DEADLOCKS_CHECK
from checks.database.dameng.guard import GUARD
from checks.database.dameng.instance import INSTANCE_CHECK
from checks.database.dameng.invalid_objects import INVALID_OBJECTS
from checks.database.dameng.jobs import JOBS_CHECK
from checks.database.dameng.licence import LICENCE_CHECK
from checks.database.dameng.lock_waits import LOCK_WAITS
from checks.database.dameng.long_transactions import LONG_TRANSACTIONS
from checks.database.dameng.parameters import PARAMETERS
from checks.database.dameng.password_policy import PASSWORD_POLICY
from checks.database.dameng.redo_logs import REDO_LOGS
from checks.database.dameng.replay_lag import REPLAY_LAG
from checks.database.dameng.server_log import SERVER_LOG
from checks.database.dameng.session_growth import SESSION_GROWTH
from checks.database.dameng.sessions import SESSIONS_CHECK
from checks.database.dameng.tablespace_growth import TABLESPACE_GROWTH
from checks.database.dameng.tablespace_usage import TABLESPACE_USAGE
from checks.database.dameng.top_statements import TOP_STATEMENTS

CHECKS: Final[tuple[AnyCheck, ...]] = (
    INSTANCE_CHECK,
    LICENCE_CHECK,
    SESSIONS_CHECK,
    SESSION_GROWTH,
    LOCK_WAITS,
    LONG_TRANSACTIONS,
    DEADLOCKS_CHECK,
    REDO_LOGS,
    JOBS_CHECK,
    SERVER_LOG,
    BACKUP_AGE,
    ARCHIVING_CHECK,
    GUARD,
    REPLAY_LAG,
    TABLESPACE_USAGE,
    TABLESPACE_GROWTH,
    INVALID_OBJECTS,
    PARAMETERS,
    TOP_STATEMENTS,
    ACCOUNTS_CHECK,
    PASSWORD_POLICY,
)
