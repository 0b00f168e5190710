"""Listening ports. What listens to other machines is what can be attacked from there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from checks.dangerous_ports import DANGEROUS, Danger
from collectors.base import Listing, Reason, Unseen
from collectors.facts.network import LISTENERS, Listener
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class ListenerLimits:
    """What the operator forbids and allows: patterns of ``tcp/8080`` or ``process:nginx``; allowed empty is not judged."""

    forbidden: tuple[str, ...] = limit((), unit="port or process pattern", source="the operator")
    allowed: tuple[str, ...] = limit((), unit="port or process pattern", source="the operator")


def judge(listeners: Listing[Listener], limits: Layered[ListenerLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a port that calls for something, one for the rest, and the table of all."""
    ports: dict[str, list[Listener]] = defaultdict(list)
    for one in listeners.records:
        if not one.is_loopback:
            ports[f"{one.protocol}/{one.port}"].append(one)
    found = [finding for port, of in ports.items() if (finding := _judge_one(port, of, limits.at(port)))]
    yield from found
    if not listeners.unseen:
        yield _summary(listeners.records, ports, len(found))
    yield _table(listeners.records)


def _judge_one(port: str, listeners: Sequence[Listener], limits: ListenerLimits) -> Finding | None:
    names = tuple(sorted({one.process for one in listeners if one.process}))
    if _is_any(port, names, limits.forbidden):
        return _finding(port, listeners, names, Level.CRITICAL, _DANGER_FORBIDDEN)
    for danger in () if _is_any(port, names, limits.allowed) else DANGEROUS:
        level = danger.level_of(port, names)
        if level is not None:
            return _finding(port, listeners, names, level, danger)
    if not limits.allowed or _is_any(port, names, limits.allowed):
        return None
    if not names and any(pattern.startswith("process:") for pattern in limits.allowed):
        return unknown(port, Unseen(port, Reason.DENIED, _("{port}: process not visible", port=port)))
    return _finding(port, listeners, names, Level.WARN, _DANGER_NEW)


_DANGER_FORBIDDEN = Danger((), (), Level.CRITICAL, _("is forbidden by the operator"))
_DANGER_NEW = Danger((), (), Level.WARN, _("is not on the list of what may listen here"))


def _is_any(port: str, names: Sequence[str], patterns: Sequence[str]) -> bool:
    subjects = [port, *(f"process:{name}" for name in names)]
    return any(fnmatchcase(subject, pattern) for subject in subjects for pattern in patterns)


def _finding(port: str, listeners: Sequence[Listener], names: tuple[str, ...], level: Level, danger: Danger) -> Finding:
    first = listeners[0]
    return Finding(
        port,
        level,
        _("{port} listens to other machines: {why}", port=port, why=danger.why),
        observed=_(
            "addresses {addresses}; process {names}",
            addresses=tuple(sorted({one.address for one in listeners})),
            names=names or ("?",),
        ),
        expected=_("not reachable from other machines, or allowed by the operator"),
        quote=f"{first.protocol} {first.address}:{first.port} {first.process}".strip(),
    )


def _summary(listeners: Sequence[Listener], ports: Mapping[str, Sequence[Listener]], count: int) -> Finding:
    return Finding(
        "",
        Level.OK,
        _(
            "{quiet:number} of {open:number} ports that listen to other machines call for nothing",
            quiet=len(ports) - count,
            open=len(ports),
        ),
        observed=_("{count:number} listening sockets in all", count=len(listeners)),
        measures={"open_ports_count": len(ports), "listeners_count": len(listeners)},
    )


def _table(listeners: Sequence[Listener]) -> Exhibit:
    return Exhibit(
        _("Listening ports"),
        (_("Protocol"), _("Address"), _("Port"), _("Process (empty: not visible with the rights we had)")),
        tuple((one.protocol, one.address, str(one.port), one.process) for one in listeners),
    )


LISTENING_PORTS: Final = Check(
    id="server.listening_ports",
    title=_("Listening ports"),
    area=Area.CONFIGURATION,
    needs=LISTENERS,
    limits=ListenerLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("every TCP and UDP socket that waits for others, with its process where our rights suffice"),
    remedy=_(
        "Find out with the application's owner what the port is for. Close what nobody needs, in a change "
        "window and with a way back; replace telnet, ftp and rsh by SSH; let services bind to the address "
        "they need, and restrict the sources in the firewall."
    ),
    traps=(
        _("what listens on the loopback address alone is not reachable and not judged"),
        _("a port is judged with its process: another program on port 23 is no telnet"),
        _("rpc services take a new port at each start: allow them by process"),
        _("whether a database or cache wants a password is not tried"),
    ),
    clause="1.4.3.4",
    refs=("ss(8)", "IANA Service Name and Transport Protocol Port Number Registry"),
)
