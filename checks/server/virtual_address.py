"""Virtual addresses as one node sees them. Whether each is held exactly once only its group can tell."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.facts.clusters import VIRTUAL_ADDRESSES, VirtualAddress, VirtualAddresses
from config.limits import Layered
from config.text import Text, _


def judge(facts: VirtualAddresses, _limits: Layered[NoLimits], _scene: Scene) -> Iterator[Finding]:
    """One finding for each program that should run, one for each address."""
    for keeper in facts.stopped:
        summary = _("{keeper} is configured on this node and does not run: it takes over nothing", keeper=keeper)
        yield Finding(keeper, Level.CRITICAL, summary)
    for one in {entry.address: entry for entry in facts.configured}.values():
        yield Finding(
            one.address,
            Level.OK,
            _here(one, facts),
            observed=_("{keeper} {name}, {state}", keeper=one.keeper, name=one.name or "-", state=one.state or "-"),
        )
    if not facts.configured and not facts.stopped and not facts.unseen:
        yield Finding("", Level.OK, _("no virtual address is configured; the program runs for another purpose"))


def _here(one: VirtualAddress, facts: VirtualAddresses) -> Text:
    if one.address in facts.held:
        return _("{address} is on this node", address=one.address)
    return _("{address} is not on this node: its place is judged for the group of the nodes", address=one.address)


VIRTUAL_ADDRESS: Final = Check(
    id="server.virtual_address",
    title=_("Virtual addresses on a node"),
    area=Area.CLUSTER,
    needs=VIRTUAL_ADDRESSES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the VRRP instances of keepalived.conf, the addresses of Pacemaker's resources, ip addr, the processes"),
    remedy=_(
        "See in the log of keepalived why it ended and check its configuration (keepalived -t, version 2.0.4 "
        "and later) before starting it: a node that may preempt takes the address over at once, so agree the "
        "moment. Declare the nodes as a group (kind: pair), so that it is judged that the address is held "
        "exactly once."
    ),
    traps=(_("an address that is not here is with the other node, which is its right place too"),),
    clause="1.4.3.4",
    refs=("keepalived.conf(5)", "ocf_heartbeat_IPaddr2(7)"),
)
