"""Clock synchronisation. Clusters, databases, certificates and every comparison of logs rest on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.clocks import CLOCK, Clock, TimeServices, TimeSource
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class ClockLimits:
    """Offset told by the time service, age of its reference, and offset measured by our session."""

    offset_warn_seconds: float = limit(
        0.05,
        unit="seconds",
        source="node-mixin NodeClockSkewDetected; awesome-prometheus-alerts",
        subjects=("synchronisation",),
    )
    offset_critical_seconds: float = limit(1.0, unit="seconds", source="our judgement", subjects=("synchronisation",))
    reference_age_warn_seconds: float = limit(
        86400.0, unit="seconds", source="our judgement: 84 polls of chrony's slowest rate", subjects=("synchronisation",)
    )
    measured_warn_seconds: float = limit(
        2.0,
        unit="seconds",
        source="our judgement: half a round trip and a slow login fit in it",
        subjects=("measured offset",),
    )
    critical_tags: tuple[str, ...] = limit(
        ("cluster", "database"),
        unit="tags",
        source="our judgement: where an unsynchronised clock stops the service",
        subjects=("synchronisation",),
    )


def judge(clock: Clock, limits: Layered[ClockLimits], scene: Scene) -> Iterator[Finding]:
    """Findings on synchronisation, on the time zone, and on the offset where the session measured one."""
    yield _synchronisation(clock, limits.at("synchronisation"), scene)
    yield _time_zone(clock, scene)
    if scene.clock_offset_seconds is not None and not scene.is_local:
        yield _measured(scene.clock_offset_seconds, limits.at("measured offset"), scene)


def _synchronisation(clock: Clock, limits: ClockLimits, scene: Scene) -> Finding:
    if not clock.services.is_whole:
        return _untold(_("the list of processes is not whole"), Reason.DENIED)
    setters = clock.setters
    if len(setters) > 1:
        return Finding(
            "synchronisation",
            Level.WARN,
            _("more than one service sets the clock: {services}", services=setters),
            expected=_("one time service"),
        )
    if setters:
        source = clock.told_by(setters[0])
        if source is None:
            return _untold(_("{service} runs, and its state was not told", service=setters[0]), Reason.FAILED)
        return _followed(source, limits) if source.is_synchronised else _unsynchronised(source, clock, limits, scene)
    return _nobody(clock, limits, scene)


def _nobody(clock: Clock, limits: ClockLimits, scene: Scene) -> Finding:
    """None of the services runs that we can ask: another kind may, or the clock is not this system's."""
    others = [name for name in clock.services.names if name != "vmtoolsd"]
    if others:
        return _untold(_("{service} runs, and its state was not told", service=", ".join(others)), Reason.NO_RECORD)
    if clock.services.container_marks:
        return _container(clock.services)
    return _unsynchronised(None, clock, limits, scene)


def _followed(source: TimeSource, limits: ClockLimits) -> Finding:
    if source.offset_seconds is None:
        return Finding(
            "synchronisation",
            Level.OK,
            _("synchronised by {service}; by how much it is off is not told", service=source.service),
            expected=_("synchronised with a time server"),
            quote=source.quote,
        )
    offset = abs(source.offset_seconds)
    level = LEVEL_OF_SIDE[compare(offset, limits.offset_warn_seconds, limits.offset_critical_seconds)]
    age = source.reference_age_seconds or 0.0
    summary: Text = _(
        "synchronised by {service}, {offset:duration} off its reference", service=source.service, offset=round(offset, 4)
    )
    if source.is_own_clock and level is Level.OK:
        level = Level.NOTICE
        summary = _(
            "{service} follows this machine's own clock: right only for the site's time server", service=source.service
        )
    elif age >= limits.reference_age_warn_seconds and level is Level.OK:
        level = Level.WARN
        summary = _("{service} last heard its reference {age:duration} ago", service=source.service, age=age)
    return Finding(
        "synchronisation",
        level,
        summary,
        observed=_(
            "reference {reference}, stratum {stratum}",
            reference=source.reference or "?",
            stratum="?" if source.stratum is None else source.stratum,
        ),
        expected=_("offset below {warn:duration}", warn=limits.offset_warn_seconds),
        quote=source.quote,
        measures={"offset_seconds": offset},
    )


def _untold(why: Text, reason: Reason) -> Finding:
    return Finding(
        "synchronisation",
        Level.UNKNOWN,
        _("nobody told whether the clock is synchronised: {why}", why=why),
        expected=_("synchronised with a time server"),
        reason=reason.value,
        remedy=_(
            "Ask the running time service by hand (chronyc tracking, ntpq -pn, pmc, timedatectl) and note the "
            "answer; let the "
            "inspecting account see all processes."
        ),
    )


