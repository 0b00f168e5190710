"""The shapes of judging: check, finding, exhibit, scene, level."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from checks.areas import AREA_WORDS, Area
from collectors.base import FactKind, Unseen
from config.limits import Layered, Side
from config.said import Mitigation
from config.text import Text, _

__all__ = ["AREA_WORDS", "Area"]
"""What is told here but made in checks/areas.py."""

F = TypeVar("F")
L = TypeVar("L")


class Level(Enum):
    """How one subject stands. Not ordered by value on purpose: use ``worst``."""

    ABSENT = "absent"
    OK = "ok"
    NOTICE = "notice"
    WARN = "warn"
    UNKNOWN = "unknown"
    CRITICAL = "critical"


SUMMARY_ORDER = (Level.ABSENT, Level.OK, Level.NOTICE, Level.WARN, Level.UNKNOWN, Level.CRITICAL)
"""When many are summarised: unknown is not OK, and unknown does not hide critical."""

LEVEL_WORDS: Mapping[Level, Text] = {
    Level.ABSENT: _("not applicable"),
    Level.OK: _("OK"),
    Level.NOTICE: _("notice"),
    Level.WARN: _("warning"),
    Level.UNKNOWN: _("not inspected"),
    Level.CRITICAL: _("critical"),
}

LEVEL_OF_SIDE: Mapping[Side, Level] = {Side.WITHIN: Level.OK, Side.WARN: Level.WARN, Side.CRITICAL: Level.CRITICAL}


def worst(levels: Iterable[Level]) -> Level:
    """Summarise levels; of none, nothing was seen: UNKNOWN."""
    return max(levels, key=SUMMARY_ORDER.index, default=Level.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known without asking: ``at`` is when the evidence was taken, never the wall clock."""

    at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    timezone: str = "Asia/Shanghai"
    importance: str = "normal"  # low, normal, high
    tags: tuple[str, ...] = ()
    dengbao: int | None = None
    mitigations: tuple[Mitigation, ...] = ()
    """What the operator declared of the asset that lowers what a failed security check weighs."""
    clock_offset_seconds: float | None = None
    """The target's clock minus ours, as the session measured it; None where it could not."""
    clock_offset_uncertainty_seconds: float = 0.0
    is_local: bool = False
    is_live: bool = True
    """Whether ``at`` is when the target was asked; of a saved terminal log nobody knows when that was."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One judged subject. ``subject`` is an identity that is the same every quarter; "" is the target itself.

    ``observed`` and ``expected`` are what was seen and what would be right; ``quote`` is the line of the answer;
    ``measures`` are numbers by name with unit (``used_ratio``). ``check``, ``evidence`` and ``remedy`` are the runner's.
    """

    subject: str
    level: Level
    summary: Text
    observed: Text | None = None
    expected: Text | None = None
    quote: str = ""
    measures: Mapping[str, float] = field(default_factory=dict)
    remedy: Text | None = None
    reason: str = ""
    """For UNKNOWN: the Reason's value, so that like can be grouped with like."""
    check: str = ""
    evidence: tuple[str, ...] = ()
    at: datetime | None = None
    """When its evidence was taken; a round's document joins findings of several days."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two devices, each the id of a target or else the name that it gives itself; "" is the target itself.

    ``level`` is how its two ends stand: OK they agree, NOTICE one is silent, WARN they differ; UNKNOWN where only one was
    looked at.
    """

    one: str
    port: str
    other: str
    other_port: str
    level: Level = Level.UNKNOWN


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A titled table that the report shows beside findings: of a target's own words, and of ours where a cell is a Text."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[str | Text, ...], ...]
    check: str = ""
    evidence: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    """What a map of the network draws of it."""


