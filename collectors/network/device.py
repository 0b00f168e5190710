"""What a device says of itself as a whole: SNMPv2-MIB's system group, and the engine's boots and time of v3.

Sample::

    @device 1.3.6.1.4.1.8072.3.2.10
    1.3.6.1.2.1.1.1.0|4|Linux db01 6.1.0
    1.3.6.1.2.1.1.3.0|67|12345
    @scalars 2
    @end 2
"""

from typing import Final

from collectors.base import Answer, Collector, Part, Reason, SessionError, Snmp
from collectors.facts.devices.device import DEVICE, Device
from collectors.facts.identity import IDENTITY, Identity
from collectors.network.readings import NOT_TOLD
from collectors.network.varbinds import objects
from config.kinds import NETWORK
from config.text import verbatim

_SYSTEM: Final = "1.3.6.1.2.1.1"
_DESCRIPTION, _UP, _CONTACT, _NAME, _LOCATION = (f"{_SYSTEM}.{number}.0" for number in (1, 3, 4, 5, 6))
_ENGINE: Final = "1.3.6.1.6.3.10.2.1"
_BOOTS, _ENGINE_TIME = f"{_ENGINE}.2.0", f"{_ENGINE}.3.0"
_ASK: Final = Snmp((Part((), (_DESCRIPTION, _UP, _CONTACT, _NAME, _LOCATION, _BOOTS, _ENGINE_TIME)),), seconds=20)


def parse(answer: Answer) -> Device:
    """Read the group. Raises SessionError (not offered) where the device tells nothing of it."""
    said = objects(answer)
    ticks, engine = said.ticks_seconds(_UP), said.number(_ENGINE_TIME)
    boots = said.number(_BOOTS)
    if not said.device and ticks is None and not said.text(_DESCRIPTION):
        raise SessionError(Reason.NOT_OFFERED, verbatim("SNMPv2-MIB system"), NOT_TOLD)
    return Device(
        object_id=said.device,
        name=said.text(_NAME),
        description=said.text(_DESCRIPTION),
        location=said.text(_LOCATION),
        contact=said.text(_CONTACT),
        up_seconds=engine if engine is not None and boots else ticks,
        up_ticks_seconds=ticks,
        boots_count=int(boots) if boots else None,
    )


def identity(answer: Answer) -> Identity:
    """Whom we met. No machine id: the serial number of a stack is its master's, which may be another one tomorrow."""
    met = parse(answer)
    first = met.description.replace("\r", "\n").split("\n")[0]
    return Identity(
        machine_id="",
        hostname=met.name,
        os_id=met.object_id,
        os_name=first,
        os_version="",
        kernel="",
        architecture="",
        uid=-1,
        boot_id="" if met.boots_count is None else str(met.boots_count),
    )


DEVICE_SNMP: Final = Collector(id="snmp.device", provides=DEVICE, on=NETWORK, ask=_ASK, parse=parse)
IDENTITY_SNMP: Final = Collector(id="snmp.identity", provides=IDENTITY, on=NETWORK, ask=_ASK, parse=identity)