def _container(services: TimeServices) -> Finding:
    return Finding(
        "synchronisation",
        Level.UNKNOWN,
        _(
            "no time service runs here, and this looks like a container ({marks})",
            marks=", ".join(services.container_marks),
        ),
        expected=_("synchronised with a time server"),
        reason=Reason.NO_RECORD.value,
        remedy=_("In a container the clock is the host's: inspect the host."),
    )


def _unsynchronised(source: TimeSource | None, clock: Clock, limits: ClockLimits, scene: Scene) -> Finding:
    if "enabled" in clock.services.vmware.lower():
        return Finding(
            "synchronisation",
            Level.NOTICE,
            _("no time service is synchronised; VMware's tools set the clock after the host's"),
            expected=_("synchronised with a time server"),
            quote=clock.services.vmware,
        )
    is_critical = bool(set(limits.critical_tags) & set(scene.tags))
    return Finding(
        "synchronisation",
        Level.CRITICAL if is_critical else Level.WARN,
        _("{service} runs but is not synchronised", service=source.service) if source else _("no time service runs"),
        expected=_("synchronised with a time server"),
        quote=source.quote if source else clock.chrony.quote if clock.chrony else "",
    )


def _time_zone(clock: Clock, scene: Scene) -> Finding:
    try:
        expected = scene.at.astimezone(ZoneInfo(scene.timezone)).utcoffset() or timedelta()
    except (ZoneInfoNotFoundError, ValueError):
        return unknown("time zone", Unseen("time zone", Reason.FAILED, scene.timezone))
    seen = timedelta(seconds=clock.services.utc_offset_seconds)
    return Finding(
        "time zone",
        Level.OK if seen == expected else Level.NOTICE,
        _("the clock shows UTC {offset}", offset=_utc(seen)),
        expected=_("UTC {offset} ({zone})", offset=_utc(expected), zone=scene.timezone),
        measures={"utc_offset_seconds": seen.total_seconds()},
        remedy=None
        if seen == expected
        else _(
            "Agree it with the owners of the applications first: records and scheduled jobs shift. Then, in a "
            "window, timedatectl set-timezone {zone} (RHEL 6: /etc/localtime), and restart what keeps the old "
            "zone until then (cron, rsyslog, databases, Java).",
            zone=scene.timezone,
        ),
    )


def _utc(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _measured(offset: float, limits: ClockLimits, scene: Scene) -> Finding:
    certain = max(abs(offset) - scene.clock_offset_uncertainty_seconds, 0.0)
    return Finding(
        "measured offset",
        Level.WARN if certain > limits.measured_warn_seconds else Level.OK,
        _("this clock and ours differ by {offset:duration}", offset=round(abs(offset), 3)),
        observed=_("measured over the session, ± {error:duration}", error=round(scene.clock_offset_uncertainty_seconds, 3)),
        expected=_("at most {warn:duration}; less proves nothing either way", warn=limits.measured_warn_seconds),
        measures={"measured_offset_seconds": offset},
    )


CLOCK_CHECK: Final = Check(
    id="server.clock",
    title=_("Clock synchronisation"),
    area=Area.CONFIGURATION,
    needs=CLOCK,
    limits=ClockLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("chronyc tracking, ntpq -pn, timedatectl, the running time services, and the clock as our session measured it"),
    remedy=_(
        "Measure the offset first (chronyc tracking, ntpq -pn): databases and clusters do not bear a jump, "
        "and chronyd may step the clock already when it starts (makestep in its default configuration). A "
        "large offset is therefore corrected only in an agreed window. Name the site's own time servers and "
        "start one service only: chronyd (RHEL 7 and later, openEuler, the servers of Kylin and UOS, SLES "
        "15), ntpd (RHEL 6, SLES 11 and 12), chrony or systemd-timesyncd (the Debian family); have it start at "
        "boot, then see chronyc sources -v."
    ),
    traps=(
        _("a tool whose service does not answer means not synchronised by that service; another may do it"),
        _("a clock that follows itself is synchronised with nothing"),
        _(
            "the kernel counts a clock as synchronised for hours after its service has stopped: the running "
            "service is asked"
        ),
        _("over the session only a difference above two seconds proves anything, and not which clock is wrong"),
        _("without internet a site's own server of stratum 10 is right"),
        _("in a container the clock is the host's"),
    ),
    clause="1.4.3.4",
)
