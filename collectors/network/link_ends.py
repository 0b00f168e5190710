"""The ends of a device's links: its neighbours with speed and duplex of the ports that lead to them."""

from typing import Final

from collectors.base import Absent, Derived, Listing, SessionError
from collectors.facts.devices.device import DEVICE, Device
from collectors.facts.devices.links import LINK_ENDS, LinkEnd, port_key
from collectors.facts.devices.ports import INTERFACES, Interface
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour


def derive(
    neighbours: Listing[Neighbour] | Absent | SessionError,
    ports: Listing[Interface] | Absent | SessionError,
    device: Device | Absent | SessionError,
) -> Listing[LinkEnd]:
    """Join the three. Raises why one of them was not seen."""
    for one in (neighbours, ports, device):
        if isinstance(one, Exception):
            raise one
    assert isinstance(neighbours, Listing)  # noqa: S101 - none is an exception
    assert isinstance(ports, Listing)  # noqa: S101 - as before
    assert isinstance(device, Device)  # noqa: S101 - as before
    known = {port.name: port for port in ports.records}
    short: dict[str, list[Interface]] = {}
    for port in ports.records:
        short.setdefault(port_key(port.name), []).append(port)
    ends = []
    for end in neighbours.records:
        alike = short.get(port_key(end.port), [])  # a command line may write Gi1/0/1 here and the whole word there
        own = known.get(end.port) or (alike[0] if len(alike) == 1 else None)
        speed, duplex = (own.speed_bits_per_second, own.duplex) if own else (0, "")
        ends.append(LinkEnd(device.name, end.port, end.remote_name or end.chassis, end.remote_port, speed, duplex))
    return Listing(tuple(ends), neighbours.unseen)


LINK_ENDS_DERIVED: Final = Derived(
    id="network.link_ends", provides=LINK_ENDS, of=(NEIGHBOURS, INTERFACES, DEVICE), derive=derive
)
