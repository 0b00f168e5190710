"""The figures of a period: how many promises were kept, how much was solved at once, how content the customer was.

A share stands beside what it is a share of; what could not be computed is counted and belongs to neither side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.record.clock import Reading, State
from reports.record.events import Kind
from reports.record.incidents import Incident


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise over a period."""

    clause: str
    what: str
    met: int = 0
    breached: int = 0
    running: int = 0
    not_computable: int = 0

    @property
    def ratio(self) -> float | None:
        """Share of those that are decided; None where none is."""
        decided = self.met + self.breached
        return self.met / decided if decided else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period came to."""

    incidents: int
    closed: int
    by_level: Mapping[str, int]
    kept: tuple[Kept, ...]
    solved: int
    solved_at_once: int
    reopened: int
    complaints: int
    surveyed: int
    unreachable: int
    score: float | None
    """The mean of what was said, 1 to 5; None where nobody said a number."""

    @property
    def at_once_ratio(self) -> float | None:
        """Share of the solved that were neither passed on, nor opened again, nor took a second visit."""
        return self.solved_at_once / self.solved if self.solved else None


def figures(of: Sequence[tuple[Incident, Sequence[Reading]]]) -> Figures:
    """Count a period's incidents, each with how its promises stand."""
    every = [one for one, _readings in of if Kind.CANCELLED not in one.happened]
    solved = [one for one in every if one.happened & {Kind.RESOLVED, Kind.ANSWERED}]
    levels: dict[str, int] = {}
    for one in every:
        levels[one.level] = levels.get(one.level, 0) + 1
    scores = [score for one in every if (score := _score(one)) is not None]
    return Figures(
        incidents=len(every),
        closed=sum(one.is_over for one in every),
        by_level=dict(sorted(levels.items())),
        kept=_kept(reading for _one, readings in of for reading in readings),
        solved=len(solved),
        solved_at_once=sum(_is_at_once(one) for one in solved),
        reopened=sum(_count(one, Kind.REOPENED) > 0 for one in every),
        complaints=sum(_count(one, Kind.COMPLAINED) for one in every),
        surveyed=sum(_count(one, Kind.SURVEYED) > 0 for one in every),
        unreachable=sum(_count(one, Kind.SURVEYED) == 0 and _count(one, Kind.SURVEY_UNREACHABLE) > 0 for one in every),
        score=sum(scores) / len(scores) if scores else None,
    )


def _is_at_once(one: Incident) -> bool:
    return not (_count(one, Kind.REOPENED) or _count(one, Kind.ESCALATED) or _count(one, Kind.ARRIVED) > 1)


def _count(one: Incident, kind: Kind) -> int:
    return sum(event.kind is kind for event in one.events)


def _score(one: Incident) -> float | None:
    """What the last survey said, from 1 to 5; words are no number."""
    said = next((event.values.get("score", "") for event in reversed(one.events) if event.kind is Kind.SURVEYED), "")
    try:
        score = float(said)
    except ValueError:
        return None
    return score if 1 <= score <= 5 else None  # noqa: PLR2004 - the survey's scale


_COUNTED = {
    State.MET: "met",
    State.BREACHED: "breached",
    State.RUNNING: "running",
    State.PAUSED: "running",
    State.NOT_COMPUTABLE: "not_computable",
}


def _kept(readings: Iterable[Reading]) -> tuple[Kept, ...]:
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for one in readings:
        counted = counts.setdefault((one.promise.clause, one.promise.what), {})
        name = _COUNTED.get(one.state)
        if name:
            counted[name] = counted.get(name, 0) + 1
    return tuple(Kept(clause, what, **counted) for (clause, what), counted in counts.items())
