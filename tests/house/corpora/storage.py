"""Volumes, pools, paths and replicated devices; filesystems, swap, counters of /proc that a parser of ours reads."""

import re

from collectors.base import Answer
from collectors.facts.kernel_settings import DatabaseHostSettings, Databases, MemorySettings
from collectors.linux.cpu_uses import CPU_USES
from collectors.linux.filesystems import FILESYSTEMS_DF
from collectors.linux.listeners import LISTENERS_NETSTAT, LISTENERS_SS
from collectors.linux.memory_settings import MEMORY_SETTINGS_PROC
from collectors.linux.mount_tables import MOUNT_TABLES
from collectors.linux.multipaths import MULTIPATHS_MULTIPATHD
from collectors.linux.network_counters import NETWORK_COUNTERS_PROC
from collectors.linux.pools import POOLS_ZPOOL
from collectors.linux.replicated_devices import REPLICATED_DRBD
from collectors.linux.vm_activities import VM_ACTIVITIES
from collectors.linux.volume_groups import VOLUME_GROUPS_LVM
from tests.house.corpora import Reading, indented

_MAPPER = "@devices\n Block devices:\n   8 sd\n 253 device-mapper\n"
_ZFS = "@filesystems\n nodev zfs\n"
_UPTIME = "/proc/uptime:{} 1.00\n"


def _two(text: str) -> Answer:
    """Make the two samples of a rate of one: nothing happened between them."""
    first, second = (f"{_UPTIME.format(at)}{text}@end\n" for at in ("86400.00", "86410.00"))
    return Answer(second, earlier=first)


def _named(path: str, text: str) -> str:
    return "".join(f"{path}:{line}\n" for line in text.strip("\n").splitlines())


def _multipath(text: str) -> Answer:
    """The maps as sysfs would show them: each with its paths, all over Fibre Channel."""
    shown: list[str] = []
    for line in text.splitlines():
        if found := re.match(r"(?:\S+ \()?([0-9a-f]{17,})\)? (dm-\d+)", line):
            shown.append(f"@dm {found[2]} mpath-{found[1]}")
        elif shown and (path := re.search(r" \d+:\d+:\d+:\d+ +(\S+) ", line)):
            shown[-1] += f" {path[1]}=1"
    heads = "".join(f"{line}\n" for line in shown)
    return Answer(f"{_MAPPER}@sys 99\n{heads}@hosts fc:1\n@ll 0\n{indented(text)}@end\n")


def _zpool_status(text: str) -> Answer:
    pools = re.findall(r"pool: (\S+)\n *state: (\S+)", text)
    rows = "".join(f" {name} 100 10 90 10 {health}\n" for name, health in pools)
    return Answer(f"{_ZFS}@list 0\n NAME SIZE ALLOC FREE CAP HEALTH\n{rows}@status 0\n{indented(text)}@end\n")


def _zpool_list(text: str) -> Answer:
    """A list alone: zpool status could not be had."""
    return Answer(f"{_ZFS}@list 0\n{indented(text)}@status 1\n@end\n")


def _lvm(text: str) -> Answer:
    """What lvm printed in another form than we asked for: no verdict may come of it."""
    return Answer(f"{_MAPPER}@sys 9\n@dm dm-0 LVM-x\n@pvs 0\n@vgs 0\n@lvs 0\n{indented(text)}@end\n")


def _drbd(text: str) -> Answer:
    head = "@devices\n Block devices:\n 147 drbd\n@proc\n version: 9.0.1 (api:2/proto:86-112)\n"
    return Answer(f"{head}@json 0\n{indented(text)}@end\n")


def _netstat(text: str) -> Answer:
    udp = "/proc/net/snmp:Udp: InDatagrams RcvbufErrors\n/proc/net/snmp:Udp: 0 0\n"
    return _two(_named("/proc/net/netstat", text) + udp + "/proc/net/softnet_stat:00000000 00000000 00000000\n")


def _vmstat(text: str) -> Answer:
    swap = "/proc/meminfo:SwapTotal:  0 kB\n/proc/meminfo:SwapFree:  0 kB\n"
    return _two(_named("/proc/vmstat", text) + swap)


def _swaps(text: str) -> Answer:
    lines = text.splitlines()[1:]
    size = sum(int(line.split()[2]) for line in lines)
    used = sum(int(line.split()[3]) for line in lines)
    swap = f"/proc/meminfo:SwapTotal:  {size} kB\n/proc/meminfo:SwapFree:  {size - used} kB\n"
    counters = "/proc/vmstat:pswpin 0\n/proc/vmstat:pswpout 0\n"
    return _two(counters + swap + _named("/proc/swaps", "\n".join(lines)))


