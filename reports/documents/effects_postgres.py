"""What a problem of a PostgreSQL server may do to the business."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _

POSTGRES_EFFECTS: Final[Mapping[str, Text]] = {
    "database.postgres.instance": _("interrupt the business that uses the database, or let it write to the wrong server"),
    "database.postgres.version_support": _("leave known faults and holes of the database without a remedy"),
    "database.postgres.connections": _("keep applications from connecting to the database"),
    "database.postgres.transactions": _("hold locks for hours, and make tables grow without need"),
    "database.postgres.prepared_transactions": _("hold locks for ever, over restarts too"),
    "database.postgres.locks": _("make the business wait until somebody ends the session that blocks it"),
    "database.postgres.vacuum_horizon": _("make tables grow and queries slow, whatever is cleaned"),
    "database.postgres.safety_settings": _("damage the database beyond repair at the next crash"),
    "database.postgres.autovacuum_settings": _("make the database grow and slow down, and stop taking writes in the end"),
    "database.postgres.log_settings": _("leave a fault of the database without a trace"),
    "database.postgres.wraparound": _("make the database stop taking writes"),
    "database.postgres.checksums": _("lose data that the storage has damaged"),
    "database.postgres.database_size": _("use up the space that was planned for the database"),
    "database.postgres.database_growth": _("fill the disk earlier than planned"),
    "database.postgres.wal_space": _("fill the disk with write-ahead log and stop the database"),
    "database.postgres.archiving": _("make a restore to a moment impossible"),
    "database.postgres.replication_slots": _("fill the disk with write-ahead log that nobody fetches"),
    "database.postgres.standbys": _("lose data, or leave nobody to take over, when the primary fails"),
    "database.postgres.replay": _("show old data on the standby, and make taking over take long"),
    "database.postgres.dead_tuples": _("make tables grow and queries slow"),
    "database.postgres.stale_statistics": _("make the planner choose slow ways, so that queries suddenly take long"),
    "database.postgres.broken_objects": _("let double or wrong rows in, or make queries slow"),
    "database.postgres.sequences": _("make inserts fail when the numbers are used up"),
    "database.postgres.roles": _("let somebody take over the database with an account that has too many rights"),
    "database.postgres.hba": _("let somebody into the database without proof"),
    "database.postgres.encryption": _("let somebody on the network read data and passwords"),
    "database.postgres.schema_rights": _("let an ordinary account gain the rights of another"),
}
