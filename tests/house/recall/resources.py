"""Seeds for processor, memory, limits, network cards and their bonds, dropped connections, processes."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from dataclasses import replace

from checks.base import Scene
from tests.house.recall.shapes import AT, UNTOUCHED, Edit, Seeding, Variation, fault, healthy

_STAT = "cpu  178264 4132 40346 689987 1139 0 359 106 0 0"
_EARLY = (178264, 4132, 40345, 689748, 1139, 0, 359, 106, 0, 0)
_USER, _IDLE, _IOWAIT, _STEAL = 0, 3, 4, 7


def _ticks(**shares: int) -> tuple[str, str]:
    """So many of 1000 ticks between the looks by what they were spent on; the rest was idle."""
    row = list(_EARLY)
    places = {"user": _USER, "iowait": _IOWAIT, "steal": _STEAL}
    for name, ticks in shares.items():
        row[places[name]] += ticks
    row[_IDLE] += 1000 - sum(shares.values())
    return _STAT, "cpu  " + " ".join(map(str, row))


_LONG = ("/proc/uptime:4585.59 6899.87", "/proc/uptime:5185.59 7900.00")
_CPU_LEVELS = (
    ("busy", "user", ((849, ""), (850, "warn"), (949, "warn"), (950, "critical"), (1000, "critical"))),
    ("steal", "steal", ((99, ""), (100, "warn"), (600, "warn"))),
    ("iowait", "iowait", ((199, ""), (200, "warn"), (399, "warn"), (400, "critical"), (800, "critical"))),
)
_LOWER = {"warn": "notice", "critical": "warn"}
CPU = Seeding(
    "server.cpu",
    ("linux.cpu_uses.proc/ordinary",),
    (
        UNTOUCHED,
        *(
            fault(f"{subject} {n / 10} % of ten minutes", {subject: level}, _ticks(**{what: n}), _LONG)
            if level
            else healthy(f"{subject} {n / 10} % of ten minutes", _ticks(**{what: n}), _LONG)
            for subject, what, levels in _CPU_LEVELS
            for n, level in levels
        ),
        *(
            fault(f"{subject} {n / 10} % of a second", {subject: _LOWER[level]}, _ticks(**{what: n}))
            for subject, what, levels in _CPU_LEVELS
            for n, level in levels
            if level
        ),
    ),
)
_PERCENT = "@percent 3 3700\n@percent 60 200\n@percent 97 100\n"
CPU_HISTORY = Seeding(
    "server.cpu_history",
    ("linux.cpu_history.sar/four-weeks",),
    (
        UNTOUCHED,
        *(fault(f"a tenth of the time at {p} %", {"p95": level}, (_PERCENT, f"@percent 3 3600\n@percent {p} 400\n"))
          for p, level in ((85, "warn"), (94, "warn"), (95, "critical"), (99, "critical"))),
        healthy("a tenth of the time at 84 %", (_PERCENT, "@percent 3 3600\n@percent 83 400\n")),
        fault("always busy", {"p95": "critical"}, instead=("linux.cpu_history.sar/always-busy-iso-days",)),
    ),
)  # fmt: skip
_AVAILABLE, _TOTAL = "MemAvailable:   24176180 kB", 24684100


def _available(share: float) -> tuple[str, str]:
    return _AVAILABLE, f"MemAvailable:   {int(_TOTAL * share)} kB"


_V1 = "/sys/fs/cgroup/memory/memory.limit_in_bytes:9223372036854771712\n/sys/fs/cgroup/memory/memory.usage_in_bytes:1799860224\n"


def _group(share: float) -> tuple[str, str]:
    """A limit of 8 GiB of which so much is used, without what is only cache."""
    limit = 8 * 1024**3
    used = int(limit * share) + 990289920
    return _V1, f"/sys/fs/cgroup/memory/memory.limit_in_bytes:{limit}\n/sys/fs/cgroup/memory/memory.usage_in_bytes:{used}\n"


MEMORY = Seeding(
    "server.memory",
    ("linux.memory.proc/ordinary",),
    (
        UNTOUCHED,
        healthy("kernel 2.6.32", instead=("linux.memory.proc/kernel-2.6.32-without-memavailable",)),
        healthy("ZFS", instead=("linux.memory.proc/limit-v1-that-is-none-and-zfs",)),
        healthy("Oracle's huge pages", instead=("linux.memory.proc/oracle-sga-in-huge-pages",)),
        *(healthy(f"{s:.1%} available", _available(s)) for s in (0.5, 0.101)),
        *(fault(f"{s:.1%} available", {"": level}, _available(s)) for s, level in ((0.0999, "warn"), (0.051, "warn"), (0.0499, "critical"), (0.001, "critical"))),
        *(fault(f"{s:.1%} of the group's limit", {"control group": level}, _group(s)) for s, level in ((0.901, "warn"), (0.949, "warn"), (0.951, "critical"))),
        healthy("89.9 % of the group's limit", _group(0.899)),
    ),
)  # fmt: skip


def _pages(rate: float) -> tuple[str, str]:
    return "/proc/vmstat:pswpout 0", f"/proc/vmstat:pswpout {round(rate * 1.2)}"


_PSI = "/proc/pressure/memory:full avg10=0.00 avg60=0.00 avg300=0.00 total=0"
_SWAP = "SwapTotal:             0 kB\n/proc/meminfo:SwapFree:              0 kB"
SWAP = Seeding(
    "server.swap_activity",
    ("linux.vm_activities.proc/ordinary-without-swap",),
    (
        UNTOUCHED,
        *(fault(f"{rate} pages a second", {"activity": "warn"}, _pages(rate), (_SWAP, _SWAP.replace("             0", "       8388604"))) for rate in (101, 1000)),
        healthy("90 pages a second", _pages(90), (_SWAP, _SWAP.replace("             0", "       8388604"))),
        *(fault(f"memory stalls {s} %", {"stalls": level}, (_PSI, _PSI.replace("avg300=0.00", f"avg300={s}")))
          for s, level in (("5.00", "warn"), ("19.99", "warn"), ("20.00", "critical"), ("70.00", "critical"))),
        healthy("memory stalls 4.99 %", (_PSI, _PSI.replace("avg300=0.00", "avg300=4.99"))),
        fault("swap is full and quiet", {"use": "notice"}, (_SWAP, "SwapTotal:       8388604 kB\n/proc/meminfo:SwapFree:        1048576 kB")),
        fault("kernel 3.10 swaps", {"activity": "warn", "use": "notice"}, instead=("linux.vm_activities.proc/kernel-3.10-swapping-without-psi",)),
    ),
)  # fmt: skip
_LOAD = "/proc/loadavg:0.62 2.07 2.21 1/88 13183"
_CPU_PSI = "/proc/pressure/cpu:some avg10=0.42 avg60=3.14 avg300=18.77"
_IO_PSI = "/proc/pressure/io:full avg10=0.00 avg60=0.00 avg300=0.00"
LOAD = Seeding(
    "server.load_pressure",
    ("linux.loads.proc/ordinary",),
    (
        UNTOUCHED,
        *(fault(f"load {load} of two processors", {"load": level}, (_LOAD, f"/proc/loadavg:{load} {load} {load} 1/88 13183"))
          for load, level in (("3.00", "notice"), ("3.99", "notice"), ("4.00", "warn"), ("40.00", "warn"))),
        healthy("load 2.99 of two processors", (_LOAD, "/proc/loadavg:2.99 2.99 2.99 1/88 13183")),
        fault("processes wait for a processor 50 %", {"cpu pressure": "notice"}, (_CPU_PSI, _CPU_PSI.replace("18.77", "50.00"))),
        healthy("processes wait for a processor 49 %", (_CPU_PSI, _CPU_PSI.replace("18.77", "49.00"))),
        *(fault(f"all wait for disks {s} %", {"io pressure": level}, (_IO_PSI, _IO_PSI.replace("avg300=0.00", f"avg300={s}")))
          for s, level in (("10.00", "warn"), ("29.99", "warn"), ("30.00", "critical"), ("90.00", "critical"))),
        healthy("all wait for disks 9.99 %", (_IO_PSI, _IO_PSI.replace("avg300=0.00", "avg300=9.99"))),
        fault("load 30 of blocked tasks", {"load": "warn"}, instead=("linux.loads.proc/kernel-2.6.32-load-30-of-blocked-tasks",)),
    ),
)  # fmt: skip


def _limited(subject: str, old: str, new: str, most: int, marks: tuple[float, float]) -> tuple[Variation, ...]:
    warn, critical = marks
    return tuple(
        fault(f"{subject} {share:.1%}", {subject: level}, (old, new.format(int(most * share + 0.9999))))
        if level
        else healthy(f"{subject} {share:.1%}", (old, new.format(int(most * share))))
        for share, level in (
            (warn - 0.01, ""),
            (warn, "warn"),
            (critical - 0.01, "warn"),
            (critical, "critical"),
            (1.0, "critical"),
        )
    )


LIMITS = Seeding(
    "server.open_files_and_pids",
    ("linux.system_limits.proc/ordinary-with-conntrack",),
    (
        UNTOUCHED,
        healthy("no connection tracking", instead=("linux.system_limits.proc/no-conntrack-module-loaded",)),
        *_limited("files", "file-nr:465	0	2466190", "file-nr:{}	0	2466190", 2466190, (0.7, 0.9)),
        *_limited("conntrack", "nf_conntrack_count:0", "nf_conntrack_count:{}", 262144, (0.75, 0.95)),
        *_limited("pids", "2/88 13185", "2/{} 13185", 32768, (0.85, 0.95)),
        healthy("no limit of files worth the name", ("file-nr:465	0	2466190", "file-nr:465	0	9223372036854775807")),
    ),
)  # fmt: skip
_MII = " Slave Interface: {0}\n MII Status: {1}\n"


def _slave(card: str, state: str) -> tuple[str, str]:
    return _MII.format(card, "up"), _MII.format(card, state)


_BOND = Seeding(
    "server.bonding",
    ("linux.bonds.proc/ordinary",),
    (
        UNTOUCHED,
        *(fault(f"{card} is {state}", {"bond0": "warn"}, _slave(card, state)) for card in ("eth0", "eth1") for state in ("down", "going down", "going back")),
        fault("both are down", {"bond0": "critical"}, _slave("eth0", "down"), _slave("eth1", "down")),
        fault("ten links lost", {"bond0": "notice"}, ("Link Failure Count: 1", "Link Failure Count: 11")),
        fault("no partner of LACP", {"bond1": "warn"}, instead=("linux.bonds.proc/lacp-without-a-partner-and-one-card-going-down",)),
        fault("a team's port is down", {"team0": "warn"}, instead=("linux.bonds.proc/team-with-one-port-down",)),
    ),
)  # fmt: skip
_BOND_OF_DATABASE = replace(
    _BOND,
    variations=tuple(
        fault(f"{card} of a database is down", {"bond0": "critical"}, _slave(card, "down")) for card in ("eth0", "eth1")
    ),
    scene=Scene(at=AT, tags=("database",)),
)
_LINKS = "linux.links.proc/virtio-tells-no-speed-and-the-driver-reset-its-counters"
_RX = "eth0: 5018   11    0    0"
_RESET = (
    Edit(
        "eth0: 5018   11    0    0    0     0          0         0   588439    6 ",
        "eth0: 502700000   11751    0    0    0     0          0         0   588439    6540 ",
    ),
)
_NOW = "eth0: 502700000   11751    0    0"


def _card(*lines: tuple[str, str]) -> tuple[Edit, ...]:
    """Lines of eth0's own block at both looks."""
    return tuple(Edit(old, new, part=part) for old, new in lines for part in ("", "earlier"))


