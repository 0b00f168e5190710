"""Open files, threads and tracked connections against the kernel's limits.

Connection tracking is not in use when the module list, which names every module, shows none of it and its count does not
exist. A kernel without modules, or a network namespace of its own, has no such witness.

Sample::

    /proc/sys/fs/file-nr:555	0	2466190
    /proc/sys/kernel/pid_max:32768
    /proc/sys/kernel/threads-max:192731
    /proc/loadavg:0.00 0.00 0.03 1/93 10003
    /proc/sys/net/netfilter/nf_conntrack_count:12
    /proc/sys/net/netfilter/nf_conntrack_max:262144
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Shell
from collectors.facts.resources import SYSTEM_LIMITS, Gauge, SystemLimits
from collectors.linux.kernel_files import KernelFiles, grep, natural, read

_NET = "/proc/sys/net/netfilter"
_FILE_NR, _MODULES = "/proc/sys/fs/file-nr", "/proc/modules"
_COUNT, _MOST = f"{_NET}/nf_conntrack_count", f"{_NET}/nf_conntrack_max"


def parse(answer: Answer) -> SystemLimits:
    """Read the files. Raises SessionError or ParseError where one that every kernel has gave nothing."""
    files = read(answer)
    words = files.need(_FILE_NR)[0].split()
    if len(words) != 3:  # noqa: PLR2004 - allocated, free, most: proc(5)
        raise ParseError("file-nr", files.need(_FILE_NR)[0])
    allocated, free, most = (natural(word, _FILE_NR) for word in words)
    threads = _threads(files)
    is_tracking = _COUNT in files.lines and _MOST in files.lines
    return SystemLimits(
        files=Gauge(max(allocated - free, 0), most),
        pids=Gauge(threads, natural(files.need("/proc/sys/kernel/pid_max")[0])),
        threads=Gauge(threads, natural(files.need("/proc/sys/kernel/threads-max")[0])),
        conntrack=Gauge(natural(files.lines[_COUNT][0]), natural(files.lines[_MOST][0])) if is_tracking else None,
        no_conntrack="" if is_tracking else _witness(files),
    )


def _threads(files: KernelFiles) -> int:
    line = files.need("/proc/loadavg")[0]
    words = line.split()
    _running, slash, threads = words[3].partition("/") if len(words) == 5 else ("", "", "")  # noqa: PLR2004 - proc(5)
    if not slash:
        raise ParseError("loadavg", line)
    return natural(threads, line)


def _witness(files: KernelFiles) -> str:
    modules = [line.partition(" ")[0] for line in files.lines.get(_MODULES, [])]
    if not modules or any("conntrack" in module for module in modules) or not files.is_missing(_COUNT):
        return ""
    return f"{_MODULES}: {len(modules)} modules, no conntrack"


SYSTEM_LIMITS_PROC: Final = Collector(
    id="linux.system_limits.proc",
    provides=SYSTEM_LIMITS,
    on=LINUX,
    ask=Shell(
        grep(
            ".",
            _FILE_NR,
            "/proc/sys/kernel/pid_max",
            "/proc/sys/kernel/threads-max",
            "/proc/loadavg",
            _COUNT,
            _MOST,
            _MODULES,
        ),
        tool="grep",
        seconds=5,
        kib=128,
    ),
    parse=parse,
)
