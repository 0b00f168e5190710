"""Crash dumps. Without one, a kernel that crashed leaves nothing to find the cause in, and it will crash again."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.database_hosts import products_of
from checks.local_time import minute
from collectors.base import Reason, Unseen
from collectors.facts.kernel_settings import CRASH_READINESS, CrashReadiness, Dump
from config.limits import Layered, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86400


@dataclass(frozen=True, slots=True)
class DumpLimits:
    """How long a dump counts as new."""

    new_days: int = limit(92, unit="days", source="the service contract's quarter", subjects=("dumps",))


def judge(readiness: CrashReadiness, limits: Layered[DumpLimits], scene: Scene) -> Iterator[Finding]:
    """Findings on the crash kernel and on the dumps."""
    level, summary = _ready(readiness, scene)
    dumps = readiness.dumps
    yield Finding(
        "crash kernel",
        level,
        summary,
        observed=_(
            "{size:bytes} set aside, boot parameter {asked}", size=dumps.reserved_bytes, asked=dumps.asked_for or "-"
        ),
        expected=_("a crash kernel is loaded"),
        quote=f"kexec_crash_loaded {int(dumps.is_loaded)}",
        reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
        measures={"reserved_bytes": dumps.reserved_bytes},
    )
    yield _left(readiness, limits.at("dumps"), scene)


def _ready(readiness: CrashReadiness, scene: Scene) -> tuple[Level, Text]:
    dumps, kind = readiness.dumps, readiness.virtualisation
    if dumps.is_loaded:
        return Level.OK, _("a crash kernel is loaded: a crash would leave a dump")
    if dumps.reserved_bytes:
        return Level.WARN, _("memory is set aside for a crash kernel, and none is loaded: a crash would leave nothing")
    if kind:
        return Level.OK, _(
            "none is loaded, as is usual on a virtual machine ({kind}): after a crash the host can take the dump", kind=kind
        )
    if kind is None:
        return Level.UNKNOWN, _("no crash kernel is loaded; whether the machine is virtual could not be seen")
    return _physical(readiness, scene)


def _physical(readiness: CrashReadiness, scene: Scene) -> tuple[Level, Text]:
    if products_of(readiness.databases, scene):
        return Level.WARN, _("no crash kernel is loaded on this host of databases: a crash would leave nothing")
    if readiness.databases.unseen:
        return Level.UNKNOWN, _("no crash kernel is loaded; whether a database runs here could not be seen")
    return Level.NOTICE, _("no crash kernel is loaded: a crash would leave nothing")


def _left(readiness: CrashReadiness, limits: DumpLimits, scene: Scene) -> Finding:
    dumps = readiness.dumps
    if dumps.folder_unseen:
        return unknown("dumps", dumps.folder_unseen)
    if not dumps.dumps:
        if dumps.elsewhere:
            return unknown("dumps", Unseen("dumps", Reason.NOT_ASKED, dumps.elsewhere, _elsewhere()))
        return Finding("dumps", Level.OK, _("no dump lies in {place}", place="/var/crash"), measures={"dump_count": 0})
    newest = max(dumps.dumps, key=lambda one: one.written_at)
    is_new = (scene.at - newest.written_at).total_seconds() <= limits.new_days * _DAY_SECONDS
    return Finding(
        "dumps",
        Level.CRITICAL if is_new else Level.NOTICE,
        _("the kernel crashed on {day} and left a dump", day=minute(newest.written_at, scene))
        if is_new
        else _("an old dump of {day} lies here", day=minute(newest.written_at, scene)),
        observed=_observed(dumps.dumps),
        expected=_("no crash in the last {days:number} days", days=limits.new_days),
        quote=newest.path,
        measures={"dump_count": len(dumps.dumps)},
    )


def _observed(dumps: tuple[Dump, ...]) -> Text:
    return _("{count:number} dump(s), {size:bytes} together", count=len(dumps), size=sum(one.size_bytes for one in dumps))


def _elsewhere() -> Text:
    return _("dumps of this host go to the target named in /etc/kdump.conf: look for new ones there")


KDUMP: Final = Check(
    id="server.kdump",
    title=_("Crash dumps (kdump)"),
    area=Area.CONFIGURATION,
    needs=CRASH_READINESS,
    limits=DumpLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("kexec_crash_loaded and kexec_crash_size below /sys/kernel, kdump.conf, the dumps in /var/crash"),
    remedy=_(
        "New dump: keep it, read the end of its vmcore-dmesg.txt, look for the same stack in the vendor's "
        "notes, open a case with the vmcore and sosreport (supportconfig on SUSE). No crash kernel: set aside "
        "the memory that the distribution gives for this machine (kdumpctl reset-crashkernel on RHEL 9, yast2 "
        "kdump on SUSE, kdump-tools on the Debian family, else crashkernel= on the boot line), restart in a "
        "change window, enable kdump and see that it is loaded; a test crash belongs into a maintenance "
        "window too."
    ),
    traps=(
        _("virtual machines: the host can take a dump, so none here is no fault"),
        _("crashkernel=auto sets nothing aside on machines with little memory, and is gone since RHEL 9"),
        _("dumps may go to another place or host: then /var/crash proves nothing"),
        _("a dump stays until somebody deletes it: an old one is told only"),
    ),
    clause="1.4.3.4",
    refs=("kdump.conf(5)", "kernel: Documentation/admin-guide/kdump/kdump.rst"),
)