_SPEED = " carrier=1\n speed=-1\n duplex=unknown\n carrier_changes=1"
LINK_ERRORS = Seeding(
    "server.link_errors",
    (_LINKS,),
    (
        UNTOUCHED,
        healthy("el6", instead=("linux.links.proc/el6-without-a-space-and-with-a-card-switched-off",)),
        *(fault(f"{n} errors of 18291 packets", {"eth0": "warn"}, (_NOW, _NOW.replace("11751    0", f"11751    {n}")), ("earlier", "11651    0", f"11651    {n}")) for n in (185, 9000)),
        healthy("180 errors of 18291 packets", (_NOW, _NOW.replace("11751    0", "11751    180")), ("earlier", "11651    0", "11651    180")),
        fault("half duplex", {"eth0": "warn"}, *_card((_SPEED, _SPEED.replace("-1", "1000").replace("unknown", "half")))),
        fault("100 Mbit/s", {"eth0": "notice"}, *_card((_SPEED, _SPEED.replace("-1", "100").replace("unknown", "full")))),
        healthy("10 Gbit/s", *_card((_SPEED, _SPEED.replace("-1", "10000").replace("unknown", "full")))),
        fault("no link though in use", {"eth0": "notice"}, *_card((_SPEED, _SPEED.replace("carrier=1\n", "carrier=0\n").replace("changes=1", "changes=7")))),
        fault("the link came and went while we looked", {"eth0": "warn"}, (_SPEED, _SPEED.replace("changes=1", "changes=3"))),
        fault("21 changes since the start", {"eth0": "notice"}, *_card((_SPEED, _SPEED.replace("changes=1", "changes=21")))),
        healthy("many dropped frames", (_NOW, _NOW.replace("0    0", "0    90000"))),
    ),
    mend=_RESET,
)  # fmt: skip
_TCP = "TcpExt: 0 3 4 12"
_UDP = "Udp: 4512 17 0 4490 0 0"
_SOFT = "0001cd1c 00000000 00000001"
DROPS = Seeding(
    "server.tcp_overflows",
    ("linux.network_counters.proc/quiet",),
    (
        UNTOUCHED,
        *(fault(f"{n} overflows in 5 s", {"listen overflows": level, "listen drops": level}, (_TCP, f"TcpExt: 0 {3 + n} {4 + n} 12"))
          for n, level in ((6, "warn"), (24, "warn"), (26, "critical"), (900, "critical"))),
        *(fault(f"{n} drops in 5 s", {"listen drops": level}, (_TCP, f"TcpExt: 0 3 {4 + n} 12")) for n, level in ((6, "warn"), (26, "critical"))),
        healthy("4 overflows in 5 s", (_TCP, "TcpExt: 0 7 8 12")),
        *(fault(f"{n} full UDP buffers in 5 s", {"udp receive buffers": "warn"}, (_UDP, f"Udp: 4512 17 {n} 4490 {n} 0")) for n in (51, 4000)),
        healthy("45 full UDP buffers in 5 s", (_UDP, "Udp: 4512 17 45 4490 45 0")),
        *(fault(f"{n} packets dropped by the kernel in 5 s", {"softnet drops": "warn"}, (_SOFT, f"0001cd1c {n:08x} 00000001")) for n in (51, 9000)),
        healthy("squeezed", (_SOFT, "0001cd1c 00000000 00009999")),
    ),
)  # fmt: skip


