"""How many routes, ARP entries and MAC addresses: after a change about as many as before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.devices.table_sizes import ARP_COUNT, MAC_COUNT, ROUTES_COUNT, TableSize
from collectors.policies import Policy, Within
from config.text import _

_RATIO: Final = 0.10
"""Tables within ten per cent are the same (catalogue of what is compared)."""
_HOSTS_LEAST: Final = 10.0
"""So many hosts come and go by themselves in a small network, where a tenth is one or two: ours."""


@dataclass(frozen=True, slots=True)
class Routes:
    """One table of routes, which do not come and go by themselves."""

    name: Annotated[str, Policy.IDENTITY]
    entries: Annotated[int, Within(ratio=_RATIO)]


@dataclass(frozen=True, slots=True)
class Hosts:
    """One table of addresses of hosts."""

    name: Annotated[str, Policy.IDENTITY]
    entries: Annotated[int, Within(ratio=_RATIO, least=_HOSTS_LEAST)]


def routes(listing: Listing[TableSize]) -> Iterator[Routes]:
    """Tables of routes, by what was counted."""
    for one in listing.records:
        yield Routes(one.name, one.entries_count)


def hosts(listing: Listing[TableSize]) -> Iterator[Hosts]:
    """Tables of hosts, by what was counted."""
    for one in listing.records:
        yield Hosts(one.name, one.entries_count)


_SETTLE: Final = _("counted within five minutes after a restart, tables are not full yet: verify later")
ROUTES_ASPECT: Final = Aspect(
    id="network.changed_routes_count",
    title=_("Number of routes changed by more than 10 %"),
    area=Area.NETWORK,
    needs=ROUTES_COUNT,
    record=Routes,
    things=routes,
    one=_("routes ({name})"),
    fields={"entries": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("how many routes the device holds, now and then"),
    remedy=_("Find out which routes are gone or new: static routes, neighbours of OSPF and BGP, their filters."),
    traps=(_SETTLE, _("routes counted another way than before (SNMP, command line) are not compared")),
    refs=("RFC 4292",),
    is_checked=False,
)
ARP_ASPECT: Final = Aspect(
    id="network.changed_arp_count",
    title=_("Number of ARP entries changed by more than 10 %"),
    area=Area.NETWORK,
    needs=ARP_COUNT,
    record=Hosts,
    things=hosts,
    one=_("ARP entries ({name})"),
    fields={"entries": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("how many ARP entries the device holds, now and then"),
    remedy=_("Far fewer than at the same hour before: see which VLAN or interface lost its hosts."),
    traps=(
        _SETTLE,
        _("hosts are fewer at night and at weekends: verify at the hour of the snapshot; ten more or fewer are normal"),
    ),
    refs=("RFC 4293",),
    is_checked=False,
)
MAC_ASPECT: Final = Aspect(
    id="network.changed_mac_count",
    title=_("Number of MAC addresses changed by more than 10 %"),
    area=Area.NETWORK,
    needs=MAC_COUNT,
    record=Hosts,
    things=hosts,
    one=_("MAC addresses ({name})"),
    fields={"entries": _("number")},
    gone=Weight.REPORT,
    come=Weight.NOTED,
    reads=_("how many MAC addresses the device holds, now and then"),
    remedy=_("Far fewer than at the same hour before: see which port or VLAN lost its hosts."),
    traps=(
        _SETTLE,
        _("hosts are fewer at night and at weekends: verify at the hour of the snapshot; ten more or fewer are normal"),
        _("some switches show the addresses of the default VLAN alone by SNMP"),
    ),
    refs=("RFC 4188", "RFC 4363"),
    is_checked=False,
)
