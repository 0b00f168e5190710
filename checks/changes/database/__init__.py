"""Aspects of databases, in the report's order."""

from typing import Final

from checks.aspects import AnyAspect
from checks.changes.database import mysql, postgres_objects, postgres_server

ASPECTS: Final[tuple[AnyAspect, ...]] = (
    postgres_server.SERVER_ASPECT,
    postgres_server.SETTINGS_ASPECT,
    postgres_server.ROLES_ASPECT,
    postgres_server.HBA_ASPECT,
    postgres_objects.STANDBYS_ASPECT,
    postgres_objects.SLOTS_ASPECT,
    postgres_objects.DATABASES_ASPECT,
    postgres_objects.TABLESPACES_ASPECT,
    postgres_objects.TABLE_COUNTS_ASPECT,
    postgres_objects.OBJECT_COUNTS_ASPECT,
    postgres_objects.SEQUENCE_COUNTS_ASPECT,
    postgres_objects.BROKEN_OBJECTS_ASPECT,
    mysql.SERVER_ASPECT,
    mysql.SETTINGS_ASPECT,
    mysql.ACCOUNTS_ASPECT,
    mysql.SCHEMAS_ASPECT,
    mysql.CHANNELS_ASPECT,
)
