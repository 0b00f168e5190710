"""Settings of memory that databases care about: transparent huge pages, swappiness, whether there is swap.

Sample::

    /sys/kernel/mm/transparent_hugepage/enabled:always [madvise] never
    /proc/sys/vm/swappiness:60
    /proc/meminfo:SwapTotal:       8388604 kB
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, ParseError, Shell
from collectors.facts.kernel_settings import (
    DATABASE_HOST_SETTINGS,
    MEMORY_SETTINGS,
    DatabaseHostSettings,
    MemorySettings,
)
from collectors.facts.processes import PROCESSES, Processes
from collectors.linux.database_programs import databases_of
from collectors.linux.kernel_files import KernelFiles, grep, natural, read

_HUGE_PAGES: Final = "/sys/kernel/mm/transparent_hugepage/enabled"
_RED_HAT_6: Final = "/sys/kernel/mm/redhat_transparent_hugepage/enabled"
_SWAPPINESS: Final = "/proc/sys/vm/swappiness"
_MEMINFO: Final = "/proc/meminfo"
_CHOSEN = re.compile(r"\[(always|madvise|never)\]")


def parse(answer: Answer) -> MemorySettings:
    """Read the settings. Raises SessionError where a file that is there could not be read."""
    files = read(answer)
    files.need(_MEMINFO)
    fields = files.fields(_MEMINFO)
    if "SwapTotal" not in fields:
        raise ParseError("no SwapTotal")
    line = files.need(_SWAPPINESS)[0]
    return MemorySettings(_huge_pages(files), natural(line, line), fields["SwapTotal"])


def _huge_pages(files: KernelFiles) -> str:
    """Give the chosen word; "" only where the target says that neither file is there."""
    if files.is_missing(_HUGE_PAGES) and files.is_missing(_RED_HAT_6):
        return ""
    path = _RED_HAT_6 if _RED_HAT_6 in files.lines else _HUGE_PAGES
    line = files.need(path)[0]
    match = _CHOSEN.search(line)
    if match is None:
        raise ParseError("no chosen word", line)
    return match[1]


def derive(settings: MemorySettings | Exception, processes: Processes | Exception) -> DatabaseHostSettings:
    """Put beside the settings which databases run. Raises what the settings came to where they were not seen."""
    if isinstance(settings, Exception):
        raise settings
    return DatabaseHostSettings(settings, databases_of(processes))


MEMORY_SETTINGS_PROC: Final = Collector(
    id="linux.memory_settings.proc",
    provides=MEMORY_SETTINGS,
    on=LINUX,
    ask=Shell(
        grep("^SwapTotal:|^[0-9]+$|[[](always|madvise|never)[]]", _HUGE_PAGES, _RED_HAT_6, _SWAPPINESS, _MEMINFO),
        tool="grep",
        seconds=5,
        kib=8,
    ),
    parse=parse,
)
DATABASE_HOST_SETTINGS_DERIVED: Final = Derived(
    id="linux.memory_settings.derived",
    provides=DATABASE_HOST_SETTINGS,
    of=(MEMORY_SETTINGS, PROCESSES),
    derive=derive,
)
