"""How full the session tables of a firewall are: when they are full, new connections fail and the old ones go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.facts.devices.firewalls import FIREWALL_SESSIONS, FirewallLoad, Protection, SessionTable
from config.limits import Layered, compare, limit
from config.text import _

_PROTECTION: Final = "conserve mode"


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """Sessions of the greatest number that the table holds."""

    warn: float = limit(0.70, unit="ratio", source="our judgement: a scan or a busy hour fills the rest")
    critical: float = limit(0.90, unit="ratio", source="our judgement: new sessions are about to be refused")
    most_count: int = limit(
        0, unit="count", source="the operator, from the data sheet, where the device does not tell the greatest number"
    )


def judge(load: FirewallLoad, limits: Layered[SessionLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a table, by its name, and one of the mode in which a firewall saves itself, where it has one."""
    for one in load.tables.records:
        yield _judge_one(one, limits.at(one.name))
    if load.protection is not None:
        yield _protection(load.protection)


def _judge_one(one: SessionTable, limits: SessionLimits) -> Finding:
    most = one.most_count or float(limits.most_count) or None
    used = one.current_count / most if most and one.current_count is not None else one.used_ratio
    measures = {
        name: value
        for name, value in (("sessions_count", one.current_count), ("sessions_most_count", most), ("used_ratio", used))
        if value is not None
    }
    quote = f"{one.oid} = {one.current_count:g}" if one.oid and one.current_count is not None else ""
    if used is None:
        summary = _(
            "{count} sessions; the device tells no greatest number, so that no share of it is judged",
            count=round(one.current_count or 0),
        )
        return Finding(one.name, Level.ABSENT, summary, quote=quote, measures=measures, remedy=_FROM_DATA_SHEET)
    if most is None or one.current_count is None:
        summary = _("{used:percent} of the sessions that it can hold", used=used)
    else:
        summary = _(
            "{count} sessions of at most {most} ({used:percent})",
            count=round(one.current_count),
            most=round(most),
            used=used,
        )
    level = LEVEL_OF_SIDE[compare(used, limits.warn, limits.critical)]
    expected = _("below {warn:percent}", warn=limits.warn)
    return Finding(one.name, level, summary, expected=expected, quote=quote, measures=measures)


_FROM_DATA_SHEET = _(
    "Set most_count of network.firewall_sessions for this target to the number in the model's data sheet, and the share is "
    "judged"
)


def _protection(one: Protection) -> Finding:
    measures = {} if one.used_ratio is None else {"used_ratio": one.used_ratio}
    expected = None if one.begins_ratio is None else _("memory below {red:percent}", red=one.begins_ratio)
    if one.is_on:
        summary = _("the firewall is in conserve mode for want of memory: sessions pass without inspection or are refused")
        return Finding(_PROTECTION, Level.CRITICAL, summary, expected=expected, quote=one.words, measures=measures)
    summary = _("the firewall is not in conserve mode")
    return Finding(_PROTECTION, Level.OK, summary, expected=expected, quote=one.words, measures=measures)


FIREWALL_SESSIONS_CHECK: Final = Check(
    id="network.firewall_sessions",
    title=_("Sessions of the firewall"),
    area=Area.RESOURCES,
    needs=FIREWALL_SESSIONS,
    limits=SessionLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "current and greatest number of sessions by the maker's MIB or command line (show resource usage, show security "
        "flow session summary); FortiOS's conserve mode"
    ),
    remedy=_(
        "Find out who opens the sessions (top sources), whether it is an attack, a scan or growth; shorten timeouts of "
        "services that leave sessions behind, clear up policies, then a larger model. In conserve mode find the process "
        "that holds the memory (diagnose sys top-mem) and the inspection that needs it."
    ),
    traps=(
        _("Fortinet, Hillstone, Huawei, H3C and F5 tell no greatest number: it is set from the data sheet"),
        _("the greatest number that was ever seen is no limit"),
        _("a moment's number is no peak: see the busy hour in the monitoring system"),
        _("a device that calls itself a switch or a router is no firewall"),
    ),
    refs=(
        "JUNIPER-SRX5000-SPU-MONITORING-MIB",
        "PAN-COMMON-MIB",
        "CHECKPOINT-MIB fwConnTableLimit",
        "FortiOS conserve mode",
    ),
)
