"""Facts about MySQL and MariaDB's server logs on their host."""

from typing import Final

from collectors.base import FactKind
from collectors.facts.server_logs import LogMemory, LogReadings, ServerLogs

LOG_READINGS: Final = FactKind[LogReadings]("mysql.server_log_readings")
LOG_MEMORY: Final = FactKind[LogMemory]("mysql.server_log_memory")
SERVER_LOGS: Final = FactKind[ServerLogs]("mysql.server_logs")
