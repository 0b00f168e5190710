"""A walk over a Redfish service: which links it follows, and its documents as they came back.

Paths differ from maker to maker; only links are followed. What was linked and not had is an unseen of its own path.

Sample::

    {"documents": {"/redfish/v1/": {"Systems": {"@odata.id": "/redfish/v1/Systems"}}}, "unseen": []}
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from collectors.base import Answer, ParseError, Reason, SessionError, Tree, Unseen
from collectors.redfish.paging import whole

BMC: Final = "bmc"
"""The platform: a management controller as a target of its own."""
ROOT: Final = "/redfish/v1/"

FOLLOW: Final = (
    "Systems",
    "Chassis",
    "Managers",
    "Members",
    "Processors",
    "Memory",
    "Storage",
    "SimpleStorage",
    "Controllers",
    "StorageControllers",
    "Drives",
    "Volumes",
    "SmartStorage",
    "ArrayControllers",
    "HostBusAdapters",
    "PhysicalDrives",
    "DiskDrives",
    "LogicalDrives",
    "NetworkAdapters",
    "PCIeDevices",
    "Devices",
    "Power",
    "Thermal",
    "PowerSubsystem",
    "ThermalSubsystem",
    "PowerSupplies",
    "Batteries",
    "Fans",
    "Sensors",
    "LogServices",
    "Entries",
)
"""Keys whose links a walk follows: DMTF DSP0266 and DSP0268, and the drives and devices of HPE's iLO 4 and 5 (SmartStorage,
BaseNetworkAdapters below NetworkAdapters, Devices). Accounts, certificates, firmware files and sessions are left alone."""

TREE: Final = Tree(start=ROOT, follow=FOLLOW, most=800, seconds=240)

Object = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Documents:
    """What a walk brought: documents by path without its last slash, and by path what is linked and was not had.

    ``chains`` tells by path under which keys, one after the other, the root leads there.
    """

    by_path: Mapping[str, Object]
    unseen: Mapping[str, Unseen] = field(default_factory=dict)
    chains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def typed(self, *kinds: str) -> Iterator[tuple[str, Object]]:
        """Give the documents of these schemas, with their paths."""
        return ((path, one) for path, one in self.by_path.items() if kind_of(one) in kinds)

    def at(self, link: object) -> Object | None:
        """Give the document that ``{"@odata.id": path}`` names, where it was had."""
        path = link.get("@odata.id") if isinstance(link, dict) else None
        return self.by_path.get(plain(path)) if isinstance(path, str) else None


def read(answer: Answer) -> Documents:
    """Read the walk. Raises ParseError for what is no such object, SessionError where nothing but the root was had."""
    try:
        told = json.loads(answer.text)
    except ValueError as error:
        raise ParseError(f"no JSON: {error}", answer.text[:80]) from error
    if not isinstance(told, dict) or not isinstance(told.get("documents"), dict):
        raise ParseError("no documents", answer.text[:80])
    if not any(plain(path) == plain(ROOT) for path in told["documents"]):
        raise SessionError(Reason.CUT, ROOT)
    bodies: dict[str, Object] = {plain(path): one for path, one in told["documents"].items() if isinstance(one, dict)}
    refused = {path: _error_in(one) for path, one in bodies.items() if _error_in(one)}
    found = {path: one for path, one in bodies.items() if path not in refused}
    unseen = dict(_unseen(told.get("unseen")))
    unseen |= {path: Unseen(name_of(path), Reason.FAILED, words) for path, words in refused.items()}
    found, unseen = whole(found, unseen)
    chains = _chains(found)
    for path in chains:
        if path not in found and path not in unseen:
            unseen[path] = Unseen(name_of(path), Reason.NOT_ASKED)
    unseen = dict(_short_collections(found)) | unseen
    if not any(kind_of(one) in {"ComputerSystem", "Chassis"} for one in found.values()):
        first = next(iter(unseen.values()), Unseen("", Reason.EMPTY, ROOT))
        raise SessionError(first.reason, first.detail or first.subject, first.remedy)
    return Documents(found, unseen, chains)


def _chains(found: Mapping[str, Object]) -> Mapping[str, tuple[str, ...]]:
    """Follow the links from the root, nearest first; what it does not lead to begins a chain of its own."""
    chains: dict[str, tuple[str, ...]] = {}
    for start in sorted(found, key=lambda path: (path != plain(ROOT), path)):
        waiting = deque([start] if chains.setdefault(start, ()) == () else [])
        while waiting:
            path = waiting.popleft()
            for link, key in _links(found.get(path, {})):
                if link not in chains:
                    chains[link] = (*chains[path], key)
                    waiting.append(link)
    return chains


def _unseen(told: object) -> Iterator[tuple[str, Unseen]]:
    if not isinstance(told, list):
        raise ParseError("no list of what was not had", str(told)[:80])
    for one in told:
        if not (isinstance(one, list) and len(one) == 3 and all(isinstance(word, str) for word in one)):  # noqa: PLR2004 - path, reason, detail
            raise ParseError("unseen document", str(one)[:80])
        path, reason, detail = one
        known = {each.value: each for each in Reason}
        yield plain(path), Unseen(name_of(plain(path)), known.get(reason, Reason.FAILED), detail)


def _error_in(document: Object) -> str:
    """The words of a document that is an error (DSP0266, 8.6)."""
    error = document.get("error")
    if not isinstance(error, dict) or "@odata.type" in document:
        return ""
    extended = error.get("@Message.ExtendedInfo")
    first = extended[0] if isinstance(extended, list) and extended and isinstance(extended[0], dict) else {}
    return str(first.get("Message") or error.get("message") or error.get("code") or "error")[:200]


def _links(document: object, under: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, dict):
        path = document.get("@odata.id")
        if under in FOLLOW and isinstance(path, str) and len(document) == 1 and path.startswith("/"):
            yield plain(path), under
        for key, inside in document.items():
            yield from _links(inside, str(key))
    elif isinstance(document, list):
        for inside in document:
            yield from _links(inside, under)


def _short_collections(found: Mapping[str, Object]) -> Iterator[tuple[str, Unseen]]:
    """Collections that say they have more members than they list: a page of them, or a line that was lost."""
    for path, one in found.items():
        members, count = one.get("Members"), one.get("Members@odata.count")
        if kind_of(one) == "LogEntryCollection" or not isinstance(count, int):
            continue
        listed = len(members) if isinstance(members, list) else 0
        if listed < count:
            yield f"{path}#more", Unseen(name_of(path), Reason.CUT, f"{listed} / {count}")


def plain(path: str) -> str:
    """A path without fragment and last slash, so that two spellings are one."""
    return path.partition("#")[0].rstrip("/")


def name_of(path: str) -> str:
    """A path as a subject: what follows the service's root."""
    return path.removeprefix(ROOT.rstrip("/")).strip("/")


def kind_of(document: Object) -> str:
    """The schema's name: ``Drive`` for ``#Drive.v1_5_0.Drive``; "" where it does not say."""
    told = document.get("@odata.type")
    return told.removeprefix("#").partition(".")[0] if isinstance(told, str) else ""


def text(one: Object, *names: str) -> str:
    """The first of the named values that says something, as one line of text."""
    for name in names:
        value = one.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


_MOST: Final = 1e30


def real(one: Object, *names: str) -> float | None:
    """The first of the named values that is a number, and one that a machine can have: no NaN, nothing of 300 digits."""
    for name in names:
        value = one.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and -_MOST < value < _MOST:
            return float(value)
    return None


def objects(one: Object, name: str) -> tuple[Object, ...]:
    """The objects of a list, what is no object left out (makers leave null for an empty bay)."""
    value = one.get(name)
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
