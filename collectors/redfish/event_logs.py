"""Event logs of a BMC: the entries of each log service, of the system and of the controller itself.

Sample::

    {"documents": {"/redfish/v1/": {}, "/redfish/v1/Systems/1": {"@odata.type": "#ComputerSystem.v1_13_0.ComputerSystem"},
     "/redfish/v1/Systems/1/LogServices/SEL": {"@odata.type": "#LogService.v1_1_0.LogService", "Id": "SEL"}}, "unseen": []}
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Reason, SessionError, Unseen
from collectors.facts.bmc import EVENT_LOGS, BmcEvent, EventLog, Verdict
from collectors.redfish.abouts import About, missing
from collectors.redfish.documents import BMC, TREE, Documents, Object, name_of, objects, plain, read, real, text
from config.text import _

_SEVERITIES: Final[Mapping[str, Verdict]] = {
    "ok": Verdict.OK,
    "informational": Verdict.OK,
    "repaired": Verdict.OK,
    "warning": Verdict.WARNING,
    "caution": Verdict.WARNING,
    "critical": Verdict.CRITICAL,
    "": Verdict.NONE,
}
_FIRST_YEAR: Final = 2000
_REST: Final = "other entries"
_READ_REST: Final = _("the controller gives its log page by page: read the rest on its own page")
_MOST: Final = 200
"""As many of the newest as ``ipmitool sel elist last 200`` gives."""


def parse(answer: Answer) -> Listing[EventLog]:
    """Read every log. Raises SessionError where a BMC shows none at all."""
    documents = read(answer)
    services = [(path, one) for path, one in documents.typed("LogService") if documents.at(one.get("Entries")) is not None]
    logs = tuple(_log(documents, path, one) for path, one in services)
    unseen = missing(documents, About.EVENTS) + tuple(
        Unseen(f"{log.name}: {_REST}", Reason.CUT, f"{len(log.events)} / {log.entries_count}", _READ_REST)
        for log in logs
        if len(log.events) < min(_MOST, log.entries_count or 0)
    )
    if not logs and not unseen:
        raise SessionError(Reason.NO_RECORD, "Redfish: LogServices")
    return Listing(logs, unseen)


def _log(documents: Documents, path: str, service: Object) -> EventLog:
    entries = documents.at(service.get("Entries")) or {}
    events = sorted(_events(documents, entries), key=lambda one: (one.number, one.stamp))
    most, held = real(service, "MaxNumberOfRecords"), real(entries, "Members@odata.count")
    count = int(held) if held is not None else len(events)
    policy, clock = text(service, "OverWritePolicy"), text(service, "DateTime")
    return EventLog(
        name=name_of(path),
        events=tuple(events[-_MOST:]),
        entries_count=count,
        used_ratio=count / most if most else None,
        overwrites={"WrapsWhenFull": True, "NeverOverWrites": False}.get(policy),
        clock=clock.replace("T", " "),
        is_clock_set=_is_set(clock) if clock else None,
    )


def _events(documents: Documents, entries: Object) -> Iterator[BmcEvent]:
    for position, member in enumerate(objects(entries, "Members")):
        one = documents.at(member) or member
        if len(one) > 1:  # a link alone was not had: it stands among what is unseen
            yield _event(one, position)


def _event(one: Object, position: int) -> BmcEvent:
    stamp = text(one, "Created", "EventTimestamp")
    message = text(one, "Message")
    sensor = " ".join(word for word in (text(one, "SensorType"), _number(one)) if word)
    event = text(one, "EntryCode") if sensor and len(text(one, "EntryCode").split()) > 1 else ""
    severity = text(one, "Severity")
    if severity.lower() not in _SEVERITIES:
        raise ParseError("Severity of a log entry", severity)
    own = re.search(r"\d{1,18}", text(one, "Id"))
    return BmcEvent(
        number=int(own[0]) if own else position + 1,
        stamp=stamp.replace("T", " "),
        is_clock_set=_is_set(stamp),
        sensor=sensor,
        event=event or _kind(one, message),
        is_asserted={"assert": True, "deassert": False}.get(text(one, "EntryCode").lower()),
        verdict=_SEVERITIES[severity.lower()],
        is_resolved=one.get("Resolved") is True or _is_repaired(one),
        detail=message,
        line=f"{plain(text(one, '@odata.id')).rsplit('/', 1)[-1]} {stamp} {severity} {message}".strip(),
    )


def _is_set(stamp: str) -> bool:
    return stamp[:4].isdecimal() and int(stamp[:4]) >= _FIRST_YEAR


def _number(one: Object) -> str:
    number = real(one, "SensorNumber")
    return "" if number is None else f"#{int(number):02X}h"


def _kind(one: Object, message: str) -> str:
    """What kind of event it is, without the values of this one: the message's id, else its words without numbers."""
    told = text(one, "MessageId")
    return told or re.sub(r"\d+", "#", message)[:100] or "-"


def _is_repaired(one: Object) -> bool:
    """HPE's Integrated Management Log closes an entry by marking it repaired."""
    oem = one.get("Oem")
    makers = oem.values() if isinstance(oem, dict) else ()
    return any(isinstance(maker, dict) and maker.get("Repaired") is True for maker in makers)


EVENT_LOGS_REDFISH: Final = Collector(id="redfish.event_logs", provides=EVENT_LOGS, on=BMC, ask=TREE, parse=parse)
