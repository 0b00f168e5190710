"""Kernel settings that databases ask for. Huge pages made behind their back and eager swapping cost them seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from checks.database_hosts import products_of
from collectors.base import Reason, Unseen
from collectors.facts.kernel_settings import DATABASE_HOST_SETTINGS, DatabaseHostSettings
from config.limits import Layered, limit
from config.text import Text, _

_HUGE_PAGES: Final = "transparent huge pages"
_SWAPPINESS: Final = "swappiness"


@dataclass(frozen=True, slots=True)
class SettingsLimits:
    """What databases accept."""

    notice_swappiness: int = limit(10, source="Oracle, MySQL and PostgreSQL guides: 1 to 10", subjects=("swappiness",))


def judge(host: DatabaseHostSettings, limits: Layered[SettingsLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a setting, where a database runs or the operator says so."""
    products = products_of(host.databases, scene)
    if not products:
        yield from (_without(subject, host) for subject in (_HUGE_PAGES, _SWAPPINESS))
        return
    yield _huge_pages(host, products)
    yield _swappiness(host, products, limits.at(_SWAPPINESS))


def _huge_pages(host: DatabaseHostSettings, products: tuple[str, ...]) -> Finding:
    chosen = host.settings.huge_pages
    level, summary = _verdict(chosen, products)
    return Finding(
        _HUGE_PAGES,
        level,
        summary,
        expected=_("never, or madvise"),
        quote=f"transparent_hugepage/enabled {chosen or '-'}",
    )


def _verdict(chosen: str, products: tuple[str, ...]) -> tuple[Level, Text]:
    if not chosen:
        return Level.OK, _("the kernel has no transparent huge pages")
    if chosen == "always":
        return Level.WARN, _("transparent huge pages are always on, beside {products}", products=products)
    return Level.OK, _("transparent huge pages: {chosen}", chosen=chosen)


def _swappiness(host: DatabaseHostSettings, products: tuple[str, ...], limits: SettingsLimits) -> Finding:
    value = host.settings.swappiness
    if value is None:
        return unknown(_SWAPPINESS, Unseen(_SWAPPINESS, Reason.EMPTY, "/proc/sys/vm/swappiness"))
    is_high = value > limits.notice_swappiness and host.settings.swap_bytes > 0
    return Finding(
        _SWAPPINESS,
        Level.NOTICE if is_high else Level.OK,
        _("vm.swappiness is {value:number}, beside {products}", value=value, products=products),
        observed=_("{size:bytes} of swap space", size=host.settings.swap_bytes),
        expected=_("at most {most:number}", most=limits.notice_swappiness),
        quote=f"vm.swappiness = {value}",
        measures={"swappiness_count": value},
    )


def _without(subject: str, host: DatabaseHostSettings) -> Finding:
    if host.databases.unseen:
        return unknown(subject, host.databases.unseen)
    return Finding(subject, Level.ABSENT, _("no database runs here: none of its processes was seen"))


DATABASE_HOST_SETTINGS_CHECK: Final = Check(
    id="server.database_host_settings",
    title=_("Kernel settings for databases"),
    area=Area.CONFIGURATION,
    needs=DATABASE_HOST_SETTINGS,
    limits=SettingsLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("transparent_hugepage/enabled, vm.swappiness, swap space; which databases run, by their processes' names"),
    remedy=_(
        "Agree the moment with the database's administrator, and keep a copy of what is changed. Transparent "
        "huge pages: boot with transparent_hugepage=never (grubby or tuned on RHEL, openEuler and Kylin; "
        "/etc/default/grub on SUSE, the Debian family); give the database huge pages of its own, as many as "
        "its shared memory needs (vm.nr_hugepages, use_large_pages, huge_pages; not with Oracle's "
        "MEMORY_TARGET). Swapping: vm.swappiness = 1 to 10 in a file of /etc/sysctl.d, then sysctl --system."
    ),
    traps=(
        _("on a host without databases these settings are right as they are: nothing is judged"),
        _("madvise leaves the choice to the program, and is accepted"),
        _("swappiness matters only where there is swap space"),
        _("RHEL 6 has a path of its own for transparent huge pages"),
        _("a database in a container, or on a host that hides its processes, is told by the tag: database"),
    ),
    clause="1.4.3.4",
    refs=("kernel: Documentation/admin-guide/mm/transhuge.rst", "proc_sys_vm(5)"),
)
