"""The list of listening ports by how far they reach (all interfaces, one address, this host), with the host's filter."""

from typing import Final

from checks.base import Exhibit
from checks.security.filter_walk import CLOSED, LIMITED, OPEN, UNSURE
from checks.security.reach import PASSED_ON, UNTOLD, Door, doors
from collectors.base import Listing
from collectors.facts.exposure import Exposure
from collectors.facts.network import Listener
from config.text import Text, _

TITLE: Final = _("Listening ports by exposure")
_EVERYWHERE: Final = frozenset({"*", "0.0.0.0", "::"})  # noqa: S104 - what is read, nothing is bound
_COLUMNS: Final = (_("Port"), _("Known as"), _("Reach"), _("Address"), _("Program"), _("Host firewall"))
_WAYS: Final[dict[str, Text]] = {
    OPEN: _("lets everybody in"),
    LIMITED: _("lets named sources in"),
    CLOSED: _("lets nobody in"),
    UNSURE: _("not understood"),
    UNTOLD: _("not seen"),
    PASSED_ON: _("passed on by a container engine"),
}
_SERVICES: Final[dict[str, str]] = {
    "tcp/21": "FTP",
    "tcp/22": "SSH",
    "tcp/23": "Telnet",
    "tcp/25": "SMTP",
    "tcp/53": "DNS",
    "udp/53": "DNS",
    "udp/69": "TFTP",
    "tcp/80": "HTTP",
    "tcp/111": "rpcbind",
    "udp/111": "rpcbind",
    "udp/123": "NTP",
    "udp/161": "SNMP",
    "tcp/443": "HTTPS",
    "tcp/445": "SMB",
    "tcp/514": "syslog / rsh",
    "udp/514": "syslog",
    "udp/623": "IPMI",
    "tcp/873": "rsync",
    "tcp/1521": "Oracle",
    "tcp/2049": "NFS",
    "tcp/2375": "Docker",
    "tcp/3306": "MySQL",
    "tcp/3389": "RDP",
    "tcp/5236": "DM",
    "tcp/5432": "PostgreSQL",
    "tcp/5900": "VNC",
    "tcp/6379": "Redis",
    "tcp/6443": "Kubernetes",
    "tcp/8080": "HTTP",
    "tcp/9092": "Kafka",
    "tcp/9200": "Elasticsearch",
    "tcp/11211": "memcached",
    "tcp/27017": "MongoDB",
    "tcp/54321": "KingbaseES",
}
"""What usually listens there: IANA's registry of ports, and the makers' documentation; what does listen is the program."""


def exposed(found: Exposure, listeners: Listing[Listener]) -> Exhibit:
    """Every listening port once: those that others reach first, those of this host alone behind them."""
    reached = tuple(_row(one) for one in doors(found))
    names = sorted({(one.protocol, one.port, one.address, one.process) for one in listeners.records if one.is_loopback})
    local = tuple(
        (f"{protocol}/{port}", _SERVICES.get(f"{protocol}/{port}", "-"), _("this host alone"), address, process or "-", "-")
        for protocol, port, address, process in names
    )
    return Exhibit(TITLE, _COLUMNS, (*reached, *local))


def _row(one: Door) -> tuple[str | Text, ...]:
    bare = {address.strip("[]").partition("%")[0] for address in one.addresses}
    reach = _("all interfaces") if bare & _EVERYWHERE else _("one address")
    known = _SERVICES.get(one.name, "-")
    return one.name, known, reach, " ".join(one.addresses), " ".join(one.programs) or "-", _WAYS[one.way]
