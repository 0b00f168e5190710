"""Which machine a BMC belongs to: maker, model, serial number, BIOS, processors, memory, drives.

Sample::

    {"documents": {"/redfish/v1/": {}, "/redfish/v1/Systems/1": {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem",
     "Manufacturer": "Huawei", "Model": "2288H V5", "SerialNumber": "2102311TEST", "BiosVersion": "8.28"}}, "unseen": []}
"""

from typing import Final

from collectors.base import Answer, Collector, Reason, SessionError
from collectors.facts.assets import HARDWARE, Disk, Hardware
from collectors.facts.identity import IDENTITY, Identity
from collectors.redfish.documents import BMC, TREE, Documents, Object, name_of, read, real, text
from collectors.redfish.statuses import state_of

_GIB: Final = 1024**3
_ROTATION: Final = {"HDD": True, "SSD": False}


def parse(answer: Answer) -> Hardware:
    """Read what the first system is made of. Raises SessionError where no system was had."""
    documents = read(answer)
    _path, system = _system(documents)
    processors, memory = _summary(system, "ProcessorSummary"), _summary(system, "MemorySummary")
    sockets = real(processors, "Count")
    return Hardware(
        maker=text(system, "Manufacturer"),
        model=text(system, "Model"),
        serial=text(system, "SerialNumber"),
        bios_version=text(system, "BiosVersion"),
        bios_date="",
        cpu_model=text(processors, "Model"),
        cpu_count=int(real(processors, "LogicalProcessorCount", "CoreCount", "Count") or 0),
        socket_count=None if sockets is None else int(sockets),
        memory_bytes=int((real(memory, "TotalSystemMemoryGiB") or 0) * _GIB),
        disks=tuple(
            _disk(path, one)
            for path, one in documents.typed("Drive", "HpeSmartStorageDiskDrive")
            if state_of(one) != "Absent"
        ),
        addresses=(),
        has_firmware_tables=True,
    )


def parse_identity(answer: Answer) -> Identity:
    """Read who it is: the system's UUID, else its serial number; the system behind it is the controller's own firmware."""
    documents = read(answer)
    _path, system = _system(documents)
    manager = next((one for _path, one in documents.typed("Manager")), {})
    name = f"{text(manager, 'Model', 'ManagerType')} {text(manager, 'FirmwareVersion')}".strip()
    return Identity(
        machine_id=text(system, "UUID", "SerialNumber"),
        hostname=text(system, "HostName"),
        os_id="",
        os_name=name,
        os_version=text(manager, "FirmwareVersion"),
        kernel="",
        architecture="",
        uid=0,
    )


def _system(documents: Documents) -> tuple[str, Object]:
    found = next(documents.typed("ComputerSystem"), None)
    if found is None:
        first = next(iter(documents.unseen.values()), None)
        raise SessionError(first.reason if first else Reason.NO_RECORD, "Redfish: Systems", first.remedy if first else None)
    return found


def _summary(system: Object, name: str) -> Object:
    inside = system.get(name)
    return inside if isinstance(inside, dict) else {}


def _disk(path: str, one: Object) -> Disk:
    capacity = real(one, "CapacityBytes")
    mebibytes = real(one, "CapacityMiB")
    size = capacity if capacity is not None else (mebibytes or 0) * 1024**2
    return Disk(
        name=name_of(path),
        model=text(one, "Model"),
        size_bytes=int(size),
        serial=text(one, "SerialNumber"),
        is_rotational=_ROTATION.get(text(one, "MediaType").upper()),
    )


HARDWARE_REDFISH: Final = Collector(id="redfish.hardware", provides=HARDWARE, on=BMC, ask=TREE, parse=parse)
IDENTITIES_REDFISH: Final = Collector(id="redfish.identity", provides=IDENTITY, on=BMC, ask=TREE, parse=parse_identity)
