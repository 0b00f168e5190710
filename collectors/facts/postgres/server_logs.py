"""Facts about PostgreSQL's server logs on their host."""

from typing import Final

from collectors.base import FactKind
from collectors.facts.server_logs import LogMemory, LogReadings, ServerLogs

LOG_READINGS: Final = FactKind[LogReadings]("postgres.server_log_readings")
LOG_MEMORY: Final = FactKind[LogMemory]("postgres.server_log_memory")
SERVER_LOGS: Final = FactKind[ServerLogs]("postgres.server_logs")
