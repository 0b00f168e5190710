"""Who stands before the console may start the host without a password, where the boot loader asks for none."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.access_control import BOOT_LOADER, BootLoader
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.boot_grub_password"


@dataclass(frozen=True, slots=True)
class LoaderLimits:
    """Whether the console is guarded otherwise: a virtual machine whose console only its administrators reach."""

    is_console_guarded: bool = limit(default=False, source="the operator")


def judge(found: BootLoader, limits: Layered[LoaderLimits], scene: Scene) -> Iterator[Finding]:
    """One finding: whether changing an entry of GRUB asks for a password."""
    quote = " ".join(one.path for one in found.files)
    expected = _("a superuser and a hashed password of GRUB")
    if limits.base.is_console_guarded:
        said = _("not needed: the operator declares that only administrators reach the console")
        yield Finding("", Level.ABSENT, said, quote=quote)
    elif _is_guarded(found):
        yield Finding("", Level.OK, _("GRUB asks for a password before its entries are changed"), None, expected, quote)
    elif any(one.plain_count for one in found.files):
        yield failed(ID, scene, "", _("GRUB’s password stands in its file in clear"), expected=expected, quote=quote)
    else:
        said = _("GRUB asks for no password: from the console anybody starts the host as root")
        yield failed(ID, scene, "", said, expected=expected, quote=quote)


def _is_guarded(found: BootLoader) -> bool:
    """A file with superusers and a hashed password, its own or by a variable from user.cfg; or GRUB 0.9's password."""
    is_set = any(one.hashed_count for one in found.files if one.path.endswith("/user.cfg"))
    return any(
        (one.superusers_count and (one.hashed_count or (one.by_variable_count and is_set)))
        or (one.hashed_count and one.path.endswith(("/grub.conf", "/menu.lst")))
        for one in found.files
    )


BOOT_GRUB_PASSWORD: Final[SecurityCheck] = security_check(
    ID,
    title=_("Password of the boot loader"),
    needs=BOOT_LOADER,
    limits=LoaderLimits(),
    judge=judge,
    reads=_("how many lines of GRUB’s files name superusers and set passwords; no hash leaves the target"),
    remedy=_("Set a password for changing GRUB’s entries; starting the usual entry must go on without one."),
    card=Card(
        steps=(
            _("RHEL, openEuler, Kylin: run grub2-setpassword; the usual entries start without it (--unrestricted)."),
            _("Debian, Ubuntu: make the hash, write superusers and password_pbkdf2 into /etc/grub.d/40_custom."),
            _("Debian, Ubuntu: add --unrestricted to CLASS in /etc/grub.d/10_linux, else the host waits at each start."),
            _("Write the new configuration, and try it at the console in the next maintenance window."),
            _("Keep the password sealed with the customer: without it nobody mends a host that does not start."),
        ),
        commands=(
            "grub2-setpassword   # RHEL, openEuler, Kylin",
            "grub-mkpasswd-pbkdf2   # Debian, Ubuntu",
            "printf 'set superusers=\"root\"\\npassword_pbkdf2 root %s\\n' '<hash>' >>/etc/grub.d/40_custom",
            "sed -i '/^CLASS=/s/\"$/ --unrestricted\"/' /etc/grub.d/10_linux",
            "update-grub",
        ),
        risk=_("Without --unrestricted the host does not start by itself any more but waits for the password."),
        rollback=_("Take the lines out again and write the configuration anew; on RHEL remove user.cfg."),
        verify="grep -c -e superusers -e password_pbkdf2 /boot/grub/grub.cfg; ls -l /boot/grub2/user.cfg",
    ),
    traps=(
        _("RHEL’s grub.cfg has the lines always; without user.cfg they set nothing"),
        _("a virtual machine whose console is guarded needs none: the operator declares it"),
    ),
)
