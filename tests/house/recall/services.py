"""Seeds for services, ports, jobs, assets, the clock, kernel settings, kills for want of memory."""
# ruff: noqa: E501 - a table of seeds reads best in lines

from dataclasses import replace

from checks.base import Scene
from tests.house.recall.shapes import AT, UNTOUCHED, Change, Edit, Seeding, fault, healthy

_UNITS = "linux.units.systemctl/ordinary"
_NGINX = " nginx.service loaded {} A high performance web server"
_KDUMP = " kdump.service loaded failed failed Crash recovery kernel arming\n"
_WELL = (
    Edit(_NGINX.format("failed failed"), _NGINX.format("active running")),
    Edit(_KDUMP, ""),
    Edit("@failed 2", "@failed 0"),
    Edit(
        " ActiveEnterTimestampMonotonic=0\n NRestarts=6\n Result=exit-code",
        " ActiveEnterTimestampMonotonic=6801234\n NRestarts=0\n Result=success",
    ),
)


def _failed(unit: str, line: str) -> tuple[Change, ...]:
    """A unit that has failed, where it stood as running."""
    return ((line, line.replace("active running", "failed failed")), ("@failed 0", "@failed 1"))


_CRON = " cron.service loaded active running Regular background program processing daemon"
_SSH = " ssh.service loaded active running OpenBSD Secure Shell server"
FAILED = Seeding(
    "server.failed_units",
    (_UNITS,),
    (
        UNTOUCHED,
        healthy("sockets and services", instead=("linux.units.systemctl/sockets-and-services-in-any-order",)),
        *(fault(f"{unit} failed", {unit: "warn"}, *_failed(unit, line))
          for unit, line in (("nginx.service", _NGINX.format("active running")), ("cron.service", _CRON), ("ssh.service", _SSH))),
        fault("kdump failed", {"kdump.service": "notice"}, ("@failed 0", "@failed 1"), (" nginx.service loaded", f"{_KDUMP} nginx.service loaded")),
        *(fault(f"nginx restarted {n} times in ten days", {"nginx.service": "warn"}, ("Names=nginx.service\n ActiveEnterTimestampMonotonic=6801234\n NRestarts=0", f"Names=nginx.service\n ActiveEnterTimestampMonotonic=863000000000\n NRestarts={n}")) for n in (11, 900)),
        healthy("nginx restarted 5 times in ten days", ("Names=nginx.service\n ActiveEnterTimestampMonotonic=6801234\n NRestarts=0", "Names=nginx.service\n ActiveEnterTimestampMonotonic=863000000000\n NRestarts=5")),
    ),
    mend=_WELL,
)  # fmt: skip
REQUIRED = Seeding(
    "server.required_services",
    (_UNITS, "linux.processes.stat/ordinary"),
    (
        healthy("all run"),
        *(fault(f"{unit} failed", {name: "critical"}, *_failed(unit, line))
          for name, unit, line in (("nginx", "nginx.service", _NGINX.format("active running")), ("cron", "cron.service", _CRON), ("ssh", "ssh.service", _SSH))),
        fault("nginx is stopped", {"nginx": "critical"}, (_NGINX.format("active running"), _NGINX.format("inactive dead"))),
        fault("nginx does not start at boot", {"nginx": "warn"}, (" nginx.service enabled enabled", " nginx.service disabled enabled"), ("NRestarts=0\n Result=success\n UnitFileState=enabled\n \n Id=ssh", "NRestarts=0\n Result=success\n UnitFileState=disabled\n \n Id=ssh")),
        fault("nginx is not installed", {"nginx": "critical"}, (_NGINX.format("active running") + "\n", ""), (" nginx.service enabled enabled\n", ""), (" Id=nginx.service\n Names=nginx.service\n ActiveEnterTimestampMonotonic=6801234\n NRestarts=0\n Result=success\n UnitFileState=enabled\n \n", "")),
    ),
    mend=_WELL,
    limits={"names": ("nginx", "cron", "ssh")},
)  # fmt: skip
_LAST = 'tcp   LISTEN 0      100                *:8080             *:*    users:(("java",pid=2001,fd=45))'


def _listens(port: int, program: str, address: str = "0.0.0.0") -> tuple[str, str]:
    return (
        _LAST,
        f'tcp   LISTEN 0      128          {address}:{port}         0.0.0.0:*    users:(("{program}",pid=77,fd=3))\n{_LAST}',
    )


