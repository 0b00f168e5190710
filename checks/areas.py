"""The parts of an inspection as the service contract names them."""

from collections.abc import Mapping
from enum import Enum

from config.text import Text, _


class Area(Enum):
    """The parts of an inspection as the service contract names them, in the report's order."""

    HARDWARE = "hardware"
    RESOURCES = "resources"
    STORAGE = "storage"
    NETWORK = "network"
    LOGS = "logs"
    SERVICES = "services"
    CONFIGURATION = "configuration"
    CLUSTER = "cluster"
    BACKUP = "backup"
    FUNCTIONS = "functions"
    DB_STATUS = "db_status"
    DB_LOGS = "db_logs"
    DB_BACKUP = "db_backup"
    DB_SPACE = "db_space"
    DB_OBJECTS = "db_objects"
    DB_TUNING = "db_tuning"
    DB_SECURITY = "db_security"
    BY_HAND = "by_hand"
    SECURITY = "security"


AREA_WORDS: Mapping[Area, Text] = {
    Area.HARDWARE: _("Hardware"),
    Area.RESOURCES: _("Use of system resources"),
    Area.STORAGE: _("Storage and filesystems"),
    Area.NETWORK: _("Network connections"),
    Area.LOGS: _("System logs"),
    Area.SERVICES: _("Services and processes"),
    Area.CONFIGURATION: _("System configuration"),
    Area.CLUSTER: _("Cluster"),
    Area.BACKUP: _("Backup"),
    Area.FUNCTIONS: _("Software functions"),
    Area.DB_STATUS: _("Database: state and resources"),
    Area.DB_LOGS: _("Database: logs"),
    Area.DB_BACKUP: _("Database: backup and replication"),
    Area.DB_SPACE: _("Database: space and growth"),
    Area.DB_OBJECTS: _("Database: tables and indexes"),
    Area.DB_TUNING: _("Database: opportunities for tuning"),
    Area.DB_SECURITY: _("Database: accounts and access"),
    Area.BY_HAND: _("Looked at by hand on site"),
    Area.SECURITY: _("Security check"),
}
