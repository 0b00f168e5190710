"""Seeds for what stands below filesystems: md, LVM, ZFS, btrfs, the path to the storage, DRBD, the disks' latency."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from tests.house.recall.shapes import UNTOUCHED, Edit, Seeding, fault, healthy

_MD127 = "raid1 sdb2[1] sda2[0]\n       8380416 blocks super 1.2 [2/2] [UU]\n"
_MD0 = "raid1 sdb1[1] sda1[0]\n       1048512 blocks super 1.2 [2/2] [UU]\n"
_ARRAYS = (("md127", _MD127), ("md0", _MD0))
_GONE = "raid1 sda{part}[0]\n       {size} blocks super 1.2 [2/1] [U_]\n"
MD_RAID = Seeding(
    "server.md_raid",
    ("linux.arrays.mdstat/two-mirrors",),
    (
        UNTOUCHED,
        healthy("kernel 2.6", instead=("linux.arrays.mdstat/kernel-2.6-without-super",)),
        *(
            fault(
                f"{name}: {member} failed",
                {name: "critical"},
                (old, old.replace(f"{member}[{n}]", f"{member}[{n}](F)").replace("[2/2] [UU]", f"[2/1] [{state}]")),
                (f"{name}/degraded 0", f"{name}/degraded 1"),
            )
            for name, old in _ARRAYS
            for member, n, state in ((old.split()[1][:4], 1, "U_"), (old.split()[2][:4], 0, "_U"))
        ),
        *(
            fault(
                f"{name}: a member is gone",
                {name: "critical"},
                (old, old.replace(old.split()[1] + " ", "").replace("[2/2] [UU]", "[2/1] [U_]")),
                (f"{name}/degraded 0", f"{name}/degraded 1"),
            )
            for name, old in _ARRAYS
        ),
        fault("md0 is named and does not run", {"md9": "critical"}, ("@swap", "@conf ARRAY /dev/md9 metadata=1.2 UUID=9:9:9:9\n@swap")),
        fault("1025 blocks differ in md0", {"md0": "warn"}, ("md0/mismatch_cnt 0", "md0/mismatch_cnt 1025")),
        healthy("1024 blocks differ in md0", ("md0/mismatch_cnt 0", "md0/mismatch_cnt 1024")),
        healthy("differing blocks of swap", ("md127/mismatch_cnt 4096", "md127/mismatch_cnt 99999")),
        fault("not started, broken and missing", {"md3": "critical", "md4": "critical", "md9": "critical"}, instead=("linux.arrays.mdstat/not-started-broken-and-missing",)),
        fault("a failed spare took over", {"md6": "warn"}, instead=("linux.arrays.mdstat/imsm-container-cciss-names-and-a-faulty-spare",)),
    ),
)  # fmt: skip
_LVM = ("linux.volume_groups.lvm/thin-pool-snapshots-and-a-mirror",)
_POOL = "vg_data|pool|twi-aotz--|536870912000||{data}|{meta}|\n"
_SNAP = "vg_data|before_upgrade|swi-aos---|10737418240||{used}||\n"
LVM = Seeding(
    "server.lvm",
    _LVM,
    (
        UNTOUCHED,
        healthy("root and swap alone", instead=("linux.volume_groups.lvm/rhel-with-swap-and-root",)),
        *(fault(f"pool {data} % data", {"vg_data/pool": level}, (_POOL.format(data="40.00", meta="10.00"), _POOL.format(data=data, meta="10.00")))
          for data, level in (("80.00", "warn"), ("89.99", "warn"), ("90.00", "critical"), ("100.00", "critical"))),
        healthy("pool 79.99 % data", (_POOL.format(data="40.00", meta="10.00"), _POOL.format(data="79.99", meta="10.00"))),
        *(fault(f"pool {meta} % metadata", {"vg_data/pool": level}, (_POOL.format(data="40.00", meta="10.00"), _POOL.format(data="40.00", meta=meta)))
          for meta, level in (("80.00", "warn"), ("90.00", "critical"))),
        *(fault(f"snapshot {used} %", {"vg_data/before_upgrade": "warn"}, (_SNAP.format(used="10.00"), _SNAP.format(used=used)))
          for used in ("80.00", "97.00")),
        healthy("snapshot 79.99 %", (_SNAP.format(used="10.00"), _SNAP.format(used="79.99"))),
        fault("a snapshot that overflowed", {"vg_data/before_upgrade": "critical"}, (_SNAP.format(used="10.00"), _SNAP.format(used="100.00").replace("swi-a", "swi-I"))),
        fault("a mirror with mismatches", {"vg_data/m1": "warn"}, ("m1|rwi-aor---|10737418240||100.00||", "m1|rwi-aor-m-|10737418240||100.00||mismatches exist")),
        fault("a mirror without a leg", {"vg_data/m1": "critical"}, ("m1|rwi-aor---|", "m1|rwi-aor-p-|")),
        fault("a missing physical volume, and a snapshot at 82.5 %", {"vg_app": "critical", "vg_app/lv_snap": "warn"}, instead=("linux.volume_groups.lvm/missing-physical-volume-rhel6-columns",)),
        fault("a group without a disk", {"vg_data": "critical"}, ("vg_data|wz--n-|1099507433472|107374182400|0", "vg_data|wz-pn-|1099507433472|107374182400|1")),
    ),
    mend=(
        Edit(_POOL.format(data="85.30", meta="91.07"), _POOL.format(data="40.00", meta="10.00")),
        Edit(_SNAP.format(used="79.99"), _SNAP.format(used="10.00")),
        Edit("old|swi-I-s---|10737418240||100.00||", "old|swi-a-s---|10737418240||1.00||"),
        Edit("m1|rwi-aor-m-|10737418240||100.00||mismatches exist", "m1|rwi-aor---|10737418240||100.00||"),
    ),
)  # fmt: skip
_B, _C = "3600508b4000156d700012000000b0000", "3600508b4000156d700012000000c0000"
_PATHS = (("3:0:0:1 sda 8:0  ", _B), ("4:0:0:1 sdb 8:16 ", _B), ("3:0:0:1 sdc 8:32 ", _C), ("4:0:0:1 sdd 8:48 ", _C))
MULTIPATH = Seeding(
    "server.multipath",
    ("linux.multipaths/two-volumes-alua",),
    (
        UNTOUCHED,
        healthy("ghost paths", instead=("linux.multipaths/passive-paths-are-ghost",)),
        healthy("a local disk", instead=("linux.multipaths/local-disk-claimed-by-bare-wwid",)),
        *(
            fault(f"{path.split()[1]} is {state}", {volume: "critical"}, (f"{path}active ready running", f"{path}{state}"))
            for path, volume in _PATHS
            for state in ("failed faulty running", "failed faulty offline", "failed faulty i/o timeout", "active shaky running")
        ),
        fault("a path of one is gone", {_B: "critical"}, (" `-+- policy='service-time 0' prio=10 status=enabled\n   `- 4:0:0:1 sdb 8:16 active ready running\n", ""), (" sdb=4", "")),
        fault("all paths of one", {_C: "critical"}, *((f"{p}active ready", f"{p}failed faulty") for p, v in _PATHS if v == _C)),
    ),
)  # fmt: skip
FC_PORTS = Seeding(
    "server.fc_ports",
    ("linux.fc_ports.sysfs/two-ports-online",),
    (
        UNTOUCHED,
        *(
            fault(
                f"{host} is {state}",
                {name: "critical"},
                (f"port_name={name}\n port_state=Online", f"port_name={name}\n port_state={state}"),
            )
            for host, name in (("host3", "0x21000024ff3dd15c"), ("host4", "0x21000024ff3dd15d"))
            for state in ("Linkdown", "Offline", "Error")
        ),
        healthy(
            "many old errors", Edit("statistics/invalid_crc_count=0x0", "statistics/invalid_crc_count=0xffff", times=2)
        ),
    ),
)
_ZLIST = "tank  10200547328  1020054732  9180492596  -  -  2  10  1.00  ONLINE  -"
_ZPOOL = " 	tank        ONLINE       0     0     0\n"
_ZDISK = " 	    sdb     ONLINE       0     0     0\n"
ZFS = Seeding(
    "server.zfs_pools",
    ("linux.pools.zpool/mirror-with-spare",),
    (
        UNTOUCHED,
        *(
            fault(f"sdb is {state}", {"tank": "critical"}, (_ZLIST, _ZLIST.replace("ONLINE", "DEGRADED")), ("state: ONLINE", "state: DEGRADED"), (_ZPOOL, _ZPOOL.replace("ONLINE  ", "DEGRADED")), (_ZDISK, _ZDISK.replace("ONLINE ", state)))
            for state in ("FAULTED", "UNAVAIL", "OFFLINE", "REMOVED")
        ),
        *(
            fault(f"sdb has {n} {kind} errors", {"tank": "warn"}, (_ZDISK, _ZDISK.replace("0     0     0", row)))
            for n, kind, row in ((1, "read", "1     0     0"), (3, "write", "0     3     0"), (1200, "checksum", "0     0 1.20K"))
        ),
        fault("files are lost", {"tank": "critical"}, ("errors: No known data errors", "errors: 3 data errors, use '-v' for a list")),
        *(
            fault(f"{cap} % used", {"tank": level}, (_ZLIST, f"tank  10000000000  {cap}00000000  {100 - cap}00000000  -  -  2  {cap}  1.00  ONLINE  -"))
            for cap, level in ((80, "warn"), (89, "warn"), (90, "critical"), (99, "critical"))
        ),
        healthy("79 % used", (_ZLIST, "tank  10000000000  7900000000  2100000000  -  -  2  79  1.00  ONLINE  -")),
        fault("a pool that is faulted", {"zion": "critical"}, instead=("linux.pools.zpool/faulted-pool-without-numbers",)),
    ),
)  # fmt: skip
_BTRFS = "3b9c5e0a-7f0e-4d7c-9c39-0f6f1f1c8a11"
BTRFS = Seeding(
    "server.btrfs_devices",
    ("linux.btrfs_devices/mirror-in-order",),
    (
        UNTOUCHED,
        *(
            fault(f"{kind} of member {member}", {_BTRFS: level}, (f"count={member} {kind} 0", f"count={member} {kind} 2"))
            for member in (1, 2)
            for kind, level in (("write_errs", "critical"), ("flush_errs", "critical"), ("read_errs", "warn"), ("corruption_errs", "warn"), ("generation_errs", "warn"))
        ),
        fault("a member is missing", {_BTRFS: "critical"}, (" device=sdc 2097152\n", ""), ("member=2 0", "member=2 1")),
        fault("all given away, metadata full", {_BTRFS: "warn"}, instead=("linux.btrfs_devices/all-space-given-and-metadata-full",)),
    ),
)  # fmt: skip
DRBD = Seeding(
    "server.drbd",
    ("linux.replicated_devices.drbd/version-9-connected",),
    (
        UNTOUCHED,
        healthy("version 8", instead=("linux.replicated_devices.drbd/version-8-connected-and-unconfigured",)),
        *(
            fault(f"connection {state}", {"r0/0": "critical"}, ('"connection-state": "Connected"', f'"connection-state": "{state}"'))
            for state in ("StandAlone", "Connecting", "Timeout", "BrokenPipe", "NetworkFailure")
        ),
        *(
            fault(f"our disk {state}", {"r0/0": "critical"}, ('"disk-state": "UpToDate",\n         "client"', f'"disk-state": "{state}",\n         "client"'))
            for state in ("Failed", "Diskless", "Inconsistent", "Outdated")
        ),
        *(
            fault(f"the peer's disk {state}", {"r0/0": "critical"}, ('"peer-disk-state": "UpToDate"', f'"peer-disk-state": "{state}"'))
            for state in ("Failed", "Diskless")
        ),
        fault("suspended", {"r0/0": "critical"}, ('"suspended": false', '"suspended": true')),
        fault("quorum lost", {"r0/0": "critical"}, ('"quorum": true', '"quorum": false')),
        fault("a copy being filled", {"r0/0": "warn"}, ('"replication-state": "Established"', '"replication-state": "SyncSource"'), ('"peer-disk-state": "UpToDate"', '"peer-disk-state": "Inconsistent"'), ('"out-of-sync": 0', '"out-of-sync": 4096'), ('"percent-in-sync": 100', '"percent-in-sync": 50')),
        healthy("a tie-breaker without a disk", ('"peer-disk-state": "UpToDate"', '"peer-disk-state": "Diskless"'), ('"peer-client": false', '"peer-client": true')),
        fault("configured and the driver away", {"r0": "critical"}, instead=("linux.replicated_devices.drbd/configured-and-driver-not-loaded",)),
    ),
)  # fmt: skip
_VDA = "vda 144958 20694 8768978 67912 106639 70113 8384760 33013 0 16656 103407 17351 39 1759064 1573 20606 908"


def _requests(count: int, milliseconds: int, in_flight: int = 0) -> tuple[str, str]:
    """So many reads more than at the first look, which took so long together."""
    return (
        _VDA,
        f"vda {144951 + count} 20694 8768978 {67910 + milliseconds} 106577 70113 8384760 33007 {in_flight} 16656 103407 17324 39 1758000 1570 20591 907",
    )


DISK_LATENCY = Seeding(
    "server.disk_latency",
    ("linux.disks.diskstats/ordinary",),
    (
        UNTOUCHED,
        fault("20 ms a request for 4 s", {"vda": "notice"}, _requests(100, 2000)),
        fault("100 ms a request for 4 s", {"vda": "warn"}, _requests(100, 10000)),
        fault("900 ms a request for 4 s", {"vda": "warn"}, _requests(60, 54000)),
        healthy("19.9 ms a request", _requests(100, 1990)),
        healthy("49 slow requests prove nothing", _requests(49, 49000)),
        fault("hangs", {"vda": "warn"}, _requests(0, 0, 3), ("earlier", "33007 0 16652", "33007 3 16652")),
        *(
            fault(f"{ms} ms a request for a quarter of an hour", {"vda": level}, _requests(100000, 100000 * ms), ("@uptime 3565.15", "@uptime 4461.00"))
            for ms, level in ((20, "warn"), (99, "warn"), (100, "critical"), (400, "critical"))
        ),
        healthy("19 ms a request for a quarter of an hour", _requests(100000, 1900000), ("@uptime 3565.15", "@uptime 4461.00")),
    ),
)  # fmt: skip
_TAPE = "drive HU1A2B3C4D"
TAPES = Seeding(
    "server.tape_devices",
    ("linux.tapes.sysfs/lto-drive-and-library",),
    (
        UNTOUCHED,
        *(
            fault(f"the drive is {state}", {_TAPE: "critical"}, ("rev=J5SW\n state=running", f"rev=J5SW\n state={state}"))
            for state in ("offline", "transport-offline", "blocked", "quiesce")
        ),
        fault("the library is offline", {"library DEC12345AB": "critical"}, ("rev=8.70\n state=running", "rev=8.70\n state=offline")),
        fault("no driver serves the drive", {_TAPE: "warn"}, (" driver=st\n", " driver=\n")),
        healthy("IBM's driver serves the drive", (" driver=st\n", " driver=lin_tape\n")),
        healthy("ch serves the library", (" driver=\n", " driver=ch\n")),
    ),
)  # fmt: skip
SEEDINGS = (MD_RAID, LVM, MULTIPATH, FC_PORTS, TAPES, ZFS, BTRFS, DRBD, DISK_LATENCY)
