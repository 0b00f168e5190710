"""The parts of the kernel that are loaded, by name: /proc/modules (proc(5)).

Sample::

    @modules
     nf_tables
     xfs
    @lines 3
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.packages import KERNEL_MODULES, KernelModules
from collectors.linux.counted_lines import complete, counting

_COMMAND: Final = counting(
    r"""
[ -r /proc/modules ] || { echo @unreadable; exit 0; }
echo @modules; sed 's/^\([^ ]*\) .*/ \1/' /proc/modules | sort
"""
)


def parse(answer: Answer) -> KernelModules:
    """Read the names; a kernel that has everything built in has none. Raises SessionError where they cannot be read."""
    parts = complete(answer.text)
    if "unreadable" in parts:
        raise SessionError(Reason.NOT_OFFERED, "/proc/modules")
    if "modules" not in parts:
        raise ParseError("no modules", answer.text[:80])
    return KernelModules(parts["modules"].lines)


KERNEL_MODULES_PROC: Final = Collector(
    id="linux.kernel_modules.proc",
    provides=KERNEL_MODULES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=10, kib=64),
    parse=parse,
)
