"""Fibre Channel ports. A lost link halves the ways to storage; errors on it are a fibre or an optic that dies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene
from collectors.base import Listing, Reason
from collectors.facts.paths import FC_PORTS, FcPort
from config.limits import Layered, limit
from config.text import Text, _

_ONLINE: Final = "Online"
_BROKEN: Final = frozenset({"Error", "Bypassed", "Deleted"})
_MARGINAL: Final = frozenset({"Marginal"})


@dataclass(frozen=True, slots=True)
class FcLimits:
    """Whether a port is known to be in use: then it must be online, even when it never was since the start."""

    must_be_online: bool = limit(default=False, source="the customer's cabling; no default")


def judge(ports: Listing[FcPort], limits: Layered[FcLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a port, named by its WWPN."""
    for port in ports.records:
        level, summary = _verdict(port, limits.at(port.wwpn))
        yield Finding(
            port.wwpn,
            level,
            summary,
            observed=_(
                "{state}, speed {speed} (can do {speeds}), {count:number} storage port(s) seen, {model}",
                state=port.state or "-",
                speed=port.speed or "-",
                speeds=port.supported_speeds or "-",
                count=port.remote_count,
                model=port.model or "-",
            ),
            expected=_("connected (Online)"),
            quote=f"{port.host} {port.wwpn} {port.state}",
            reason=Reason.EMPTY.value if level is Level.UNKNOWN else "",
            measures={**port.counts, "remote_count": port.remote_count},
        )


def _verdict(port: FcPort, limits: FcLimits) -> tuple[Level, Text]:
    if port.state == _ONLINE:
        return Level.OK, _("port {host} is connected", host=port.host)
    if port.state in {"", "Unknown"}:
        return Level.UNKNOWN, _("port {host} does not tell its state", host=port.host)
    if port.state in _BROKEN:
        return Level.CRITICAL, _("port {host} reports {state}", host=port.host, state=port.state)
    if port.state in _MARGINAL:
        return Level.WARN, _("port {host} reports {state}: its link is unsteady", host=port.host, state=port.state)
    if port.remote_count or limits.must_be_online:
        return Level.CRITICAL, _("port {host} has lost its link ({state})", host=port.host, state=port.state)
    return Level.NOTICE, _(
        "port {host} has no link ({state}) and has seen no storage since the start: unused, or lost before it",
        host=port.host,
        state=port.state,
    )


FC_PORTS_CHECK: Final = Check(
    id="server.fc_ports",
    title=_("Fibre Channel ports"),
    area=Area.STORAGE,
    needs=FC_PORTS,
    limits=FcLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("state, speed, remote ports and error counters of /sys/class/fc_host; controllers on the PCI bus"),
    remedy=_(
        "See first that the other paths work (multipath -ll) and touch one side at a time. Look at the light "
        "of the optic and the SAN switch's port, clean and reseat the fibre, exchange the optic, then the "
        "fibre, then the adapter. Growing counts of lost signal or invalid CRC point to optic or fibre. When "
        "the link is back, see that all multipath paths are ready again."
    ),
    traps=(
        _("an unused port has no link: it is told, unless it has seen storage since the start or the operator expects it"),
        _("counters are hexadecimal and since the driver's start; one with all bits set is not counted at all"),
        _("counts may rise at every start of a switch or storage: growth is judged, not the number"),
        _("a Fibre Channel controller on the PCI bus without a port has no driver"),
    ),
    clause="1.4.3.4",
    refs=("kernel: Documentation/scsi/scsi_fc_transport.rst",),
)
