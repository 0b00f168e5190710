"""What a kind of fact came to: seen or missed, and how the outcomes of several collectors become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from collectors.base import Absent, FactKind, Listing, Merge, ParseError, Reason, SessionError, Unseen, WayLost


@dataclass(frozen=True, slots=True)
class Seen:
    """A kind of fact that was answered."""

    facts: Any
    evidence: tuple[str, ...] = ()
    bookmark: str = ""
    """How far it was read, where its collector keeps one."""
    ways: tuple[str, ...] = ()
    """By which ways of several a device told it (snmp, cli): another way calls the same things by other names."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A kind of fact that was not: ``error`` is Absent, SessionError, ParseError, or a bug of ours."""

    error: Exception
    evidence: tuple[str, ...] = ()


Outcome = Seen | Missed
Reply = bytes | SessionError
NOT_ASKED = SessionError(Reason.NOT_ASKED)
_QUOTED_MOST = 200
"""Characters of a line or of an exception that are repeated to people: enough to find it in the evidence."""

FALL_THROUGH = frozenset({Reason.TOOL_MISSING, Reason.NOT_OFFERED, Reason.FAILED})
"""Only what says "not this form here" lets the next collector answer instead: an answer that was denied, cut or late must
not be replaced by one that sees less and judges better."""

_SILENT = frozenset({Reason.TOOL_MISSING, Reason.NOT_OFFERED})
"""Of several ways to one kind, what is said only where no other said anything."""


def merge(kind: FactKind[Any], tries: Sequence[Outcome]) -> Outcome:
    """Make one outcome of what the collectors of a kind came to, in catalogue order."""
    if not tries:
        return Missed(NOT_ASKED)
    if kind.merge is Merge.UNION and len(tries) > 1:
        return _union(tries)
    for outcome in tries:
        if not _falls_through(outcome):
            return outcome
    spoke = [o for o in tries if isinstance(o, Missed) and reason_in(o) not in _SILENT]
    return spoke[0] if spoke else tries[0]


def reason_in(outcome: Missed) -> Reason | None:
    """Why it was missed, where the session said so."""
    return outcome.error.reason if isinstance(outcome.error, SessionError) else None


def _falls_through(outcome: Outcome) -> bool:
    if not isinstance(outcome, Missed):
        return False
    return isinstance(outcome.error, WayLost) or reason_in(outcome) in FALL_THROUGH


def _union(tries: Sequence[Outcome]) -> Outcome:
    seen = [o for o in tries if isinstance(o, Seen) and isinstance(o.facts, Listing)]
    missed = [o for o in tries if isinstance(o, Missed) and not isinstance(o.error, Absent)]
    spoke = [o for o in missed if reason_in(o) not in _SILENT]
    if not seen:
        absent = [o for o in tries if o not in missed]
        return next(iter((*spoke, *absent, *missed)))
    records = dict.fromkeys(r for o in seen for r in o.facts.records)
    unseen = tuple(u for o in seen for u in o.facts.unseen) + tuple(unseen_of(o.error) for o in spoke)
    evidence = tuple(dict.fromkeys(d for o in tries for d in o.evidence))
    ways = tuple(sorted({way for one in seen for way in one.ways}))
    return Seen(replace(seen[0].facts, records=tuple(records), unseen=unseen), evidence, ways=ways)


def told(error: Exception) -> Absent | SessionError:
    """What a derived kind is told of one that it is made of: what we did not understand was not seen."""
    if isinstance(error, Absent | SessionError):
        return error
    why = unseen_of(error)
    return SessionError(why.reason, why.detail, why.remedy)


def unseen_of(error: Exception) -> Unseen:
    """Say of any failure why the whole subject was not seen."""
    match error:
        case SessionError():
            return Unseen("", error.reason, error.detail, error.remedy)
        case ParseError():
            return Unseen("", Reason.NOT_UNDERSTOOD, error.line[:_QUOTED_MOST])
        case _:
            return Unseen("", Reason.BUG, f"{type(error).__name__}: {error}"[:_QUOTED_MOST])
