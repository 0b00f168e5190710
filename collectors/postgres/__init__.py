"""Collectors for PostgreSQL and what speaks its protocol, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.postgres.access import ENCRYPTION_POSTGRES, HBA_POSTGRES, ROLES_POSTGRES, SCHEMA_RIGHTS_POSTGRES
from collectors.postgres.instances import IDENTITIES_POSTGRES, INSTANCES_POSTGRES
from collectors.postgres.objects import OBJECTS_POSTGRES
from collectors.postgres.replication import ARCHIVER_POSTGRES, REPLAY_POSTGRES, REPLICATION_POSTGRES, SLOTS_POSTGRES
from collectors.postgres.sequences import SEQUENCES_POSTGRES
from collectors.postgres.sessions import (
    CONNECTIONS_POSTGRES,
    HOLDERS_POSTGRES,
    LOCKS_POSTGRES,
    PREPARED_POSTGRES,
    TRANSACTIONS_POSTGRES,
)
from collectors.postgres.settings import SETTINGS_POSTGRES
from collectors.postgres.space import CHECKSUMS_POSTGRES, DATABASES_POSTGRES, WAL_SPACE_POSTGRES
from collectors.postgres.tables import TABLES_POSTGRES

COLLECTORS: Final[tuple[Wired, ...]] = (
    IDENTITIES_POSTGRES,
    INSTANCES_POSTGRES,
    CONNECTIONS_POSTGRES,
    TRANSACTIONS_POSTGRES,
    PREPARED_POSTGRES,
    LOCKS_POSTGRES,
    HOLDERS_POSTGRES,
    SETTINGS_POSTGRES,
    DATABASES_POSTGRES,
    CHECKSUMS_POSTGRES,
    WAL_SPACE_POSTGRES,
    ARCHIVER_POSTGRES,
    REPLAY_POSTGRES,
    REPLICATION_POSTGRES,
    SLOTS_POSTGRES,
    TABLES_POSTGRES,
    OBJECTS_POSTGRES,
    SEQUENCES_POSTGRES,
    ROLES_POSTGRES,
    HBA_POSTGRES,
    ENCRYPTION_POSTGRES,
    SCHEMA_RIGHTS_POSTGRES,
)
