"""Systemd's units: state, enablement, automatic restarts.

sd_booted(3): systemd is the init system if and only if /run/systemd/system exists. A machine of another init system has
no units; one that has systemctl and cannot reach systemd is not understood: we could not ask.

Sample::

    @init systemd
    @booted systemd
    @uptime 351735.45 1200.02
    @version systemd 252 (252.22-1)
    @units 0
     ssh.service loaded active running OpenBSD Secure Shell server
     kdump.service loaded failed failed Crash recovery kernel arming
    @files 0
     ssh.service enabled enabled
     getty@.service disabled enabled
    @failed 1
    @show 0
     Id=ssh.service
     Names=ssh.service sshd.service
     NRestarts=0
     Result=success
     UnitFileState=enabled
     ActiveEnterTimestampMonotonic=6801234
    @still 0
     ssh.service loaded active running OpenBSD Secure Shell server
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.services import UNITS, Unit
from collectors.linux.passages import Passage, number, whole
from config.text import _

_COMMAND: Final = r"""
v=; { IFS= read -r v </proc/1/comm; } 2>/dev/null; printf '@init %s\n' "$v"
[ ! -d /run/systemd/system ] || echo '@booted systemd'
command -v systemctl >/dev/null 2>&1 || { echo '@missing systemctl'; echo @end; exit 0; }
if [ ! -d /run/systemd/system ]; then v=$(systemctl is-system-running 2>&1); printf '@offline %s\n' "${v%%
*}"; echo @end; exit 0; fi
IFS= read -r v </proc/uptime; echo "@uptime $v"
v=$(systemctl --version); printf '@version %s\n' "${v%%
*}"
said() { h=$1; shift; v=$("$@"); printf '@%s %s\n' "$h" $?; [ -z "$v" ] || printf '%s\n' "$v" | sed 's/^/ /'; }
o='--no-pager --no-legend --full'
said units systemctl list-units --all --plain $o
said files systemctl list-unit-files $o
v=$(systemctl show -p NFailedUnits); case $v in NFailedUnits=?*) echo "@failed ${v#*=}" ;; esac
said show systemctl show '*.service' '*.socket' -p Id -p Names -p NRestarts -p Result -p UnitFileState \
  -p ActiveEnterTimestampMonotonic --no-pager
said still systemctl list-units --type=service --state=active --plain $o
echo @end
"""

_OTHER_INITS = frozenset({"init", "openrc-init", "runit", "s6-svscan", "upstart", "busybox", "linuxrc"})
_UNIT = re.compile(
    r"(?P<name>\S+\.(?:service|socket|target|device|mount|automount|swap|timer|path|slice|scope|snapshot|busname))"
    r" +(?P<load>[a-z-]+) +(?P<active>[a-z-]+) +(?P<sub>[a-z-]+)(?: |$)"
)
_FILE = re.compile(r"(?P<name>\S+\.[a-z]+) +(?P<state>[a-z-]+)(?: +\S+)? *")
_MARKS = re.compile(r"^ *(?:[^\w\s/-]|x(?= )|v(?= ))? *")
_RUNS = frozenset({"active", "reloading", "activating"})
_STARTING_ONCE = ("activating", "start")
_COUNTS_RESTARTS = 235
"""systemd's NEWS of version 235: NRestarts."""
_UNREACHABLE = _("see on the target why systemctl does not reach systemd (systemctl is-system-running), then inspect again")


def parse(answer: Answer) -> Listing[Unit]:
    """Read list-units, list-unit-files and show. Raises Absent where another init system is named."""
    said = whole(answer.text)
    if "booted" not in said:
        raise _not_booted(said)
    if "missing" in said:
        raise SessionError(Reason.TOOL_MISSING, "systemctl")
    lines = _lines(said, "units")
    if not lines:
        raise SessionError(Reason.FAILED, answer.stderr[:200], _UNREACHABLE)
    units = {unit.name: unit for unit in map(_unit, lines)}
    for name, state in map(_file, _lines(said, "files")):
        units[name] = replace(units.get(name, Unit(name)), enablement=state)
    shown = {_id(block): block for block in _shown(said["show"].lines if "show" in said else ())}
    uptime_seconds = _uptime(said)
    for name, block in shown.items():
        units[name] = _added(units.get(name, Unit(name)), block, uptime_seconds)
    return Listing(tuple(units.values()), (*_missed(said, units.values()), *_uncounted(said, units, shown)))


def _not_booted(said: Mapping[str, Passage]) -> Exception:
    if "init" not in said:
        return ParseError("no init named")
    init = said["init"].rest
    if "offline" in said:
        detail = f"systemctl: {said['offline'].rest}; init: {init or '?'}"
        return SessionError(Reason.FAILED, detail, _UNREACHABLE)
    if init in _OTHER_INITS:
        return Absent(f"/proc/1/comm: {init}; /run/systemd/system: -; systemctl: -")
    return SessionError(Reason.TOOL_MISSING, f"init: {init or '?'}")


