"""Services: of systemd its units, of an older init system its scripts and the processes that run.

Sample (of the scripts)::

    @init /etc/init.d/crond
    @start /etc/rc.d/rc3.d/S90crond
    @runlevel N 3
    @lock /var/lock/subsys/crond
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.processes import PROCESSES, Processes
from collectors.facts.services import BOOT_SERVICES, SERVICES, UNITS, BootServices, Service, Services, Unit
from collectors.linux.passages import passages

_COMMAND: Final = r"""
for f in /etc/init.d/* /etc/rc.d/init.d/*; do [ ! -f "$f" ] || printf '@init %s\n' "$f"; done
for f in /etc/rc[2345].d/S* /etc/rc.d/rc[2345].d/S* /etc/runlevels/*/*; do [ ! -e "$f" ] || printf '@start %s\n' "$f"; done
for f in /var/lock/subsys/* /var/run/*.pid; do [ ! -e "$f" ] || printf '@lock %s\n' "$f"; done
v=$(runlevel 2>/dev/null); printf '@runlevel %s\n' "$v"
"""

_LINK = re.compile(r".*/rc(?P<level>[2-5])\.d/S\d*(?P<name>.+)|/etc/runlevels/(?P<group>[^/]+)/(?P<other>.+)")
_NOT_DISABLED = frozenset({"static", "indirect", "generated", "alias", "transient", "enabled"})
COMM_LENGTH: Final = 15
"""proc(5): comm is cut at TASK_COMM_LEN, 16 with its end."""


def parse_boot(answer: Answer) -> BootServices:
    """Read which scripts there are, which start in the present runlevel, which reported a start."""
    found = passages(answer.text)
    level = next((one.rest.split()[-1] for one in found if one.kind == "runlevel" and one.rest.strip()), "")
    links = [_link(one.rest) for one in found if one.kind == "start"]
    levels = {of for of, _name in links}
    started = {name for of, name in links if of == level or not of.isdigit() or level not in levels}
    return BootServices(
        tuple(sorted({_base(one.rest) for one in found if one.kind == "init"})),
        tuple(sorted(started)),
        tuple(sorted({_base(one.rest).removesuffix(".pid") for one in found if one.kind == "lock"})),
    )


def _link(path: str) -> tuple[str, str]:
    match = _LINK.fullmatch(path)
    if not match:
        raise ParseError("a link for start", path)
    return (match["level"], match["name"]) if match["level"] else (match["group"], match["other"])


def _base(path: str) -> str:
    return path.rpartition("/")[2]


def derive(units: Listing[Unit] | Exception, processes: Processes | Exception, boot: BootServices | Exception) -> Services:
    """Take systemd's word; without systemd the scripts' and the processes'; else say that nobody told."""
    if isinstance(units, Listing):
        return Services("systemd", tuple(of_systemd({unit.name: unit for unit in units.records})))
    if not isinstance(units, Absent):
        return Services("", unanswered=_unseen(units))
    if isinstance(processes, Exception):
        return Services("sysv", unanswered=_unseen(processes))
    if processes.hidden:
        return Services("sysv", unanswered=processes.hidden)
    if processes.broken_count:
        return Services("sysv", unanswered=Unseen("", Reason.NOT_UNDERSTOOD, f"/proc/*/stat: {processes.broken_count}"))
    known = boot if isinstance(boot, BootServices) else BootServices((), ())
    names = frozenset(processes.names)
    return Services("sysv", tuple(of_scripts(known, names)), names)


def _unseen(error: Exception) -> Unseen:
    if isinstance(error, SessionError):
        return Unseen("", error.reason, error.detail, error.remedy)
    return Unseen("", Reason.NOT_UNDERSTOOD, error.line if isinstance(error, ParseError) else "")


def of_systemd(units: Mapping[str, Unit]) -> Iterable[Service]:
    """Read services off units; a service that its socket starts on demand runs when the socket listens."""
    for name, unit in units.items():
        if not name.endswith(".service"):
            continue
        bare = name.removesuffix(".service")
        socket = units.get(f"{bare}.socket", Unit(""))
        by_socket = socket.active == "active" and unit.active != "failed"
        enablement = unit.enablement or socket.enablement
        yield Service(
            bare,
            is_running=unit.active in {"active", "reloading"} or by_socket,
            starts_at_boot=_starts(unit.enablement, socket.enablement),
            state=f"{unit.active or 'inactive'} ({unit.sub or 'dead'})",
            enablement=enablement,
            aliases=tuple(alias.removesuffix(".service") for alias in unit.aliases),
        )


def _starts(*states: str) -> bool | None:
    said = [state for state in states if state]
    if not said:
        return None
    return any(state in _NOT_DISABLED for state in said)


def of_scripts(boot: BootServices, processes: frozenset[str]) -> Iterable[Service]:
    """Read services off init scripts: running when a process has the name, with or without a d."""
    for name in sorted({*boot.installed, *boot.started}):
        runs = bool({name[:COMM_LENGTH], f"{name}d"[:COMM_LENGTH]} & processes)
        yield Service(
            name,
            is_running=True if runs else None if name in boot.locked else False,
            starts_at_boot=name in boot.started,
            enablement="on" if name in boot.started else "off",
        )


BOOT_SERVICES_SCRIPTS: Final = Collector(
    id="linux.boot_services.scripts",
    provides=BOOT_SERVICES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="printf", seconds=10, kib=128),
    parse=parse_boot,
)
SERVICES_DERIVED: Final = Derived(
    id="linux.services",
    provides=SERVICES,
    of=(UNITS, PROCESSES, BOOT_SERVICES),
    derive=derive,
)
