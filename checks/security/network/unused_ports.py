"""Ports that nothing is plugged into and that are switched on: whoever plugs a cable in is in the network."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.ports import AGGREGATE, has_words, ports_of
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import INTERFACES, Interface
from config.limits import Layered, limit
from config.text import Text, _

ID: Final = "security.network.unused_ports"
_DOWN: Final = frozenset({"down", "lowerLayerDown"})


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on a port that is down counts as unused."""

    least_down_seconds: float = limit(
        86400.0, unit="seconds", source="our judgement: a terminal that is off for the night uses its port"
    )


def judge(found: Listing[Interface], limits: Layered[Limits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding on all ports together, and the list."""
    ports = [one for one in ports_of(found.records) if one.type_number != AGGREGATE]
    if not ports:
        yield Finding("", Level.ABSENT, _("no port for a cable among {count} interfaces", count=len(found.records)))
        return
    if any(one.is_enabled is None or not one.state for one in ports):
        why = _("of some ports it is not told whether they are switched on and up")
        yield unknown("", Unseen("", Reason.NO_RECORD, why))
        return
    least = limits.at("").least_down_seconds
    unused = [one for one in ports if _is_unused(one, least)]
    yield _finding(unused, len(ports), scene)
    if unused:
        yield _table(unused)


def _is_unused(one: Interface, least: float) -> bool:
    is_lately = one.changed_seconds is not None and one.changed_seconds < least
    return bool(one.is_enabled) and one.state in _DOWN and not is_lately


def _finding(unused: list[Interface], count: int, scene: Scene) -> Finding:
    expected = _("unused ports are shut down")
    measures = {"unused_count": float(len(unused)), "ports_count": float(count)}
    if not unused:
        summary = _("of {count:number} ports none is switched on without a use", count=count)
        return Finding("", Level.OK, summary, expected=expected, measures=measures)
    names = ", ".join(one.name for one in unused)
    summary = _("{unused:number} of {count:number} ports are switched on and unused", unused=len(unused), count=count)
    most = Level.NOTICE if all(has_words(one) for one in unused) else Level.CRITICAL
    return failed(ID, scene, "", summary, expected=expected, quote=names[:400], measures=measures, most=most)


def _table(unused: list[Interface]) -> Exhibit:
    columns = (_("Port"), _("Description"), _("Down for"))
    rows = tuple((one.name, one.alias, _ago(one)) for one in unused)
    return Exhibit(_("Ports that are switched on and unused"), columns, rows)


def _ago(one: Interface) -> str | Text:
    return "-" if one.changed_seconds is None else _("{ago:duration}", ago=one.changed_seconds)


UNUSED_PORTS: Final[SecurityCheck] = security_check(
    ID,
    title=_("Unused ports"),
    needs=INTERFACES,
    limits=Limits(),
    judge=judge,
    reads=_("the state of all ports that take a cable, by SNMP or command line: switched on, up, since when"),
    remedy=_("Shut unused ports down and put them into a VLAN of their own; open one when it is needed, with a record."),
    card=Card(
        steps=(
            _("Go through the list with the customer; look on site which ports have a cable."),
            _("Shut the unused ones down, describe them as spare, and save."),
        ),
        commands=(
            "# Cisco: interface range <ports> / description SPARE / switchport access vlan <spare> / shutdown",
            "# Huawei: port-group group-member <ports> / description SPARE / shutdown",
            "# H3C: interface range <ports> / description SPARE / shutdown",
        ),
        risk=_("A device that is switched on seldom (a printer, a spare line) loses its port."),
        rollback=_("Switch the port on again: no shutdown; undo shutdown."),
        verify="show interfaces status; display interface brief",
    ),
    traps=(
        _("a port that went down within a day is not unused"),
        _("where the device does not tell since when a port is down, it counts as unused"),
        _("aggregates, VLANs, loopbacks and tunnels take no cable"),
    ),
)
