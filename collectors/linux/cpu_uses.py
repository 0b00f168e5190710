"""How the processors spent the time between two samples, from /proc/stat.

The counters are user nice system idle iowait irq softirq steal guest guest_nice (proc(5)); guests are already in user and
nice. iowait and idle may go back a little on some kernels (Documentation/filesystems/proc.rst) and count as nothing then.

Sample::

    /proc/uptime:1420.83 2723.97
    /proc/stat:cpu  7385 0 3422 272393 319 0 64 9 0 0
    /proc/stat:cpu0 1731 0 1274 138679 18 0 9 3 0 0
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.resources import CPU_USE, CpuUse
from collectors.linux.kernel_files import KernelFiles, grep, natural, read, window
from config.text import _

_STAT = "/proc/stat"
_USER, _NICE, _SYSTEM, _IDLE, _IOWAIT, _IRQ, _SOFTIRQ, _STEAL = range(8)
_LEAST_FIELDS = 7  # kernel 2.6.0; steal joined in 2.6.11
_MAY_GO_BACK = frozenset({_IDLE, _IOWAIT})


def parse(answer: Answer) -> CpuUse:
    """Read both samples. Raises SessionError where the time between them is no time."""
    before, after = read(answer, answer.earlier), read(answer)
    seconds = window(before, after)
    spent = _spent(_total(before), _total(after))
    whole = sum(spent)
    if not whole:
        raise SessionError(Reason.FAILED, _("the processors' counters did not move"))
    share = [value / whole for value in spent]
    return CpuUse(
        window_seconds=seconds,
        cpu_count=cpu_count(after),
        busy_ratio=1 - share[_IDLE] - share[_IOWAIT] - share[_STEAL],
        user_ratio=share[_USER] + share[_NICE],
        system_ratio=share[_SYSTEM] + share[_IRQ] + share[_SOFTIRQ],
        iowait_ratio=share[_IOWAIT],
        steal_ratio=share[_STEAL],
    )


def cpu_count(files: KernelFiles) -> int:
    """Processors online: /proc/stat has a line for each. Raises ParseError where it has none."""
    count = sum(1 for line in files.need(_STAT) if line[3:4].isdigit() and line.startswith("cpu"))
    if not count:
        raise ParseError("no processor in /proc/stat", files.need(_STAT)[0])
    return count


def _total(files: KernelFiles) -> list[int]:
    for line in files.need(_STAT):
        words = line.split()
        if words[:1] == ["cpu"]:
            del words[0]
            if len(words) < _LEAST_FIELDS:
                raise ParseError("cpu line is short", line)
            values = [natural(word, line) for word in words[: _STEAL + 1]]
            return values + [0] * (_STEAL + 1 - len(values))
    raise ParseError("no line of all processors in /proc/stat")


def _spent(before: list[int], after: list[int]) -> list[int]:
    spent = []
    for field, (first, last) in enumerate(zip(before, after, strict=True)):
        if last < first and field not in _MAY_GO_BACK:
            raise SessionError(Reason.FAILED, _("a counter went back between the samples"))
        spent.append(max(last - first, 0))
    return spent


CPU_USES: Final = Collector(
    id="linux.cpu_uses.proc",
    provides=CPU_USE,
    on=LINUX,
    ask=Shell(
        grep("^cpu|^[0-9]+[.][0-9]+ ", "/proc/uptime", _STAT),
        tool="grep",
        seconds=5,
        kib=128,
        samples=2,
    ),
    parse=parse,
)
