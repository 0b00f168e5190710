"""RAID controllers of LSI and Dell PERC, from MegaCli: for cards and systems too old for storcli.

Four reports, each parted by adapter; how many adapters there are is asked too, and the first report counts volumes and
disks, so that a lost line is noticed.

Sample::

    @count
     Controller Count: 1.
    @adapters
     Adapter #0
     Product Name    : PERC H710 Mini
     Serial No       : 31A00XY
     Virtual Drives    : 1
       Disks           : 2
    @volumes
     Adapter 0 -- Virtual Drive Information:
     Virtual Drive: 0 (Target Id: 0)
     State               : Optimal
    @drives
     Adapter #0
     Enclosure Device ID: 32
     Slot Number: 0
     Firmware state: Online, Spun Up
    @battery
     BBU status for Adapter: 0
     Battery State: Optimal
    @end
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.raid import RAID_TOOLS, CachePower, CacheState, Drive, DriveState, RaidController, Volume
from collectors.linux.passages import Passage
from collectors.linux.raid_lines import Block, Pairs, blocks, identity_of, leading, whole_reports, yes
from collectors.linux.raid_words import cache_state, drive_state, percent_of, volume_state

_ASK: Final = """
  out=$($S {tool} -AdpCount -NoLog); show count
  out=$($S {tool} -AdpAllInfo -aALL -NoLog); show adapters
  out=$($S {tool} -LDInfo -Lall -aALL -NoLog); show volumes
  out=$($S {tool} -PDList -aALL -NoLog); show drives
  out=$($S {tool} -AdpBbuCmd -GetBbuStatus -aALL -NoLog); show battery"""
_COMMAND: Final = (
    """
