"""A small Redfish service of our own as pages for ``tests.peers.web``: a server, its drives, supplies, fans and event log.

Its form is that of DMTF's schemas of 2021 and later (PowerSubsystem, Sensors, Fans); all its values are made up.
"""

import json
from collections.abc import Mapping

ROOT = "/redfish/v1/"
SYSTEM = f"{ROOT}Systems/Self"
CHASSIS = f"{ROOT}Chassis/Self"
GOOD = {"State": "Enabled", "Health": "OK"}
_VERSIONS = {
    "ServiceRoot": "v1_9_0",
    "ComputerSystem": "v1_16_0",
    "Chassis": "v1_19_0",
    "Manager": "v1_13_0",
    "Storage": "v1_11_0",
    "Drive": "v1_14_0",
    "PowerSubsystem": "v1_1_0",
    "PowerSupply": "v1_3_0",
    "ThermalSubsystem": "v1_0_0",
    "Fan": "v1_1_0",
    "Sensor": "v1_5_0",
    "LogService": "v1_3_0",
    "LogEntry": "v1_11_0",
}


def pages(changes: Mapping[str, Mapping[str, object]] | None = None) -> dict[str, tuple[int, bytes]]:
    """The service's pages by path, all well; ``changes`` lays values over the document of a path."""
    documents = _documents()
    for path, change in (changes or {}).items():
        documents[path] |= change
    return {path: (200, json.dumps(one).encode()) for path, one in documents.items()}


def paged(path: str, most: int, whole: Mapping[str, tuple[int, bytes]]) -> dict[str, tuple[int, bytes]]:
    """The same pages with the members of the collection ``path`` given ``most`` at a time, each page naming the next."""
    first = json.loads(whole[path][1])
    members = first["Members"]
    made = dict(whole)
    for start in range(0, len(members), most):
        here = path if start == 0 else f"{path}?$skip={start}"
        page = first | {"@odata.id": here, "Members": members[start : start + most]}
        if start + most < len(members):
            page["Members@odata.nextLink"] = f"{path}?$skip={start + most}"
        made[here] = (200, json.dumps(page).encode())
    return made


def _documents() -> dict[str, dict[str, object]]:
    made: dict[str, dict[str, object]] = {}

    def put(path: str, kind: str, **values: object) -> None:
        typed = f"#{kind}.{_VERSIONS[kind]}.{kind}" if kind in _VERSIONS else f"#{kind}.{kind}"
        made[path] = {"@odata.id": path, "@odata.type": typed, "Id": path.rsplit("/", 1)[-1], "Name": kind, **values}

    def hold(path: str, kind: str, **members: Mapping[str, object]) -> None:
        links = [_link(f"{path}/{name}") for name in members]
        put(path, f"{kind}Collection", Members=links, **{"Members@odata.count": len(links)})
        for name, values in members.items():
            put(f"{path}/{name}", kind, **values)

    put(ROOT, "ServiceRoot", **{key: _link(ROOT + key) for key in ("Systems", "Chassis", "Managers")})
    hold(f"{ROOT}Systems", "ComputerSystem", Self=_system())
    hold(f"{ROOT}Managers", "Manager", Self={"Status": GOOD, "ManagerType": "BMC", "FirmwareVersion": "3.11"})
    below = {key: _link(f"{CHASSIS}/{key}") for key in ("PowerSubsystem", "ThermalSubsystem", "Sensors")}
    hold(f"{ROOT}Chassis", "Chassis", Self={"Status": GOOD, **below})
    put(
        f"{CHASSIS}/PowerSubsystem",
        "PowerSubsystem",
        Status=GOOD,
        PowerSupplies=_link(f"{CHASSIS}/PowerSubsystem/Supplies"),
    )
    hold(f"{CHASSIS}/PowerSubsystem/Supplies", "PowerSupply", Left=_supply("S-1"), Right=_supply("S-2"))
    put(f"{CHASSIS}/ThermalSubsystem", "ThermalSubsystem", Status=GOOD, Fans=_link(f"{CHASSIS}/ThermalSubsystem/Fans"))
    fan = {"Status": GOOD, "SpeedPercent": {"Reading": 40, "SpeedRPM": 6100}}
    hold(f"{CHASSIS}/ThermalSubsystem/Fans", "Fan", Bay1=fan)
    inlet = {"Status": GOOD, "ReadingUnits": "Cel", "Reading": 23, "Thresholds": {"UpperCritical": {"Reading": 45}}}
    hold(f"{CHASSIS}/Sensors", "Sensor", Inlet=inlet)
    storage = {"Status": GOOD, "Drives": [_link(f"{SYSTEM}/Storage/Slot2/Drives/{bay}") for bay in (0, 1)]}
    hold(f"{SYSTEM}/Storage", "Storage", Slot2=storage)
    for bay in (0, 1):
        drive = {"SerialNumber": f"D-{bay}", "Model": "HD-2T", "MediaType": "HDD", "CapacityBytes": 2 * 10**12}
        put(f"{SYSTEM}/Storage/Slot2/Drives/{bay}", "Drive", Status=GOOD, FailurePredicted=False, **drive)
    hold(
        f"{SYSTEM}/LogServices", "LogService", Events={"Status": GOOD, "Entries": _link(f"{SYSTEM}/LogServices/Events/All")}
    )
    hold(f"{SYSTEM}/LogServices/Events/All", "LogEntry")
    return made


def _link(path: str) -> dict[str, str]:
    return {"@odata.id": path}


def _system() -> dict[str, object]:
    return {
        "Status": GOOD,
        "Manufacturer": "Example",
        "Model": "X-2",
        "SerialNumber": "SYS-1",
        "UUID": "00000000-1111-2222-3333-444444444444",
        "PowerState": "On",
        "ProcessorSummary": {"Count": 2, "Model": "CPU"},
        "MemorySummary": {"TotalSystemMemoryGiB": 64},
        "Storage": _link(f"{SYSTEM}/Storage"),
        "LogServices": _link(f"{SYSTEM}/LogServices"),
    }


def _supply(serial: str) -> dict[str, object]:
    return {"Status": GOOD, "SerialNumber": serial, "Model": "P-800", "Metrics": None}
