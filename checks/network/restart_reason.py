"""Why a device was restarted since the last inspection: by somebody, or by a crash, a watchdog or a lost supply."""

import re
from collections.abc import Iterator
from typing import Final

from checks.base import Area, Change, Finding, Level, NoLimits, Scene, Then, unknown
from checks.local_time import day
from checks.since_start import ran_on
from collectors.base import Reason, Unseen
from collectors.facts.devices.since_start import STARTS, Start
from config.limits import Layered
from config.text import _

_FAULT: Final = re.compile(
    r"exception|crash|watch ?dog|panic|abort|fault|fail|error|segv|segment|abnormal|unexpected|power|parity|\becc\b|"
    r"dead ?loop|overheat|over ?temp|temperature|out of memory|no memory|hang",
    re.IGNORECASE,
)
"""Words of what nobody wanted; power among them: it was lost, or came back."""
_WANTED: Final = re.compile(
    r"reload|user|manual|command|\bcli\b|schedul|upgrade|issu|install|request|normal shutdown|reboot", re.IGNORECASE
)


def judge(now: Start, then: Then[Start], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: the reason's, where it was restarted in between."""
    since = day(then.at, scene)
    is_same_run = ran_on(now.up_seconds, then.at, scene)
    if is_same_run is None:
        yield unknown("", Unseen("", Reason.NO_RECORD, _("the device does not tell how long it runs")))
    elif is_same_run:
        yield Finding("", Level.ABSENT, _("not restarted since {since}", since=since))
    elif not now.reason:
        why = _("restarted since {since}, and neither SNMP nor the command line tells why", since=since)
        yield unknown("", Unseen("", Reason.NO_RECORD, why))
    else:
        yield _judge_reason(now.reason, since)


def _judge_reason(reason: str, since: str) -> Finding:
    if _FAULT.search(reason):
        summary = _("restarted since {since} by a fault: “{reason}”", since=since, reason=reason)
        return Finding("", Level.CRITICAL, summary, quote=reason)
    if _WANTED.search(reason):
        return Finding(
            "", Level.OK, _("restarted since {since} on purpose: “{reason}”", since=since, reason=reason), quote=reason
        )
    summary = _("restarted since {since}: “{reason}”, which says neither fault nor purpose", since=since, reason=reason)
    return Finding("", Level.NOTICE, summary, quote=reason)


RESTART_REASON_CHECK: Final = Change(
    id="network.restart_reason",
    title=_("Reason of the last restart"),
    area=Area.SERVICES,
    needs=STARTS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("what the device says of its last start, by SNMP (Cisco) or command line, where it began since last time"),
    remedy=_(
        "After a crash or a watchdog collect the diagnostic file and the crash record for the maker before anything is "
        "changed; after a loss of power look at the supplies, the UPS and the circuit."
    ),
    traps=(
        _("a restart that somebody ordered is told by network.restart; here it is in order"),
        _("a reason that the device keeps from a start before the last inspection is not judged"),
    ),
    refs=("OLD-CISCO-SYS-MIB whyReload", "display reboot-info", "show version"),
)
