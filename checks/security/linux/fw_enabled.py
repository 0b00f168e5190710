"""Does the host turn away what nobody asked for? Without a packet filter each new service is open to all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.security.filter_walk import OPEN, UNSURE, is_base, let_in
from checks.security.filter_words import Packet
from checks.security.grades import failed
from checks.security.reach import families_of
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.exposure import EXPOSURE, Exposure
from collectors.facts.routing import PacketFilter
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.fw_enabled"
_EXPECTED: Final = _("what no rule allows is turned away")


@dataclass(frozen=True, slots=True)
class FirewallLimits:
    """Whether the operator states that a firewall of the network stands before this host."""

    is_behind_boundary: bool = limit(default=False, unit="", source="the operator")


def judge(found: Exposure, limits: Layered[FirewallLimits], scene: Scene) -> Iterator[Finding]:
    """One finding for IPv4, one for IPv6 where something listens on it."""
    told = found.packet_filter
    if isinstance(told, Unseen):
        yield unknown("", told)
        return
    yield _judged("IPv4", told, limits.at("IPv4"), scene)
    if isinstance(found.listeners, Unseen):
        yield unknown("IPv6", found.listeners)
    elif any(6 in families_of(one.address) for one in found.listeners.records if not one.is_loopback):  # noqa: PLR2004
        yield _judged("IPv6", told, limits.at("IPv6"), scene)


def _judged(subject: str, told: PacketFilter, limits: FirewallLimits, scene: Scene) -> Finding:
    family = int(subject[-1])
    way = let_in(told, Packet("tcp", None, family))
    bases = [one for one in told.chains if is_base(one, family)]
    quote = "; ".join(f"{one.name}: {one.head}, {len(one.rules)}" for one in bases)[:300]
    if way == UNSURE:
        said = _("what {family} does with the unexpected was not understood in the loaded rules", family=subject)
        return unknown(subject, Unseen(subject, Reason.NOT_OFFERED, said, _BY_HAND))
    if way != OPEN:
        said = _("the loaded packet filter turns away what no rule allows ({family})", family=subject)
        return Finding(subject, Level.OK, said, None, _EXPECTED, quote)
    if bases:
        said = _("a packet filter is loaded for {family} and lets in what no rule forbids", family=subject)
    else:
        said = _("no packet filter is loaded for {family}", family=subject)
    most = Level.NOTICE if limits.is_behind_boundary else Level.WARN
    return failed(ID, scene, subject, said, expected=_EXPECTED, quote=quote, most=most)


_BY_HAND: Final = _("look at the loaded rules: nft list ruleset, or iptables -S and ip6tables -S")

FW_ENABLED: Final[SecurityCheck] = security_check(
    ID,
    title=_("Packet filter of the host"),
    needs=EXPOSURE,
    limits=FirewallLimits(),
    judge=judge,
    reads=_("the loaded rules (nft list ruleset, iptables-save), gone through with a connection that no rule names"),
    remedy=_("Switch on firewalld or ufw, allow what the services need from where they are needed, refuse the rest."),
    card=Card(
        steps=(
            _("List what listens and who connects to it; agree with the owners of the services on sources and ports."),
            _("Stay on the console, or have a job take the rules back in ten minutes unless you stop it."),
            _("Allow SSH from the management addresses first, then the services, then switch it on."),
            _("Have each service tried; then take the job away."),
        ),
        commands=(
            "ss -lntup; ss -tn state established",
            "echo 'systemctl stop firewalld' | at now + 10 minutes   # Debian, Ubuntu: ufw disable",
            (
                "systemctl enable --now firewalld; firewall-cmd --permanent --add-rich-rule='rule family=ipv4 source "
                "address=<management network> service name=ssh accept'   # RHEL, openEuler, Kylin"
            ),
            "firewall-cmd --permanent --remove-service=ssh; firewall-cmd --reload",
            "apt-get install ufw   # Debian, Ubuntu",
            "ufw default deny incoming; ufw allow from <management network> to any port 22; ufw enable   # Debian, Ubuntu",
        ),
        risk=_("A forgotten rule cuts off users, clusters or yourself: heartbeat and replication need rules too."),
        rollback=_("systemctl stop firewalld, or ufw disable."),
        verify="nft list ruleset | grep -A3 'hook input'; iptables -S INPUT; ip6tables -S INPUT",
    ),
    traps=(
        _("a service firewalld that runs proves nothing: what is loaded in the kernel counts"),
        _("a policy of accept with a last rule that rejects all is a default of refusing too"),
        _("IPv4 filtered and IPv6 open is the usual gap"),
        _("rules of a container engine are no filter for the host’s own services"),
    ),
)
