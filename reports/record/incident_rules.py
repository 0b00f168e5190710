"""What may be added to an incident as it stands, and what it still needs before it may end."""

from collections.abc import Mapping
from typing import Final

from config.text import Text, _
from reports.record.events import Kind
from reports.record.incidents import Incident

SURVEY_TRIES: Final = 3
"""So often the customer is called for the survey before it may be left out; the catalogue's."""
REPORTED_LEVELS: Final = frozenset({"一级", "二级"})
"""Levels that do not end without a report; every visit on site has one besides."""


def refusal(now: Incident, kind: Kind, values: Mapping[str, str]) -> Text | None:
    """Why an event may not be added to an incident as it stands; None where it may. Corrections are judged by nobody."""
    if now.is_over and kind not in _AFTER_THE_END:
        return _("it is over; open it again first")
    if kind is Kind.CLOSED:
        return next(iter(missing(now)), None)
    wanted = _WANTED.get(kind)
    if wanted and not values.get(wanted):
        return _("{name} is missing: --set {name}=…", name=wanted)
    return _out_of_turn(now, kind)


def _out_of_turn(now: Incident, kind: Kind) -> Text | None:
    match kind:
        case Kind.REMOTE_STARTED if not _is_approved(now):
            return _("remote work needs the customer’s approval first (remote_approved)")
        case Kind.WAIT_ENDED if now.waiting is None:
            return _("it is not waiting")
        case Kind.REOPENED if not now.is_over and not now.happened & _CURED:
            return _("it was never restored or over: there is nothing to open again")
        case _:
            return None


_AFTER_THE_END: Final = frozenset({Kind.REOPENED, Kind.NOTE, Kind.CORRECTED, Kind.COMPLAINED})
_WANTED: Final = {Kind.GRADED: "level", Kind.REMOTE_APPROVED: "approver", Kind.PART_USED: "part", Kind.DISPATCHED: "to"}
"""Without this value an event says nothing."""
_CURED: Final = frozenset({Kind.RESTORED, Kind.SUBSTITUTED, Kind.RESOLVED, Kind.ANSWERED})


def _is_approved(now: Incident) -> bool:
    """Whether remote work was approved since the last of it ended."""
    last = next((e.kind for e in reversed(now.events) if e.kind in {Kind.REMOTE_APPROVED, Kind.REMOTE_ENDED}), None)
    return last is Kind.REMOTE_APPROVED


def missing(now: Incident) -> list[Text]:
    """What must stand in the record before it may be closed."""
    found = []
    if not now.happened & {Kind.RESOLVED, Kind.ANSWERED, Kind.OUT_OF_SCOPE}:
        found.append(_("it is neither resolved nor answered"))
    if (now.level in REPORTED_LEVELS or now.was_on_site) and Kind.REPORT_FILED not in now.happened:
        found.append(_("its report is not filed (levels one and two, and every visit, have one)"))
    asked = sum(one.kind is Kind.RESTOCK_REQUESTED for one in now.events)
    if len(now.parts) > asked:
        found.append(_("{count:number} spare parts were used and not asked for again", count=len(now.parts) - asked))
    tries = sum(one.kind is Kind.SURVEY_UNREACHABLE for one in now.events)
    if Kind.SURVEYED not in now.happened and tries < SURVEY_TRIES:
        found.append(_("the customer was not surveyed (or tried {count:number} times)", count=SURVEY_TRIES))
    if _is_remote_open(now):
        found.append(_("remote access is still open (remote_ended)"))
    return found


def _is_remote_open(now: Incident) -> bool:
    last = next((e.kind for e in reversed(now.events) if e.kind in {Kind.REMOTE_STARTED, Kind.REMOTE_ENDED}), None)
    return last is Kind.REMOTE_STARTED
