"""Do passwords cross the network in the clear? Who listens on the way has them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.dangerous_ports import DANGEROUS, Danger
from checks.security.grades import failed
from checks.security.reach import LOGGERS, Door, doors
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Unseen
from collectors.facts.exposure import EXPOSURE, Exposure
from collectors.facts.services import Services
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.net_cleartext_service"
_CLEAR: Final[tuple[Danger, ...]] = tuple(one for one in DANGEROUS if {"tcp/21", "tcp/23", "tcp/512"} & {*one.ports})
_OTHERS: Final = LOGGERS | {"sshd", "stunnel", "stunnel4", "nginx", "haproxy", "openvpn", "ssh"}
"""Programs that are sometimes put on these ports, and speak something else there."""
_SERVICES: Final[Mapping[str, Danger]] = {
    name: danger
    for danger, names in zip(
        _CLEAR,
        (
            ("telnet", "telnetd", "inetutils-telnetd"),
            ("vsftpd", "proftpd", "pure-ftpd", "ftpd", "wu-ftpd"),
            ("rsh", "rlogin", "rexec", "rshd", "rlogind", "rexecd"),
        ),
        strict=True,
    )
    for name in names
}
_EXPECTED: Final = _("SSH and SFTP instead")


@dataclass(frozen=True, slots=True)
class ClearLimits:
    """Which the operator approved (patterns of ports and services), for instance FTP that demands TLS."""

    approved: tuple[str, ...] = limit((), unit="port or service pattern", source="the operator")


def judge(found: Exposure, limits: Layered[ClearLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a service that takes passwords in the clear; one of the target where there is none."""
    approved = limits.base.approved
    bad = [one for door in doors(found) if (one := _of_door(door, approved, scene))]
    bad += _of_services(found.services, approved, scene)
    yield from bad
    lost = next((one for one in (found.listeners, found.services) if isinstance(one, Unseen)), None)
    if lost:
        yield unknown("", lost)
    elif not bad:
        yield Finding("", Level.OK, _("no telnet, FTP, rsh, rlogin or rexec runs or is started at boot"), None, _EXPECTED)


def _of_door(door: Door, approved: tuple[str, ...], scene: Scene) -> Finding | None:
    if _is_approved(door.name, approved) or set(door.programs) & _OTHERS:
        return None
    for danger in _CLEAR:
        if danger.level_of(door.name, door.programs):
            said = _("{port} listens to other machines: {why}", port=door.name, why=danger.why)
            return failed(ID, scene, door.name, said, expected=_EXPECTED, quote=door.quote)
        if door.name in danger.ports:
            said = _(
                "{programs} listens on {port}, the port of such a service: see what it speaks",
                programs=door.programs,
                port=door.name,
            )
            return failed(ID, scene, door.name, said, expected=_EXPECTED, quote=door.quote, most=Level.WARN)
    return None


def _of_services(told: Services | Unseen, approved: tuple[str, ...], scene: Scene) -> Iterator[Finding]:
    for one in () if isinstance(told, Unseen) else told.services:
        danger = _SERVICES.get(one.name.partition("@")[0])
        if danger is None or _is_approved(one.name, approved):
            continue
        if one.is_running or one.enablement in {"enabled", "enabled-runtime", "on"}:
            said = _("{service} runs or is started at boot: {why}", service=one.name, why=danger.why)
            quote = f"{one.name} {one.state} {one.enablement}"
            yield failed(ID, scene, one.name, said, expected=_EXPECTED, quote=quote)


def _is_approved(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


NET_CLEARTEXT_SERVICE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Services that take passwords in the clear"),
    needs=EXPOSURE,
    limits=ClearLimits(),
    judge=judge,
    reads=_("who listens on the ports of telnet, FTP, rexec, rlogin and rsh, and which of their services start"),
    remedy=_("Replace telnet and rsh by SSH and FTP by SFTP, then stop and remove them."),
    card=Card(
        steps=(
            _("Find who still uses it: established connections and the service’s log of the last months."),
            _("Give them SSH or SFTP (accounts confined with ChrootDirectory where they only move files)."),
            _("Stop and disable the service and its socket; take it out of xinetd; remove the package."),
            _("FTP that must stay: demand TLS of both channels, and name it under approved in the limits."),
        ),
        commands=(
            "ss -tnp state established '( sport = :23 or sport = :21 or sport = :513 or sport = :514 )'",
            "systemctl disable --now telnet.socket vsftpd.service rsh.socket rlogin.socket rexec.socket",
            "yum remove telnet-server rsh-server || apt-get remove telnetd rsh-server",
        ),
        risk=_("Old devices and programs that know nothing else lose their way in."),
        rollback=_("Install and enable it again."),
        verify="ss -lntp | grep -E ':(21|23|51[234]) '",
    ),
    traps=(
        _("sshd on port 23 is no telnet"),
        _("a socket unit or xinetd listens in the name of the service"),
        _("FTP that demands TLS is not in the clear: that was not tried, the operator approves it"),
        _("rsyslog takes logs on tcp/514: it is no rsh"),
    ),
)