show() { echo "@$1"; printf '%s\\n' "$out" | sed 's/^/ /'; echo "@lines $1" $(printf '%s\\n' "$out" | wc -l); }
"""
    + "\nel".join(
        f"if command -v {tool} >/dev/null; then{_ASK.format(tool=tool)}" for tool in ("MegaCli64", "MegaCli", "megacli")
    )
    + "\nelse echo 'MegaCli' >&2; exit 127; fi\necho @end"
)
_ADAPTER: Final = re.compile(r"\s*(?:Adapter #(\d+)|Adapter (\d+) -- Virtual Drive|BBU status for Adapter\s*:\s*(\d+))")
_VOLUME: Final = re.compile(r"\s*(?:CacheCade )?Virtual Drive\s*:\s*(\d+)")
_DRIVE: Final = re.compile(r"\s*Enclosure Device ID\s*:")
_WORK: Final = re.compile(
    r"(Background Initialization|Check Consistency|Reconstruction|Initialization|Rebuild)\s*:\s*Completed"
)


def parse(answer: Answer) -> Listing[RaidController]:
    """Read every adapter. Raises Absent where MegaCli counts none."""
    parts = whole_reports(answer.text)
    counted = re.search(r"Controller Count:\s*(\d+)", " ".join(parts["count"].lines)) if "count" in parts else None
    if counted is None:
        last = (answer.stderr.strip().splitlines() or ["MegaCli -AdpCount"])[-1][:200]
        raise SessionError(Reason.EMPTY if answer.is_privileged else Reason.DENIED, last)
    if int(counted[1]) == 0:
        raise Absent("MegaCli -AdpCount: Controller Count: 0")
    reports = {name: _by_adapter(parts.get(name)) for name in ("adapters", "volumes", "drives", "battery")}
    numbers = sorted({number for report in reports.values() for number in report})
    made = tuple(
        _controller(number, {name: report.get(number, ()) for name, report in reports.items()}) for number in numbers
    )
    missing = int(counted[1]) - len(made)
    return Listing(made, (Unseen("", Reason.EMPTY, f"MegaCli {len(made)}/{counted[1]}"),) if missing > 0 else ())


def _by_adapter(part: Passage | None) -> dict[int, tuple[str, ...]]:
    """The lines of a report by the adapter they speak of."""
    found: dict[int, tuple[str, ...]] = {}
    current: int | None = None
    for line in part.lines if part else ():
        match = _ADAPTER.match(line)
        if match:
            current = int(next(group for group in match.groups() if group is not None))
            found.setdefault(current, ())
        elif current is not None:
            found[current] += (line,)
    return found


def _controller(number: int, reports: Mapping[str, tuple[str, ...]]) -> RaidController:
    head = next(blocks(reports["adapters"], re.compile(r"(?!)"))).pairs
    disks = leading(head.get("Disks", ""))
    return RaidController(
        identity=identity_of(head.get("Serial No", ""), "", number),
        tool="MegaCli",
        model=head.get("Product Name", ""),
        firmware=head.get("FW Package Build", ""),
        volumes=tuple(_volumes(reports["volumes"])),
        drives=tuple(_drives(reports["drives"])),
        cache_power=_battery(reports["battery"], head),
        volume_count=leading(head.get("Virtual Drives", "")),
        drive_count=disks,
        memory_error_count=leading(head.get("Memory Uncorrectable Errors", "")),
    )


def _volumes(lines: tuple[str, ...]) -> Iterator[Volume]:
    for block in blocks(lines, _VOLUME):
        match = _VOLUME.match(block.head)
        if match is None:
            continue
        said = block.pairs.get("State", "")
        now, wanted = (block.pairs.get(f"{when} Cache Policy", "") for when in ("Current", "Default"))
        work = next((line for line in block.lines if _WORK.match(line)), "")
        yield Volume(
            name=f"v{match[1]}",
            state=volume_state(said),
            said=said,
            level=block.pairs.get("RAID Level", ""),
            label=block.pairs.get("Name", ""),
            is_write_back=now.startswith("WriteBack") if now else None,
            wants_write_back=wanted.startswith("WriteBack") if wanted else None,
            done_ratio=percent_of(work),
        )


def _drives(lines: tuple[str, ...]) -> Iterator[Drive]:
    for block in _drive_blocks(lines):
        said = block.pairs.get("Firmware state", "")
        state = drive_state(said)
        is_foreign = block.pairs.get("Foreign State", "None").lower() not in {"none", ""}
        yield Drive(
            slot=f"{leading(block.pairs['Enclosure Device ID']) or ''}:{block.pairs.get('Slot Number', '?')}",
            state=DriveState.FOREIGN if is_foreign and state is DriveState.UNUSED else state,
            said=said,
            model=block.pairs.get("Inquiry Data", ""),
            media_error_count=leading(block.pairs.get("Media Error Count", "")),
            other_error_count=leading(block.pairs.get("Other Error Count", "")),
            predictive_count=leading(block.pairs.get("Predictive Failure Count", "")),
            has_alert=yes(block.pairs.get("Drive has flagged a S.M.A.R.T alert", "")),
            temperature_celsius=leading(block.pairs.get("Drive Temperature", "")) or None,
        )


def _drive_blocks(lines: tuple[str, ...]) -> Iterator[Block]:
    for block in blocks(lines, _DRIVE):
        if block.head:
            block.pairs["Enclosure Device ID"] = block.head.partition(":")[2]
            yield block


def _battery(lines: tuple[str, ...], head: Pairs) -> CachePower | None:
    said = next(blocks(lines, re.compile(r"(?!)"))).pairs
    if not said:
        is_absent = head.get("BBU", "").lower() == "absent"
        return CachePower(CacheState.ABSENT, head["BBU"]) if is_absent else None
    word = said.get("Battery State", "")
    return CachePower(
        _battery_state(said, word), word or f"isSOHGood: {said.get('isSOHGood', '-')}", said.get("BatteryType", "")
    )


_SIGNS: Final = (
    ("Battery Pack Missing", "Yes", CacheState.ABSENT),
    ("Battery Replacement required", "Yes", CacheState.FAILED),
    ("Pack is about to fail & should be replaced", "Yes", CacheState.FAILED),
    ("Learn Cycle Active", "Yes", CacheState.LEARNING),
    ("Learn Cycle Requested", "Yes", CacheState.LEARNING),
    ("isSOHGood", "No", CacheState.WEAK),
    ("Remaining Capacity Low", "Yes", CacheState.WEAK),
)


def _battery_state(said: Pairs, word: str) -> CacheState:
    for key, value, state in _SIGNS:
        if said.get(key) == value:
            return state
    known = cache_state(word)
    return CacheState.GOOD if known is CacheState.UNKNOWN and not word and said.get("isSOHGood") == "Yes" else known


RAID_MEGACLI: Final = Collector(
    id="linux.raid_megacli",
    provides=RAID_TOOLS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=2048, root=Root.NEEDED),
    parse=parse,
)
