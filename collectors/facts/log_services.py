"""Facts about the services that record: loggers and auditd, with how they start and what they have kept."""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind, Unseen
from collectors.facts.audits import Audit
from collectors.facts.log_forwarding import LogForwarding
from collectors.facts.logs_kept import LogKeeping
from collectors.facts.services import Services


@dataclass(frozen=True, slots=True)
class LogServices:
    """Loggers with their actions, auditd, what is kept, and all services; Unseen where one was not told."""

    forwarding: LogForwarding | Unseen
    audit: Audit | Unseen
    keeping: LogKeeping | Unseen
    services: Services | Unseen


LOG_SERVICES: Final = FactKind[LogServices]("log_services")
