"""Changes of devices, one each, in answers as devices give them."""

from typing import Final

from checks.aspects import Way, Weight
from tests.house.changed import Seed

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED
GONE, COME, CHANGED = Way.GONE, Way.COME, Way.CHANGED
_IOS_PORTS: Final = "cli.interfaces.cisco_ios/errors-counted"
_HUAWEI_CONFIG: Final = "cli.running_configuration.huawei_vrp/in-order"

DEVICES: Final[tuple[Seed, ...]] = (
    Seed(
        "another software version",
        "cli.made.cisco_ios/as-it-comes",
        (("Version 15.2(7)E4", "Version 15.2(7)E9"),),
        (("network.changed_identity", "version", CHANGED, "version", REPORT),),
    ),
    Seed(
        "another device under the same name",
        "cli.made.cisco_ios/as-it-comes",
        (("FOC1111A1AA", "FOC2222B2BB"),),
        (("network.changed_identity", "serial", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "a port that is down",
        "snmp.interfaces/switch-by-the-standard-mibs",
        (("1.3.6.1.2.1.2.2.1.8.25|2|1", "1.3.6.1.2.1.2.2.1.8.25|2|2"),),
        (("network.changed_ports", "ge-0/0/25", CHANGED, "is_up", FAULT),),
    ),
    Seed(
        "a port that was shut while nothing used it",
        "snmp.interfaces/switch-by-the-standard-mibs",
        (("1.3.6.1.2.1.2.2.1.7.26|2|1", "1.3.6.1.2.1.2.2.1.7.26|2|2"),),
        (("network.changed_ports", "ge-0/0/26", CHANGED, "is_enabled", REPORT),),
    ),
    Seed(
        "a port that came up",
        "snmp.interfaces/switch-by-the-standard-mibs",
        (("1.3.6.1.2.1.2.2.1.8.26|2|2", "1.3.6.1.2.1.2.2.1.8.26|2|1"),),
        (("network.changed_ports", "ge-0/0/26", CHANGED, "is_up", NOTED),),
    ),
    Seed(
        "a lower speed",
        "snmp.interfaces/switch-by-the-standard-mibs",
        (("1.3.6.1.2.1.31.1.1.1.15.25|66|1000", "1.3.6.1.2.1.31.1.1.1.15.25|66|100"),),
        (("network.changed_port_speeds", "ge-0/0/25", CHANGED, "megabits", FAULT),),
    ),
    Seed(
        "half duplex",
        _IOS_PORTS,
        (("Full-duplex, 100Mb/s", "Half-duplex, 100Mb/s"),),
        (("network.changed_port_speeds", "GigabitEthernet1/0/1", CHANGED, "duplex", FAULT),),
    ),
    Seed(
        "a member of an aggregate that no longer carries traffic",
        "cli.aggregates.cisco_ios/one-member-suspended",
        (("Gi1/0/1(P)", "Gi1/0/1(s)"),),
        (("network.changed_aggregates", "Po1 Gi1/0/1", CHANGED, "works", FAULT),),
    ),
    Seed(
        "a neighbour in place of another",
        "cli.neighbours.huawei_vrp/in-order",
        (("acc-sw", "acc-sw2"),),
        (("network.changed_neighbours", "GigabitEthernet0/0/1", CHANGED, "ends", FAULT),),
    ),
    Seed(
        "another root bridge",
        "cli.spanning_trees.ruijie_os/in-order",
        (("4096.00d0.f822.33bb", "4096.00d0.f822.33cc"),),
        (("network.changed_spanning_trees", "root", CHANGED, "way", FAULT),),
    ),
    Seed(
        "another way to the root bridge",
        "cli.spanning_trees.ruijie_os/in-order",
        (("RootPort : GigabitEthernet 0/1", "RootPort : GigabitEthernet 0/2"),),
        (("network.changed_spanning_trees", "root", CHANGED, "way", FAULT),),
    ),
    Seed(
        "a gateway that lost its part",
        "cli.gateway_groups.cisco_ios/as-it-comes",
        (("P Active  local", "P Standby local"),),
        (("network.changed_gateways", "hsrp Vl10 10", CHANGED, "state", FAULT),),
    ),
    Seed(
        "an OSPF neighbour that hangs",
        "cli.ospf_neighbours.huawei_vrp/in-order",
        (("10.0.0.2         Full", "10.0.0.2         ExStart"),),
        (("network.changed_ospf_neighbours", "10.0.0.2", CHANGED, "is_whole", FAULT),),
    ),
    Seed(
        "a BGP neighbour that is no longer established",
        "cli.bgp_peers.huawei_vrp/in-order",
        (("0008h49m Established        2", "0008h49m      Active        0"),),
        (("network.changed_bgp_peers", "10.0.0.2", CHANGED, "is_established", FAULT),),
    ),
    Seed(
        "a BGP neighbour that sends fewer prefixes",
        "cli.bgp_peers.huawei_vrp/in-order",
        (("0008h49m Established        2", "0008h49m Established        1"),),
        (("network.changed_bgp_prefixes", "10.0.0.2", CHANGED, "prefixes", REPORT),),
    ),
    Seed(
        "a stack member that is gone",
        "cli.stack_members.huawei_vrp/in-order",
        (("    1     Standby     00e0-fc12-3457   100        S5720-28X-SI-AC\n", ""),),
        (("network.changed_stack", "member 1", GONE, "", FAULT),),
    ),
    Seed(
        "a power supply that was taken out",
        "cli.power_supplies.huawei_vrp/in-order",
        (("0       PWR2     Present ", "0       PWR2     Absent  "),),
        (("network.changed_power_supplies", "power 0 PWR2", GONE, "", FAULT),),
    ),
    Seed(
        "a licence that lasts until another day",
        "cli.licences.huawei_vrp/permanent-and-trial",
        (("2027-07-12", "2027-01-12"),),
        (("network.changed_licences", "CRFEA2", CHANGED, "ends_on", FAULT),),
    ),
    Seed(
        "a line in one section of the configuration",
        _HUAWEI_CONFIG,
        ((" port default vlan 10", " port default vlan 20"),),
        (("network.changed_configuration", "interface GigabitEthernet0/0/2", CHANGED, "lines", REPORT),),
    ),
    Seed(
        "a line of no section",
        _HUAWEI_CONFIG,
        (("sysname core-sw", "sysname core-sw2"),),
        (("network.changed_configuration", "sysname", CHANGED, "lines", REPORT),),
    ),
    Seed(
        "a section that was lost",
        _HUAWEI_CONFIG,
        (("interface GigabitEthernet0/0/2\n port link-type access\n port default vlan 10\n", ""),),
        (("network.changed_configuration", "interface GigabitEthernet0/0/2", GONE, "", REPORT),),
    ),
    Seed(
        "a clock without its server",
        "cli.time_server.huawei_vrp/in-order",
        (("clock status: synchronized", "clock status: unsynchronized"),),
        (("network.changed_clock", "NTP", CHANGED, "is_synchronised", FAULT),),
    ),
    Seed(
        "more than a tenth of the routes gone",
        "cli.routes_count.huawei_vrp/in-order",
        (
            ("OSPF       14         12         40 ", "OSPF       11         9          40 "),
            ("Total      27         24         53 ", "Total      24         21         53 "),
        ),
        (("network.changed_routes_count", "IPv4 active", CHANGED, "entries", REPORT),),
    ),
    Seed(
        "far fewer ARP entries",
        "cli.arp_count.cisco_ios/in-order",
        (("ARP table: 214.", "ARP table: 192."), ("Dynamic ARP entries: 190.", "Dynamic ARP entries: 168.")),
        (("network.changed_arp_count", "ARP", CHANGED, "entries", REPORT),),
    ),
    Seed(
        "far fewer MAC addresses",
        "snmp.mac_count/three-databases",
        ((".20|66|61", ".20|66|50"),),
        (("network.changed_mac_count", "dot1qFdb", CHANGED, "entries", REPORT),),
    ),
)
