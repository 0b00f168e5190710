"""Does the kernel confine programs? Without it whoever takes over a service has all that the service may do."""

from collections.abc import Iterator
from typing import Final

from checks.base import Finding, Level, NoLimits, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, Window, security_check
from collectors.base import Reason, Unseen
from collectors.facts.access_control import MANDATORY_ACCESS, MandatoryAccess
from config.limits import Layered
from config.text import Text, _

ID: Final = "security.linux.mac_enforcing"
_AS_ROOT: Final = _("Look at it by hand as root: aa-status, or getenforce; on Kylin getstatus.")


def judge(found: MandatoryAccess, _limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: how programs are confined now and at the next start."""
    if found.selinux != "off":
        yield _of_selinux(found, scene)
    elif found.apparmor_is_on:
        yield _of_apparmor(found, scene)
    elif found.others:
        said = _("{names} is on; how it is set was not read", names=found.others)
        yield unknown("", Unseen("", Reason.NOT_OFFERED, said, _AS_ROOT))
    else:
        said = _("neither SELinux nor AppArmor confines programs")
        yield failed(ID, scene, "", said, expected=_EXPECTED, quote=_quote(found))


_EXPECTED: Final = _("SELinux enforcing, or AppArmor with enforced profiles")


def _quote(found: MandatoryAccess) -> str:
    return " ".join((f"SELINUX={found.selinux_at_boot or '-'}", *found.boot_words))


def _of_selinux(found: MandatoryAccess, scene: Scene) -> Finding:
    if not found.selinux:
        return unknown("", Unseen("", Reason.DENIED, "/sys/fs/selinux/enforce", _AS_ROOT))
    quote = f"{found.selinux} {_quote(found)}"
    if found.selinux == "permissive":
        return _lesser(scene, _("SELinux only logs (permissive) and confines nothing"), quote)
    if found.selinux_at_boot != "enforcing" or {"selinux=0", "enforcing=0"} & set(found.boot_words):
        return _lesser(scene, _("SELinux confines programs now, but not after the next start"), quote)
    return Finding("", Level.OK, _("SELinux confines programs (enforcing)"), None, _EXPECTED, quote)


def _of_apparmor(found: MandatoryAccess, scene: Scene) -> Finding:
    if found.enforced_count is None:
        return unknown("", Unseen("", Reason.DENIED, "/sys/kernel/security/apparmor/profiles", _AS_ROOT))
    quote = f"enforce {found.enforced_count} complain {found.complaining_count}"
    if not found.enforced_count:
        return _lesser(scene, _("AppArmor is on, but enforces no profile"), quote)
    said = _("AppArmor enforces {count:number} profiles", count=found.enforced_count)
    return Finding("", Level.OK, said, None, _EXPECTED, quote, {"enforced_count": float(found.enforced_count)})


def _lesser(scene: Scene, said: Text, quote: str) -> Finding:
    return failed(ID, scene, "", said, expected=_EXPECTED, quote=quote, most=Level.NOTICE)


MAC_ENFORCING: Final[SecurityCheck] = security_check(
    ID,
    title=_("Mandatory access control (SELinux, AppArmor)"),
    needs=MANDATORY_ACCESS,
    limits=NoLimits(),
    judge=judge,
    reads=_("SELinux’s mode in the kernel and in its configuration, AppArmor’s profiles, the kernel’s command line"),
    remedy=_("Switch SELinux to permissive, mend what its log shows, then to enforcing; or enforce AppArmor’s profiles."),
    card=Card(
        steps=(
            _("RHEL, openEuler: set SELINUX=permissive, label all files at the next start, run a week."),
            _("Read the denials in the audit log and allow what is right with the vendor’s rules."),
            _("Set SELINUX=enforcing and start the host anew in the maintenance window."),
            _("Debian, Ubuntu: install apparmor and apparmor-utils, and enforce the profiles of the services that run."),
            _("Kylin: its own KYSEC may stand instead; look with getstatus and declare it."),
        ),
        commands=(
            "sed -i 's/^SELINUX=.*/SELINUX=permissive/' /etc/selinux/config; touch /.autorelabel",
            "ausearch -m avc -ts recent",
            "sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config",
            "apt-get install apparmor apparmor-utils; aa-enforce /etc/apparmor.d/*   # Debian, Ubuntu",
        ),
        risk=_("Databases and programs of the customer may be refused what they did: never enforce without a trial."),
        rollback=_("setenforce 0 acts at once, SELINUX=permissive at the next start; aa-complain for a profile."),
        verify="getenforce; grep ^SELINUX= /etc/selinux/config; aa-status",
        window=Window.REBOOT,
    ),
    traps=(
        _("enforcing now and disabled in the configuration is off after the next start"),
        _("AppArmor that is on without an enforced profile confines nothing"),
        _("a container does not see the host’s SELinux: that is no proof that it is off"),
    ),
)
