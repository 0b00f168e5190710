"""RAID controllers of Broadcom (LSI, Avago) and Dell PERC, from storcli or perccli in JSON.

Three reports: the controllers, their volumes in detail, their disks in detail; progress where a disk is being rebuilt.
What is listed in one is counted or listed in another. Numbers may be texts there, and times follow the controller's own
clock and form: none is read.

Sample::

    @tool storcli64
    @controllers
     {"Controllers":[{"Command Status":{"Controller":0,"Status":"Success"},"Response Data":{"Basics":{"Model":"SAS3508"}}}]}
    @end
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.raid import (
    RAID_TOOLS,
    CachePower,
    CacheState,
    Drive,
    DriveState,
    RaidController,
    Volume,
    VolumeState,
)
from collectors.linux.passages import Passage
from collectors.linux.raid_lines import address_of, identity_of, whole_reports
from collectors.linux.raid_words import cache_state, drive_state, percent_of, volume_state
from collectors.linux.trees import Tree, branch, branches, count, rows, tree_of, words

_ASK: Final = """
  out=$($S {tool} /call show all J nolog); show controllers {tool}
  out=$($S {tool} /call/vall show all J nolog); show volumes
  out=$($S {tool} /call/eall/sall show all J nolog); show drives
  all=$out
  case $all in *'"Rbld"'*) out=$($S {tool} /call/eall/sall show rebuild J nolog); show rebuild ;; esac
  case $all in *'"Cpybck"'*) out=$($S {tool} /call/eall/sall show copyback J nolog); show copyback ;; esac"""
_TOOLS: Final = ("storcli64", "storcli", "perccli64", "perccli")
_COMMAND: Final = (
    """
