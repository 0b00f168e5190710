"""Management controllers: IPMI's sensors, Redfish trees and single documents, and what a kernel counts and measures."""

import json
import re
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from collectors.base import Answer
from collectors.linux.hwmon import SENSORS_HWMON
from collectors.linux.memory_errors import MEMORY_ERRORS_EDAC
from collectors.linux.sensors import POWER_PARTS_IPMI, SENSORS_IPMI
from collectors.redfish.documents import ROOT, TREE
from collectors.redfish.event_logs import EVENT_LOGS_REDFISH
from collectors.redfish.parts import PARTS_REDFISH
from collectors.redfish.power_parts import POWER_PARTS_REDFISH
from collectors.redfish.sensors import SENSORS_REDFISH
from collectors.sessions.redfish import links, masked
from tests.house.corpora import Reading, indented

_FIRMWARE = "@virtual none\n@smbios total=90 ipmi=1 end=1\n@acpi total=210 ipmi=1 root=1\n@device 1\n@end\n"


def _sdr(text: str) -> Answer:
    lines = text.strip("\n").splitlines()
    return Answer(f"@sdr 0 {len(lines)}\n{indented(text)}{_FIRMWARE}")


def walked(folder: str) -> Answer:
    """Walk a mockup's folder as the session walks a BMC: the same links, the same masks, a missing file refused."""
    documents: dict[str, object] = {}
    unseen: list[tuple[str, str, str]] = []
    waiting, known = deque([TREE.start]), {TREE.start.rstrip("/")}
    while waiting:
        path = waiting.popleft()
        file = Path(folder) / path.removeprefix(ROOT.rstrip("/")).strip("/") / "index.json"
        if len(documents) >= TREE.most:
            unseen.append((path, "budget", ""))
            continue
        if not file.exists():
            unseen.append((path, "failed", "HTTP 404"))
            continue
        body = json.loads(file.read_text(encoding="utf-8"))
        documents[path] = masked(body)
        for link in links(body, TREE.follow):
            if link.rstrip("/") not in known:
                known.add(link.rstrip("/"))
                waiting.append(link)
    return Answer(json.dumps({"documents": documents, "unseen": unseen}))


def _single(kind: str) -> Callable[[str], Answer]:
    """One document as a walk that had it and the chassis that links to it, or had it and did not understand it."""

    def wrap(text: str) -> Answer:
        path = f"{ROOT}Chassis/1/{kind}"
        chassis = {"@odata.type": "#Chassis.v1_6_0.Chassis", "@odata.id": f"{ROOT}Chassis/1", kind: {"@odata.id": path}}
        documents: dict[str, object] = {ROOT: {}, f"{ROOT}Chassis/1": chassis}
        unseen: list[tuple[str, str, str]] = []
        try:
            documents[path] = json.loads(text)
        except ValueError as error:
            unseen.append((path, "not_understood", str(error)))
        return Answer(json.dumps({"documents": documents, "unseen": unseen}))

    return wrap


def _one(text: str) -> Answer:
    """One system or chassis, alone: what it links to was not had."""
    try:
        body = json.loads(text)
    except ValueError as error:
        return Answer(json.dumps({"documents": {ROOT: {}}, "unseen": [[ROOT, "not_understood", str(error)]]}))
    path = str(body.get("@odata.id", ROOT))
    return Answer(json.dumps({"documents": {ROOT: {}, path: body}, "unseen": []}))


def _files(text: str) -> Mapping[str, str]:
    """The first line of each file of a ttar archive, links to folders followed by one step."""
    found: dict[str, str] = {}
    for match in re.finditer(r"^Path: (\S+)\n(?:Lines: \d+\n([^\n]*)|SymlinkTo: (\S+))", text, re.MULTILINE):
        path, line, target = match.groups()
        found[path] = line if target is None else f"->{target}"
    return found