PORTS = Seeding(
    "server.listening_ports",
    ("linux.listeners.ss/ordinary",),
    (
        UNTOUCHED,
        *(fault(f"{program} on {port}", {f"*{port}*": level}, _listens(port, program))
          for port, program, level in ((23, "in.telnetd", "critical"), (21, "vsftpd", "critical"), (512, "in.rexecd", "critical"), (513, "in.rlogind", "critical"), (514, "in.rshd", "critical"), (6000, "Xorg", "critical"), (2375, "dockerd", "critical"), (6379, "redis-server", "warn"))),
        *(healthy(f"{program} on the loopback address", _listens(port, program, "127.0.0.1")) for port, program in ((23, "in.telnetd"), (6379, "redis-server"))),
        healthy("another program on port 23", _listens(23, "myapp")),
    ),
)  # fmt: skip
_FORBIDDEN = replace(
    PORTS,
    variations=(fault("what the operator forbids", {"tcp/8080": "critical"}),),
    limits={"forbidden": ("tcp/8080",)},
)
_JOB_FILES = "linux.job_files"
_LS = {
    "/home/oracle/rman_full.sh": "-rwxr-x---. 1 oracle oinstall 812 Mar  3  2024 /home/oracle/rman_full.sh\n",
    "/opt/监控/probe.py": "-rw-r--r-- 1 root root 49 Nov 22 04:56 /opt/监控/probe.py\n",
}
_ADDED = (
    Edit(
        "adds",
        "-rwxr-xr-x 1 oracle oinstall 99 Mar  3  2024 /home/oracle/export.sh\n",
        part="/home/oracle/export.sh",
        of=_JOB_FILES,
    ),
    Edit("adds", "-rwxr-xr-x 1 root root 99 Mar  3  2024 /usr/bin/python3\n", part="/usr/bin/python3", of=_JOB_FILES),
    Edit("adds", "-rwxr-xr-x 1 root root 99 Mar  3  2024 /usr/sbin/anacron\n", part="/usr/sbin/anacron", of=_JOB_FILES),
    Edit(
        "adds",
        "-rwxr-xr-x 1 root root 99 Mar  3  2024 /etc/cron.daily/logrotate\n",
        part="/etc/cron.daily/logrotate",
        of=_JOB_FILES,
    ),
    Edit("adds", "-rwxr-xr-x 1 root root 99 Mar  3  2024 /opt/app/start.sh\n", part="/opt/app/start.sh", of=_JOB_FILES),
)


def _away(path: str) -> tuple[str, str]:
    return "says", f"ls: cannot access '{path}': No such file or directory\n"


JOBS = Seeding(
    "server.scheduled_jobs",
    ("linux.jobs/ordinary", f"{_JOB_FILES}/ordinary"),
    (
        UNTOUCHED,
        *(fault(f"{path} is not there", {path: "warn"}, Edit(*_away(path), part=path, of=_JOB_FILES)) for path in _LS),
        *(fault(f"{path} is not executable", {path: "warn"}, Edit("-rwxr-xr-x", "-rw-r--r--", part=path, of=_JOB_FILES)) for path in ("/home/oracle/export.sh",)),
        fault("rman_full.sh is not executable", {"/home/oracle/rman_full.sh": "warn"}, Edit("-rwxr-x---.", "-rw-r-----.", part="/home/oracle/rman_full.sh", of=_JOB_FILES)),
        fault("a file of cron.daily that is not executable", {"/etc/cron.daily/logrotate": "notice"}, Edit("-rwxr-xr-x", "-rw-r--r--", part="/etc/cron.daily/logrotate", of=_JOB_FILES)),
    ),
    mend=_ADDED,
)  # fmt: skip
ASSETS = Seeding(
    "server.assets",
    ("linux.hardware/ordinary", "linux.identity/ordinary"),
    (
        UNTOUCHED,
        fault("a firmware without a serial number", {"serial": "notice"}, ("@dmi product_serial 2102312CJN10L3000001\n", "@dmi product_serial To Be Filled By O.E.M.\n"), Edit("@virtual kvm", "@virtual none", of="linux.identity"), Edit("@flag hypervisor\n", "", of="linux.identity")),
    ),
)  # fmt: skip
_VM = "/proc/vmstat:oom_kill 0"
_KERNEL = (
    "linux.kernel_logs.journal/ordinary-one-disk",
    "linux.kernel_logs.files/no-log-files-here",
    "linux.kernel_logs.dmesg/wrapped",
)
_FIRST = "2026-09-01T08:00:00+0800 db01 kernel: Linux version 5.14.0-427.el9.x86_64\n"


