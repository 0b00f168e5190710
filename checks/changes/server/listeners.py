"""Who listens. After an upgrade a port that nobody listens on any more is a service that did not come back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from checks.areas import Area
from checks.aspects import Aspect, Weight
from collectors.base import Listing
from collectors.facts.network import LISTENERS, Listener
from collectors.policies import Policy
from config.text import _

EPHEMERAL_FROM: Final = 32768
"""The first port that Linux gives out by itself (ip(7), ip_local_port_range): who listens there was given it by chance."""


@dataclass(frozen=True, slots=True)
class Door:
    """One address and port on which something waits; ``programs`` are the names of who does, where we may see them."""

    port: Annotated[str, Policy.IDENTITY]
    address: Annotated[str, Policy.IDENTITY]
    programs: Annotated[tuple[str, ...] | None, Policy.REPORT]


def doors(listeners: Listing[Listener]) -> Iterator[Door]:
    """One door an address and port, without those whose number was given by chance."""
    programs: dict[tuple[str, str], list[str]] = {}
    for one in listeners.records:
        if one.port < EPHEMERAL_FROM:
            programs.setdefault((f"{one.protocol}/{one.port}", one.address), []).append(one.process)
    for (port, address), names in programs.items():
        yield Door(port, address, tuple(sorted({*names})) if all(names) else None)


LISTENERS_ASPECT: Final = Aspect(
    id="server.changed_listeners",
    title=_("Changes of listening ports"),
    area=Area.NETWORK,
    needs=LISTENERS,
    record=Door,
    things=doors,
    one=_("port {name}"),
    fields={"programs": _("program")},
    gone=Weight.FAULT,
    come=Weight.REPORT,
    reads=_("who listens on which address and port, now and then"),
    remedy=_(
        "Gone: see whether the service was stopped on purpose; if not, start it and look into its log. "
        "New: find out who started it, and close it or write it down."
    ),
    traps=(_("ports from 32768 on are given out by chance and are not compared"),),
    refs=("ss(8)", "ip(7)"),
)
