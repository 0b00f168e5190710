"""The services that record, put together: loggers, auditd, what is kept of logs, and how services start."""

from typing import Final

from collectors.base import Derived, ParseError, Reason, SessionError, Unseen
from collectors.facts.audits import AUDIT, Audit
from collectors.facts.log_forwarding import LOG_FORWARDING, LogForwarding
from collectors.facts.log_services import LOG_SERVICES, LogServices
from collectors.facts.logs_kept import LOGS_KEPT, LogKeeping
from collectors.facts.services import SERVICES, Services


def derive(forwarding: object, audit: object, keeping: object, services: object) -> LogServices:
    """Put together what was seen. Raises the first error where nothing was."""
    given = (forwarding, audit, keeping, services)
    if all(isinstance(one, Exception) for one in given) and isinstance(forwarding, Exception):
        raise forwarding
    told = services.unanswered or services if isinstance(services, Services) else services
    return LogServices(
        forwarding if isinstance(forwarding, LogForwarding) else _unseen(forwarding),
        audit if isinstance(audit, Audit) else _unseen(audit),
        keeping if isinstance(keeping, LogKeeping) else _unseen(keeping),
        told if isinstance(told, Services) else _unseen(told),
    )


def _unseen(error: object) -> Unseen:
    if isinstance(error, Unseen):
        return error
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    return Unseen("", Reason.NOT_UNDERSTOOD, error.line if isinstance(error, ParseError) else str(error)[:200])


LOG_SERVICES_DERIVED: Final = Derived(
    id="linux.log_services", provides=LOG_SERVICES, of=(LOG_FORWARDING, AUDIT, LOGS_KEPT, SERVICES), derive=derive
)
