"""Whether a restart is due: what a program of the system says, else what was installed after the last start."""

import re
from datetime import datetime
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.patches import PatchLevel
from config.text import _

RESTART_FOR_KERNEL: Final = _(
    "Plan a restart with the customer so that the installed kernel comes to run; check first that it is the boot "
    "entry, and "
    "that drivers from outside the distribution exist for it."
)
_INSTALL_WITNESS: Final = _(
    "In a container the packages and the start are the host's matter: inspect the host. With dnf (RHEL 8 and later, "
    "openEuler, Kylin) run needs-restarting -r by hand: it writes caches and may ask the vendor over the network, so the "
    "inspection does not. Else install what tells it (yum-utils with yum, update-notifier-common on Ubuntu), or compare "
    "the dates of updated libraries with the last start."
)

_CLOCK: Final = _(
    "The last start or an installation lies after the target's own time: its clock was set. Correct the time, then run "
    "needs-restarting -r (or see when glibc was installed and uptime -s) by hand."
)


def newest_kernel(found: PatchLevel) -> str:
    """The newest installed kernel of the running one's kind: those of two (uek, default, rt) cannot be compared."""
    wanted = _flavour(found.kernel)
    return max((one for one in found.kernels if _flavour(one) == wanted), key=version, default=found.kernel)


def _flavour(release: str) -> str:
    return re.sub(r"[\d._-]+", " ", release).strip()


def version(release: str) -> tuple[int, ...]:
    """The numbers of a kernel's release, to compare within one kind."""
    return tuple(int(word) for word in re.findall(r"\d+", release.partition(".x86_64")[0].partition(".aarch64")[0]))


def restart(found: PatchLevel, scene: Scene) -> Finding:
    """Judge it; UNKNOWN where neither a program says it nor the days of packages and start are known."""
    if found.restart:
        return Finding(
            "restart",
            Level.NOTICE,
            _("a restart is due, says {who}", who=found.restart),
            quote=found.restart,
            remedy=RESTART_FOR_KERNEL,
        )
    if found.has_restart_witness:
        return Finding("restart", Level.OK, _("no restart is due"))
    if found.is_container or found.booted_at is None or not found.core_packages or not found.kernels:
        return unknown(
            "restart", Unseen("restart", Reason.NO_RECORD, "reboot-required, needs-restarting", _INSTALL_WITNESS)
        )
    ahead = max((found.booted_at, *found.core_packages.values()))
    if ahead > found.asked_at:  # the clock was set since, and what was before or after what is not known
        words = f"{ahead:%Y-%m-%d %H:%M:%S} > {found.asked_at:%Y-%m-%d %H:%M:%S}"
        return unknown("restart", Unseen("restart", Reason.NOT_UNDERSTOOD, words, _CLOCK))
    return _by_days(found, found.booted_at, scene)


def _by_days(found: PatchLevel, start: datetime, scene: Scene) -> Finding:
    newest = newest_kernel(found)
    later = tuple(sorted(name for name, at in found.core_packages.items() if at > start))
    quote = " ".join(f"{name} {at:%Y-%m-%d}" for name, at in sorted(found.core_packages.items()))[:200]
    started = day(start, scene)
    if later:
        said = _("a restart is due: {packages} were installed after the last start ({day})", packages=later, day=started)
        return Finding("restart", Level.NOTICE, said, quote=quote, remedy=_RESTART)
    if version(newest) > version(found.kernel) and not found.is_livepatched:
        said = _(
            "a restart is due: the kernel {newest} is installed, and {kernel} runs", newest=newest, kernel=found.kernel
        )
        return Finding("restart", Level.NOTICE, said, quote=quote, remedy=RESTART_FOR_KERNEL)
    said = _(
        "no restart is due: kernel, C library and the like were not installed after the last start ({day})", day=started
    )
    return Finding("restart", Level.OK, said, quote=quote)


_RESTART: Final = _(
    "Plan a restart with the customer, in a change window after a backup: programs that were started "
    "before go on using the old libraries, with the holes that the update closed. Where the machine "
    "cannot be restarted soon, restart the services that use them one after the other, each in agreement "
    "with its owner."
)
