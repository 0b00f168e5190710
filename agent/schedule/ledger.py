"""What the ledger of schedules holds: of each occasion its steps, each with how far it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

MISSED_STEP: Final = ""
"""The name of the one row of occasions that never began."""


class State(StrEnum):
    """How far a step is."""

    WAITING = "waiting"  # it may begin at its ``next_at``, and where what it needs is done
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # given up: what it needs failed, or the next occasion came
    MISSED = "missed"  # never began: the daemon was not there, or nothing might begin
    VOID = "void"  # written under a clock that was ahead


OPEN: Final = frozenset({State.WAITING, State.RUNNING})


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an occasion; or (named "") a gap, occasions that never began: ``note`` has the first and how many."""

    schedule: str
    due_at: datetime
    name: str
    state: State
    place: int = 0  # in the order of the occasion's steps
    needs: str = ""  # the step that must be done first
    attempts: int = 0
    next_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    reference: str = ""  # of a round the inspection, of a document its number
    note: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, datetime, str]:
        """By which it is known."""
        return self.schedule, self.due_at, self.name


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger says to whoever asks what is due."""

    since: Mapping[str, datetime] = field(default_factory=dict)
    """By schedule, from when on it counts: since it was met first, or its times were changed."""
    last: Mapping[str, datetime] = field(default_factory=dict)
    """By schedule, the last due moment that was dealt with."""
    open: tuple[Step, ...] = ()