show() {
  [ -z "$2" ] || echo "@tool $2"; echo "@$1"; printf '%s\\n' "$out" | sed 's/^/ /'
  echo "@lines $1" $(printf '%s\\n' "$out" | wc -l)
}
"""
    + "\nel".join(f"if command -v {tool} >/dev/null; then{_ASK.format(tool=tool)}" for tool in _TOOLS)
    + "\nelse echo 'storcli perccli' >&2; exit 127; fi\necho @end"
)
_NONE: Final = re.compile(r"no controller found|controller 0 not found|no controller", re.IGNORECASE)
_DRIVE: Final = re.compile(
    r"Drive /c(?P<controller>\d+)(?:/e(?P<enclosure>\d+))?/s(?P<slot>\d+)(?P<detail> - Detailed .*)?"
)
_WELL: Final = frozenset({"ok", "optimal"})


def parse(answer: Answer) -> Listing[RaidController]:
    """Read every controller. Raises Absent where the tool says that it finds none."""
    parts = whole_reports(answer.text)
    if "controllers" not in parts:
        raise SessionError(Reason.EMPTY, "storcli")
    tool = parts["tool"].rest if "tool" in parts else "storcli"
    volumes = _by_controller(parts.get("volumes"))
    drives = _by_controller(parts.get("drives"))
    work = {**_progress(parts.get("rebuild")), **_progress(parts.get("copyback"))}
    made = []
    for number, data in _by_controller(parts["controllers"], answer).items():
        made.append(_controller(tool, number, data, volumes.get(number, {}), drives.get(number, {}), work))
    return Listing(tuple(made))


def _by_controller(part: Passage | None, answer: Answer | None = None) -> dict[int, Tree]:
    """The response data of each controller by its number. With ``answer`` a refusal is raised, else it is no data."""
    text = "\n".join(part.lines).strip() if part else ""
    if not text:
        if answer is not None:
            raise _silent(answer)
        return {}
    found: dict[int, Tree] = {}
    for one in rows(tree_of(text), "Controllers"):
        status = branch(one, "Command Status")
        number, data = count(status, "Controller"), branch(one, "Response Data")
        if number is not None and data:
            found[number] = data
        elif answer is not None:
            raise _refused(status)
    if not found and answer is not None:
        raise ParseError("no controller in the answer", text[:160])
    return found


def _silent(answer: Answer) -> SessionError:
    last = (answer.stderr.strip().splitlines() or ["storcli"])[-1][:200]
    return SessionError(Reason.EMPTY if answer.is_privileged else Reason.DENIED, last)


def _refused(status: Tree) -> Absent | SessionError:
    said = words(status, "Description")
    if _NONE.search(said):
        return Absent(f"storcli: {said}")
    denied = re.search(r"permission|root|privilege", said, re.IGNORECASE)
    return SessionError(Reason.DENIED if denied else Reason.FAILED, said or words(status, "Status"))


def _controller(
    tool: str, number: int, data: Tree, volumes: Tree, drives: Tree, work: Mapping[str, float]
) -> RaidController:
    basics, status = branch(data, "Basics"), branch(data, "Status")
    serial = words(basics, "Serial Number")
    address = address_of(words(basics, "PCI Address"))
    said = words(status, "Controller Status")
    return RaidController(
        identity=identity_of(serial, address, number),
        tool=tool,
        model=words(basics, "Model"),
        address=address,
        firmware=words(data, "Version", "Firmware Version"),
        said=said,
        is_well=said.lower() in _WELL if said else None,
        volumes=tuple(_volumes(data, volumes)),
        drives=tuple(_drives(number, data, drives, work)),
        cache_power=_cache_power(data),
        volume_count=count(data, "Virtual Drives"),
        drive_count=count(data, "Physical Drives"),
        memory_error_count=count(status, "Memory Uncorrectable Errors"),
    )


def _volumes(data: Tree, details: Tree) -> Iterator[Volume]:
    listed = {words(row, "DG/VD"): row for row in rows(data, "VD LIST")}
    for name, value in details.items():
        if re.fullmatch(r"/c\d+/v\d+", name) and isinstance(value, list):
            listed |= {words(row, "DG/VD"): row for row in value if isinstance(row, dict)}
    for place, row in listed.items():
        name = f"v{place.rpartition('/')[2]}"
        properties = branch(details, f"VD{name[1:]} Properties")
        wanted = words(properties, "Write Cache(initial setting)").lower()
        said, work = words(row, "State"), words(properties, "Active Operations")
        state = volume_state(said)
        if state is VolumeState.OPTIMAL and work and work.lower() != "none":
            state = VolumeState.BUSY
        yield Volume(
            name=name,
            state=state,
            said=said,
            level=words(row, "TYPE"),
            label=words(row, "Name"),
            is_write_back=_write_back(words(row, "Cache")),
            wants_write_back="back" in wanted if wanted else None,
            done_ratio=percent_of(work),
        )


def _write_back(cache: str) -> bool | None:
    """The write letters of a Cache column: WB, AWB (always), FWB (forced) or WT (StorCLI user guide)."""
    if "WB" in cache:
        return True
    return False if "WT" in cache else None


def _drives(number: int, data: Tree, details: Tree, work: Mapping[str, float]) -> Iterator[Drive]:
    everything = {**branch(data, "Physical Device Information"), **details}
    listed = {_slot(words(row, "EID:Slt")): row for row in rows(data, "PD LIST")}
    told: dict[str, Tree] = {}
    for name in everything:
        match = _DRIVE.fullmatch(name)
        if match is None or int(match["controller"]) != number:
            continue
        slot = f"{match['enclosure'] or ''}:{match['slot']}"
        if match["detail"]:
            told[slot] = branch(everything, name)
        else:
            listed.update({slot: row} if (row := next(iter(rows(everything, name)), None)) else {})
    for slot, row in listed.items():
        yield _drive(slot, row, told.get(slot, {}), work.get(f"c{number}/{slot}"))


def _slot(said: str) -> str:
    enclosure, _colon, slot = said.replace(" ", "").rpartition(":")
    return f"{enclosure}:{slot}"


def _drive(slot: str, row: Tree, detail: Tree, done: float | None) -> Drive:
    parts = {name.rsplit(" ", 1)[-1]: value for name, value in branches(detail)}
    state, attributes = parts.get("State", {}), parts.get("attributes", {})
    said = words(row, "State")
    kind = drive_state(said)
    is_foreign = words(row, "DG") == "F" and kind is DriveState.UNUSED
    alert = words(state, "S.M.A.R.T alert flagged by drive").lower()
    return Drive(
        slot=slot,
        state=DriveState.FOREIGN if is_foreign else kind,
        said=said,
        model=words(row, "Model"),
        serial=words(attributes, "SN"),
        media_error_count=count(state, "Media Error Count"),
        other_error_count=count(state, "Other Error Count"),
        predictive_count=count(state, "Predictive Failure Count"),
        has_alert=alert == "yes" if alert in {"yes", "no"} else None,
        done_ratio=done,
        temperature_celsius=count(state, "Drive Temperature") or None,
    )


def _cache_power(data: Tree) -> CachePower | None:
    for name in ("BBU_Info", "Cachevault_Info"):
        for row in rows(data, name):
            said = words(row, "State")
            return CachePower(cache_state(said), said, words(row, "Model"))
    coded = words(data, "Status", "BBU Status")
    if words(data, "HwCfg", "BBU").lower() in {"absent", "no"}:
        return CachePower(CacheState.ABSENT, words(data, "HwCfg", "BBU"))
    return CachePower(_coded(coded), f"BBU Status {coded}") if coded and coded.lower() not in {"na", "n/a"} else None


def _coded(said: str) -> CacheState:
    """The controller's own number for its battery: 0, 8 and 4096 are good (prometheus-community's storcli collector)."""
    if not said.isdecimal():
        return cache_state(said)
    return CacheState.GOOD if said in {"0", "8", "4096"} else CacheState.WEAK


def _progress(part: Passage | None) -> Mapping[str, float]:
    """By ``c0/252:1`` how far a rebuild or copyback is."""
    text = "\n".join(part.lines).strip() if part else ""
    return dict(_done(rows(tree_of(text), "Controllers"))) if text else {}


def _done(controllers: Iterable[Tree]) -> Iterator[tuple[str, float]]:
    for one in controllers:
        for row in rows(one, "Response Data"):
            match = re.fullmatch(r"/c(\d+)(?:/e(\d+))?/s(\d+)", words(row, "Drive-ID"))
            percent = count(row, "Progress%")
            if match and percent is not None and 0 <= percent <= 100:  # noqa: PLR2004 - percent
                yield f"c{match[1]}/{match[2] or ''}:{match[3]}", percent / 100


RAID_STORCLI: Final = Collector(
    id="linux.raid_storcli",
    provides=RAID_TOOLS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=60, kib=4096, root=Root.NEEDED, ok=(0,)),
    parse=parse,
)
