"""Services of a Windows host against the baseline: one that ran when it was confirmed and does not run now."""

from collections.abc import Iterator, Mapping
from typing import Final

from checks.base import Against, Area, Confirmed, Exhibit, Finding, Level, NoLimits, Scene
from checks.local_time import day
from collectors.base import Listing
from collectors.facts.devices.services import SERVICES, Service
from config.limits import Layered
from config.text import Text, _, verbatim

_STATES: Final[Mapping[str, Text]] = {
    "active": _("in operation"),
    "continue-pending": _("about to continue"),
    "pause-pending": _("about to pause"),
    "paused": _("paused"),
}
_FIRST_BASELINE = _("Look the services through with the customer, then confirm: xunjian baseline confirm TARGET --by NAME")


def judge(
    now: Listing[Service], confirmed: Confirmed[Listing[Service]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a service that is gone or paused, one of all others together; the table of what runs."""
    running = {one.name for one in now.records if one.state in {"active", ""}}
    for one in now.records:
        if one.name not in running:
            yield Finding(one.name, Level.WARN, _("{service} is {state}", service=one.name, state=_said(one.state)))
    if confirmed is None:
        count = len(running)
        summary = _("{count} services run; no baseline was confirmed yet, so nobody knows which are missing", count=count)
        yield Finding("services", Level.NOTICE, summary, remedy=_FIRST_BASELINE)
    else:
        before = {one.name for one in confirmed.facts.records if one.state in {"active", ""}}
        known = {one.name for one in now.records}
        for name in sorted(before - known):
            summary = _("{service} does not run; it ran when the baseline was confirmed", service=name)
            yield Finding(name, Level.WARN, summary)
        since = day(confirmed.confirmed_at, scene)
        summary = _("{count} services run, compared with the baseline of {since}", count=len(running), since=since)
        yield Finding("services", Level.OK, summary)
    rows = tuple((one.name, _said(one.state)) for one in sorted(now.records, key=lambda one: one.name))
    yield Exhibit(_("Services that run"), (_("Service"), _("State")), rows)


def _said(state: str) -> Text:
    """A state of the MIB in our words; one that it does not name is said as it is."""
    return _STATES.get(state) or verbatim(state or "-")


WINDOWS_SERVICES: Final = Against(
    id="network.windows_services",
    title=_("Services of a Windows host"),
    area=Area.SERVICES,
    needs=SERVICES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("LanMgr-Mib-II-MIB of the SNMP service of Windows, beside the confirmed baseline"),
    remedy=_(
        "See in the event log why the service stopped, start it with the customer's consent, and correct its start type; a "
        "service that is no longer wanted is confirmed anew."
    ),
    traps=(
        _("Windows lists only services that run: one that is stopped is in no table"),
        _("services that start on demand and end by themselves come and go"),
        _("names are in the language of the system: after a change of language they are others"),
    ),
    refs=("LanMgr-Mib-II-MIB svSvcTable",),
)