def _stuck(count: int) -> tuple[Edit, ...]:
    """So many processes of which each look found the same one waiting."""
    rows = "".join(f"@D {900 + n} 1 311200 0 rsync{n}\tsystemd\trpc_wait_bit_killable\n" for n in range(count))
    return tuple(
        Edit("@count R 3\n@all 83 0\n", f"@count R 3\n@count D {count}\n@all {83 + count} {count}\n{rows}", part=part)
        for part in ("", "earlier")
    )


def _zombies(count: int) -> tuple[Edit, ...]:
    """So many processes that have ended and that nobody asked after between the two looks."""
    rows = "".join(f"@Z {900 + n} 1 311200 0 sh{n}\tsystemd\n" for n in range(count))
    return tuple(
        Edit("@count R 3\n@all 83 0\n", f"@count R 3\n@count Z {count}\n@all {83 + count} {count}\n{rows}", part=part)
        for part in ("", "earlier")
    )


PROCESSES = Seeding(
    "server.zombie_and_stuck_processes",
    ("linux.processes.stat/ordinary",),
    (
        UNTOUCHED,
        healthy("a number that was given again", instead=("linux.processes.stat/same-number-another-process",)),
        *(fault(f"{n} stuck", {"stuck": level}, *_stuck(n)) for n, level in ((1, "warn"), (5, "warn"), (6, "critical"), (40, "critical"))),
        healthy("one in D state at one look", _stuck(1)[0]),
        *(fault(f"{n} zombies", {"zombies": "warn"}, *_zombies(n)) for n in (11, 300)),
        healthy("10 zombies", *_zombies(10)),
        healthy("11 zombies at one look", _zombies(11)[0]),
    ),
)  # fmt: skip
SEEDINGS = (
    CPU, CPU_HISTORY, MEMORY, SWAP, LOAD, LIMITS, _BOND, _BOND_OF_DATABASE, LINK_ERRORS, DROPS, PROCESSES,
)  # fmt: skip