def _killed(program: str, count: int = 1) -> Change:
    line = f" 2026-11-20T10:00:01+0800 db01 kernel: Out of memory: Killed process 4711 ({program}) total-vm:9000000kB, anon-rss:8000000kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:100kB oom_score_adj:0\n"
    return Edit(_FIRST, f"{_FIRST}@hit {count}\n{line * min(count, 2)}", of="linux.kernel_logs.journal")


OOM = Seeding(
    "server.oom_kills",
    ("linux.vm_activities.proc/ordinary-without-swap", *_KERNEL),
    (
        UNTOUCHED,
        *(fault(f"{program} was killed", {f"oom:{program}": level, "": "warn", "since boot": "warn"}, (_VM, "/proc/vmstat:oom_kill 1"), _killed(program))
          for program, level in (("mysqld", "critical"), ("java", "critical"), ("oracle_1_orcl", "critical"), ("ora_dbw0_orcl", "critical"), ("dmserver", "critical"), ("node", "warn"), ("chrome", "warn"))),
        fault("three kills", {"oom:java": "critical", "": "warn", "since boot": "warn"}, (_VM, "/proc/vmstat:oom_kill 3"), _killed("java", 3)),
    ),
)  # fmt: skip
_HUGE, _SWAPPINESS = "enabled:[always] madvise never", "swappiness:60"
_DATABASE = tuple(
    Edit(" bash\n sshd\n", " bash\n mysqld\n sshd\n", part=part, of="linux.processes.stat") for part in ("", "earlier")
)
SETTINGS = Seeding(
    "server.database_host_settings",
    ("linux.memory_settings.proc/always-with-swap", "linux.processes.stat/ordinary"),
    (
        healthy("madvise and little swapping", (_HUGE, "enabled:always [madvise] never"), (_SWAPPINESS, "swappiness:10")),
        healthy("never", (_HUGE, "enabled:always madvise [never]"), (_SWAPPINESS, "swappiness:1")),
        fault("huge pages always", {"transparent huge pages": "warn"}, (_SWAPPINESS, "swappiness:10")),
        *(fault(f"swappiness {n}", {"swappiness": "notice"}, (_HUGE, "enabled:always madvise [never]"), (_SWAPPINESS, f"swappiness:{n}")) for n in (11, 60, 100)),
    ),
    mend=_DATABASE,
)  # fmt: skip
_NO_DATABASE = replace(SETTINGS, variations=(healthy("no database here"),), mend=())
_CHRONY = "1795325655.597421384,-0.000001212,-0.000000050"
_CLOCKS = ("linux.clock_sources.chrony/ordinary", "linux.clocks.services/ordinary-chronyd")


def _offset(seconds: float, at: str = "1795325655.597421384") -> tuple[str, str]:
    return _CHRONY, f"{at},{seconds:.9f},-0.000000050"


CLOCK = Seeding(
    "server.clock",
    _CLOCKS,
    (
        UNTOUCHED,
        *(fault(f"{s} s off", {"synchronisation": level}, _offset(s)) for s, level in ((0.05, "warn"), (-0.9, "warn"), (1.0, "critical"), (-3600, "critical"))),
        healthy("49 ms off", _offset(0.049)),
        fault("no reference for a day", {"synchronisation": "warn"}, _offset(0.0, "1795239000.0")),
        fault("not synchronised", {"synchronisation": "warn"}, instead=("linux.clock_sources.chrony/not-synchronised",)),
        fault("follows its own clock", {"synchronisation": "notice"}, instead=("linux.clock_sources.chrony/follows-its-own-clock",)),
        fault("nobody reached", {"synchronisation": "warn"}, instead=("linux.clock_sources.chrony/debian-12-guest-nobody-reached",)),
    ),
)  # fmt: skip
_MEASURED = tuple(
    replace(CLOCK, variations=(one,), scene=Scene(at=AT, clock_offset_seconds=seconds, is_local=False))
    for seconds, one in (
        (1.9, healthy("1.9 s between us and the target")),
        (2.5, fault("2.5 s between us and the target", {"measured offset": "warn"})),
        (-400.0, fault("400 s between us and the target", {"measured offset": "warn"})),
    )
)
_OF_CLUSTER = replace(
    CLOCK,
    variations=(
        fault(
            "not synchronised in a cluster",
            {"synchronisation": "critical"},
            instead=("linux.clock_sources.chrony/not-synchronised",),
        ),
    ),
    scene=Scene(at=AT, tags=("cluster",)),
)
SEEDINGS = (FAILED, REQUIRED, PORTS, _FORBIDDEN, JOBS, ASSETS, OOM, SETTINGS, _NO_DATABASE, CLOCK, *_MEASURED, _OF_CLUSTER)
