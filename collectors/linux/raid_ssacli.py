"""HP and HPE Smart Array controllers, from ssacli (or its forerunners hpssacli and hpacucli).

Each disk stands twice in the report, in the list of its cage and in detail: one that the second lacks is unseen.

Sample::

    @config 0
     Smart Array P440ar in Slot 0 (Embedded)
        Serial Number: PDNLH0BRH7Y2AB
        Controller Status: OK
        Physical Drives
           physicaldrive 1I:1:1 (port 1I:box 1:bay 1, SAS HDD, 300 GB, OK)
        Array: A
           Logical Drive: 1
              Fault Tolerance: 1
              Status: OK
           physicaldrive 1I:1:1
              Status: OK
              Drive Type: Data Drive
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.raid import RAID_TOOLS, CachePower, CacheState, Drive, DriveState, RaidController, Volume
from collectors.linux.raid_lines import Block, Pairs, address_of, blocks, identity_of, leading, whole_reports, yes
from collectors.linux.raid_words import cache_state, drive_state, percent_of, volume_state

_COMMAND: Final = (
    "\nel".join(
        f"if command -v {tool} >/dev/null; then out=$($S {tool} ctrl all show config detail); r=$?"
        for tool in ("ssacli", "hpssacli", "hpacucli")
    )
    + """
