"""Changes of hosts, one each, in answers as Linux gives them."""

from typing import Final

from checks.aspects import Way, Weight
from tests.house.changed import Seed

FAULT, REPORT, NOTED = Weight.FAULT, Weight.REPORT, Weight.NOTED
GONE, COME, CHANGED, RENAMED = Way.GONE, Way.COME, Way.CHANGED, Way.RENAMED
_TRAITS: Final = "linux.traits/node-of-a-pair"
_LISTENERS: Final = "linux.listeners.ss/ordinary"
_VOLUMES: Final = "linux.volume_groups.lvm/rhel-with-swap-and-root"
_UUIDS: Final = "linux.volume_groups.lvm/with-uuids"
_PACKAGES: Final = "linux.packages.list/rocky-9-with-two-kernels-and-keys"
_NETWORK: Final = "linux.routing.ip/two-cards-a-virtual-address-and-a-table-of-its-own"
_FILTER: Final = "linux.packet_filter.rules/nftables-with-a-set-and-a-dynamic-one"
_CLUSTER: Final = "linux.pacemaker/two-nodes-a-clone-and-one-stopped-on-purpose"
_CARDS: Final = "linux.links.proc/three-cards-with-their-addresses"
_SETTINGS: Final = "linux.settings_files/ordinary-kylin"
_SDB: Final = (
    "@disk sdb 3907029168 ahci\n"
    " path=../devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sdb\n"
    " model=ST2000NX0403\n ID_SERIAL_SHORT=W46AAA02\n vendor=ATA\n ID_BUS=ata\n"
)
_JAVA: Final = 'tcp   LISTEN 0      100                *:8080             *:*    users:(("java",pid=2001,fd=45))        \n'
_VIP: Final = '<node name="node{0}" id="{0}" cached="true"/>\n     </resource>\n     <clone'

