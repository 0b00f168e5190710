"""Gateway groups over both devices of a pair: two masters and no master are seen only from both sides."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from checks.network_names import group_called
from collectors.base import Reason
from collectors.facts.devices.links import GATEWAY_PAIRS, GatewayPairs
from collectors.facts.devices.topology import GatewayGroup
from config.limits import Layered
from config.text import Text, _

_LEADS: Final = frozenset({"master", "active", "primary", "active-primary"})
_UNITS: Final = frozenset({"primary unit", "secondary unit"})
"""Of ASA each member tells of both units; no group stands for the member itself."""
_SHARING: Final = frozenset({"failover", "clusterxl"})
"""BIG-IP is active with any traffic group of its own, ClusterXL with any share of the load: several may be on purpose."""
_BACKUP: Final = "backup"


def judge(pairs: GatewayPairs, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding a group."""
    for (protocol, number, port), states in pairs.groups.items():
        name = " ".join(word for word in (protocol, port, number) if word)
        level, summary = _verdict(group_called(name), states, pairs)
        yield Finding(
            name,
            level,
            summary,
            observed=_("{states}", states=tuple(f"{member} {one.state}" for member, one in states.items())),
            expected=_("one master, every other member ready to take over"),
            reason=Reason.NOT_ASKED.value if level is Level.UNKNOWN else "",
        )
    if not pairs.groups and not pairs.unseen:
        yield Finding("", Level.ABSENT, _("no gateway group on {members}", members=pairs.members))


def _verdict(name: Text, states: Mapping[str, GatewayGroup], pairs: GatewayPairs) -> tuple[Level, Text]:
    if all(one.group in _UNITS for one in states.values()):
        return _of_unit(name, states, pairs)
    leaders = tuple(member for member, one in states.items() if one.state.lower() in _LEADS)
    if len(leaders) > 1:
        return _several(name, leaders, is_shared=all(one.protocol in _SHARING for one in states.values()))
    return _of_one_leader(name, states, pairs, leaders)


def _several(name: Text, leaders: tuple[str, ...], *, is_shared: bool) -> tuple[Level, Text]:
    if is_shared:
        words = _(
            "{group}: {members} are active at once; only right where they share the load", group=name, members=leaders
        )
        return Level.WARN, words
    return Level.CRITICAL, _("{group} has several masters at once: {members}", group=name, members=leaders)


def _of_one_leader(
    name: Text, states: Mapping[str, GatewayGroup], pairs: GatewayPairs, leaders: tuple[str, ...]
) -> tuple[Level, Text]:
    """Of one leader, or none."""
    if pairs.unseen:
        return Level.UNKNOWN, _("{group}: not every member was seen", group=name)
    if not leaders:
        return _without_leader(name, states)
    if len(states) < len(pairs.members):
        return Level.WARN, _("{group} is configured on {member} alone", group=name, member=next(iter(states)))
    if any(one.is_synchronised is False for one in states.values()):
        return Level.WARN, _("{group}: the configurations of the members are not synchronised", group=name)
    return Level.OK, _("{group}: {member} is master", group=name, member=leaders[0])


def _without_leader(name: Text, states: Mapping[str, GatewayGroup]) -> tuple[Level, Text]:
    """A backup that names an address hears a master: a third device, which is no member."""
    hearing = tuple(
        member
        for member, one in states.items()
        if one.protocol == "vrrp" and one.state.lower() == _BACKUP and one.address.strip("0.:")
    )
    if hearing:
        return Level.WARN, _("{group}: {members} hear a master that is none of the members", group=name, members=hearing)
    if any(not one.state for one in states.values()):
        return Level.UNKNOWN, _("{group}: not every member tells its state", group=name)
    return Level.CRITICAL, _("{group} has no master: its address answers nobody", group=name)


def _of_unit(name: Text, states: Mapping[str, GatewayGroup], pairs: GatewayPairs) -> tuple[Level, Text]:
    """One unit of a pair of firewalls, as each member tells of it."""
    told = {one.state.lower() for one in states.values()}
    if len(told) > 1:
        return Level.CRITICAL, _("{group}: the members do not agree on its state", group=name)
    if pairs.unseen or not all(told):
        return Level.UNKNOWN, _("{group}: not every member was seen", group=name)
    state = next(iter(told))
    if state in {"active", "standby"}:
        return Level.OK, _("{group}: {state}, as every member tells", group=name, state=state)
    return Level.WARN, _("{group} is {state}: neither master nor backup", group=name, state=state)


GATEWAY_PAIR: Final = Check(
    id="group.gateway_pair",
    title=_("Gateway redundancy over both devices"),
    area=Area.CLUSTER,
    needs=GATEWAY_PAIRS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("of every member the state of its VRRP, HSRP and HA groups"),
    remedy=_(
        "Several masters: the members do not hear each other; check the heartbeat link, the VLAN on both trunks, filters "
        "for protocol 112, equal authentication. No master: look at the interface of the group on both members."
    ),
    traps=(
        _("which member is master is of no matter: groups that share the load differ on purpose"),
        _("the members are asked within one round, not at one moment: look again before acting"),
        _("a group whose interface has another name on each member is known by its address or VLAN, not by its number"),
    ),
    refs=("RFC 5798", "RFC 2281"),
)
