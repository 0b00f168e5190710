"""Load averages, processors online, blocked tasks, and the pressure on processors and disks.

Sample::

    /proc/loadavg:0.00 0.00 0.03 1/93 10003
    /proc/stat:cpu0 1731 0 1274 138679 18 0 9 3 0 0
    /proc/stat:procs_running 1
    /proc/stat:procs_blocked 0
    /proc/pressure/cpu:some avg10=0.03 avg60=0.44 avg300=0.23 total=7916213
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Shell
from collectors.facts.resources import LOAD_PRESSURE, LoadPressure
from collectors.linux.cpu_uses import cpu_count
from collectors.linux.kernel_files import KernelFiles, decimal, grep, natural, read
from collectors.linux.pressures import pressure

_CPU, _IO = "/proc/pressure/cpu", "/proc/pressure/io"


def parse(answer: Answer) -> LoadPressure:
    """Read the files; pressure that the kernel does not tell is said, not missed."""
    files = read(answer)
    line = files.need("/proc/loadavg")[0]
    words = line.split()
    if len(words) != 5:  # noqa: PLR2004 - proc(5)
        raise ParseError("loadavg", line)
    one, five, fifteen = (decimal(word, line) for word in words[:3])
    why = [files.why_missing(path) for path in (_CPU, _IO) if path not in files.lines]
    return LoadPressure(
        loads=(one, five, fifteen),
        cpu_count=cpu_count(files),
        running_count=_count(files, "procs_running"),
        blocked_count=_count(files, "procs_blocked"),
        cpu_pressure=pressure(files, _CPU),
        io_pressure=pressure(files, _IO),
        no_pressure=why[0] if why else "",
    )


def _count(files: KernelFiles, name: str) -> int:
    for line in files.need("/proc/stat"):
        if line.startswith(f"{name} "):
            return natural(line.removeprefix(f"{name} "), line)
    raise ParseError(f"/proc/stat without {name}")


LOADS: Final = Collector(
    id="linux.loads.proc",
    provides=LOAD_PRESSURE,
    on=LINUX,
    ask=Shell(
        grep("^cpu[0-9]|^procs_|^[0-9]+[.][0-9]+ |^(some|full) ", "/proc/loadavg", "/proc/stat", _CPU, _IO),
        tool="grep",
        seconds=5,
        kib=128,
    ),
    parse=parse,
)
