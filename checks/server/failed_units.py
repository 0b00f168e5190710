"""Failed units. A service that failed is one that nobody is being served by, or a job that did not run."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.services import UNITS, Unit
from config.limits import Layered, limit
from config.text import _

_DAY_SECONDS = 86400.0
_RESTARTED_BY_USE = ("getty@*", "serial-getty@*", "console-getty.*", "autovt@*", "session-*", "user@*")
"""Each logout restarts a getty: its count says how often somebody logged in."""


@dataclass(frozen=True, slots=True)
class FailedUnitLimits:
    """Units whose failure is known and harmless, and how often a service may restart by itself."""

    expected: tuple[str, ...] = limit(
        (
            "kdump.service",
            "kdump-tools.service",
            "mcelog.service",
            "NetworkManager-wait-online.service",
            "systemd-networkd-wait-online.service",
            "systemd-modules-load.service",
            "dnf-makecache.service",
        ),
        unit="unit name pattern",
        source="our judgement: they fail on machines without the hardware, the network or the repository",
    )
    restarts_most: int = limit(5, unit="count", source="our judgement: of fewer no rate is made")
    restarts_warn_per_day: float = limit(
        1.0, unit="1/day", source="our judgement: no service should have to be restarted every day"
    )
    steady_seconds: float = limit(86400.0, unit="seconds", source="our judgement: a day without a restart is steady")


def judge(units: Listing[Unit], limits: Layered[FailedUnitLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a failed or restarting unit, and one for all the others."""
    others = 0
    for unit in units.records:
        level = _level(unit, limits.at(unit.name))
        if level is Level.OK:
            others += 1
        elif unit.active == "failed":
            yield _failed(unit, level)
        else:
            yield _restarting(unit, level, limits.at(unit.name))
    if not units.unseen:
        summary = _("{others} of {count} systemd units are in order", others=others, count=len(units.records))
        if _is_uncounted(units):
            summary = _(
                "{others} of {count} systemd units are in order; this systemd (before 235) does not count restarts",
                others=others,
                count=len(units.records),
            )
        yield Finding(
            "",
            Level.OK,
            summary,
            measures={"units_count": len(units.records), "units_in_order_count": others},
        )


def _level(unit: Unit, limits: FailedUnitLimits) -> Level:
    if unit.active == "failed":
        return Level.NOTICE if _is_any(unit.name, limits.expected) else Level.WARN
    if unit.sub == "auto-restart":
        return Level.WARN
    if (unit.restarts_count or 0) <= limits.restarts_most or _is_any(unit.name, _RESTARTED_BY_USE):
        return Level.OK
    return Level.WARN if _is_frequent(unit, limits) else Level.NOTICE


def _is_uncounted(units: Listing[Unit]) -> bool:
    """Whether no running service has a count; the collector misses it where systemd should have told one."""
    services = [unit for unit in units.records if unit.name.endswith(".service") and unit.active == "active"]
    return bool(services) and all(unit.restarts_count is None for unit in services)


def _is_frequent(unit: Unit, limits: FailedUnitLimits) -> bool:
    """Judge restarts by their rate over the longest time they can have taken; a unit steady for a day is left alone."""
    if unit.uptime_seconds is None or (unit.steady_seconds or 0.0) >= limits.steady_seconds:
        return False
    return (unit.restarts_count or 0) / (max(unit.uptime_seconds, 1.0) / _DAY_SECONDS) >= limits.restarts_warn_per_day


def _is_any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _failed(unit: Unit, level: Level) -> Finding:
    summary = _("{unit} has failed", unit=unit.name)
    if level is Level.NOTICE:
        summary = _("{unit} has failed; this is on the list of harmless failures", unit=unit.name)
    return Finding(
        unit.name,
        level,
        summary,
        observed=_("state {state}, result {result}", state=f"{unit.active} ({unit.sub})", result=unit.result or "-"),
        expected=_("not failed"),
        quote=f"{unit.name} {unit.load} {unit.active} {unit.sub}",
    )


def _restarting(unit: Unit, level: Level, limits: FailedUnitLimits) -> Finding:
    restarts = unit.restarts_count or 0
    summary = _("{unit} keeps being restarted by systemd", unit=unit.name)
    if level is Level.NOTICE:
        summary = _("{unit} was restarted by systemd {restarts:number} times", unit=unit.name, restarts=restarts)
    observed = _(
        "{restarts:number} automatic restarts in all since it was last started by hand or at boot, now {state}",
        restarts=restarts,
        state=f"{unit.active} ({unit.sub})",
    )
    if unit.uptime_seconds is not None and unit.steady_seconds is not None:
        observed = _(
            "{restarts:number} automatic restarts in all since it was last started by hand or at boot (up for "
            "{up:duration}), now {state} for {steady:duration}",
            restarts=restarts,
            up=unit.uptime_seconds,
            state=f"{unit.active} ({unit.sub})",
            steady=unit.steady_seconds,
        )
    return Finding(
        unit.name,
        level,
        summary,
        observed=observed,
        expected=_("at most {most:number} automatic restarts", most=limits.restarts_most),
        quote=f"Id={unit.name} NRestarts={restarts} SubState={unit.sub}",
        measures={"restarts_count": restarts},
    )


FAILED_UNITS: Final = Check(
    id="server.failed_units",
    title=_("Failed system services"),
    area=Area.SERVICES,
    needs=UNITS,
    limits=FailedUnitLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("systemd's units with their states and results, and how often each service was restarted automatically"),
    remedy=_(
        "Read why with systemctl status UNIT and journalctl -u UNIT and mend the cause; then systemctl "
        "reset-failed UNIT and start it again, a business service in agreement with its owner. When the unit "
        "is not needed, disable it with the owner's consent and note that in the record."
    ),
    traps=(
        _("the overall state degraded is not judged, each unit is"),
        _("units that are known to fail without harm (kdump on a virtual machine, wait-online) are only a notice"),
        _("a getty is restarted at each logout: its restarts are not counted"),
        _("the count of restarts is never reset by time: it is judged by its rate over the uptime"),
        _("systemd before 235 does not count restarts; this is said"),
        _("where systemctl cannot reach systemd nothing is said about units"),
    ),
    clause="1.4.3.4",
    refs=("systemctl(1)", "systemd.service(5)"),
)
