"""Security checks of PostgreSQL, in the order of the report."""

from typing import Final

from checks.security.postgres.backup_recent import BACKUP_RECENT
from checks.security.postgres.datadir_perm import DATADIR_PERM
from checks.security.postgres.hba_trust import HBA_TRUST
from checks.security.postgres.hba_wide import HBA_WIDE
from checks.security.postgres.log_connections import LOG_CONNECTIONS
from checks.security.postgres.log_line_prefix import LOG_LINE_PREFIX
from checks.security.postgres.logging import LOGGING
from checks.security.postgres.password_hash import PASSWORD_HASH
from checks.security.postgres.pgaudit import PGAUDIT
from checks.security.postgres.public_schema import PUBLIC_SCHEMA
from checks.security.postgres.ssl import SSL
from checks.security.postgres.superusers import SUPERUSERS
from checks.security.shape import SecurityCheck

CHECKS: Final[tuple[SecurityCheck, ...]] = (
    HBA_TRUST,
    HBA_WIDE,
    SSL,
    SUPERUSERS,
    PASSWORD_HASH,
    PUBLIC_SCHEMA,
    LOGGING,
    LOG_CONNECTIONS,
    LOG_LINE_PREFIX,
    PGAUDIT,
    DATADIR_PERM,
    BACKUP_RECENT,
)
