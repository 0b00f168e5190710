"""Health of every part that a BMC lists: whatever document, or object inside one, has a Status.

Sensors, power supplies, redundancy and logs are read by others. Services (accounts, network protocol, event service) are
not parts; the walk does not go there.

Sample::

    {"documents": {"/redfish/v1/": {}, "/redfish/v1/Systems/1": {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem",
     "Status": {"State": "Enabled", "Health": "OK"}}}, "unseen": []}
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import Answer, Collector, Listing
from collectors.facts.bmc import PARTS, Part
from collectors.redfish.abouts import About, missing
from collectors.redfish.documents import BMC, TREE, Object, kind_of, name_of, plain, read, real, text
from collectors.redfish.statuses import presence_of, state_of, status_of, verdict_of, words_of

_OTHERS: Final = frozenset(
    {
        "Power",
        "Thermal",
        "PowerSupply",
        "PowerSubsystem",
        "PowerSupplyMetrics",
        "ThermalSubsystem",
        "Fan",
        "Sensor",
        "LogService",
        "LogEntry",
        "LogEntryCollection",
        "ServiceRoot",
        "EthernetInterface",
    }
)
"""Schemas whose state another collector reads, or that are no parts."""
_NO_PARTS: Final = frozenset({"Status", "Links", "RelatedItem", "HostWatchdogTimer"})


def parse(answer: Answer) -> Listing[Part]:
    """Read every part. Raises SessionError where neither a system nor a chassis was had."""
    documents = read(answer)
    parts: dict[str, Part] = {}
    for path, document in documents.by_path.items():
        if kind_of(document) not in _OTHERS:
            for place, one in _with_status(name_of(path), document):
                parts.setdefault(place, _part(place, one, kind_of(document)))
    return Listing(tuple(parts.values()), missing(documents, About.PARTS))


def _with_status(place: str, one: object) -> Iterator[tuple[str, Object]]:
    """An object with a Status, and those inside it: ports, drives of a simple controller, summaries."""
    if isinstance(one, dict):
        if status_of(one):
            yield place, one
        for key, inside in one.items():
            if key not in _NO_PARTS:
                yield from _with_status(f"{place}/{key}", inside)
    elif isinstance(one, list):
        for number, inside in enumerate(one):
            yield from _with_status(f"{place}/{_member(inside, place) or number}", inside)


def _member(one: object, place: str) -> str:
    """What a member of a list is called there: its own id, else the tail of its own path."""
    if not isinstance(one, dict):
        return ""
    own = name_of(plain(text(one, "@odata.id")))
    return text(one, "MemberId") or (own.rsplit("/", 1)[-1] if own and not place.startswith(own) else "")


def _part(place: str, one: Object, document_kind: str) -> Part:
    life = real(one, "PredictedMediaLifeLeftPercent")
    return Part(
        name=place,
        title=text(one, "Name") or place,
        kind=kind_of(one) or document_kind,
        presence=presence_of(one),
        verdict=verdict_of(one),
        rollup=verdict_of(one, "HealthRollup"),
        state=state_of(one),
        is_failure_predicted=one.get("FailurePredicted") is True,
        life_left_ratio=None if life is None else life / 100,
        model=text(one, "Model"),
        serial=text(one, "SerialNumber"),
        firmware=text(one, "FirmwareVersion", "BiosVersion"),
        words=words_of(one),
    )


PARTS_REDFISH: Final = Collector(id="redfish.parts", provides=PARTS, on=BMC, ask=TREE, parse=parse)
