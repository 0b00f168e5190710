"""Collectors for PostgreSQL and what speaks its protocol, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.postgres.access import ENCRYPTION_POSTGRES, HBA_POSTGRES, ROLES_POSTGRES, SCHEMA_RIGHTS_POSTGRES
from collectors.postgres.counters import CHECKPOINTS_POSTGRES, COUNTERS_POSTGRES
from collectors.postgres.instances import IDENTITIES_POSTGRES, INSTANCES_POSTGRES
from collectors.postgres.keys import FOREIGN_KEYS_POSTGRES, INDEXES_POSTGRES
from collectors.postgres.object_counts import OBJECT_COUNTS_POSTGRES
from collectors.postgres.objects import OBJECTS_POSTGRES
from collectors.postgres.partitions import PARTITIONS_POSTGRES
from collectors.postgres.places import PLACES_POSTGRES
from collectors.postgres.products import PRODUCTS_POSTGRES
from collectors.postgres.relations import LARGEST_DERIVED, RELATION_FILES_POSTGRES, RELATIONS_POSTGRES
from collectors.postgres.replication import ARCHIVER_POSTGRES, REPLAY_POSTGRES, REPLICATION_POSTGRES, SLOTS_POSTGRES
from collectors.postgres.rooms import ROOMS_DERIVED, ROOMS_HELPER_POSTGRES, ROOMS_STATISTICS_POSTGRES
from collectors.postgres.security_settings import KEEPING_POSTGRES, REACH_POSTGRES, SECURITY_SETTINGS_POSTGRES
from collectors.postgres.sequences import SEQUENCES_POSTGRES
from collectors.postgres.sessions import (
    CONNECTIONS_POSTGRES,
    HOLDERS_POSTGRES,
    LOCKS_POSTGRES,
    PREPARED_POSTGRES,
    TRANSACTIONS_POSTGRES,
)
from collectors.postgres.settings import SETTINGS_POSTGRES
from collectors.postgres.space import (
    AGES_POSTGRES,
    CHECKSUMS_POSTGRES,
    DATABASES_POSTGRES,
    TABLESPACES_POSTGRES,
    WAL_SPACE_POSTGRES,
)
from collectors.postgres.statements import NAMED_STATEMENTS_DERIVED, STATEMENT_TEXTS_POSTGRES, STATEMENTS_POSTGRES
from collectors.postgres.table_traits import TABLE_TRAITS_POSTGRES
from collectors.postgres.tables import TABLES_POSTGRES
from collectors.postgres.tuning import TUNING_DERIVED
from collectors.postgres.uses import USES_POSTGRES
from collectors.postgres.versions import COLLATIONS_POSTGRES, EXTENSIONS_POSTGRES

COLLECTORS: Final[tuple[Wired, ...]] = (
    PLACES_POSTGRES,
    PRODUCTS_POSTGRES,
    IDENTITIES_POSTGRES,
    INSTANCES_POSTGRES,
    CONNECTIONS_POSTGRES,
    TRANSACTIONS_POSTGRES,
    PREPARED_POSTGRES,
    LOCKS_POSTGRES,
    HOLDERS_POSTGRES,
    SETTINGS_POSTGRES,
    DATABASES_POSTGRES,
    AGES_POSTGRES,
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
    SECURITY_SETTINGS_POSTGRES,
    REACH_POSTGRES,
    KEEPING_POSTGRES,
    TABLESPACES_POSTGRES,
    ROOMS_HELPER_POSTGRES,
    ROOMS_STATISTICS_POSTGRES,
    ROOMS_DERIVED,
    RELATIONS_POSTGRES,
    RELATION_FILES_POSTGRES,
    LARGEST_DERIVED,
    TABLE_TRAITS_POSTGRES,
    PARTITIONS_POSTGRES,
    OBJECT_COUNTS_POSTGRES,
    INDEXES_POSTGRES,
    FOREIGN_KEYS_POSTGRES,
    USES_POSTGRES,
    COLLATIONS_POSTGRES,
    EXTENSIONS_POSTGRES,
    STATEMENTS_POSTGRES,
    STATEMENT_TEXTS_POSTGRES,
    NAMED_STATEMENTS_DERIVED,
    COUNTERS_POSTGRES,
    CHECKPOINTS_POSTGRES,
    TUNING_DERIVED,
)
