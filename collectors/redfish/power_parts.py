"""Power supplies and redundancy of a BMC: PowerSubsystem where the chassis has it, else Power and Thermal.

Sample::

    {"documents": {"/redfish/v1/": {}, "/redfish/v1/Chassis/1": {"@odata.type": "#Chassis.v1_9_0.Chassis"}}, "unseen": []}
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import Answer, Collector, Listing, Reason, SessionError
from collectors.facts.bmc import POWER_PARTS, PowerPart
from collectors.redfish.abouts import About, missing
from collectors.redfish.documents import BMC, TREE, Documents, Object, name_of, objects, read, real, text
from collectors.redfish.statuses import presence_of, state_of, status_of, verdict_of, words_of
from config.text import _

_LOOK_AT_CHASSIS: Final = _("look at the power supplies by hand, or inspect the chassis that feeds this machine")


def parse(answer: Answer) -> Listing[PowerPart]:
    """Read every power supply and redundancy. Raises SessionError where a BMC shows none at all."""
    documents = read(answer)
    parts = {one.name: one for one in _all(documents)}
    unseen = missing(documents, About.POWER)
    if not parts and not unseen:
        raise SessionError(Reason.NO_RECORD, "Redfish: Power, PowerSubsystem", _LOOK_AT_CHASSIS)
    return Listing(tuple(parts.values()), unseen)


def _all(documents: Documents) -> Iterator[PowerPart]:
    for _path, chassis in documents.typed("Chassis"):
        power = documents.at(chassis.get("Power")) or {}
        if not isinstance(chassis.get("PowerSubsystem"), dict):
            yield from _arrays(power, "PowerSupplies", "supply")
            yield from _arrays(power, "Redundancy", "redundancy")
        if not isinstance(chassis.get("ThermalSubsystem"), dict):
            yield from _arrays(documents.at(chassis.get("Thermal")) or {}, "Redundancy", "redundancy")
    for path, one in documents.typed("PowerSupply"):
        yield _part(name_of(path), one, "supply")
    for _path, one in documents.typed("PowerSubsystem"):
        yield from _arrays(one, "PowerSupplyRedundancy", "redundancy")
    for _path, one in documents.typed("ThermalSubsystem"):
        yield from _arrays(one, "FanRedundancy", "redundancy")


def _arrays(document: Object, array: str, kind: str) -> Iterator[PowerPart]:
    base = name_of(text(document, "@odata.id"))
    for number, one in enumerate(objects(document, array)):
        if status_of(one) or kind == "supply":
            yield _part(f"{base}#{array}/{text(one, 'MemberId') or number}", one, kind)


def _part(place: str, one: Object, kind: str) -> PowerPart:
    state = state_of(one)
    return PowerPart(
        name=place,
        title=text(one, "Name") or place,
        kind=kind,
        presence=presence_of(one),
        verdict=verdict_of(one),
        reading_watts=real(one, "LastPowerOutputWatts", "PowerOutputWatts"),
        model=text(one, "Model"),
        serial=text(one, "SerialNumber"),
        words=words_of(one) or state,
    )


POWER_PARTS_REDFISH: Final = Collector(id="redfish.power_parts", provides=POWER_PARTS, on=BMC, ask=TREE, parse=parse)
