"""Memory errors. A module that is corrected often will one day not be corrected, and the machine stops."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.facts.memory_errors import MEMORY_ERRORS, MemoryController, MemoryErrors
from config.limits import Layered, limit
from config.text import Text, Value, _

_DAY_SECONDS: Final = 86400


@dataclass(frozen=True, slots=True)
class MemoryLimits:
    """Corrected errors of one module; an uncorrected one is always critical."""

    warn_daily_count: float = limit(10.0, unit="count a day", source="mcelog.conf: ce-error-threshold = 10 / 24h")


def judge(errors: MemoryErrors, limits: Layered[MemoryLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a module, and one for each controller about errors that no module accounts for."""
    labels = [one.label for controller in errors.controllers for one in controller.modules]
    for controller in errors.controllers:
        yield _controller(controller, errors, limits.at(controller.name))
        for module in controller.modules:
            is_own = bool(module.label) and labels.count(module.label) == 1
            subject = module.label if is_own else f"{module.label} {module.name}".strip()
            counts = (module.corrected_count, module.uncorrected_count)
            level, summary = _verdict(subject, counts, controller.reset_seconds, limits.at(subject))
            yield Finding(
                subject,
                level,
                summary,
                observed=_observed(counts, controller.reset_seconds),
                expected=_("no uncorrected errors, corrected ones rarely"),
                quote=f"{module.name} ce={counts[0]} ue={counts[1]} {module.location}".strip(),
                measures={"corrected_count": counts[0], "uncorrected_count": counts[1]},
            )


def _controller(one: MemoryController, errors: MemoryErrors, limits: MemoryLimits) -> Finding:
    counts = (one.corrected_elsewhere_count, one.uncorrected_elsewhere_count)
    level, summary = _verdict(one.name, counts, one.reset_seconds, limits)
    if level is Level.OK and not any(counts):
        summary = _("{controller}: no errors beside those of its modules", controller=one.name)
        if errors.has_firmware_reports and not (one.corrected_count or one.uncorrected_count):
            summary = _(
                "{controller}: no errors told to the kernel; this firmware handles errors first and may keep "
                "corrected ones: its event log counts too",
                controller=one.name,
            )
    return Finding(
        one.name,
        level,
        summary,
        observed=_observed((one.corrected_count, one.uncorrected_count), one.reset_seconds),
        expected=_("no uncorrected errors, corrected ones rarely"),
        quote=f"{one.name} ce={one.corrected_count} ue={one.uncorrected_count} {one.driver}".strip(),
        measures={"corrected_count": one.corrected_count, "uncorrected_count": one.uncorrected_count},
    )


def _verdict(name: str, counts: tuple[int, int], seconds: int | None, limits: MemoryLimits) -> tuple[Level, Text]:
    corrected, uncorrected = counts
    if uncorrected:
        return Level.CRITICAL, _("{module}: {count:number} uncorrected memory error(s)", module=name, count=uncorrected)
    if not corrected:
        return Level.OK, _("{module}: no memory errors", module=name)
    if seconds is None:
        return Level.WARN, _("{module}: {count:number} corrected memory error(s)", module=name, count=corrected)
    daily = corrected * _DAY_SECONDS / max(seconds, _DAY_SECONDS)
    said: dict[str, Value] = {"module": name, "count": corrected, "daily": daily}
    if daily >= limits.warn_daily_count:
        return Level.WARN, _("{module}: {count:number} corrected memory errors, {daily:number} a day", **said)
    return Level.NOTICE, _("{module}: {count:number} corrected memory error(s), {daily:number} a day", **said)


def _observed(counts: tuple[int, int], seconds: int | None) -> Text:
    said: dict[str, Value] = {"corrected": counts[0], "uncorrected": counts[1]}
    if seconds is None:
        return _("corrected {corrected:number}, uncorrected {uncorrected:number} since the driver was loaded", **said)
    return _("corrected {corrected:number}, uncorrected {uncorrected:number} in {span:duration}", **said, span=seconds)


MEMORY_ECC: Final = Check(
    id="server.memory_ecc",
    title=_("Memory errors (ECC)"),
    area=Area.HARDWARE,
    needs=MEMORY_ERRORS,
    limits=MemoryLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the counters of corrected and uncorrected errors of each memory module (/sys/devices/system/edac/mc)"),
    remedy=_(
        "Save the management controller's event log and note the slot's label (dmidecode -t memory), and "
        "report the module to the maker under warranty. Uncorrected errors: have it replaced at the earliest "
        "window; it may stop the machine at any time, so see that the cluster or the backup can bear that. "
        "Corrected ones that go on: replace it in a maintenance window; swapping two modules then shows "
        "whether the error follows the module or stays with the slot."
    ),
    traps=(
        _("the counters begin anew at each start: the start's own id stands beside them"),
        _("firmware that handles errors first leaves the kernel's counters at 0: read the event log too"),
        _("a few corrected errors are borne, a storm is not"),
        _("a machine without an EDAC driver is not inspected, which is not OK"),
        _("a virtual machine's memory is its host's"),
    ),
    clause="1.4.3.4",
    refs=("kernel: admin-guide/ras", "mcelog.conf(5)"),
)
