"""Oracle Clusterware (Grid Infrastructure): crsctl check cluster -all, crsctl stat res, with and without -init.

The home is what /etc/oracle/olr.loc names; crsctl stat res may be asked by any account. No sudo: the path is the
customer's own, and where others than root can change it root asks it as nobody (65534). What proves that there is
none: no olr.loc and no ohasd process.

Sample::

    @processes 214 (ohasd.bin) (crsd.bin)
    @file yes /etc/oracle/olr.loc
    @check 0
     **************************************************************
     db01:
     CRS-4537: Cluster Ready Services is online
     **************************************************************
    @lines check 4
    @stat 0
     NAME=ora.LISTENER.lsnr
     TYPE=ora.listener.type
     TARGET=ONLINE               , OFFLINE
     STATE=ONLINE on db01, OFFLINE
    @lines stat 4
    @init 0
     NAME=ora.cssd
     TYPE=ora.cssd.type
     TARGET=ONLINE
     STATE=ONLINE on db01
    @lines init 4
    @end
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.clusters import CLUSTERWARE, Clusterware, ClusterwareDaemon, ClusterwareResource
from collectors.linux.cluster_witness import HEAD, Shown, witness_of
from collectors.linux.programs import SAFELY

FILES: Final = ("/etc/oracle/olr.loc", "/var/opt/oracle/olr.loc")
_COMMAND: Final = (
    HEAD
    + SAFELY
    + r"""
h=
for f in /etc/oracle/olr.loc /var/opt/oracle/olr.loc; do
  file $f
  [ ! -r $f ] || while IFS= read -r v || [ -n "$v" ]; do case $v in crs_home=*) h=${v#crs_home=} ;; esac; done <$f
done
crs() {
  if [ "$me" != 0 ]; then "$h/bin/crsctl" "$@"
  elif safe "$h/bin/crsctl"; then "$_f" "$@"
  else setpriv --reuid=65534 --regid=65534 --clear-groups "$h/bin/crsctl" "$@"; fi
}
if [ -n "$h" ] && [ -x "$h/bin/crsctl" ]; then
  v=$(crs check cluster -all 2>&1); show check $?
  v=$(crs stat res 2>&1); show stat $?
  v=$(crs stat res -init 2>&1); show init $?
fi
echo @end"""
)
_DAEMON = re.compile(r"(?P<code>CRS-\d+): (?P<words>.*)")
_ON = re.compile(r"(?P<state>[A-Z_]+)(?: on (?P<server>\S+))?")
_ROW = re.compile(
    r" {6}(?P<instance>\d+|) *(?P<target>ONLINE|OFFLINE|INTERMEDIATE) +(?P<state>[A-Z]+)"
    r"(?: {1,15}(?P<server>[^\s,]+))?(?: +(?P<detail>\S.*))?"
)
_PASSED = re.compile(r"Name |(?:Cluster|Local) Resources|CRS-\d+: | {40}")
"""Headings, messages where the stack is down (which leave no resource: unseen), the wrapped end of a detail."""
_PARTS: Final = ("check", "stat", "init")


def parse(answer: Answer) -> Clusterware:
    """Read daemons and resources. Raises Absent where no Clusterware is configured and none runs."""
    witness = witness_of(answer.text, FILES)
    if not witness.files and not witness.runs("ohasd", "crsd"):
        raise Absent(f"/proc: {witness.seen_count} processes, no ohasd; no {FILES[0]}")
    missing = [part for part in _PARTS if part not in witness.shown]
    if missing:
        raise SessionError(Reason.TOOL_MISSING, "crsctl")
    daemons = tuple(daemons_of(witness.shown["check"].lines))
    parts = [witness.shown[part] for part in ("stat", "init")]
    resources = tuple(one for part in parts for one in resources_of(part.lines))
    unseen = tuple(_unseen(parts))
    if not daemons and not resources:
        raise SessionError(Reason.FAILED, " ".join(witness.shown["check"].lines)[-200:])
    return Clusterware(daemons, resources, unseen)


def _unseen(parts: Sequence[Shown]) -> Iterator[Unseen]:
    for name, part in zip(("resources", "resources of the stack"), parts, strict=True):
        if not any(line.startswith(("NAME=", "ora.")) for line in part.lines):
            yield Unseen(name, Reason.FAILED, f"exit {part.exit_code} {' '.join(part.lines)[-160:]}".strip())


def daemons_of(lines: Sequence[str]) -> Iterator[ClusterwareDaemon]:
    """Read ``crsctl check cluster -all``: a node's name with a colon, then a message a daemon."""
    node = ""
    for line in lines:
        if match := _DAEMON.fullmatch(line.strip()):
            words = match["words"]
            is_online = words.endswith("is online")
            yield ClusterwareDaemon(node, match["code"], words, is_online)
        elif line.endswith(":") and " " not in line.strip():
            node = line.strip().removesuffix(":")
        elif line.strip("* ") and not line.startswith("PRC"):
            raise ParseError("crsctl check cluster", line)


def resources_of(lines: Sequence[str]) -> Iterator[ClusterwareResource]:
    """Read ``crsctl stat res``: attributes with a blank line between resources, or the table of ``-t``."""
    if any(line.startswith("NAME=") for line in lines):
        yield from _attributes(lines)
    else:
        yield from _table(lines)


def _attributes(lines: Sequence[str]) -> Iterator[ClusterwareResource]:
    now: dict[str, str] = {}
    for line in (*lines, ""):
        if line.strip():
            key, equals, value = line.partition("=")
            if not equals:
                raise ParseError("crsctl stat res", line)
            now[key.strip()] = value.strip()
        elif now:
            yield from _resource(now)
            now = {}


def _resource(said: dict[str, str]) -> Iterator[ClusterwareResource]:
    if not {"NAME", "TARGET", "STATE"} <= said.keys():
        raise SessionError(Reason.CUT, f"crsctl stat res: {said}")
    targets, states = (tuple(part.strip() for part in said[key].split(",")) for key in ("TARGET", "STATE"))
    if len(targets) != len(states):
        raise SessionError(Reason.CUT, f"{said['NAME']}: {len(targets)} targets, {len(states)} states")
    for place, (target, state) in enumerate(zip(targets, states, strict=True), 1):
        match = _ON.fullmatch(state)
        if match is None:
            raise ParseError("state of a resource", state)
        server = match["server"] or ""
        yield ClusterwareResource(said["NAME"], str(place), target, match["state"], server, said.get("STATE_DETAILS", ""))


def _table(lines: Sequence[str]) -> Iterator[ClusterwareResource]:
    name, place = "", 0
    for line in lines:
        if match := _ROW.fullmatch(line.rstrip()):
            place += 1
            detail = match["detail"] or ""
            yield ClusterwareResource(
                name, match["instance"] or str(place), match["target"], match["state"], match["server"] or "", detail
            )
        elif line.startswith("ora.") or (name and line and line[0].isalnum() and " " not in line.strip()):
            name, place = line.strip(), 0
        elif line.strip("- ") and not _PASSED.match(line):
            raise ParseError("crsctl stat res -t", line)


CLUSTERWARE_CRSCTL: Final = Collector(
    id="linux.clusterware",
    provides=CLUSTERWARE,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=256),
    parse=parse,
)
