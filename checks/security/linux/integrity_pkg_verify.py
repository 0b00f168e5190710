"""Are the programs that run as root those that their packages brought? One that is not was changed by somebody."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.package_files import VERIFIED_PACKAGES, VerifiedPackage, VerifiedPackages
from config.limits import Layered
from config.text import _

ID: Final = "security.linux.integrity_pkg_verify"
_SHOWN: Final = 5
"""How many paths a finding names: enough to begin with, the rest is counted."""


def judge(found: VerifiedPackages, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a package; one of the target where it was not seen what runs as root."""
    for one in found.packages:
        yield _of_package(one, found.system, scene)
    if not found.root_programs_count:
        yield unknown("", Unseen("", Reason.DENIED, "find /proc -name exe -user 0", _AS_ROOT))


def _of_package(one: VerifiedPackage, system: str, scene: Scene) -> Finding:
    measures = {"files_count": float(one.files_count), "changed_count": float(len(one.changed) + len(one.missing))}
    quote = " ".join((*one.changed, *one.missing)[:_SHOWN])
    if one.changed:
        said = _("{count:number} programs or libraries are not those of the package", count=len(one.changed))
        return failed(ID, scene, one.name, said, expected=_EXPECTED, quote=quote, measures=measures)
    if one.missing:
        said = _("{count:number} programs or libraries of the package are gone", count=len(one.missing))
        return failed(ID, scene, one.name, said, expected=_EXPECTED, quote=quote, measures=measures, most=Level.WARN)
    if not one.is_reached:
        said = _("its files were not compared: the time was up, or it has no list of sums")
        return unknown(one.name, Unseen(one.name, Reason.BUDGET, said, _BY_HAND))
    if one.unread:
        return unknown(one.name, Unseen(one.name, Reason.DENIED, " ".join(one.unread[:_SHOWN]), _AS_ROOT))
    said = _("{count:number} programs and libraries are as the package brought them", count=one.same_count)
    return Finding(one.name, Level.OK, said, None, _EXPECTED, f"{system}: {one.name}", measures)


_EXPECTED: Final = _("every program as its package brought it")
_AS_ROOT: Final = _(
    "Let the inspecting account use sudo for find, or inspect as root: what it may not read is not compared."
)
_BY_HAND: Final = _("Compare it by hand: dpkg -V <package>, or rpm -V <package>.")

INTEGRITY_PKG_VERIFY: Final[SecurityCheck] = security_check(
    ID,
    title=_("Programs as their packages brought them"),
    needs=VERIFIED_PACKAGES,
    limits=NoLimits(),
    judge=judge,
    reads=_("the sums of the programs and libraries of the packages that own what runs as root (dpkg’s lists, rpm -V)"),
    remedy=_("Treat a changed program as an incident until it is explained; then install its package anew."),
    card=Card(
        steps=(
            _("Do not restart anything yet: keep a copy of the changed file and its times for the inquiry."),
            _("Ask who changed it: a program that was built or patched by hand has an owner who says so in writing."),
            _("Nobody says so: take the host from the network and have it examined; its own tools may lie too."),
            _("Explained: install the package anew from a source that is trusted, and compare again."),
        ),
        commands=(
            "stat <file>; sha256sum <file>; mkdir -p -m 0700 /root/inquiry; cp --preserve=timestamps <file> /root/inquiry/",
            "apt-get install --reinstall <package>   # Debian, Ubuntu",
            "dnf reinstall <package>   # RHEL, openEuler, Kylin",
        ),
        risk=_("Installing anew overwrites the trace and may restart the service of the package: keep the copy first."),
        rollback=_("Put the kept copy back in its place (only where it was explained)."),
        verify="dpkg -V <package> || rpm -V <package>",
    ),
    traps=(
        _("settings are meant to be changed: only programs and libraries are compared"),
        _("a file that another package diverted is compared where it was put"),
        _("a file that may not be read has no sum: no pass for it"),
        _("the lists of sums lie on the same host: who is root can change them too, so equal is no proof of innocence"),
    ),
)
