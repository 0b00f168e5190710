"""The names of all that runs, for facts made of these and of others; and what stands for facts that did not come."""

from collectors.base import Reason, SessionError, Unseen
from collectors.facts.processes import Processes


def names_of(processes: object) -> frozenset[str] | Unseen:
    """All names (15 characters); Unseen where processes of others are hidden, or not all were read."""
    if not isinstance(processes, Processes):
        return unseen_of(processes)
    if processes.hidden:
        return processes.hidden
    if processes.broken_count:
        return Unseen("", Reason.NOT_UNDERSTOOD, f"/proc/*/stat: {processes.broken_count}")
    return frozenset(processes.names)


def unseen_of(error: object) -> Unseen:
    """Say of what a kind of facts came to instead of facts, that these were not seen."""
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    return Unseen("", Reason.NOT_UNDERSTOOD, str(error)[:200])