def _lines(said: Mapping[str, Passage], kind: str) -> tuple[str, ...]:
    return tuple(line for line in said[kind].lines if line.strip()) if kind in said else ()


def _unit(line: str) -> Unit:
    match = _UNIT.match(_MARKS.sub("", line, count=1))
    if not match:
        raise ParseError("list-units line", line)
    return Unit(match["name"], match["load"], match["active"], match["sub"])


def _file(line: str) -> tuple[str, str]:
    match = _FILE.fullmatch(line.strip())
    if not match:
        raise ParseError("list-unit-files line", line)
    return match["name"], match["state"]


def _shown(lines: Iterable[str]) -> Iterator[Mapping[str, str]]:
    """Cut ``systemctl show`` at its empty lines; the order of the properties differs between versions."""
    block: dict[str, str] = {}
    for line in (*lines, ""):
        key, equals, value = line.partition("=")
        if line.strip() and (not equals or key in block):
            raise ParseError("systemctl show line", line)
        if line.strip():
            block[key] = value
        elif block:
            yield block
            block = {}


def _id(shown: Mapping[str, str]) -> str:
    if not shown.get("Id"):
        raise ParseError("systemctl show without an Id", repr(dict(shown))[:200])
    return shown["Id"]


def _uptime(said: Mapping[str, Passage]) -> float | None:
    match = re.match(r"[0-9]+(?:\.[0-9]+)?(?= |$)", said["uptime"].rest) if "uptime" in said else None
    return float(match[0]) if match else None


def _added(unit: Unit, shown: Mapping[str, str], uptime_seconds: float | None) -> Unit:
    name, restarts = unit.name, shown.get("NRestarts", "")
    entered = number(shown.get("ActiveEnterTimestampMonotonic", "") or "0", name) / 1_000_000
    steady = uptime_seconds - entered if uptime_seconds is not None and entered else None
    return replace(
        unit,
        enablement=shown.get("UnitFileState") or unit.enablement,
        result=shown.get("Result", ""),
        restarts_count=number(restarts, name) if restarts else None,
        uptime_seconds=uptime_seconds,
        steady_seconds=steady if steady is not None and steady >= 0 and unit.active == "active" else None,
        aliases=tuple(sorted({*shown.get("Names", "").split()} - {name})),
    )


def _missed(said: Mapping[str, Passage], units: Iterable[Unit]) -> Iterator[Unseen]:
    """The manager counts its failed units itself: more than were listed means that a line was lost."""
    if "failed" not in said:
        return
    expected, listed = number(said["failed"].rest), sum(unit.active == "failed" for unit in units)
    if expected > listed:
        yield Unseen("", Reason.CUT, _("{count} of {expected} failed units were listed", count=listed, expected=expected))


def _uncounted(said: Mapping[str, Passage], units: Mapping[str, Unit], shown: Mapping[str, object]) -> Iterator[Unseen]:
    """Hold what was shown against what was listed; a systemd that counts restarts says so for each service."""
    failed = [f"{kind}: {said[kind].rest or '?'}" for kind in ("units", "files", "show") if _failed(said, kind)]
    running = [name for name, unit in units.items() if name.endswith(".service") and unit.active in _RUNS]
    # What a timer started once, or what stops when idle, may have ended and been forgotten between the two lists.
    ended = _ended(said, running)
    lost = [
        name
        for name in running
        if name not in shown and name not in ended and (units[name].active, units[name].sub) != _STARTING_ONCE
    ]
    if not _is_old(said):
        lost += [name for name in running if name in shown and units[name].restarts_count is None]
    if failed or lost:
        yield Unseen("restarts", Reason.CUT if lost else Reason.FAILED, ", ".join([*failed, *lost])[:200])


def _ended(said: Mapping[str, Passage], running: Iterable[str]) -> frozenset[str]:
    """Which of the services that ran are no longer among those that run after all was shown."""
    if _failed(said, "still"):
        return frozenset()
    still = {word for line in said["still"].lines for word in line.split()[:2]}
    return frozenset(running) - still if still else frozenset()


def _failed(said: Mapping[str, Passage], kind: str) -> bool:
    return kind not in said or said[kind].rest != "0"


def _is_old(said: Mapping[str, Passage]) -> bool:
    """Whether this systemd is known to be older than the count of restarts."""
    match = re.match(r"systemd ([0-9]{1,4})(?!\d)", said["version"].rest) if "version" in said else None
    return match is not None and int(match[1]) < _COUNTS_RESTARTS


UNITS_SYSTEMCTL: Final = Collector(
    id="linux.units.systemctl",
    provides=UNITS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="systemctl", seconds=20, kib=1024),
    parse=parse,
)