SERVERS: Final[tuple[Seed, ...]] = (
    Seed(
        "another kernel",
        _TRAITS,
        (("kernel 5.10.0-182", "kernel 5.10.0-200"),),
        (("server.changed_system", "kernel", CHANGED, "version", REPORT),),
    ),
    Seed(
        "less memory",
        _TRAITS,
        (("memory-gib 256", "memory-gib 192"),),
        (("server.changed_system", "memory-gib", CHANGED, "amount", FAULT),),
    ),
    Seed(
        "SELinux switched off",
        _TRAITS,
        (("selinux 1", "selinux disabled"),),
        (("server.changed_system", "selinux", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "a package in a newer version",
        _PACKAGES,
        (("openssl.x86_64 3.0.7-27.el9", "openssl.x86_64 3.0.7-28.el9"),),
        (("server.changed_packages", "openssl.x86_64", CHANGED, "versions", REPORT),),
    ),
    Seed(
        "a package that is gone",
        _PACKAGES,
        ((" bash.x86_64 5.1.8-9.el9\n", ""), ("@lines 8", "@lines 7")),
        (("server.changed_packages", "bash.x86_64", GONE, "", REPORT),),
    ),
    Seed(
        "a package that is new",
        _PACKAGES,
        ((" bash.x86_64 5.1.8-9.el9\n", " bash.x86_64 5.1.8-9.el9\n strace.x86_64 5.18-2.el9\n"), ("@lines 8", "@lines 9")),
        (("server.changed_packages", "strace.x86_64", COME, "", NOTED),),
    ),
    Seed(
        "a kernel module that is no longer loaded",
        "linux.kernel_modules.proc/ordinary",
        ((" dm_mod\n", ""), ("@lines 5", "@lines 4")),
        (("server.changed_kernel_modules", "dm_mod", GONE, "", NOTED),),
    ),
    Seed(
        "a disk that is gone",
        "linux.smart/three-sata-one-pending-one-failing",
        (
            (_SDB, ""),
            ("@count 3", "@count 2"),
            ("=/dev/sdb auto\n", ""),
        ),
        (("server.changed_disks", "W46AAA02", GONE, "", FAULT),),
    ),
    Seed(
        "a member of an array that is out",
        "linux.arrays.mdstat/two-mirrors",
        (
            (
                "raid1 sdb1[1] sda1[0]\n       1048512 blocks super 1.2 [2/2] [UU]",
                "raid1 sda1[0]\n       1048512 blocks super 1.2 [2/1] [U_]",
            ),
            ("md0/degraded 0", "md0/degraded 1"),
        ),
        (("server.changed_arrays", "md0", CHANGED, "working", FAULT),),
    ),
    Seed(
        "a logical volume that is gone",
        _VOLUMES,
        (("   rhel|swap|-wi-ao----|10729029632||||\n", ""),),
        (("server.changed_volumes", "rhel/swap", GONE, "", FAULT),),
    ),
    Seed(
        "a volume that somebody extended",
        _VOLUMES,
        (("-wi-ao----|53687091200|", "-wi-ao----|59055800320|"),),
        (("server.changed_volumes", "rhel/root", CHANGED, "gib", NOTED),),
    ),
    Seed(
        "a volume group made anew under its name",
        _UUIDS,
        (("Vg3nQc", "Vg9nQc"),),
        (("server.changed_volumes", "rhel", CHANGED, "uuid", REPORT),),
    ),
    Seed(
        "a disk of a volume group made anew",
        _UUIDS,
        (("Pv1nQc", "Pv9nQc"),),
        (("server.changed_volumes", "rhel", CHANGED, "members", FAULT),),
    ),
    Seed(
        "a volume under another name",
        _UUIDS,
        (("rhel|swap|", "rhel|paging|"),),
        (("server.changed_volumes", "rhel/paging", RENAMED, "", NOTED),),
    ),
    Seed(
        "a path of a LUN that failed",
        "linux.multipaths/two-volumes-alua",
        (("4:0:0:1 sdb 8:16 active ready running", "4:0:0:1 sdb 8:16 failed faulty running"),),
        (("server.changed_multipaths", "3600508b4000156d700012000000b0000", CHANGED, "paths", FAULT),),
    ),
    Seed(
        "a LUN under another name",
        "linux.multipaths/two-volumes-alua",
        (("mpathb (3600508b4000156d700012000000c0000)", "data (3600508b4000156d700012000000c0000)"),),
        (("server.changed_multipaths", "3600508b4000156d700012000000c0000", CHANGED, "name", REPORT),),
    ),
    Seed(
        "a filesystem that is read-only",
        "linux.filesystems.df/ordinary",
        (("/dev/vda / ext4 rw,relatime", "/dev/vda / ext4 ro,relatime"),),
        (("server.changed_filesystems", "/", CHANGED, "is_readonly", FAULT),),
    ),
    Seed(
        "a filesystem of another size",
        "linux.filesystems.df/ordinary",
        (("264212084 24868624", "294212084 24868624"),),
        (("server.changed_filesystems", "/", CHANGED, "size_gib", REPORT),),
    ),
    Seed(
        "a filesystem that was made anew at its place",
        "linux.mount_tables/rhel7-by-uuid-and-lvm",
        (("05d927bb-5875-49e3-ada1-7f46cb31c932 -> ../../sda1", "7c1e2d44-0a39-4f0b-9c55-6a0d1f3b2e10 -> ../../sda1"),),
        (("server.changed_filesystem_ids", "/boot", CHANGED, "uuid", FAULT),),
    ),
    Seed(
        "a card without its link",
        _CARDS,
        ((" carrier=1\n speed=10000", " carrier=0\n speed=-1"),),
        (("server.changed_links", "eth0", CHANGED, "is_up", FAULT),),
    ),
    Seed(
        "a card at a lower speed",
        _CARDS,
        (("speed=10000", "speed=1000"),),
        (("server.changed_links", "eth0", CHANGED, "megabits", FAULT),),
    ),
    Seed(
        "a card at half duplex",
        _CARDS,
        (("speed=25000\n duplex=full", "speed=25000\n duplex=half"),),
        (("server.changed_links", "eth1", CHANGED, "duplex", FAULT),),
    ),
    Seed(
        "a card under another name",
        _CARDS,
        (("  eth1:", "  ens3:"), ("@link eth1", "@link ens3")),
        (("server.changed_links", "ens3", RENAMED, "", NOTED),),
    ),
    Seed(
        "a member of a bond that is down",
        "linux.bonds.proc/ordinary",
        (("Slave Interface: eth1\n MII Status: up", "Slave Interface: eth1\n MII Status: down"),),
        (("server.changed_bonds", "bond0", CHANGED, "up", FAULT),),
    ),
    Seed(
        "an address that is gone",
        _NETWORK,
        ((" bond0    inet 192.168.5.11/24 brd 192.168.5.255 scope global bond0\n", ""), ("@lines 24", "@lines 23")),
        (("server.changed_addresses", "192.168.5.11/24", GONE, "", FAULT),),
    ),
    Seed(
        "a virtual address that moved away",
        _NETWORK,
        ((" eth0    inet 10.0.0.20/24 brd 10.0.0.255 scope global secondary eth0\n", ""), ("@lines 24", "@lines 23")),
        (("server.changed_floating_addresses", "10.0.0.20/24", GONE, "", REPORT),),
    ),
    Seed(
        "another default gateway",
        _NETWORK,
        (("default via 10.0.0.1 dev eth0", "default via 10.0.0.254 dev eth0"),),
        (("server.changed_routes", "default metric 100", CHANGED, "via", FAULT),),
    ),
    Seed(
        "a routing rule that is gone",
        _NETWORK,
        ((" 32765:\tfrom 192.168.5.0/24 lookup 100\n", ""), ("@lines 24", "@lines 23")),
        (("server.changed_routing_rules", "32765: from 192.168.5.0/24 lookup 100", GONE, "", FAULT),),
    ),
    Seed(
        "a chain that lets everything through",
        _FILTER,
        (("hook input priority filter; policy drop;", "hook input priority filter; policy accept;"),),
        (("server.changed_packet_filter", "inet filter input", CHANGED, "head", FAULT),),
    ),
    Seed(
        "a rule of the packet filter that is gone",
        _FILTER,
        ((" tcp dport { 80, 443 } accept\n", ""), ("@lines 25", "@lines 24")),
        (("server.changed_packet_filter", "inet filter input", CHANGED, "rules", FAULT),),
    ),
    Seed(
        "a port that nobody listens on any more",
        _LISTENERS,
        ((_JAVA, ""),),
        (("server.changed_listeners", "tcp/8080 *", GONE, "", FAULT),),
    ),
    Seed(
        "another program on a port",
        _LISTENERS,
        (('users:(("java",pid=2001,fd=45))', 'users:(("nc",pid=2001,fd=45))'),),
        (("server.changed_listeners", "tcp/8080 *", CHANGED, "programs", REPORT),),
    ),
    Seed(
        "a service that does not run",
        "linux.units.systemctl/ordinary",
        (("cron.service loaded active running", "cron.service loaded inactive dead"),),
        (("server.changed_services", "cron", CHANGED, "runs", FAULT),),
    ),
    Seed(
        "another name server",
        _SETTINGS,
        (("nameserver 10.0.0.3", "nameserver 10.0.0.4"),),
        (("server.changed_settings", "resolver nameserver", CHANGED, "value", REPORT),),
    ),
    Seed(
        "a kernel setting",
        _SETTINGS,
        (("vm.swappiness = 10", "vm.swappiness = 60"),),
        (("server.changed_kernel_settings", "sysctl vm.swappiness", CHANGED, "value", REPORT),),
    ),
    Seed(
        "a cluster resource on another node",
        _CLUSTER,
        ((_VIP.format(1), _VIP.format(2)),),
        (("server.changed_cluster_resources", "vip", CHANGED, "places", REPORT),),
    ),
    Seed(
        "a node that was left on standby",
        _CLUSTER,
        (('name="node2" id="2" online="true" standby="false"', 'name="node2" id="2" online="true" standby="true"'),),
        (("server.changed_cluster", "node node2", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "maintenance mode that nobody ended",
        _CLUSTER,
        (('maintenance-mode="false"', 'maintenance-mode="true"'),),
        (("server.changed_cluster", "option maintenance-mode", CHANGED, "nature", FAULT),),
    ),
    Seed(
        "a certificate that ends sooner",
        "linux.certificates.openssl/ordinary",
        (("notAfter=Jan  1 00:00:00 2028 GMT", "notAfter=Jan  1 00:00:00 2027 GMT"),),
        (("server.changed_certificates", "/etc/nginx/tls/site.pem", CHANGED, "ends_at", FAULT),),
    ),
    Seed(
        "another service that sets the clock",
        "linux.clocks.services/ordinary-chronyd",
        (("   612 chronyd", "   612 ntpd"),),
        (
            ("server.changed_time_service", "ntpd", COME, "", REPORT),
            ("server.changed_time_service", "chronyd", GONE, "", REPORT),
        ),
    ),
)
