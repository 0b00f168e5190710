"""Do programs lie in memory where nobody can foretell it? Without that a small fault is enough to take them over."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, NoLimits, Scene, unknown
from checks.security.kernel_values import Wanted, judged
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.kernel_hardening import KERNEL_HARDENING, KernelHardening
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.kernel_aslr"
KEY: Final = "kernel.randomize_va_space"
WANTED: Final = (Wanted(KEY, ("2",), "2"),)


def judge(found: KernelHardening, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: now and at the next start."""
    now = found.now.get(KEY)
    if now is None:
        yield unknown(KEY, Unseen(KEY, Reason.EMPTY, KEY))
        return
    wrong = None if now == "2" else _("{key} is {value}", key=KEY, value=now)
    yield judged(ID, scene, found, WANTED, subject=KEY, wrong=wrong)


KERNEL_ASLR: Final[SecurityCheck] = security_check(
    ID,
    title=_("Random placement in memory (ASLR)"),
    needs=KERNEL_HARDENING,
    limits=NoLimits(),
    judge=judge,
    reads=_("kernel.randomize_va_space now and as the files of sysctl.d set it"),
    remedy=_("Set kernel.randomize_va_space to 2, now and in a file of /etc/sysctl.d."),
    card=Card(
        steps=(
            _("Find out who switched it off: old guides to databases did, for a fault that was mended long ago."),
            _("Take the line out of the file that sets it, write the file, and load it."),
            _("Programs that run keep their place: start their services anew when it suits."),
        ),
        commands=(
            "grep -rn randomize_va_space /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d",
            "echo 'kernel.randomize_va_space = 2' >/etc/sysctl.d/zz-aslr.conf; sysctl --system",
        ),
        risk=_("Very old programs that rely on fixed places may fail: try it with them first."),
        rollback=_("Take the file away; sysctl -w kernel.randomize_va_space= with the former value."),
        verify="sysctl kernel.randomize_va_space",
    ),
    traps=(
        _("1 is not enough: the heap stays where it was"),
        _("right now and another value in a file is wrong after the next start"),
    ),
)