def _hwmon(text: str) -> Answer:
    files = _files(text)
    chips = sorted({match[1] for path in files if (match := re.match(r"(.*/hwmon\d+|.*/applesmc\.\d+)/name$", path))})
    said = [f"@hwmon {len(chips)}"]
    for chip in chips:
        wanted = r"(?:temp|fan)\d+_(?:input|label|max|crit|alarm|crit_alarm|fault|min)"
        lines = [
            f" {path.rsplit('/', 1)[-1]}={line}"
            for path, line in sorted(files.items())
            if path.rsplit("/", 1)[0] in {chip, chip.split("/hwmon")[0]} and re.fullmatch(wanted, path.rsplit("/", 1)[-1])
        ]
        device = chip.split("/hwmon")[0].rsplit("/", 1)[-1]
        said += [f"@chip {files[f'{chip}/name']} {device}", *lines, f" files={len(lines)}"]
    return Answer("\n".join(said) + f"\n{_FIRMWARE}")


def _edac(text: str) -> Answer:
    files = {path.partition("edac/mc/")[2]: line for path, line in _files(text).items() if "edac/mc/mc" in path}
    said = []
    for controller in sorted({path.split("/")[0] for path in files}):
        counts = [
            f" {n}={files[f'{controller}/{n}']}" for n in ("ce_count", "ue_count", "ce_noinfo_count", "ue_noinfo_count")
        ]
        modules = sorted(m[1] for path in files if (m := re.fullmatch(rf"{controller}/(csrow\d+/ch\d+)_ce_count", path)))
        said += [f"@mc {controller} modules={len(modules)}", *counts, f" values={len(counts)}"]
        for module in modules:
            stem = f"{controller}/{module}"
            said.append(f"@module {controller} {module.replace('/', '.')}")
            values = [
                f" {short}={files[f'{stem}_{long}']}"
                for short, long in (("label", "dimm_label"), ("ce", "ce_count"), ("ue", "ue_count"))
                if f"{stem}_{long}" in files
            ]
            said += [*values, f" values={len(values)}"]
    count = sum(line.startswith("@mc") for line in said)
    return Answer(f"@boot -\n@edac {count}\n" + "\n".join(said) + f"\n{_FIRMWARE}")


READ: tuple[Reading, ...] = (
    ("ipmi/ipmitool-*.txt", _sdr, SENSORS_IPMI.parse, "server.bmc_sensors"),
    ("ipmi/ipmitool-sdr-*.txt", _sdr, POWER_PARTS_IPMI.parse, "server.power_redundancy"),
    ("redfish/*/", walked, PARTS_REDFISH.parse, "server.hardware_health"),
    ("redfish/*/", walked, SENSORS_REDFISH.parse, "server.bmc_sensors"),
    ("redfish/*/", walked, POWER_PARTS_REDFISH.parse, "server.power_redundancy"),
    ("redfish/*/", walked, EVENT_LOGS_REDFISH.parse, "server.bmc_events"),
    ("redfish/dell_thermal*.json", _single("Thermal"), SENSORS_REDFISH.parse, "server.bmc_sensors"),
    ("redfish/dell_power*.json", _single("Power"), POWER_PARTS_REDFISH.parse, "server.power_redundancy"),
    ("redfish/dell_power*.json", _single("Power"), SENSORS_REDFISH.parse, "server.bmc_sensors"),
    ("redfish/dell_systems*.json", _one, PARTS_REDFISH.parse, "server.hardware_health"),
    ("redfish/dell_chassis*.json", _one, PARTS_REDFISH.parse, "server.hardware_health"),
    ("redfish/dell_available_systems.json", _one, PARTS_REDFISH.parse, "server.hardware_health"),
    ("proc/node_exporter-sys.ttar", _edac, MEMORY_ERRORS_EDAC.parse, "server.memory_ecc"),
    ("proc/node_exporter-sys.ttar", _hwmon, SENSORS_HWMON.parse, "server.bmc_sensors"),
)
