"""Services that should not listen to other machines, by port and by the program's name.

Ports are IANA's (Service Name and Transport Protocol Port Number Registry); the levels are our judgement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checks.base import Level
from config.text import Text, _

SUPER_SERVERS: Final = frozenset({"inetd", "xinetd", "systemd", "init", "busybox", "in.inetd", "tcpd"})
"""They listen in the name of another program: the port says for which."""


@dataclass(frozen=True, slots=True)
class Danger:
    """One kind of service: its ports (``tcp/23``), its programs, how bad it is, and why."""

    ports: tuple[str, ...]
    programs: tuple[str, ...]
    level: Level
    why: Text
    only_there: tuple[str, ...] = ()
    """Programs that are this service on its port alone, and something else on others."""

    def level_of(self, port: str, names: Iterable[str]) -> Level | None:
        """Judge a port with the programs behind it; with none visible the port alone speaks."""
        known = {*names}
        if known & {*self.programs}:
            return self.level
        is_its_port = port in self.ports and (not known or bool(known & {*SUPER_SERVERS, *self.only_there}))
        return self.level if is_its_port else None


DANGEROUS: Final = (
    Danger(
        ("tcp/23",),
        ("telnetd", "in.telnetd", "utelnetd"),
        Level.CRITICAL,
        _("telnet sends passwords in the clear"),
    ),
    Danger(
        ("tcp/21",),
        ("vsftpd", "proftpd", "pure-ftpd", "in.ftpd", "ftpd", "wu-ftpd"),
        Level.CRITICAL,
        _("FTP sends passwords in the clear"),
    ),
    Danger(
        ("tcp/512", "tcp/513", "tcp/514"),
        ("rshd", "rexecd", "rlogind", "in.rshd", "in.rexecd", "in.rlogind"),
        Level.CRITICAL,
        _("rexec, rlogin and rsh trust the other side's word"),
    ),
    Danger(
        tuple(f"tcp/{port}" for port in range(6000, 6010)),
        ("X", "Xorg", "Xwayland"),
        Level.CRITICAL,
        _("X11 lets others see and type on the screen"),
    ),
    Danger(
        ("tcp/2375",),
        (),
        Level.CRITICAL,
        _("the Docker interface without TLS gives root to whoever asks"),
        only_there=("dockerd", "docker", "docker-proxy"),
    ),
    Danger(
        ("tcp/6379",),
        ("redis-server",),
        Level.WARN,
        _("Redis often runs without a password; whether this one does was not tried"),
    ),
    Danger(
        ("tcp/11211", "udp/11211"),
        ("memcached",),
        Level.WARN,
        _("memcached knows no password unless it was built with one; whether this one does was not tried"),
    ),
    Danger(("udp/69",), ("in.tftpd", "tftpd", "atftpd"), Level.WARN, _("TFTP gives out files without asking who it is")),
)
