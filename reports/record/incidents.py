"""One incident (服务事件) as a fold over its events: who has it, how far it is, what it still needs before it may end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final

from config.text import Text, _
from reports.record.events import WAITS, Event, Kind, effective

TIERS: Final = ("一线", "事业部", "研究院", "厂商")
"""Who has it, from the first on: the contract's four."""


class State(Enum):
    """How far an incident is."""

    RECEIVED = "received"
    RECORDED = "recorded"
    GRADED = "graded"
    DISPATCHED = "dispatched"
    WORKING = "working"
    WAITING = "waiting"
    RESTORED = "restored"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REPORTED = "reported"
    SURVEYED = "surveyed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


STATE_WORDS: Final[Mapping[State, Text]] = {
    State.RECEIVED: _("received"),
    State.RECORDED: _("written down"),
    State.GRADED: _("graded"),
    State.DISPATCHED: _("assigned"),
    State.WORKING: _("being worked on"),
    State.WAITING: _("waiting"),
    State.RESTORED: _("restored, cause still open"),
    State.RESOLVED: _("resolved"),
    State.CONFIRMED: _("confirmed by the customer"),
    State.REPORTED: _("report delivered"),
    State.SURVEYED: _("survey done"),
    State.CLOSED: _("ended"),
    State.CANCELLED: _("called off"),
}
OVER: Final = frozenset({State.CLOSED, State.CANCELLED})
_REACHED: Final[Mapping[Kind, State]] = {
    Kind.RECEIVED: State.RECEIVED,
    Kind.RECORDED: State.RECORDED,
    Kind.GRADED: State.GRADED,
    Kind.DISPATCHED: State.DISPATCHED,
    Kind.ESCALATED: State.DISPATCHED,
    Kind.ACCEPTED: State.WORKING,
    Kind.ARRIVED: State.WORKING,
    Kind.REMOTE_STARTED: State.WORKING,
    Kind.WAIT_ENDED: State.WORKING,
    Kind.REOPENED: State.WORKING,
    Kind.SUBSTITUTED: State.RESTORED,
    Kind.RESTORED: State.RESTORED,
    Kind.ANSWERED: State.RESOLVED,
    Kind.RESOLVED: State.RESOLVED,
    Kind.OUT_OF_SCOPE: State.RESOLVED,
    Kind.CONFIRMED: State.CONFIRMED,
    Kind.REPORT_FILED: State.REPORTED,
    Kind.SURVEYED: State.SURVEYED,
    Kind.CLOSED: State.CLOSED,
    Kind.CANCELLED: State.CANCELLED,
}
"""Where each event takes it. Those that only turn back a step (graded anew while worked on) do not."""
_BACKWARD: Final = frozenset({Kind.REOPENED, Kind.DISPATCHED, Kind.ESCALATED, Kind.WAIT_ENDED})
_ORDER: Final = tuple(State)


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as it stands after its events."""

    id: str
    state: State = State.RECEIVED
    received_at: datetime | None = None
    events: tuple[Event, ...] = ()
    title: str = ""
    reporter: str = ""
    source: str = ""
    service: str = ""
    level: str = ""
    is_major: bool = False
    is_in_scope: bool = True
    owner: str = ""
    tier: str = ""
    waiting: Kind | None = None
    targets: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    parts: tuple[Event, ...] = ()
    happened: frozenset[Kind] = field(default=frozenset(), repr=False)

    @property
    def was_on_site(self) -> bool:
        """Whether anybody was there."""
        return Kind.ARRIVED in self.happened

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in OVER


def incident(id_: str, events: Iterable[Event]) -> Incident:
    """Fold an incident's events, in whatever order they come, corrections applied."""
    told = effective(one for one in events if one.incident == id_)
    now = Incident(id_, events=told)
    for one in told:
        now = _after(now, one)
    return now


def _after(now: Incident, one: Event) -> Incident:
    said = one.values
    changed = replace(
        now,
        happened=(now.happened - _UNDONE if one.kind is Kind.REOPENED else now.happened) | {one.kind},
        waiting=one.kind if one.kind in WAITS else None if one.kind is Kind.WAIT_ENDED else now.waiting,
        level=said.get("level", now.level),
        title=said.get("title", now.title),
        reporter=said.get("reporter", now.reporter),
        source=said.get("source", now.source),
        service=said.get("service", now.service),
        owner=said.get("to", now.owner),
        tier=said.get("tier", now.tier),
        targets=tuple(dict.fromkeys((*now.targets, *_words(said.get("targets", ""))))),
        problems=tuple(dict.fromkeys((*now.problems, *_words(said.get("problems", ""))))),
        is_major=now.is_major or one.kind is Kind.MAJOR,
        is_in_scope=now.is_in_scope and one.kind is not Kind.OUT_OF_SCOPE,
        received_at=one.at if one.kind is Kind.RECEIVED and now.received_at is None else now.received_at,
        parts=(*now.parts, one) if one.kind is Kind.PART_USED else now.parts,
    )
    return replace(changed, state=_state(changed, one.kind))


_UNDONE: Final = frozenset(
    {Kind.RESTORED, Kind.SUBSTITUTED, Kind.RESOLVED, Kind.ANSWERED, Kind.CONFIRMED, Kind.REPORT_FILED, Kind.SURVEYED}
)
"""What is to be done anew once it was opened again."""


def _words(said: str) -> list[str]:
    return said.replace("，", ",").replace("、", ",").replace(",", " ").split()


def _state(now: Incident, kind: Kind) -> State:
    if kind in WAITS:
        return State.WAITING if not now.is_over else now.state
    reached = _REACHED.get(kind)
    if reached is None or (now.is_over and kind is not Kind.REOPENED):
        return now.state
    is_further = _ORDER.index(reached) > _ORDER.index(now.state)
    is_back = kind in _BACKWARD and _ORDER.index(now.state) < _ORDER.index(State.RESTORED)
    return reached if is_further or is_back or kind is Kind.REOPENED else now.state
