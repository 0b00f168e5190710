"""What happens in the life of an incident, as events that are only ever added; a wrong one is corrected by another.

An event's ``at`` is when it happened, ``told_at`` when it was written down: both stand in the record. Order is that of
``at``, then of ``told_at`` and ``id``, so two stores that hold the same events tell the same story.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from config.text import Text, _


class Kind(Enum):
    """What happened; the value is the word of configuration files, the command line and tables."""

    RECEIVED = "received"
    RECORDED = "recorded"
    ANSWERED = "answered"
    RESPONDED = "responded"
    GRADED = "graded"
    MAJOR = "major"
    OUT_OF_SCOPE = "out_of_scope"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ONSITE_REQUESTED = "onsite_requested"
    SET_OUT = "set_out"
    ARRIVED = "arrived"
    LEFT = "left"
    REMOTE_APPROVED = "remote_approved"
    REMOTE_STARTED = "remote_started"
    REMOTE_ENDED = "remote_ended"
    RECOVERY_POINT = "recovery_point"
    MEASURES = "measures"
    SECOND_PLAN = "second_plan"
    SUBSTITUTED = "substituted"
    PART_USED = "part_used"
    RESTOCK_REQUESTED = "restock_requested"
    SENT_FOR_REPAIR = "sent_for_repair"
    BACK_FROM_REPAIR = "back_from_repair"
    WAIT_CUSTOMER = "wait_customer"
    WAIT_PART = "wait_part"
    WAIT_VENDOR = "wait_vendor"
    WAIT_ENDED = "wait_ended"
    ESCALATED = "escalated"
    PROGRESS_TOLD = "progress_told"
    CAUSE_FOUND = "cause_found"
    RESTORED = "restored"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    REPORT_FILED = "report_filed"
    SURVEYED = "surveyed"
    SURVEY_UNREACHABLE = "survey_unreachable"
    COMPLAINED = "complained"
    NOTE = "note"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"


KIND_WORDS: Final[Mapping[Kind, Text]] = {
    Kind.RECEIVED: _("call received"),
    Kind.RECORDED: _("recorded"),
    Kind.ANSWERED: _("answered"),
    Kind.RESPONDED: _("first response"),
    Kind.GRADED: _("level set"),
    Kind.MAJOR: _("declared a major problem"),
    Kind.OUT_OF_SCOPE: _("outside the contract: advice only"),
    Kind.DISPATCHED: _("dispatched"),
    Kind.ACCEPTED: _("accepted by the engineer"),
    Kind.ONSITE_REQUESTED: _("visit requested"),
    Kind.SET_OUT: _("set out for the site"),
    Kind.ARRIVED: _("arrived on site"),
    Kind.LEFT: _("left the site"),
    Kind.REMOTE_APPROVED: _("customer approved remote work"),
    Kind.REMOTE_STARTED: _("remote work began"),
    Kind.REMOTE_ENDED: _("remote work ended"),
    Kind.RECOVERY_POINT: _("recovery point made"),
    Kind.MEASURES: _("measures taken"),
    Kind.SECOND_PLAN: _("second solution given"),
    Kind.SUBSTITUTED: _("service restored by a substitute"),
    Kind.PART_USED: _("spare part used"),
    Kind.RESTOCK_REQUESTED: _("restocking requested"),
    Kind.SENT_FOR_REPAIR: _("sent to the maker for repair"),
    Kind.BACK_FROM_REPAIR: _("back from the maker"),
    Kind.WAIT_CUSTOMER: _("waiting for the customer"),
    Kind.WAIT_PART: _("waiting for a part"),
    Kind.WAIT_VENDOR: _("waiting for the vendor"),
    Kind.WAIT_ENDED: _("wait over"),
    Kind.ESCALATED: _("escalated"),
    Kind.PROGRESS_TOLD: _("customer told of progress"),
    Kind.CAUSE_FOUND: _("cause found"),
    Kind.RESTORED: _("service restored"),
    Kind.RESOLVED: _("root cause removed"),
    Kind.CONFIRMED: _("customer confirmed"),
    Kind.REOPENED: _("opened again"),
    Kind.REPORT_FILED: _("report filed"),
    Kind.SURVEYED: _("customer surveyed"),
    Kind.SURVEY_UNREACHABLE: _("customer not reached for the survey"),
    Kind.COMPLAINED: _("customer complained"),
    Kind.NOTE: _("note"),
    Kind.CLOSED: _("closed"),
    Kind.CANCELLED: _("cancelled"),
    Kind.CORRECTED: _("corrected"),
}
WAITS: Final = frozenset({Kind.WAIT_CUSTOMER, Kind.WAIT_PART, Kind.WAIT_VENDOR})
VOID: Final = "void"
"""In the values of a correction: the event never happened."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one incident; ``values`` are words by name (level, to, part, serial, ...)."""

    id: str
    incident: str
    kind: Kind
    at: datetime
    told_at: datetime
    by: str = ""
    """Who did it, or whose word it is."""
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    """The store that wrote it."""


def effective(events: Iterable[Event]) -> tuple[Event, ...]:
    """Give the events in order with every correction applied; of two corrections of one event the later told counts.

    A correction names the event (``of``) and either the time that is right (its own ``at``) with what else was wrong, or
    that it never happened (``void``). Corrections of what is not there stay without effect.
    """
    every = {one.id: one for one in events}  # merged stores hold the same event twice
    told = sorted(every.values(), key=lambda one: (one.told_at, one.id))
    right = {one.id: one for one in told if one.kind is not Kind.CORRECTED}
    for one in told:
        wrong = right.get(one.values.get("of", "")) if one.kind is Kind.CORRECTED else None
        if wrong is not None:
            right[wrong.id] = _corrected(every[wrong.id], one)
    left = (one for one in right.values() if VOID not in one.values)
    return tuple(sorted(left, key=lambda one: (one.at, one.told_at, one.id)))


def _corrected(wrong: Event, by: Event) -> Event:
    if VOID in by.values:
        return replace(wrong, values={**wrong.values, VOID: by.note})
    said = {name: value for name, value in by.values.items() if name != "of"}
    return replace(wrong, at=by.at, by=by.by or wrong.by, note=by.note or wrong.note, values={**wrong.values, **said})
