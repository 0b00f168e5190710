"""Do the mended programs run? An update that waits for a restart has closed nothing yet."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene
from checks.restarts import newest_kernel, restart, version
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.facts.patches import PATCH_LEVEL, PatchLevel
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.patch_reboot_needed"


def judge(found: PatchLevel, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: whether something that is installed waits for a restart."""
    told = replace(restart(found, scene), subject="", remedy=None)
    newest = newest_kernel(found)
    quote = " ".join(word for word in (found.kernel, told.quote) if word)
    if told.level is Level.OK and version(newest) > version(found.kernel) and not found.is_livepatched:
        said = _("the kernel {newest} is installed, and {kernel} runs", newest=newest, kernel=found.kernel)
        yield failed(ID, scene, "", said, expected=_EXPECTED, quote=quote)
    elif told.level is Level.NOTICE:
        yield failed(ID, scene, "", told.summary, expected=_EXPECTED, quote=quote)
    else:
        yield replace(told, expected=_EXPECTED, quote=quote)


_EXPECTED: Final = _("everything that is installed runs")

PATCH_REBOOT_NEEDED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Restart after updates"),
    needs=PATCH_LEVEL,
    limits=NoLimits(),
    judge=judge,
    reads=_(
        "the running and the installed kernels, reboot-required, needs-restarting of yum-utils, else the days of the core "
        "packages beside the last start"
    ),
    remedy=_("Start the host anew in a maintenance window, or restart the services that use the old libraries."),
    card=Card(
        steps=(
            _("See that a backup is there and that the services start by themselves; agree a window."),
            _("On a cluster node, move its services away first."),
            _("Start the host anew and see that the newest kernel runs and the services answer."),
        ),
        commands=(
            "needs-restarting -r    # RHEL, openEuler, Kylin",
            "cat /run/reboot-required.pkgs; needrestart -b    # Debian, Ubuntu",
            "shutdown -r +5",
        ),
        risk=_("The services stop for the start; a driver from outside the distribution may lack for the new kernel."),
        rollback=_("Choose the former kernel in the boot menu; it stays installed."),
        verify="uname -r; ls -t /boot/vmlinuz-* | head -n 1",
        window=Window.REBOOT,
    ),
    traps=(
        _("a kernel with live patches may be mended although a newer one is installed"),
        _("kernels of two kinds (rt, uek, default) are not compared"),
        _("where nothing would tell of a restart, that nothing tells proves nothing"),
    ),
)
