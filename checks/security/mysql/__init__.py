"""Security checks of MySQL and MariaDB, in the order of the report."""

from typing import Final

from checks.security.mysql.backup_recent import BACKUP_RECENT
from checks.security.mysql.connection_control import CONNECTION_CONTROL
from checks.security.mysql.empty_or_anonymous import EMPTY_OR_ANONYMOUS
from checks.security.mysql.local_infile import LOCAL_INFILE
from checks.security.mysql.tls_required import TLS_REQUIRED
from checks.security.mysql.validate_password import VALIDATE_PASSWORD
from checks.security.shape import SecurityCheck

CHECKS: Final[tuple[SecurityCheck, ...]] = (
    EMPTY_OR_ANONYMOUS,
    VALIDATE_PASSWORD,
    CONNECTION_CONTROL,
    TLS_REQUIRED,
    LOCAL_INFILE,
    BACKUP_RECENT,
)
