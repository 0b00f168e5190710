"""Real clusters of two nodes in namespaces of our own: Pacemaker with Corosync, and keepalived; a node is lost, and found.

About half a minute for Pacemaker (it waits 20 s for its first coordinator), a quarter for keepalived.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from agent.expected import Wanted
from agent.inspection import inspect_all
from agent.replaying import differences, replay
from agent.store.open import open_store
from agent.store.store import Store
from checks.base import Level
from checks.result import Inspection
from config.site import Site, Target
from tests.peers.machines import Machine, MachineSession, missing, two_machines, wait

ADDRESS = "10.251.0.100"
PACEMAKER = r"""
for d in /dev/shm /run /etc/corosync /var/lib/corosync /var/log/corosync /var/lib/pacemaker /var/log/pacemaker; do
  mount -t tmpfs tmpfs $d
done
mkdir -p /run/lock /run/corosync /run/crm /run/resource-agents
for d in cib blackbox cores pengine; do mkdir -p /var/lib/pacemaker/$d; done
chown -R hacluster:haclient /var/lib/pacemaker /run/crm /var/log/pacemaker
cat >/etc/corosync/corosync.conf <<'END'
totem {
  version: 2
  cluster_name: live
  transport: udpu
  token: 1000
}
nodelist {
  node {
    ring0_addr: 10.251.0.1
    name: node1
    nodeid: 1
  }
  node {
    ring0_addr: 10.251.0.2
    name: node2
    nodeid: 2
  }
}
quorum {
  provider: corosync_votequorum
  two_node: 1
  wait_for_all: 0
}
END
corosync
pacemakerd >/dev/null 2>&1 &
"""
RESOURCE = f"""
crm_attribute -n stonith-enabled -v false
cibadmin -C -o resources -X '<primitive id="vip" class="ocf" provider="heartbeat" type="IPaddr2">
  <instance_attributes id="vip-p"><nvpair id="vip-ip" name="ip" value="{ADDRESS}"/>
  <nvpair id="vip-m" name="cidr_netmask" value="24"/></instance_attributes>
  <operations><op id="vip-mon" name="monitor" interval="5s"/></operations></primitive>'
"""
KEEPALIVED = f"""
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /etc/keepalived
[ ! -d /etc/corosync ] || mount -t tmpfs tmpfs /etc/corosync
cat >/etc/keepalived/keepalived.conf <<'END'
vrrp_instance VI_1 {{
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 1
  authentication {{
    auth_type PASS
    auth_pass s3cret
  }}
  virtual_ipaddress {{
    {ADDRESS}/24 dev eth0
  }}
}}
END
keepalived -n -l -p /run/k.pid -r /run/v.pid >/dev/null 2>&1 &
"""
Said = dict[tuple[str, str, str], Level]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'x.db'}") as opened:
        yield opened


def inspected(store: Store, machines: Sequence[Machine], kind: str) -> tuple[Inspection, Said]:
    """A round over the machines and their group, kept, replayed, and what it said by (target, check, subject)."""
    names = tuple(one.name for one in machines)
    group = Target("ha", kind=kind, platform=kind, members=names)
    site = Site(targets=tuple(Target(name) for name in names), groups=(group,), timezone="Asia/Shanghai")
    by_name = {one.name: one for one in machines}
    wanted = Wanted((), ("server.cluster", "server.quorum", "server.virtual_address", "group.*"))

    def opener(target: Target) -> Callable[[], MachineSession]:
        return by_name[target.id].session

    inspection = store.load(list(inspect_all(site, store, wanted, opener))[-1][0])
    for one, now in replay(inspection, store):
        assert differences(one, now) == []
    return inspection, {(t.target, f.check, f.subject): f.level for t in inspection.targets for f in t.findings}


def critical(said: Said) -> set[tuple[str, str, str]]:
    return {where for where, level in said.items() if level is Level.CRITICAL}


def holds(machine: Machine) -> bool:
    return ADDRESS in machine.run("ip -o addr").stdout


@pytest.mark.peer
def test_pacemaker_loses_a_node_and_it_is_found(store: Store) -> None:
    if why := missing("corosync", "pacemakerd", "crm_mon", "ocf-tester"):
        pytest.skip(f"no cluster of two nodes was verified: {why}")
    with two_machines(PACEMAKER) as (first, second):

        def state() -> str:
            return first.run("crm_mon -1 -r --output-as=xml").stdout

        wait(lambda: (now := state()).count('online="true"') == 2 and 'with_quorum="true"' in now, 60, "both online")
        first.run(RESOURCE)
        wait(lambda: holds(first) or holds(second), 30, "the address is up")
        wait(lambda: 'role="Started"' in state(), 30, "the address is started")
        _inspection, healthy = inspected(store, (first, second), "cluster")
        assert critical(healthy) == set()
        assert healthy["node1", "server.cluster", "fencing"] is Level.WARN
        assert healthy["ha", "group.cluster_view", "members"] is Level.OK
        assert healthy["ha", "group.virtual_address", ADDRESS] is Level.OK
        assert healthy["ha", "group.peers", "package"] is Level.OK

        second.run("pkill -9 corosync; pkill -9 pacemaker; ip addr flush dev eth0")
        wait(lambda: 'online="false"' in state() and holds(first), 60, "the loss is seen, the address is here")
        _inspection, lost = inspected(store, (first, second), "cluster")
        assert critical(lost) >= {
            ("node1", "server.cluster", "node node2"),
            ("node1", "server.quorum", "votes"),
            ("node2", "server.cluster", "cluster"),
            ("node2", "server.quorum", "quorum"),
            ("ha", "group.cluster_view", "members"),
        }
        assert lost["node1", "server.cluster", "quorum"] is Level.OK
        assert lost["node1", "server.cluster", "resource vip"] is Level.OK


@pytest.mark.peer
def test_keepalived_fails_over_and_an_address_on_none_or_on_both_is_found(store: Store) -> None:
    if why := missing("keepalived"):
        pytest.skip(f"no failover of keepalived was verified: {why}")
    where = ("ha", "group.virtual_address", ADDRESS)
    with two_machines(KEEPALIVED) as (first, second):
        wait(lambda: holds(first) != holds(second), 20, "one holds the address")
        inspection, healthy = inspected(store, (first, second), "pair")
        assert critical(healthy) == set()
        assert healthy[where] is Level.OK
        kept = {a.evidence for one in inspection.targets for a in one.asked if a.evidence}
        assert not any(b"s3cret" in store.evidence(digest) for digest in kept)

        holder, other = (first, second) if holds(first) else (second, first)
        holder.run(f"pkill -9 keepalived; ip addr del {ADDRESS}/24 dev eth0")
        wait(lambda: holds(other), 20, "the other takes over")
        _inspection, moved = inspected(store, (first, second), "pair")
        assert moved[where] is Level.OK
        assert critical(moved) == {(holder.name, "server.virtual_address", "keepalived")}

        holder.run(f"ip addr add {ADDRESS}/24 dev eth0")
        _inspection, twice = inspected(store, (first, second), "pair")
        assert twice[where] is Level.CRITICAL

        for one in (first, second):
            one.run(f"pkill -9 keepalived; ip addr del {ADDRESS}/24 dev eth0")
        _inspection, none = inspected(store, (first, second), "pair")
        assert none[where] is Level.CRITICAL
