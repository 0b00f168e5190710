"""Patch level and lifecycle. After the vendor's last day every new hole stays open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.lifecycles import AS_OF, lifecycle
from checks.local_time import day
from checks.restarts import RESTART_FOR_KERNEL, newest_kernel, restart, version
from collectors.base import Reason, Unseen
from collectors.facts.patches import PATCH_LEVEL, PatchLevel
from config.limits import Layered, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class PatchLimits:
    """Days before the end of support, days of a kernel's age and since packages last changed."""

    ahead_days: int = limit(
        180, unit="days", source="our judgement: a change of release takes half a year", subjects=("lifecycle",)
    )
    kernel_days: int = limit(
        365, unit="days", source="our judgement: a kernel mended within the year", subjects=("kernel",)
    )
    updates_days: int = limit(
        365, unit="days", source="our judgement: packages mended within the year", subjects=("updates",)
    )


def judge(found: PatchLevel, limits: Layered[PatchLimits], scene: Scene) -> Iterator[Finding]:
    """The release's lifecycle, the kernel, the packages, and whether a restart is due."""
    yield _lifecycle(found, limits.at("lifecycle"))
    yield _kernel(found, limits.at("kernel"), scene)
    yield _updates(found, limits.at("updates"), scene)
    yield restart(found, scene)


def _lifecycle(found: PatchLevel, limits: PatchLimits) -> Finding:
    row = lifecycle(found.os_id, found.os_version, found.os_detail)
    name = found.os_name or f"{found.os_id} {found.os_version}".strip()
    quote = f"ID={found.os_id} VERSION_ID={found.os_version} {found.os_detail}".strip()
    if row is None:
        return Finding(
            "lifecycle",
            Level.NOTICE,
            _("the lifecycle of {system} is not known here", system=name),
            quote=quote,
            remedy=_ASK_VENDOR,
        )
    left = row.ends_on - found.asked_at.date()
    words = {"system": name, "end": row.ends_on.isoformat()}
    if left < timedelta():
        level, summary = Level.WARN, _("the general support of {system} ended on {end}", **words)
    elif left <= timedelta(days=limits.ahead_days):
        level, summary = Level.NOTICE, _("the general support of {system} ends on {end}", **words)
    else:
        level, summary = Level.OK, _("{system} is supported until {end}", **words)
    return Finding(
        "lifecycle",
        level,
        summary,
        expected=_("support by the vendor; dates of {source}, as of {day}", source=row.source, day=AS_OF.isoformat()),
        quote=quote,
        measures={"support_left_days": float(left.days)},
    )


_ASK_VENDOR: Final = _(
    "Ask the vendor (Kylin, UnionTech, Anolis and others publish dates by product) until when this release is mended, and "
    "note it in the record of this system."
)


def _kernel(found: PatchLevel, limits: PatchLimits, scene: Scene) -> Finding:
    age = found.asked_at - found.kernel_built_at if found.kernel_built_at else None
    level, summary = _kernel_verdict(found, limits, age, scene)
    if level is Level.UNKNOWN:
        return unknown(
            "kernel", Unseen("kernel", Reason.NO_RECORD, f"uname -v, /boot/vmlinuz-*: {found.kernel}", _NO_KERNEL)
        )
    return Finding(
        "kernel",
        level,
        summary,
        observed=_("installed: {kernels}", kernels=found.kernels) if found.kernels else None,
        quote=f"{found.kernel} ({day(found.kernel_built_at, scene)})",
        measures={"kernel_age_days": float(age.days)} if age is not None else {},
        remedy=RESTART_FOR_KERNEL if level is Level.NOTICE else None,
    )


_NO_KERNEL: Final = _(
    "In a container the kernel is the host's: inspect the host. Else see with uname -v and ls /boot how old it is, and "
    "note it."
)


def _kernel_verdict(found: PatchLevel, limits: PatchLimits, age: timedelta | None, scene: Scene) -> tuple[Level, Text]:
    newest = newest_kernel(found)
    if age is None or not found.kernels:
        return Level.UNKNOWN, _("the age of the kernel is not known")
    if age > timedelta(days=limits.kernel_days) and not found.is_livepatched:
        built = day(found.kernel_built_at, scene)
        return Level.WARN, _("the running kernel {kernel} was built on {day}", kernel=found.kernel, day=built)
    if version(newest) > version(found.kernel):
        if found.is_livepatched:
            return Level.NOTICE, _(
                "{kernel} runs with live patches; {newest} is installed", kernel=found.kernel, newest=newest
            )
        return Level.NOTICE, _("{kernel} runs, and {newest} is installed", kernel=found.kernel, newest=newest)
    return Level.OK, _("{kernel} runs, the newest one installed", kernel=found.kernel)


def _updates(found: PatchLevel, limits: PatchLimits, scene: Scene) -> Finding:
    if found.last_change_at is None:
        return unknown("updates", Unseen("updates", Reason.EMPTY, found.package_system or "rpm dpkg"))
    age = found.asked_at - found.last_change_at
    is_old = age > timedelta(days=limits.updates_days)
    return Finding(
        "updates",
        Level.NOTICE if is_old else Level.OK,
        _(
            "the package database last changed on {day} (a package installed, updated or removed; not all were updated)",
            day=day(found.last_change_at, scene),
        ),
        observed=_("{count:number} packages ({system})", count=found.packages_count, system=found.package_system),
        expected=_("within {days:number} days", days=limits.updates_days),
        quote=f"{found.package_system} {found.packages_count} {found.last_change_at:%Y-%m-%d}",
        measures={"updates_age_days": float(age.days)},
    )


PATCH_LEVEL_CHECK: Final = Check(
    id="server.patch_level",
    title=_("Patch level and lifecycle"),
    area=Area.CONFIGURATION,
    needs=PATCH_LEVEL,
    limits=PatchLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_(
        "os-release, the running and the installed kernels, the newest change in the package database (rpm or dpkg, by "
        "what is there), reboot-required, needs-restarting -r, else the days of core packages beside the last start, "
        "live patches"
    ),
    remedy=_(
        "Plan the change of release or the vendor's extended support with the customer, with a test of the "
        "applications first. For updates prepare a local repository where the network is closed; update a "
        "test machine, then this one in a change window, with a backup or snapshot and the way back agreed "
        "(yum or dnf on RHEL, openEuler and the servers of Kylin and UOS, zypper on SUSE, apt on the Debian "
        "family)."
    ),
    traps=(
        _("versions are not compared with those of the makers: distributions mend faults in old versions (backports)"),
        _("Kylin, UOS, openEuler and Anolis publish dates and advisories of their own"),
        _("a kernel with live patches may be mended although it is old"),
        _("kernels of two kinds (rt, uek, default) are not compared"),
        _(
            "with dnf no file tells that a restart is due: the days of kernel, C library, systemd and TLS are compared "
            "instead"
        ),
        _("extended support that the customer bought (ELS, ESM, LTSS) shows nowhere on the system"),
    ),
    clause="1.4.3.4",
    refs=("os-release(5)", "needs-restarting(1)"),
)
