"""Security checks of Oracle, in the order of the report."""

from typing import Final

from checks.security.oracle.any_priv import ANY_PRIV
from checks.security.oracle.audit_trail import AUDIT_TRAIL
from checks.security.oracle.backup_recent import BACKUP_RECENT
from checks.security.oracle.default_password import DEFAULT_PASSWORD
from checks.security.oracle.idle_time import IDLE_TIME
from checks.security.oracle.net_encryption import NET_ENCRYPTION
from checks.security.oracle.profile_lifetime import PROFILE_LIFETIME
from checks.security.oracle.profile_lockout import PROFILE_LOCKOUT
from checks.security.oracle.psu_level import PSU_LEVEL
from checks.security.oracle.public_execute import PUBLIC_EXECUTE
from checks.security.oracle.remote_auth import REMOTE_AUTH
from checks.security.shape import SecurityCheck

CHECKS: Final[tuple[SecurityCheck, ...]] = (
    DEFAULT_PASSWORD,
    PROFILE_LOCKOUT,
    PROFILE_LIFETIME,
    IDLE_TIME,
    AUDIT_TRAIL,
    REMOTE_AUTH,
    ANY_PRIV,
    PUBLIC_EXECUTE,
    NET_ENCRYPTION,
    PSU_LEVEL,
    BACKUP_RECENT,
)
