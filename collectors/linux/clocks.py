"""The kernel's clock as systemd tells it, the running time services, and all that is known of the clock together.

Sample::

    @zone +0800
    @processes
         1 systemd
       612 chronyd
    @container /.dockerenv
    @vmware Disabled
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.clocks import (
    CHRONY_TRACKING,
    CLOCK,
    KERNEL_CLOCK,
    NTP_PEERS,
    TIME_SERVICES,
    Clock,
    KernelClock,
    TimeServices,
    TimeSource,
)
from collectors.linux.passages import passages, whole

_SPANS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3600.0, "d": 86400.0}
_OFFSET = re.compile(r"Offset: ([-+]?)((?:[0-9.]+(?:us|ms|s|min|h|d) ?)+)$")
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)(us|ms|s|min|h|d)")
_SYNCHRONISED = re.compile(r"(?:NTPSynchronized=|(?:NTP|System clock) synchronized: )(yes|no)$")
_ZONE = re.compile(r"(?:Timezone=|Time ?zone: )(\S+)")


def parse_kernel(answer: Answer) -> KernelClock:
    """Read ``timedatectl show`` (239 and later) or ``status``. Raises SessionError where systemd is not in charge."""
    lines = [line.strip() for one in whole(answer.text).values() for line in one.lines]
    found = [match for match in map(_SYNCHRONISED.match, lines) if match]
    if not found:
        said = next((line for line in lines if line), "")
        raise SessionError(Reason.FAILED if said else Reason.EMPTY, said)
    zone = next((match[1] for match in map(_ZONE.match, lines) if match), "")
    offset = next((_seconds(match) for match in map(_OFFSET.match, lines) if match), None)
    return KernelClock(found[0][1] == "yes", zone, offset, found[0][0])


def _seconds(match: re.Match[str]) -> float:
    size = sum(float(number) * _SPANS[unit] for number, unit in _SPAN.findall(match[2]))
    return -size if match[1] == "-" else size


def parse_services(answer: Answer) -> TimeServices:
    """Read which time services run. Raises ParseError for a process line that does not fit."""
    whole(answer.text)
    names: list[str] = []
    marks: list[str] = []
    zone, vmware, is_whole = None, "", False
    for one in passages(answer.text):
        match one.kind:
            case "zone":
                zone = _utc_offset(one.rest)
            case "container":
                marks.append(one.rest)
            case "vmware":
                vmware = one.rest or " ".join(one.lines)
            case "processes":
                for line in one.lines:
                    pid, name = _process(line)
                    is_whole |= pid == "1"
                    names += [name] if pid not in ("PID", "1") else []
    if zone is None:
        raise ParseError("no @zone")
    return TimeServices(tuple(sorted(set(names))), is_whole, zone, tuple(marks), vmware)


def _process(line: str) -> tuple[str, str]:
    words = line.split()
    if len(words) < 2 or not (words[0].isdigit() or words[0] == "PID"):  # noqa: PLR2004 - pid and name
        raise ParseError("process line", line)
    return words[0], words[1]


def _utc_offset(word: str) -> int:
    match = re.fullmatch(r"([-+])([0-9]{2})([0-9]{2})", word, re.ASCII)
    if not match:
        raise ParseError("no UTC offset", word)
    size = int(match[2]) * 3600 + int(match[3]) * 60
    return -size if match[1] == "-" else size


def derive(
    chrony: TimeSource | Exception,
    ntpd: TimeSource | Exception,
    kernel: KernelClock | Exception,
    services: TimeServices | Exception,
) -> Clock:
    """Join what was told. Raises the services' error: without them nobody knows whom to believe."""
    if isinstance(services, Exception):
        raise services
    return Clock(
        services,
        chrony=chrony if isinstance(chrony, TimeSource) else None,
        ntpd=ntpd if isinstance(ntpd, TimeSource) else None,
        kernel=kernel if isinstance(kernel, KernelClock) else None,
    )


CLOCKS_TIMEDATECTL: Final = Collector(
    id="linux.clocks.timedatectl",
    provides=KERNEL_CLOCK,
    on=LINUX,
    ask=Shell(
        "echo @said; { timedatectl show || timedatectl status; timedatectl timesync-status; } 2>&1 | "
        "sed 's/^/ /'; echo @end",
        tool="timedatectl",
        seconds=10,
        kib=16,
    ),
    parse=parse_kernel,
)
CLOCKS_SERVICES: Final = Collector(
    id="linux.clocks.services",
    provides=TIME_SERVICES,
    on=LINUX,
    ask=Shell(
        "date '+@zone %z'; echo @processes; { $S ps -eo pid,comm 2>/dev/null || $S ps -o pid,comm; } | "
        "grep -E '^ *1 |chronyd|ntpd|timesync|systemd-timesyn|ptp4l|phc2sys|vmtoolsd|VBoxService' | sed 's/^/ /'; "
        "for f in /.dockerenv /run/.containerenv /run/systemd/container /proc/vz/veinfo; do "
        '[ -e $f ] && echo "@container $f"; done; '
        "command -v vmware-toolbox-cmd >/dev/null && { printf '@vmware '; vmware-toolbox-cmd timesync status; }; echo @end",
        tool="ps",
        seconds=10,
        kib=32,
        root=Root.BETTER,
    ),
    parse=parse_services,
)
CLOCKS: Final = Derived(
    id="linux.clocks",
    provides=CLOCK,
    of=(CHRONY_TRACKING, NTP_PEERS, KERNEL_CLOCK, TIME_SERVICES),
    derive=derive,
)