else echo 'ssacli' >&2; exit 127; fi
echo "@config $r"; printf '%s\\n' "$out" | sed 's/^/ /'
echo "@lines config $r" $(printf '%s\\n' "$out" | wc -l)
echo @end"""
)
_CONTROLLER: Final = re.compile(r"(?P<model>\S.*?) in Slot (?P<slot>\S+)")
_PART: Final = re.compile(
    r"\s+(?:Array: (?P<array>\S+)|Logical Drive: (?P<volume>\d+)|physicaldrive (?P<drive>\S+)\s*$|"
    r"Unassigned\s*$|HBA Drives\s*$|Port Name:|Sensor ID:|Physical Drives\s*$|(?:Internal|External) Drive Cage|"
    r"SEP |Expander |Enclosure |Mirror Group)"
)
_LISTED: Final = re.compile(r"\s+physicaldrive (?P<slot>\S+) \((?P<words>.*)\)\s*")
_WELL: Final = frozenset({"ok"})


def parse(answer: Answer) -> Listing[RaidController]:
    """Read every controller. Raises Absent where the tool detects none."""
    parts = whole_reports(answer.text)
    lines = parts["config"].lines if "config" in parts else ()
    text = " ".join(line.strip() for line in lines if line.strip())
    if "No controllers detected" in text:
        raise Absent(text[:160])
    if not text or text.startswith("Error"):
        raise _refused(answer, text)
    made: list[RaidController] = []
    unseen: list[Unseen] = []
    for head, body in _controllers(lines):
        controller = _controller(head, body)
        made.append(controller)
        unseen += _lost(controller, body)
    if not made:
        raise ParseError("no controller in the answer", text[:160])
    return Listing(tuple(made), tuple(unseen))


def _refused(answer: Answer, text: str) -> SessionError:
    last = text or (answer.stderr.strip().splitlines() or ["ssacli"])[-1]
    denied = not answer.is_privileged or re.search(r"root|administrator|privilege|permission", last, re.IGNORECASE)
    return SessionError(Reason.DENIED if denied else Reason.FAILED if text else Reason.EMPTY, last[:200])


def _controllers(lines: tuple[str, ...]) -> Iterator[tuple[re.Match[str], tuple[str, ...]]]:
    head: re.Match[str] | None = None
    body: tuple[str, ...] = ()
    for line in lines:
        match = _CONTROLLER.match(line)
        if match is None:
            body += (line,)
            continue
        if head is not None:
            yield head, body
        head, body = match, ()
    if head is not None:
        yield head, body


def _controller(head: re.Match[str], body: tuple[str, ...]) -> RaidController:
    first, *parts = blocks(body, _PART)
    said = first.pairs.get("Controller Status", "")
    address = address_of(_starting(first.pairs, "PCI Address"))
    return RaidController(
        identity=identity_of(first.pairs.get("Serial Number", ""), address, head["slot"]),
        tool="ssacli",
        model=head["model"],
        address=address,
        firmware=first.pairs.get("Firmware Version", ""),
        said=said,
        is_well=said.lower() in _WELL if said else None,
        volumes=tuple(_volumes(parts, first.pairs)),
        drives=tuple(_drives(parts)),
        cache_power=_cache_power(first.pairs),
    )


def _starting(pairs: Pairs, start: str) -> str:
    """A value whose own key holds colons (``PCI Address (Domain:Bus:...``): what the first colon cut stands behind it."""
    return next((value.rpartition("): ")[2] for key, value in pairs.items() if key.startswith(start)), "")


def _volumes(parts: list[Block], controller: Pairs) -> Iterator[Volume]:
    is_off = "disabled" in controller.get("Cache Status", "").lower()
    for block in parts:
        match = re.match(r"Logical Drive: (\d+)", block.head)
        if match is None:
            continue
        said = block.pairs.get("Status", "")
        wants = {"enabled": True, "disabled": False}.get(block.pairs.get("Caching", "").lower())
        yield Volume(
            name=f"v{match[1]}",
            state=volume_state(_plain(said)),
            said=said,
            level=f"RAID {block.pairs['Fault Tolerance']}" if "Fault Tolerance" in block.pairs else "",
            label=block.pairs.get("Disk Name", ""),
            is_write_back=wants and not is_off,
            wants_write_back=wants,
            done_ratio=percent_of(said),
        )


def _plain(said: str) -> str:
    """A status without what stands behind it in brackets or after a comma (``Recovering, 23% complete``)."""
    return re.split(r"[(,]", said)[0].strip()


def _drives(parts: list[Block]) -> Iterator[Drive]:
    for block in parts:
        match = re.match(r"physicaldrive (\S+)$", block.head)
        if match is None:
            continue
        said = block.pairs.get("Status", "")
        yield Drive(
            slot=match[1],
            state=_drive_state(said, block.pairs.get("Drive Type", "")),
            said=said,
            model=block.pairs.get("Model", ""),
            serial=block.pairs.get("Serial Number", ""),
            has_alert=yes(block.pairs.get("SSD Smart Trip Wearout", "")),
            done_ratio=percent_of(said),
            temperature_celsius=leading(block.pairs.get("Current Temperature (C)", "")) or None,
        )


def _drive_state(said: str, kind: str) -> DriveState:
    state = drive_state(_plain(said))
    if state is not DriveState.ONLINE:
        return state
    if "Spare" in kind:
        return DriveState.SPARE
    return DriveState.UNUSED if kind.startswith(("Unassigned", "HBA")) else state


def _lost(controller: RaidController, body: tuple[str, ...]) -> Iterator[Unseen]:
    """Disks that a cage lists and the details lack."""
    detailed = {one.slot for one in controller.drives}
    for line in body:
        match = _LISTED.fullmatch(line)
        if match and match["slot"] not in detailed:
            yield Unseen(f"{controller.identity}/{match['slot']}", Reason.EMPTY, match["words"])


def _cache_power(pairs: Pairs) -> CachePower | None:
    said = pairs.get("Battery/Capacitor Status", "")
    kind = pairs.get("Cache Backup Power Source", "")
    if said:
        return CachePower(cache_state(said), said, kind)
    if pairs.get("Battery/Capacitor Count", "") == "0":
        return CachePower(CacheState.ABSENT, "Battery/Capacitor Count: 0", kind)
    return None


RAID_SSACLI: Final = Collector(
    id="linux.raid_ssacli",
    provides=RAID_TOOLS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=1024, root=Root.NEEDED),
    parse=parse,
)
