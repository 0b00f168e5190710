"""Which listening ports others reach: beyond loopback, and how the loaded packet filter meets who comes from afar."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.security.filter_walk import CLOSED, LIMITED, OPEN, UNSURE, let_in
from checks.security.filter_words import Packet
from collectors.base import Unseen
from collectors.facts.exposure import Exposure
from collectors.facts.network import Listener
from collectors.facts.routing import PacketFilter

_ENGINES: Final = frozenset({"docker-proxy", "rootlessport", "conmon", "netavark"})
"""They hold a port that the kernel passes on before the chain INPUT: what stands in that chain does not hold for it."""
LOGGERS: Final = frozenset({"rsyslogd", "syslog-ng", "syslogd"})
"""What takes logs on tcp/514, the port of rsh."""
PASSED_ON: Final = "passed on"
UNTOLD: Final = "untold"


@dataclass(frozen=True, slots=True)
class Door:
    """One port that somebody waits on beyond loopback. Identity: ``name`` (tcp/22).

    ``ways`` says by address family (4, 6) how the packet filter meets a new connection: open, limited, closed, unsure;
    PASSED_ON where a container engine takes it first, UNTOLD where the packet filter was not seen.
    """

    name: str
    port: int
    addresses: tuple[str, ...]
    programs: tuple[str, ...]
    ways: Mapping[int, str]

    @property
    def way(self) -> str:
        """The widest of its ways; what was not understood or not seen stands before what is limited."""
        return next(one for one in (OPEN, UNTOLD, PASSED_ON, UNSURE, LIMITED, CLOSED) if one in self.ways.values())

    @property
    def is_open_by_six_alone(self) -> bool:
        """Whether it is open by IPv6, while IPv4 is limited."""
        return self.ways.get(6) == OPEN and self.ways.get(4) not in {None, OPEN}

    @property
    def quote(self) -> str:
        """Its sockets and ways, for the report."""
        ways = " ".join(f"IPv{family}:{way}" for family, way in sorted(self.ways.items()))
        return f"{self.name} {','.join(self.addresses)} {','.join(self.programs)} {ways}"


def doors(found: Exposure) -> tuple[Door, ...]:
    """One door a port; none where the listeners were not told."""
    if isinstance(found.listeners, Unseen):
        return ()
    ports: dict[tuple[str, int], list[Listener]] = defaultdict(list)
    for one in found.listeners.records:
        if not one.is_loopback:
            ports[one.protocol, one.port].append(one)
    return tuple(_door(protocol, port, of, found.packet_filter) for (protocol, port), of in sorted(ports.items()))


def _door(protocol: str, port: int, of: list[Listener], told: PacketFilter | Unseen) -> Door:
    programs = tuple(sorted({one.process for one in of if one.process}))
    families = sorted({family for one in of for family in families_of(one.address)})
    return Door(
        f"{protocol}/{port}",
        port,
        tuple(sorted({one.address for one in of})),
        programs,
        {family: _way(Packet(protocol, port, family), programs, told) for family in families},
    )


def families_of(address: str) -> tuple[int, ...]:
    """By which families a socket is reached: one on :: also by IPv4 (net.ipv6.bindv6only is 0 nearly everywhere)."""
    bare = address.strip("[]").partition("%")[0]
    if bare in {"*", "::"}:
        return (4, 6)
    return (6,) if ":" in bare and not bare.startswith("::ffff:") else (4,)


def _way(packet: Packet, programs: tuple[str, ...], told: PacketFilter | Unseen) -> str:
    if isinstance(told, Unseen):
        return UNTOLD
    return PASSED_ON if set(programs) & _ENGINES else let_in(told, packet)
