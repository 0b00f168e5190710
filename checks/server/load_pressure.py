"""Load for each processor, and time lost to busy processors and slow disks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown
from collectors.base import Reason, Unseen
from collectors.facts.resources import LOAD_PRESSURE, NOT_THERE, LoadPressure, Pressure
from config.limits import Layered, Side, compare, limit
from config.text import Text, _, verbatim


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """Fifteen-minute load for each processor online; pressure over five minutes as the share of time lost."""

    load_notice: float = limit(
        1.5, unit="load per processor", source="Zabbix Linux template (of load 1)", subjects=("load",)
    )
    load_warn: float = limit(
        2.0,
        unit="load per processor",
        source="Netdata load_average_15; node-mixin NodeSystemSaturation",
        subjects=("load",),
    )
    cpu_some_notice: float = limit(0.50, unit="ratio", source="our judgement (PSI cpu some)", subjects=("cpu pressure",))
    io_full_warn: float = limit(0.10, unit="ratio", source="our judgement (PSI io full)", subjects=("io pressure",))
    io_full_critical: float = limit(0.30, unit="ratio", source="our judgement (PSI io full)", subjects=("io pressure",))


_TOLD: dict[Side, Level] = {Side.WITHIN: Level.OK, Side.WARN: Level.NOTICE, Side.CRITICAL: Level.WARN}


def judge(load: LoadPressure, limits: Layered[LoadLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for the load, one for the processors' pressure, one for the disks'."""
    yield _load(load, limits.at("load"))
    yield _cpu(load, limits.at("cpu pressure"))
    yield _io(load, limits.at("io pressure"))


def _load(load: LoadPressure, limits: LoadLimits) -> Finding:
    one, five, fifteen = load.loads
    ratio = fifteen / load.cpu_count
    return Finding(
        "load",
        _TOLD[compare(ratio, limits.load_notice, limits.load_warn)],
        _(
            "the fifteen-minute load is {ratio:number} for each of {count:number} processors",
            ratio=round(ratio, 2),
            count=load.cpu_count,
        ),
        observed=_(
            "load {one:number} / {five:number} / {fifteen:number}; now {running:number} running, "
            "{blocked:number} blocked (D state)",
            one=one,
            five=five,
            fifteen=fifteen,
            running=load.running_count,
            blocked=load.blocked_count,
        ),
        expected=_("below {warn:number} for each processor", warn=limits.load_notice),
        measures={"load15_per_cpu": ratio, "blocked_count": load.blocked_count},
    )


def _cpu(load: LoadPressure, limits: LoadLimits) -> Finding:
    if load.cpu_pressure is None:
        return _not_told("cpu pressure", load)
    some = load.cpu_pressure.some_ratio
    return Finding(
        "cpu pressure",
        Level.NOTICE if some >= limits.cpu_some_notice else Level.OK,
        _("in {some:percent} of the last five minutes something waited for a processor", some=some),
        expected=_("below {warn:percent}", warn=limits.cpu_some_notice),
        measures={"cpu_some_ratio": some},
    )


def _io(load: LoadPressure, limits: LoadLimits) -> Finding:
    full = _full(load.io_pressure)
    if full is None:
        return _not_told("io pressure", load)
    return Finding(
        "io pressure",
        LEVEL_OF_SIDE[compare(full, limits.io_full_warn, limits.io_full_critical)],
        _("in {full:percent} of the last five minutes everything waited for disks", full=full),
        expected=_("below {warn:percent}", warn=limits.io_full_warn),
        measures={"io_full_ratio": full},
    )


def _full(pressure: Pressure | None) -> float | None:
    return pressure.full_ratio if pressure else None


def _not_told(subject: str, load: LoadPressure) -> Finding:
    if load.no_pressure.endswith(NOT_THERE):
        return Finding(subject, Level.ABSENT, _why(), quote=load.no_pressure)
    return unknown(subject, Unseen(subject, Reason.EMPTY, load.no_pressure or "/proc/pressure"))


def _why() -> Text:
    return _("the kernel does not tell pressure (before 4.20, or switched off: {what})", what=verbatim("psi=0"))


LOAD_PRESSURE_CHECK: Final = Check(
    id="server.load_pressure",
    title=_("Load and pressure"),
    area=Area.RESOURCES,
    needs=LOAD_PRESSURE,
    limits=LoadLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("/proc/loadavg against the processors online, blocked tasks, /proc/pressure/cpu and io"),
    remedy=_(
        "See what makes the load: processes in D state point to storage or a dead NFS server (look at the disks "
        "and the mounts), "
        "running ones to the processors (top). High disk pressure: see disk latency, multipath and the array."
    ),
    traps=(
        _("Linux counts blocked (D state) tasks as load: a load of 30 with idle processors is hanging storage"),
        _("pressure is not told by old kernels or where it is switched off: that is no fault"),
        _("processors online are counted, not those of the machine"),
    ),
    clause="1.4.3.4",
)
