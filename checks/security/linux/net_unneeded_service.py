"""Does anything run that a server does not need? What does not run cannot be attacked."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.facts.services import SERVICES, Service, Services
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.net_unneeded_service"


@dataclass(frozen=True, slots=True)
class UnneededLimits:
    """Which services a server does not need, and which of them the operator approved (patterns)."""

    services: tuple[str, ...] = limit(
        (
            *("rpcbind", "portmap", "ypserv", "ypbind", "nis", "avahi-daemon", "cups", "cups-browsed", "bluetooth"),
            *("gdm", "gdm3", "lightdm", "sddm", "xdm", "tftp", "tftpd-hpa", "talk", "ntalk", "rsyncd", "autofs"),
        ),
        unit="service",
        source="CIS benchmarks 2.1; openEuler baseline 1.2",
    )
    approved: tuple[str, ...] = limit((), unit="service pattern", source="the operator")


def judge(found: Services, limits: Layered[UnneededLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service that runs or starts and is not approved; one of the target where there is none."""
    if found.unanswered:
        yield unknown("", found.unanswered)
        return
    base = limits.base
    bad = [one for one in found.services if one.name in base.services and _is_on(one) and not _is_approved(one, base)]
    for one in bad:
        said = _("{service} runs or is started at boot, and a server seldom needs it", service=one.name)
        expected = _("stopped and disabled, or approved by the operator")
        yield failed(ID, scene, one.name, said, expected=expected, quote=f"{one.name} {one.state} {one.enablement}".strip())
    if not bad:
        yield Finding(
            "",
            Level.OK,
            _("none of {count:number} services that a server seldom needs runs or is started", count=len(base.services)),
            _("{count:number} services in all", count=len(found.services)),
        )


def _is_on(one: Service) -> bool:
    """Static and generated units start for others that ask for them: they count only where they run."""
    return bool(one.is_running) or one.enablement in {"enabled", "enabled-runtime", "on"}


def _is_approved(one: Service, limits: UnneededLimits) -> bool:
    return any(fnmatchcase(name, pattern) for name in (one.name, *one.aliases) for pattern in limits.approved)


NET_UNNEEDED_SERVICE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Services that a server does not need"),
    needs=SERVICES,
    limits=UnneededLimits(),
    judge=judge,
    reads=_("which services run and which are started at boot"),
    remedy=_("Stop and disable the services, or have the operator approve them."),
    card=Card(
        steps=(
            _("Ask the service’s owner; rpcbind is needed by NFS 3, cups by hosts that print."),
            _("Stop and disable the service and its socket; mask it where another would start it."),
            _("What is needed is named under approved in the limits."),
        ),
        commands=(
            "systemctl list-dependencies --reverse <service>",
            "systemctl disable --now <service>.service <service>.socket",
        ),
        risk=_("NFS 3 mounts hang without rpcbind."),
        rollback=_("systemctl enable --now <service>.service"),
        verify="systemctl is-enabled <service>; systemctl is-active <service>",
    ),
    traps=(
        _("a socket starts a service that looks disabled: both count"),
        _("a unit that is static starts only for others: it counts where it runs"),
        _("masked and disabled units are no finding"),
    ),
)
