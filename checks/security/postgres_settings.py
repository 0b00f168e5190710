"""What several checks of PostgreSQL's settings say alike: a setting not seen, addresses that stay on the machine."""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from checks.base import Finding, unknown
from collectors.base import Reason, Unseen
from config.text import _

_SEEN: Final = _(
    "the server’s own value: take back what the inspecting account or its database sets for itself (ALTER ROLE ... RESET)"
)


def untold(name: str) -> Finding:
    """A setting whose value on the server is not to be seen: our own session has another one, or the version has none."""
    return unknown(name, Unseen(name, Reason.NO_RECORD, name, _SEEN))


def listens_outside(listens: str) -> bool:
    """Whether listen_addresses names any address beyond the machine itself; an empty one leaves the socket alone."""
    own = {"", "localhost"}
    return any(one not in own and not _is_loopback(one) for one in (part.strip() for part in listens.split(",")))


def _is_loopback(word: str) -> bool:
    network = network_of(word)
    return network is not None and network.is_loopback


def is_near(address: str) -> bool:
    """Whether a rule of login speaks of the machine itself alone."""
    network = network_of(address)
    return address in {"samehost", "localhost"} or (network is not None and network.is_loopback)


def network_of(address: str) -> IPv4Network | IPv6Network | None:
    """An address and its mask, as the server writes them; None for a name."""
    base, _space, mask = address.partition(" ")
    try:
        if ":" in mask:
            mask = str(int(ip_address(mask)).bit_count())
        return ip_network(f"{base}/{mask}" if mask else base, strict=False)
    except ValueError:
        return None
