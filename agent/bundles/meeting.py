"""Decisions of persons that met: two stores each had a word on one thing. The later counts, and both are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agent.ledger import key_of
from agent.store.record import Entry
from checks.acceptance import Acceptance, Withdrawal
from reports.record.problems import Key

if TYPE_CHECKING:
    from agent.store.store import Store

Said = tuple[Sequence[Entry], Sequence[Acceptance | Withdrawal]]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word: what, by whom, when."""

    kind: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A thing on which this store had a word and another store had one too; the last of ``decisions`` counts."""

    key: Key
    decisions: tuple[Decision, ...]


def meetings(store: "Store", before: Said) -> tuple[Meeting, ...]:
    """What was decided in both, of what has come since ``before``."""
    had, now = _by_key(before), _by_key((store.recorded("problem"), store.acceptance_events()))
    return tuple(Meeting(key, now[key]) for key in sorted(had) if len(now[key]) > len(had[key]))


def decisions_on(store: "Store", key: Key) -> tuple[Decision, ...]:
    """Every word of a person on one problem, the oldest first: the last counts, the others stay on record."""
    return _by_key((store.recorded("problem"), store.acceptance_events())).get(key, ())


def _by_key(said: Said) -> dict[Key, tuple[Decision, ...]]:
    found: dict[Key, list[Decision]] = {}
    for key, decision in _every(said):
        found.setdefault(key, []).append(decision)
    return {key: tuple(sorted(every, key=lambda one: one.at)) for key, every in found.items()}


def _every(said: Said) -> Iterator[tuple[Key, Decision]]:
    entries, accepted = said
    for row in entries:
        yield key_of(row), Decision(row.kind, row.by, row.at, row.note)
    for one in accepted:
        assert one.at is not None  # noqa: S101 - what came from a store has its time
        kind = "accept" if isinstance(one, Acceptance) else "withdraw"
        yield (one.target, one.check, one.subject), Decision(kind, one.by, one.at, one.reason)
