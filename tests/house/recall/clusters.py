"""Seeds for clusters: Pacemaker, Corosync, virtual addresses, Oracle Clusterware, and what only a group's members show."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, Variation, fault, healthy

_CRM = "linux.pacemaker/two-nodes-a-clone-and-one-stopped-on-purpose"
_NODE2 = 'name="node2" id="2" online="true" standby="false" standby_onfail="false" maintenance="false" pending="false" unclean="false"'
_VIP = 'id="vip" resource_agent="ocf:heartbeat:IPaddr2" role="Started" active="true" orphaned="false" blocked="false" managed="true" failed="false"'
_RESOURCES = "   </resources>\n"
_DEVICE = """     <resource id="fence" resource_agent="stonith:fence_ipmilan" role="Started" active="true" orphaned="false" blocked="false" managed="true" failed="false" failure_ignored="false" nodes_running_on="1">
       <node name="node2" id="2" cached="true"/>
     </resource>
"""
_FENCED = (
    Edit(_RESOURCES, f"{_DEVICE}{_RESOURCES}"),
    Edit('resources_configured number="4"', 'resources_configured number="5"'),
    Edit("@lines crm_mon 47", "@lines crm_mon 50"),
    *(
        Edit('stonith-enabled="false"', 'stonith-enabled="true"'),
        Edit('no-quorum-policy="ignore"', 'no-quorum-policy="stop"'),
    ),
)
CLUSTER = Seeding(
    "server.cluster",
    (_CRM,),
    (
        UNTOUCHED,
        fault("node2 is offline", {"node node2": "critical"}, (_NODE2, _NODE2.replace('online="true"', 'online="false"'))),
        fault("node2 is unclean", {"node node2": "critical"}, (_NODE2, _NODE2.replace('unclean="false"', 'unclean="true"'))),
        fault("node2 stands by", {"node node2": "warn"}, (_NODE2, _NODE2.replace('standby="false"', 'standby="true"'))),
        fault("no quorum", {"quorum": "critical"}, ('with_quorum="true"', 'with_quorum="false"')),
        fault("fencing is off", {"fencing": "warn"}, ('stonith-enabled="true"', 'stonith-enabled="false"')),
        fault("maintenance", {"maintenance": "warn"}, ('maintenance-mode="false"', 'maintenance-mode="true"')),
        fault("vip failed", {"resource vip": "critical"}, (_VIP, _VIP.replace('failed="false"', 'failed="true"'))),
        fault("vip is stopped", {"resource vip": "critical"}, (_VIP, _VIP.replace('role="Started" active="true"', 'role="Stopped" active="false"'))),
        fault("vip is blocked", {"resource vip": "critical"}, (_VIP, _VIP.replace('blocked="false"', 'blocked="true"'))),
        fault("vip failed once and runs again", {"resource vip*": "warn"}, ('id="vip" orphan="false" migration-threshold="1000000"', 'id="vip" orphan="false" migration-threshold="1000000" fail-count="1" last-failure="Sun Nov 22 08:40:00 2026"')),
        fault("configured and not running", {"cluster": "critical"}, instead=("linux.pacemaker/stack-configured-and-down",)),
        fault("corosync died", {"cluster": "critical"}, instead=("linux.pacemaker/corosync-died-under-pacemaker",)),
    ),
    mend=_FENCED,
)  # fmt: skip
QUORUM = Seeding(
    "server.quorum",
    ("linux.corosync/two-nodes-a-clone-and-one-stopped-on-purpose",),
    (
        UNTOUCHED,
        fault("no quorum", {"quorum": "critical"}, ("Quorate:          Yes", "Quorate:          No"), ("2Node Quorate ", "2Node ")),
        fault("a vote is missing", {"votes": "critical"}, ("Total votes:      2", "Total votes:      1"), ("Nodes:            2", "Nodes:            1"), ("          2          1 node2\n", ""), ("@lines quorumtool 22", "@lines quorumtool 21")),
        fault("a link is lost", {"link 0": "critical"}, ("nodeid:          2:	connected", "nodeid:          2:	disconnected")),
        fault("the other node is lost", {"votes": "critical", "link 0": "critical"}, instead=("linux.corosync/two-node-cluster-lost-one",)),
        fault("blocked without quorum", {"quorum": "critical", "votes": "critical", "link 0": "critical"}, instead=("linux.corosync/activity-blocked-without-quorum",)),
        fault("corosync is down", {"quorum": "critical"}, instead=("linux.corosync/stack-configured-and-down",)),
    ),
)  # fmt: skip
_HOLDS = "linux.keepalived/keepalived-holds-it"
_PEER = "linux.keepalived/keepalived-on-the-peer"
_ADDRESS = "10.251.0.200"
_LINE = " 2: eth0    inet 10.251.0.200/24 scope global secondary eth0\\       valid_lft forever preferred_lft forever\n"
VIRTUAL = Seeding(
    "server.virtual_address",
    (_HOLDS,),
    (
        UNTOUCHED,
        healthy("on the peer", instead=(_PEER,)),
        healthy("Pacemaker's", instead=("linux.keepalived/two-nodes-a-clone-and-one-stopped-on-purpose",)),
        fault("keepalived does not run", {"keepalived": "critical"}, instead=("linux.keepalived/keepalived-does-not-run",)),
        fault("its processes are gone", {"keepalived": "critical"}, ("@processes 8 (keepalived) (keepalived)", "@processes 6"), (_LINE, ""), ("@lines addresses 5", "@lines addresses 4")),
    ),
)  # fmt: skip
_CRS = "linux.clusterware/one-node-down-and-a-disk-group"
CLUSTERWARE = Seeding(
    "server.clusterware",
    (_CRS,),
    (
        UNTOUCHED,
        *(fault(f"rac1's {name} does not answer", {f"rac1 {name}": "critical"}, (good, bad))
          for name, good, bad in (
              ("CRS", " rac1:\n CRS-4537: Cluster Ready Services is online", " rac1:\n CRS-4535: Cannot communicate with Cluster Ready Services"),
              ("CSS", "CRS-4529: Cluster Synchronization Services is online\n CRS-4533: Event Manager is online\n **************************************************************\n rac2", "CRS-4530: Communications failure contacting Cluster Synchronization Services daemon\n CRS-4533: Event Manager is online\n **************************************************************\n rac2"),
              ("EVM", "CRS-4529: Cluster Synchronization Services is online\n CRS-4533: Event Manager is online\n **************************************************************\n rac2", "CRS-4529: Cluster Synchronization Services is online\n CRS-4534: Cannot communicate with Event Manager\n **************************************************************\n rac2"))),
        fault("a disk group is offline on a node", {"*DATA*2": "critical"}, ("STATE=ONLINE on rac1, ONLINE on rac2", "STATE=ONLINE on rac1, OFFLINE")),
        fault("cssd is offline", {"*cssd*": "critical"}, ("NAME=ora.cssd\n TYPE=ora.cssd.type\n TARGET=ONLINE\n STATE=ONLINE on rac1", "NAME=ora.cssd\n TYPE=ora.cssd.type\n TARGET=ONLINE\n STATE=OFFLINE")),
        fault("an address has moved", {"*vip*": "warn"}, ("STATE=ONLINE on rac2", "STATE=INTERMEDIATE on rac1")),
        fault("the stack is down", {"node HAS": "critical"}, instead=("linux.clusterware/stack-down",)),
    ),
    mend=(
        Edit("CRS-4535: Cannot communicate with Cluster Ready Services", "CRS-4537: Cluster Ready Services is online"),
        Edit("CRS-4534: Cannot communicate with Event Manager", "CRS-4533: Event Manager is online"),
        Edit("STATE=ONLINE on rac1, OFFLINE\n", "STATE=ONLINE on rac1, ONLINE on rac2\n"),
        Edit("TYPE=ora.cluster_vip_net1.type\n TARGET=ONLINE\n STATE=INTERMEDIATE on rac1", "TYPE=ora.cluster_vip_net1.type\n TARGET=ONLINE\n STATE=ONLINE on rac2"),
        Edit("TYPE=ora.evm.type\n TARGET=ONLINE\n STATE=INTERMEDIATE on rac1", "TYPE=ora.evm.type\n TARGET=ONLINE\n STATE=ONLINE on rac1"),
    ),
)  # fmt: skip
_BOTH = {"a": (_CRM,), "b": (_CRM,)}
_OFFLINE = _NODE2.replace('online="true"', 'online="false"')
VIEWS = Seeding(
    "group.cluster_view",
    (),
    (
        UNTOUCHED,
        fault("one sees the other as lost", {"*": "critical"}, Edit(_NODE2, _OFFLINE, member="a")),
        Variation("it does not run on the other", truth={"members": "critical"}, instead=("b linux.pacemaker/stack-configured-and-down",)),
        fault("two coordinators", {"*": "critical"}, Edit('present="true" version="2.1.5-a3f44794f94" name="node1" id="1"', 'present="true" version="2.1.5-a3f44794f94" name="node2" id="2"', member="b")),
        fault("no quorum on either", {"*": "critical"}, *(Edit('with_quorum="true"', 'with_quorum="false"', member=m) for m in ("a", "b"))),
    ),
    members=_BOTH,
)  # fmt: skip
HELD = Seeding(
    "group.virtual_address",
    (),
    (
        UNTOUCHED,
        Variation("held by the other", instead=(f"a {_PEER}", f"b {_HOLDS}")),
        Variation("held twice", truth={_ADDRESS: "critical"}, instead=(f"b {_HOLDS}",)),
        Variation("held by nobody", truth={_ADDRESS: "critical"}, instead=(f"a {_PEER}",)),
    ),
    members={"a": (_HOLDS,), "b": (_PEER,)},
)
_DRBD = "linux.replicated_devices.drbd/version-9-connected"
_SECOND = (
    Edit('"role": "Primary"', '"role": "Secondary"', member="b"),
    Edit('"peer-role": "Secondary"', '"peer-role": "Primary"', member="b"),
)
PAIRS = Seeding(
    "group.drbd_pair",
    (),
    (
        UNTOUCHED,
        fault("both stand alone", {"r0/0": "critical"}, *(Edit('"connection-state": "Connected"', '"connection-state": "StandAlone"', member=m) for m in ("a", "b"))),
        fault("one is not connected", {"r0/0": "critical"}, Edit('"connection-state": "Connected"', '"connection-state": "Connecting"', member="b")),
        fault("both are secondary", {"r0/0": "notice"}, Edit('"role": "Primary"', '"role": "Secondary"', member="a"), Edit('"peer-role": "Primary"', '"peer-role": "Secondary"', member="b")),
        *(fault(f"one disk is {state}", {"r0/0": level}, Edit('"disk-state": "UpToDate",\n         "client"', f'"disk-state": "{state}",\n         "client"', member="b")) for state, level in (("Failed", "critical"), ("Diskless", "critical"), ("Outdated", "warn"))),
    ),
    mend=_SECOND,
    members={"a": (_DRBD,), "b": (_DRBD,)},
)  # fmt: skip
_TRAITS = "linux.traits/node-of-a-pair"
PEERS = Seeding(
    "group.peers",
    (),
    (
        UNTOUCHED,
        *(fault(f"{old} became {new}", {area: "warn"}, Edit(old, new, member="c"))
          for area, old, new in (
              ("system", "kernel 5.10.0-182", "kernel 5.10.0-60"),
              ("system", "processors 32", "processors 16"),
              ("system", "memory-gib 256", "memory-gib 128"),
              ("system", "Asia/Shanghai", "UTC"),
              ("system", "selinux 1", "selinux 0"),
              ("sysctl", "vm/swappiness 10", "vm/swappiness 60"),
              ("package", "corosync 3.1.5-2", "corosync 3.1.5-1"),
              ("hosts", "10.0.0.2 db02", "10.0.0.3 db02"),
              ("resolver", "10.0.0.53", "10.0.0.54"),
              ("fstab", "defaults,noatime", "defaults"),
          )),
    ),
    members={"a": (_TRAITS,), "b": (_TRAITS,), "c": (_TRAITS,)},
)  # fmt: skip
SEEDINGS = (CLUSTER, QUORUM, VIRTUAL, CLUSTERWARE, VIEWS, HELD, PAIRS, PEERS)
