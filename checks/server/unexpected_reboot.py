"""Restarts that nobody ordered. A power loss, a panic or a reset leaves no shutdown behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from checks.local_time import day, minute
from collectors.base import Reason, reason_of
from collectors.facts.boots import BOOT_HISTORY, Boot, BootHistory, BootRecord
from config.limits import Layered, limit
from config.text import Text, _, verbatim


@dataclass(frozen=True, slots=True)
class RebootLimits:
    """How many ordered restarts in the period are worth a word, and how long without one."""

    boots_warn: int = limit(
        2, unit="count", source="Netdata warns of any; our judgement: more than one a quarter", subjects=("",)
    )
    uptime_notice_days: int = limit(
        400, unit="days", source="our judgement: a year without kernel updates", subjects=("uptime",)
    )


_SAME_BOOT = timedelta(days=1)
"""wtmp's stamp of a boot and the kernel's own differ by up to the time zone, where the hardware clock keeps local time."""


def judge(history: BootHistory, limits: Layered[RebootLimits], scene: Scene) -> Iterator[Finding]:
    """One finding on restarts within the period, one on the time since the last."""
    yield _restarts(history, limits.at(""), scene)
    yield _uptime(history.records[0], limits.at("uptime"))


def _restarts(history: BootHistory, limits: RebootLimits, scene: Scene) -> Finding:
    record = history.records[0]
    start = record.now_at - timedelta(days=record.window_days)
    if record.booted_at <= start:
        return Finding(
            "",
            Level.OK,
            _(
                "not restarted within {days:number} days; running since {boot}",
                days=record.window_days,
                boot=day(record.booted_at, scene),
            ),
            expected=_("no restart without a shutdown"),
            measures={"boot_count": 0, "unexpected_boot_count": 0},
        )
    for one in history.records:
        boots = [boot for boot in one.boots if boot.at > start]
        unordered = [boot for boot in boots if boot.was_shut_down is False]
        if unordered:
            return _unordered(unordered, boots, scene)
    boots = [boot for boot in record.boots if boot.at > start]
    gap = _("another record of starts could not be read") if history.missed else _gap(record, boots, start, scene)
    if gap:
        reason = reason_of(history.missed[0]) if history.missed else Reason.NO_RECORD
        return Finding("", Level.UNKNOWN, gap, observed=_missed(history), remedy=_keep(), reason=reason.value)
    return Finding(
        "",
        Level.WARN if len(boots) >= limits.boots_warn else Level.OK,
        _(
            "restarted {count:number} times within {days:number} days, each after a shutdown",
            count=len(boots),
            days=record.window_days,
        ),
        observed=_("started {times}", times=tuple(minute(one.at, scene) for one in boots)),
        expected=_("no restart without a shutdown, fewer than {most:number} restarts", most=limits.boots_warn),
        quote=boots[-1].quote if boots else "",
        measures={"boot_count": len(boots), "unexpected_boot_count": 0},
    )


def _missed(history: BootHistory) -> Text | None:
    return verbatim("; ".join(history.missed)) if history.missed else None


def _unordered(unordered: list[Boot], boots: list[Boot], scene: Scene) -> Finding:
    return Finding(
        "",
        Level.CRITICAL,
        _("restarted {count:number} times without a shutdown before", count=len(unordered)),
        observed=_("started {times}", times=tuple(minute(one.at, scene) for one in unordered)),
        expected=_("no restart without a shutdown"),
        quote=unordered[-1].quote,
        measures={"boot_count": len(boots), "unexpected_boot_count": len(unordered)},
    )


def _gap(record: BootRecord, boots: list[Boot], start: datetime, scene: Scene) -> Text | None:
    """Why the record does not prove that all restarts were ordered; None where it does."""
    if record.recorded_from is None:
        return _("started on {boot}, but no record of starts is kept here", boot=day(record.booted_at, scene))
    if not any(abs(one.at - record.booted_at) <= _SAME_BOOT for one in boots):
        return _("the start of {boot} is not in the record ({name})", boot=day(record.booted_at, scene), name=record.name)
    if record.recorded_from > start or any(one.was_shut_down is None for one in boots):
        return _(
            "the record of starts ({name}) begins only on {start}", name=record.name, start=day(record.recorded_from, scene)
        )
    return None


def _keep() -> Text:
    return _(
        "Keep wtmp for at least six months (logrotate) or the journal on disk; until then compare with the BMC's event log."
    )


def _uptime(record: BootRecord, limits: RebootLimits) -> Finding:
    uptime = record.now_at - record.booted_at
    return Finding(
        "uptime",
        Level.NOTICE if uptime >= timedelta(days=limits.uptime_notice_days) else Level.OK,
        _("running for {uptime:duration}", uptime=uptime.total_seconds()),
        expected=_("less than {days:number} days, so that kernel updates take effect", days=limits.uptime_notice_days),
        measures={"uptime_seconds": uptime.total_seconds()},
    )


UNEXPECTED_REBOOT: Final = Check(
    id="server.unexpected_reboot",
    title=_("Unexpected restarts"),
    area=Area.LOGS,
    needs=BOOT_HISTORY,
    limits=RebootLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the kernel's uptime, last -xF over wtmp and its rotated file, and the journal's own starts and stops"),
    remedy=_(
        "Look for the cause: planned work, the BMC's event log, power supply and UPS, /var/crash and the last "
        "lines before the restart (journalctl -b -1 -e, or messages). With a vmcore or hardware events open a "
        "case with the vendor and hand them over. Set up kdump where a panic is possible."
    ),
    traps=(
        _("within the kernel's uptime nothing was restarted, whatever the records say"),
        _("wtmp is rotated, and empty in containers: no record proves nothing"),
        _("one start written twice within two minutes counts once"),
        _("the hardware clock in local time shifts the stamp of a start: the order in the file counts, not the time"),
        _("a virtual machine set back to a snapshot shows a restart that was ordered elsewhere"),
    ),
    clause="1.4.3.4",
)
