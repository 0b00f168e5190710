"""Processes killed for want of memory: the kernel's counter and the kernel's log together.

The counter knows how many since boot but not who; the log knows who but may not reach back.
"""

from typing import Final

from collectors.base import Derived, ParseError, Reason, SessionError, Unseen
from collectors.facts.logs import KERNEL_LOG, OOM_KILLS, KernelLog, OomKills
from collectors.facts.resources import VM_ACTIVITY, VmActivity

_LINE_MOST = 120


def derive(activity: VmActivity | Exception, log: KernelLog | Exception) -> OomKills:
    """Join both. Raises the counter's error where neither was told."""
    if isinstance(activity, Exception) and isinstance(log, Exception):
        raise activity
    seen = None if isinstance(log, Exception) else log
    no_log = _unseen("", log) if isinstance(log, Exception) else None
    if isinstance(activity, Exception):
        return OomKills(log=seen, no_count=_unseen("since boot", activity))
    return OomKills(activity.oom_kill_count, activity.uptime_seconds, seen, no_log=no_log)


def _unseen(subject: str, error: Exception) -> Unseen:
    """Keep why, and what would open it."""
    if isinstance(error, SessionError):
        return Unseen(subject, error.reason, error.detail, error.remedy)
    if isinstance(error, ParseError):
        return Unseen(subject, Reason.NOT_UNDERSTOOD, error.line[:_LINE_MOST])
    return Unseen(subject, Reason.FAILED)


OOM_KILLS_DERIVED: Final = Derived(
    id="linux.oom_kills",
    provides=OOM_KILLS,
    of=(VM_ACTIVITY, KERNEL_LOG),
    derive=derive,
)
