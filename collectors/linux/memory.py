"""Memory: how much there is, how much can be had, what huge pages hold, and the control group's limit.

Kernels before 3.14 (RHEL 6) do not estimate what is available: we take free, buffers, cache and reclaimable slab without
shared memory, which is in the cache and cannot be dropped (Oracle's SGA without huge pages lies there).

Sample::

    /proc/meminfo:MemTotal:       24684100 kB
    /proc/meminfo:MemAvailable:   24320876 kB
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.resources import MEMORY, Memory, MemoryLimit
from collectors.linux.kernel_files import KernelFiles, grep, natural, read
from config.text import _

_MEMINFO = "/proc/meminfo"
_ARC = "/proc/spl/kstat/zfs/arcstats"
_V2 = "/sys/fs/cgroup"
_V1 = "/sys/fs/cgroup/memory"
_FIELDS = (
    "MemTotal|MemFree|MemAvailable|Buffers|Cached|Shmem|SReclaimable|"
    "HugePages_Total|HugePages_Free|Hugepagesize|Hugetlb|size|c_min|inactive_file|total_inactive_file"
)


def parse(answer: Answer) -> Memory:
    """Read the files. Raises ParseError where a field is missing without which nothing can be said."""
    files = read(answer)
    files.need(_MEMINFO)
    info = files.fields(_MEMINFO)
    try:
        total = info["MemTotal"]
        arc = _arc(files)
        is_estimated = "MemAvailable" not in info
        available = _estimate(info) if is_estimated else info["MemAvailable"]
        page = info.get("Hugepagesize", 0)
        huge = max(info.get("Hugetlb", 0), info.get("HugePages_Total", 0) * page)
    except KeyError as error:
        raise ParseError(f"meminfo without {error.args[0]}") from error
    if huge >= total:
        raise ParseError(f"{huge} bytes of huge pages in {total} bytes of memory")
    huge_free = info.get("HugePages_Free", 0) * page
    return Memory(total, available + arc, is_estimated, huge, huge_free, arc, _group(files, total))


def _estimate(info: dict[str, int]) -> int:
    if "Shmem" not in info:
        raise SessionError(Reason.FAILED, _("the kernel tells neither MemAvailable nor Shmem"))
    kept = info["MemFree"] + info["Buffers"] + info["Cached"] + info.get("SReclaimable", 0) - info["Shmem"]
    return max(kept, info["MemFree"])


def _arc(files: KernelFiles) -> int:
    """Of ZFS's cache what is above its least size; the lines are ``name type value``."""
    values = {}
    for line in files.lines.get(_ARC, []):
        words = line.split()
        if len(words) != 3:  # noqa: PLR2004 - name, type, value
            raise ParseError("arcstats line", line)
        values[words[0]] = natural(words[2], line)
    return max(values.get("size", 0) - values.get("c_min", 0), 0)


def _group(files: KernelFiles, total: int) -> MemoryLimit | None:
    """The limit of version 2, else 1; ``max`` or more than there is means none."""
    for limit, usage, stat, inactive in (
        (f"{_V2}/memory.max", f"{_V2}/memory.current", f"{_V2}/memory.stat", "inactive_file"),
        (f"{_V1}/memory.limit_in_bytes", f"{_V1}/memory.usage_in_bytes", f"{_V1}/memory.stat", "total_inactive_file"),
    ):
        if limit not in files.lines or files.lines[limit][0] == "max":
            continue
        most = natural(files.lines[limit][0], limit)
        if most < total:
            used = natural(files.need(usage)[0], usage)
            return MemoryLimit(most, max(used - files.fields(stat).get(inactive, 0), 0))
    return None


MEMORY_PROC: Final = Collector(
    id="linux.memory.proc",
    provides=MEMORY,
    on=LINUX,
    ask=Shell(
        grep(
            f"^({_FIELDS})[: ]|^[0-9]+$|^max$",
            _MEMINFO,
            _ARC,
            f"{_V2}/memory.max",
            f"{_V2}/memory.current",
            f"{_V2}/memory.stat",
            f"{_V1}/memory.limit_in_bytes",
            f"{_V1}/memory.usage_in_bytes",
            f"{_V1}/memory.stat",
        ),
        tool="grep",
        seconds=5,
        kib=16,
    ),
    parse=parse,
)
