"""Do privileged programs leave their memory on the disk when they crash? Passwords and keys lie in it."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, NoLimits, Scene, unknown
from checks.security.kernel_values import Wanted, judged
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.kernel_hardening import KERNEL_HARDENING, KernelHardening
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.linux.kernel_core_dump"
KEY: Final = "fs.suid_dumpable"
WANTED: Final = (Wanted(KEY, ("0",), "0"),)


def judge(found: KernelHardening, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: now and at the next start."""
    now = found.now.get(KEY)
    if now is None:
        yield unknown(KEY, Unseen(KEY, Reason.EMPTY, KEY))
        return
    yield judged(ID, scene, found, WANTED, subject=KEY, wrong=_wrong(now, found))


def _wrong(now: str, found: KernelHardening) -> Text | None:
    if now == "0":
        return None
    goes_to = found.now.get("kernel.core_pattern", "-")
    if now == "2":
        return _("the memory of privileged programs is dumped for root to read (2, to {place})", place=goes_to)
    return _("the memory of privileged programs is dumped as their user ({value}, to {place})", value=now, place=goes_to)


KERNEL_CORE_DUMP: Final[SecurityCheck] = security_check(
    ID,
    title=_("Core dumps of privileged programs"),
    needs=KERNEL_HARDENING,
    limits=NoLimits(),
    judge=judge,
    reads=_("fs.suid_dumpable and kernel.core_pattern now, and fs.suid_dumpable as the files of sysctl.d set it"),
    remedy=_("Set fs.suid_dumpable to 0, now and in a file of /etc/sysctl.d."),
    card=Card(
        steps=(
            _("See whether somebody waits for such a dump: the maker of a program who looks for a fault."),
            _("Write the file and load it; systemd-coredump sets 2 in a file of its own, which is read before."),
            _("Look through dumps that lie there and delete them with the owner’s consent."),
        ),
        commands=(
            "echo 'fs.suid_dumpable = 0' >/etc/sysctl.d/zz-coredump.conf; sysctl --system",
            "coredumpctl list; ls -l /var/lib/systemd/coredump /var/crash",
        ),
        risk=_("A crash of a privileged program leaves no dump for whoever looks for its cause."),
        rollback=_("Take the file away; sysctl -w fs.suid_dumpable= with the former value."),
        verify="sysctl fs.suid_dumpable",
    ),
    traps=(
        _("dumps of databases are not meant: their own users’ programs are not privileged in this sense"),
        _("systemd-coredump’s own file (50-coredump.conf) sets 2 at each start"),
    ),
)
