"""Are high-risk ports open to all? Worms and scanners look for these first."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Exhibit, Finding, Level, Scene, unknown
from checks.security.exposed_ports import exposed
from checks.security.filter_walk import OPEN, UNSURE
from checks.security.filter_words import WAY_WORDS
from checks.security.grades import failed
from checks.security.reach import LOGGERS, PASSED_ON, UNTOLD, Door, doors
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.exposure import EXPOSURE, Exposure
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.net_high_risk_port"
_PORTS: Final = (
    *("tcp/21", "tcp/23", "udp/69", "tcp/111", "udp/111", "tcp/135", "tcp/136", "udp/137", "udp/138", "tcp/139"),
    *("tcp/445", "tcp/512", "tcp/513", "tcp/514", "tcp/873", "tcp/2049", "tcp/2375", "tcp/3306", "tcp/3389"),
    *("tcp/5900", "tcp/5901", "tcp/6379", "tcp/9200", "tcp/11211", "udp/11211", "tcp/27017"),
)
_EXPECTED: Final = _("closed, bound to 127.0.0.1, or let in from named sources only")


@dataclass(frozen=True, slots=True)
class HighRiskLimits:
    """Which ports, and which of them the operator approved as they are (patterns)."""

    ports: tuple[str, ...] = limit(
        _PORTS,
        unit="port",
        source="guide to high-risk judgements 6.4.3.1; ports that assessors name; Docker, Elasticsearch without a password",
    )
    approved: tuple[str, ...] = limit((), unit="port pattern", source="the operator")


def judge(found: Exposure, limits: Layered[HighRiskLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding a high-risk port that listens beyond loopback, one of the target where none does; the list of all."""
    if isinstance(found.listeners, Unseen):
        yield unknown("", found.listeners)
        return
    yield exposed(found, found.listeners)
    base = limits.base
    there = [one for one in doors(found) if one.name in base.ports and not _is_log_server(one)]
    for door in there:
        yield _judged(door, found, base, scene)
    if not there and not found.listeners.unseen:
        said = _("none of the {count:number} high-risk ports listens to other machines", count=len(base.ports))
        yield Finding("", Level.OK, said, None, _EXPECTED)


def _is_log_server(door: Door) -> bool:
    """Whether what listens on tcp/514 is a logger: the port is high-risk for rsh."""
    return door.name == "tcp/514" and bool(door.programs) and {*door.programs} <= LOGGERS


def _judged(door: Door, found: Exposure, limits: HighRiskLimits, scene: Scene) -> Finding:
    if any(fnmatchcase(door.name, pattern) for pattern in limits.approved):
        said = _("{port} listens to other machines, as the operator approved", port=door.name)
        return Finding(door.name, Level.OK, said, None, _EXPECTED, door.quote)
    way = door.way
    if way == UNTOLD and isinstance(found.packet_filter, Unseen):
        why = found.packet_filter
        return unknown(door.name, Unseen(door.name, why.reason, why.detail, why.remedy))
    if way == PASSED_ON:
        said = _("a container engine passes {port} on before the chain INPUT; its own chain was not read", port=door.name)
        return unknown(door.name, Unseen(door.name, Reason.NOT_OFFERED, said, _BY_HAND))
    if way == UNSURE:
        return unknown(door.name, Unseen(door.name, Reason.NOT_OFFERED, WAY_WORDS[UNSURE], _BY_HAND))
    if way != OPEN:
        said = _("{port} listens to other machines; {way}", port=door.name, way=WAY_WORDS[way])
        return Finding(door.name, Level.OK, said, None, _EXPECTED, door.quote)
    said = _("{port} is open to all: {way}", port=door.name, way=WAY_WORDS[way])
    most = Level.CRITICAL
    if door.is_open_by_six_alone:
        said, most = _("{port} is open to all by IPv6; by IPv4 its sources are limited", port=door.name), Level.WARN
    observed = _("addresses {addresses}; program {programs}", addresses=door.addresses, programs=door.programs or ("?",))
    return failed(ID, scene, door.name, said, observed=observed, expected=_EXPECTED, quote=door.quote, most=most)


_BY_HAND: Final = _(
    "look by hand: nft list ruleset; iptables -S DOCKER-USER; try the port from a host that must not reach it"
)

NET_HIGH_RISK_PORT: Final[SecurityCheck] = security_check(
    ID,
    title=_("High-risk ports"),
    needs=EXPOSURE,
    limits=HighRiskLimits(),
    judge=judge,
    reads=_("which of these ports listen beyond loopback, and how the loaded packet filter meets a new connection to them"),
    remedy=_("Stop the service, bind it to 127.0.0.1, or let in only the addresses that need it."),
    card=Card(
        steps=(
            _("See who connects to the port now, and ask the service’s owner which addresses need it."),
            _("Not needed: stop and disable. Only needed here: bind to 127.0.0.1 and restart in the window."),
            _("Needed by some: a rule for each source, then refuse the port, for IPv4 and IPv6."),
            _("Try it from a host that must not reach it, and from one that must."),
        ),
        commands=(
            "ss -tnp state established '( sport = :<port> )'",
            "systemctl disable --now <service>",
            (
                "firewall-cmd --permanent --add-rich-rule='rule family=ipv4 source address=<source> port port=<port> "
                "protocol=tcp accept'; firewall-cmd --permanent --remove-port=<port>/tcp; firewall-cmd --reload"
            ),
            "ufw allow from <source> to any port <port> proto tcp; ufw deny <port>/tcp   # Debian, Ubuntu",
            "iptables -I DOCKER-USER -p tcp --dport <port> ! -s <source> -j DROP   # published by Docker",
        ),
        risk=_("Whoever used the port and was not named is cut off."),
        rollback=_("Take the rule back, or enable the service again."),
        verify="ss -lntu; nft list ruleset; iptables -S",
    ),
    traps=(
        _("a rule that allows a source helps only where the rest is refused later or by the policy"),
        _("a rule for IPv4 leaves the socket on :: open by IPv6"),
        _("ports that Docker publishes are passed on before the chain INPUT: its rules do not hold for them"),
        _("rules in files that are not loaded limit nobody"),
    ),
)
