"""What the record holds of the time that a round document is about: problems, incidents with their clocks, duties."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from reports.record.clock import Reading
from reports.record.duties import Owed
from reports.record.figures import Figures, figures
from reports.record.incidents import Incident
from reports.record.problems import Key, Problem

Call = tuple[Incident, tuple[Reading, ...]]
"""An incident with how each promise stands for it."""


@dataclass(frozen=True, slots=True)
class Period:
    """The record of a time, loaded and handed in by whoever has the store.

    ``calls`` are the incidents received or still open in it, the earliest first; ``owed`` what fell due in it, is overdue,
    or is due next. A store to which nobody told an incident has none: that is not to say that nothing happened.
    """

    begins: datetime
    ends: datetime
    problems: Mapping[Key, Problem] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    owed: tuple[Owed, ...] = ()
    has_record: bool = False
    """Whether an incident was ever written into this store."""

    @property
    def figures(self) -> Figures:
        """The counts of its incidents."""
        return figures(self.calls)


def calls_of(every: tuple[Call, ...], begins: datetime, ends: datetime) -> tuple[Call, ...]:
    """Give the incidents that were received between two moments, or before and were not over by the first."""
    found = [one for one in every if _is_within(one[0], begins, ends)]
    return tuple(sorted(found, key=lambda one: (one[0].received_at or begins, one[0].id)))


def _is_within(one: Incident, begins: datetime, ends: datetime) -> bool:
    at = one.received_at
    if at is None or at >= ends:
        return False
    last = one.events[-1].at if one.events else at
    return at >= begins or not one.is_over or last >= begins


def owed_in(every: tuple[Owed, ...], begins: datetime, ends: datetime) -> tuple[Owed, ...]:
    """Give the duties that fell due between two moments, those done in it, and what is overdue or due now."""
    first, last = begins.date(), ends.date()
    return tuple(
        one
        for one in every
        if first <= one.due_on <= last
        or (one.done is not None and first <= one.done.on <= last)
        or (one.done is None and one.begins <= last)
    )
