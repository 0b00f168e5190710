"""Adaptec (Microsemi, Microchip) controllers, from arcconf.

Each controller's report counts its volumes, failed and degraded ones among them, beside listing them, and says at its end
that the command was completed.

Sample::

    @config 1
     Controllers found: 1
     Controller Status                        : Optimal
     Controller Model                         : Adaptec ASR8405
     Controller Serial Number                 : 5A4263XYZ01
     Logical devices/Failed/Degraded          : 1/0/0
     Logical Device number 0
        Status of Logical Device                 : Optimal
     Device #0
        Device is a Hard drive
        State                              : Online
     Command completed successfully.
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.raid import RAID_TOOLS, CachePower, Drive, RaidController, Volume, VolumeState
from collectors.linux.passages import Passage, passages
from collectors.linux.raid_lines import Block, Pairs, address_of, blocks, identity_of, leading, whole_reports
from collectors.linux.raid_words import cache_state, drive_state, percent_of, volume_state

_COMMAND: Final = """
PATH=$PATH:/usr/StorMan:/usr/Arcconf:/opt/Arcconf
command -v arcconf >/dev/null || { echo arcconf >&2; exit 127; }
show() {
  echo "@config $1"; printf '%s\\n' "$out" | sed 's/^/ /'
  echo "@lines config $1" $(printf '%s\\n' "$out" | wc -l)
}
out=$($S arcconf GETCONFIG 1 AL nologs); show 1
case $out in *'Controllers found: '[2-9]*) out=$($S arcconf GETCONFIG 2 AL nologs); show 2 ;; esac
case $out in *'Controllers found: '[3-9]*) out=$($S arcconf GETCONFIG 3 AL nologs); show 3 ;; esac
case $out in *'Controllers found: '[4-9]*) out=$($S arcconf GETCONFIG 4 AL nologs); show 4 ;; esac
echo @end"""
_VOLUME: Final = re.compile(r"Logical [Dd]evice [Nn]umber\s+(\d+)")
_DRIVE: Final = re.compile(r"Device #(\d+)")
_BATTERY: Final = re.compile(r"Controller (?:Battery|ZMM|Cache Backup Unit)|(?:Green|Cache) Backup|Supercap|Flash Backup")
_SECTION: Final = re.compile(
    r"(?:Controller|Logical [Dd](?:evice|rive)|Physical [Dd](?:evice|rive)|Array|Connector|maxCache|RAID|Temperature|"
    r"Green|Cache Backup|Supercap|Flash Backup)\b[^:]*(?:[Ii]nformation|INFORMATION|Properties)\s*$"
)
_BEGINS: Final = re.compile(rf"\s*(?:{_VOLUME.pattern}|{_DRIVE.pattern}\s*$|{_SECTION.pattern})")


def parse(answer: Answer) -> Listing[RaidController]:
    """Read every controller. Raises Absent where arcconf finds none."""
    whole_reports(answer.text)
    reports = [one for one in passages(answer.text) if one.kind == "config"]
    text = " ".join(line.strip() for one in reports for line in one.lines)
    found = re.search(r"Controllers found:\s*(\d+)", text)
    if found is None:
        last = (answer.stderr.strip().splitlines() or [text or "arcconf"])[-1][:200]
        raise SessionError(Reason.EMPTY if answer.is_privileged else Reason.DENIED, last)
    if int(found[1]) == 0:
        raise Absent("arcconf: Controllers found: 0")
    made = tuple(_controller(one) for one in reports)
    unseen = [Unseen("", Reason.BUDGET, f"arcconf {len(made)}/{found[1]}")] if int(found[1]) > len(made) else []
    unseen += [
        Unseen("", Reason.CUT, f"arcconf GETCONFIG {report.rest}")
        for report in reports
        if not any("Command completed successfully" in line for line in report.lines)
    ]
    return Listing(made, tuple(unseen[:1]))


def _controller(report: Passage) -> RaidController:
    parts = list(blocks(report.lines, _BEGINS))
    head: dict[str, str] = {}
    for block in reversed(parts):
        if not _BATTERY.search(block.head) and not _VOLUME.match(block.head) and not _DRIVE.match(block.head):
            head |= block.pairs
    said = head.get("Controller Status", "")
    address = address_of(next((v for k, v in head.items() if k.startswith("PCI Address")), "").rpartition(": ")[2])
    counted = re.match(r"(\d+)/\d+/\d+", head.get("Logical devices/Failed/Degraded", ""))
    return RaidController(
        identity=identity_of(head.get("Controller Serial Number", ""), address, report.rest),
        tool="arcconf",
        model=head.get("Controller Model", ""),
        address=address,
        firmware=head.get("Firmware", ""),
        said=said,
        is_well=said.lower().startswith(("optimal", "ok")) if said else None,
        volumes=tuple(_volumes(parts)),
        drives=tuple(_drives(parts)),
        cache_power=_cache_power(parts),
        volume_count=int(counted[1]) if counted else None,
    )


def _volumes(parts: list[Block]) -> Iterator[Volume]:
    for block in parts:
        match = _VOLUME.match(block.head)
        if match is None:
            continue
        pairs = {key.lower(): value for key, value in block.pairs.items()}
        said = pairs.get("status of logical device", "")
        has_lost = pairs.get("failed stripes", "No") not in {"No", ""}
        yield Volume(
            name=f"v{match[1]}",
            state=VolumeState.FAILED if has_lost else volume_state(said),
            said=f"{said}, failed stripes" if has_lost else said,
            level=f"RAID {pairs['raid level']}" if "raid level" in pairs else "",
            label=pairs.get("logical device name", ""),
            is_write_back=_is_on(pairs.get("write-cache status", "")),
            wants_write_back=_is_on(pairs.get("write-cache setting", "")),
            done_ratio=percent_of(said),
        )


def _is_on(said: str) -> bool | None:
    word = said.lower()
    if word.startswith(("on", "enabled")) and "through" not in word:
        return True
    return False if word.startswith(("off", "disabled")) or "through" in word else None


def _drives(parts: list[Block]) -> Iterator[Drive]:
    for block in parts:
        if not _DRIVE.match(block.head) or not any(line == "Device is a Hard drive" for line in block.lines):
            continue
        pairs: Pairs = block.pairs
        said = pairs.get("State", "")
        yield Drive(
            slot=_place(block),
            state=drive_state(said),
            said=said,
            model=f"{pairs.get('Vendor', '')} {pairs.get('Model', '')}".strip(),
            serial=pairs.get("Serial number", ""),
            media_error_count=leading(pairs.get("Medium Error Count", pairs.get("Media Failures", ""))),
            has_alert=(leading(pairs.get("S.M.A.R.T. warnings", "")) or 0) > 0,
            done_ratio=percent_of(said),
            temperature_celsius=leading(pairs.get("Current Temperature", "")) or None,
        )


def _place(block: Block) -> str:
    """A disk's channel and device, else the number under which it is listed."""
    said = next((value for key, value in block.pairs.items() if key.startswith("Reported Channel,Device")), "")
    match = re.search(r"(\d+),(\d+)", said)
    return f"{match[1]},{match[2]}" if match else block.head


def _cache_power(parts: list[Block]) -> CachePower | None:
    for block in parts:
        if _BATTERY.search(block.head):
            said = block.pairs.get("Status") or block.pairs.get("Overall Backup Unit Status") or ""
            return CachePower(cache_state(said), said, block.pairs.get("Backup Unit Type", "")) if said else None
    return None


RAID_ARCCONF: Final = Collector(
    id="linux.raid_arcconf",
    provides=RAID_TOOLS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=1024, root=Root.NEEDED),
    parse=parse,
)
