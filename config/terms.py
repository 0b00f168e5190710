"""What a contract promises, as the rest of the program sees it: clocks, duties, calendars, the grades of incidents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

AROUND_THE_CLOCK: Final = "7x24"
OFFICE: Final = "5x8"
"""The two calendars that are there without being written; the hours of ``5x8`` may be written anew."""
EVENTS: Final = (
    "received",
    "recorded",
    "answered",
    "responded",
    "graded",
    "major",
    "out_of_scope",
    "dispatched",
    "accepted",
    "onsite_requested",
    "set_out",
    "arrived",
    "left",
    "remote_approved",
    "remote_started",
    "remote_ended",
    "recovery_point",
    "measures",
    "second_plan",
    "substituted",
    "part_used",
    "restock_requested",
    "sent_for_repair",
    "back_from_repair",
    "wait_customer",
    "wait_part",
    "wait_vendor",
    "wait_ended",
    "escalated",
    "progress_told",
    "cause_found",
    "restored",
    "resolved",
    "confirmed",
    "reopened",
    "report_filed",
    "surveyed",
    "survey_unreachable",
    "complained",
    "note",
    "closed",
    "cancelled",
    "corrected",
)
"""What happens to an incident, by the words that files and the command line know (reports/record/events.py)."""
WAITS: Final = ("wait_customer", "wait_part", "wait_vendor")
SERVICES: Final = ("phone", "email", "remote", "on-site", "emergency", "upgrade")
"""The kinds of service that a promise may be of."""
SOURCES: Final = ("phone", "email", "im", "inspection", "phone-visit", "on-site")
"""How an incident came to us."""
IMPACTS: Final = ("whole", "part", "single")
URGENCIES: Final = ("high", "medium", "low")
LEVELS: Final = ("一级", "二级", "三级", "四级")
SIDES: Final = ("provider", "customer")
"""Whose a person on duty is."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One calendar: ``windows`` (HH:MM-HH:MM; none is all day) on working days, or on every day."""

    windows: tuple[str, ...] = ()
    is_every_day: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise: from any of ``start`` to any of ``stop`` within ``minutes``, or ``working_days`` of its calendar."""

    clause: str
    what: str
    start: tuple[str, ...]
    stop: tuple[str, ...]
    minutes: int | None
    working_days: int | None
    calendar: str
    levels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Owing:
    """One duty; see config/promised.py for its words."""

    what: str
    every: str = ""
    count: int = 0
    on: str = ""
    clause: str = ""
    until: date | None = None
    is_from_acceptance: bool = False


@dataclass(frozen=True, slots=True)
class Cover:
    """What the contract covers, from acceptance for some years or until a day; of neither without end."""

    what: str
    ends_on: date | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class OnCall:
    """Who is on duty from one day to another, both included; ``side`` of SIDES."""

    first: date
    last: date
    name: str
    phone: str = ""
    side: str = "provider"


@dataclass(frozen=True, slots=True)
class Terms:
    """The contract's terms. ``days`` says of single days whether they are worked, before any notice."""

    name: str = ""
    accepted_on: date | None = None
    ends_on: date | None = None
    covers: tuple[Cover, ...] = ()
    clocks: tuple[Clock, ...] = ()
    owings: tuple[Owing, ...] = ()
    calendars: Mapping[str, Hours] = field(default_factory=dict)
    days: Mapping[date, bool] = field(default_factory=dict)
    levels: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The grade of an incident by impact and urgency; empty takes our proposal (reports/record/levels.py)."""
    on_call: tuple[OnCall, ...] = ()