@dataclass(frozen=True, slots=True)
class Check(Generic[F, L]):
    """One question the report answers.

    ``worst`` is the worst level ``judge`` can give: what an UNKNOWN of this check costs in the score. ``reads`` says in
    words what it looks at, ``traps`` what it knows not to be fooled by.
    """

    id: str
    title: Text
    area: Area
    needs: FactKind[F]
    limits: L
    judge: Callable[[F, Layered[L], Scene], Iterable[Finding | Exhibit]]
    worst: Level
    reads: Text
    remedy: Text
    traps: tuple[Text, ...] = ()
    clause: str = ""
    refs: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Then(Generic[F]):
    """Facts of an earlier inspection, as today's collectors read them. ``at`` is when their evidence was taken.

    ``ways`` are those by which a device told them, where it has several. ``by`` confirmed them as what should be; "" where
    they are only those of the inspection before.
    """

    facts: F
    at: datetime
    ways: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Change(Generic[F, L]):
    """One question about facts now beside facts then. The fields are those of Check.

    ``judge`` is called only where there is a then; without one the check is not applicable (first time). With
    ``beside_baseline`` then is the baseline that a person confirmed of the kind, where there is one; and its ``judge``
    takes None for facts of which it is proved that there are none now.
    """

    id: str
    title: Text
    area: Area
    needs: FactKind[F]
    limits: L
    judge: Callable[[F, Then[F], Layered[L], Scene], Iterable[Finding | Exhibit]]
    worst: Level
    reads: Text
    remedy: Text
    traps: tuple[Text, ...] = ()
    clause: str = ""
    refs: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    beside_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed(Generic[F]):
    """Facts that a person confirmed as what should be: of an inspection whose evidence was taken ``at``."""

    facts: F
    at: datetime
    by: str
    confirmed_at: datetime
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Against(Generic[F, L]):
    """One question about facts beside the baseline that a person confirmed. The fields are those of Check.

    ``judge`` gets None where there is no baseline yet: then it says so, and alarms over nothing that only a baseline tells.
    """

    id: str
    title: Text
    area: Area
    needs: FactKind[F]
    limits: L
    judge: Callable[[F, Confirmed[F] | None, Layered[L], Scene], Iterable[Finding | Exhibit]]
    worst: Level
    reads: Text
    remedy: Text
    traps: tuple[Text, ...] = ()
    clause: str = ""
    refs: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One moment of a series. Points of another ``epoch`` are another series; so are those of another ``capacity``."""

    at: datetime
    value: float
    capacity: float
    epoch: float = 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Which measures of which check make the points.

    ``capacity`` "" is that of a share: 1. ``epoch`` "" is a series that never starts again by itself.
    """

    check: str
    value: str
    capacity: str
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Trend(Generic[F, L]):
    """One question about where a measure is going. ``needs`` is the kind of the check that measures; the rest as in Check.

    ``judge`` gets the points by subject, the oldest first; the last is today's.
    """

    id: str
    title: Text
    area: Area
    needs: FactKind[F]
    of: Measured
    limits: L
    judge: Callable[[Mapping[str, tuple[Point, ...]], Layered[L], Scene], Iterable[Finding | Exhibit]]
    worst: Level
    reads: Text
    remedy: Text
    traps: tuple[Text, ...] = ()
    clause: str = ""
    refs: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


AnyCheck = Check[Any, Any] | Change[Any, Any] | Against[Any, Any] | Trend[Any, Any]
"""A check of any shape: what the catalogue, the limits and the reports go over."""


@dataclass(frozen=True, slots=True)
class NoLimits:
    """The limits of a check that has no number to set."""


REASON_WORDS: Mapping[str, Text] = {
    "unreachable": _("the target could not be reached"),
    "refused": _("the target refused the session"),
    "identity": _("another machine answered than the one known under this name"),
    "unproved": _("the target could not prove who it is: its host key is not known here"),
    "no_credential": _("the credential could not be used on this side; no login was tried"),
    "denied": _("the inspecting account lacks the right"),
    "timeout": _("no answer within the time allowed"),
    "stuck": _("the command hangs in the kernel and was left alone"),
    "budget": _("the time or number allowed for this target was used up"),
    "cut": _("the answer did not arrive whole"),
    "tool_missing": _("the command it needs is not installed"),
    "not_offered": _("the target does not tell it the way it was asked"),
    "empty": _("the command answered nothing, which proves nothing"),
    "no_record": _("the target keeps no record that would tell"),
    "failed": _("the command itself failed"),
    "not_asked": _("it was not asked"),
    "told": _("it was told on the telephone; nobody looked at it"),
    "miswritten": _("what was written on the form is not what it asks for"),
    "not_understood": _("the answer was not understood; this is a defect of xunjian"),
    "bug": _("xunjian failed here; this is a defect of xunjian"),
}


def unknown(subject: str, unseen: Unseen) -> Finding:
    """Say that a subject was not inspected, why, and what would open it."""
    why = REASON_WORDS[unseen.reason.value]
    if isinstance(unseen.detail, Text):
        summary = _("Not inspected: {why}; {detail}", why=why, detail=unseen.detail)
    elif unseen.detail:
        summary = _(
            "Not inspected: {why} ({detail})", why=why, detail=unseen.detail
        )  # quoted: these words are the target's
    else:
        summary = _("Not inspected: {why}", why=why)
    return Finding(subject, Level.UNKNOWN, summary, remedy=unseen.remedy, reason=unseen.reason.value)