def _stat(text: str) -> Answer:
    """The second sample is the first with a second of idle time: what counts is that the file is read."""
    earlier = _named("/proc/stat", "\n".join(line for line in text.splitlines() if line.startswith("cpu")))
    later = re.sub(r"(:cpu\d* +\d+ \d+ \d+ )(\d+)", lambda found: f"{found[1]}{int(found[2]) + 100}", earlier)
    return Answer(f"{_UPTIME.format('86401.00')}{later}@end\n", earlier=f"{_UPTIME.format('86400.00')}{earlier}@end\n")


def _df(text: str) -> Answer:
    return Answer(f"@df\n{indented(text)}@mounts\n /dev/sda1 / ext4 rw 0 0\n@end\n")


def _fstab(text: str) -> Answer:
    """The file as of a machine on which all of it is mounted."""
    entries = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    by_uuid = {one[0].removeprefix("UUID="): f"sd{n}" for n, one in enumerate(entries) if one[0].startswith("UUID=")}
    sources = [f"/dev/{by_uuid.get(one[0].removeprefix('UUID='), '')}" if "UUID=" in one[0] else one[0] for one in entries]
    pairs = tuple(zip(sources, entries, strict=True))
    mounts = "".join(f" 2{n} 1 8:{n} / {e[1]} rw - {e[2]} {s} rw\n" for n, (s, e) in enumerate(pairs) if e[2] != "swap")
    swaps = "".join(f" {s} partition 1 0 -2\n" for s, e in pairs if e[2] == "swap")
    links = "".join(f" lrwxrwxrwx 1 root root 10 Jan  1 00:00 {u} -> ../../{name}\n" for u, name in by_uuid.items())
    heads = f"@mountinfo\n{mounts}@swaps\n Filename\n{swaps}@fstab\n{indented(text)}"
    return Answer(f"{heads}@links\n /dev/disk/by-uuid:\n{links}@units\n@end\n")


def _mountinfo(text: str) -> Answer:
    return Answer(f"@mountinfo\n{indented(text)}@swaps\n Filename\n@fstab\n@links\n@units\n@end\n")


def _sysctl(text: str) -> Answer:
    value = re.search(r"^vm\.swappiness = (\d+)$", text, re.MULTILINE)
    thp = "/sys/kernel/mm/transparent_hugepage/enabled:always madvise [never]\n"
    return Answer(f"{thp}/proc/sys/vm/swappiness:{value[1] if value else ''}\n/proc/meminfo:SwapTotal: 1 kB\n@end\n")


def _settings(answer: Answer) -> DatabaseHostSettings:
    settings = MEMORY_SETTINGS_PROC.parse(answer)
    assert isinstance(settings, MemorySettings)
    return DatabaseHostSettings(settings, Databases(("Oracle",)))


READ: tuple[Reading, ...] = (
    ("raid/*multipath*", _multipath, MULTIPATHS_MULTIPATHD.parse, "server.multipath"),
    ("raid/*zpool-status*.out", _zpool_status, POOLS_ZPOOL.parse, "server.zfs_pools"),
    ("raid/*zpool-list*", _zpool_list, POOLS_ZPOOL.parse, "server.zfs_pools"),
    ("raid/*[lvp][vg]s-*", _lvm, VOLUME_GROUPS_LVM.parse, "server.lvm"),
    ("raid/*lvm-report*", _lvm, VOLUME_GROUPS_LVM.parse, "server.lvm"),
    ("cluster/*drbd*.json", _drbd, REPLICATED_DRBD.parse, "server.drbd"),
    ("proc/*net-netstat", _netstat, NETWORK_COUNTERS_PROC.parse, "server.tcp_overflows"),
    ("proc/*vmstat*", _vmstat, VM_ACTIVITIES.parse, "server.swap_activity"),
    ("proc/*swaps*", _swaps, VM_ACTIVITIES.parse, "server.swap_activity"),
    ("proc/linux-proc-stat.txt", _stat, CPU_USES.parse, "server.cpu"),
    ("proc/*pid_mountinfo.txt", _mountinfo, MOUNT_TABLES.parse, "server.filesystem_readonly"),
    ("linux/*-df*", _df, FILESYSTEMS_DF.parse, "server.filesystem_usage"),
    ("linux/*-fstab.out", _fstab, MOUNT_TABLES.parse, "server.fstab_consistency"),
    ("linux/*-sysctl-a.out", _sysctl, _settings, "server.database_host_settings"),
    ("linux/*-netstat-l.out", Answer, LISTENERS_NETSTAT.parse, "server.listening_ports"),
    ("linux/*-ss-*.out", Answer, LISTENERS_SS.parse, "server.listening_ports"),
)
