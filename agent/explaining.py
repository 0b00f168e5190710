"""Why old evidence reads otherwise today: judged by the limits of that day and by today's, and set side by side.

What differs only by today's limits is a change of the standard; what differs by those of that day is the program's doing;
what can no longer be read, or was not asked, is UNKNOWN and no change of anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from agent.catalogue import collectors_for
from agent.former_names import names_now
from agent.limits_then import moves
from agent.past import HISTORY, Kept
from agent.replaying import ALL, By, Judged, Which, judged_again, unequal
from checks.base import AnyCheck, Finding, Level, Trend
from checks.result import CatalogueRow, Inspection, TargetResult
from checks.standards import Cause, Difference, LimitMove
from collectors.base import Derived, Reason
from config.limits import Rule
from config.text import Text

_OURS: Final = frozenset({Reason.NOT_UNDERSTOOD.value, Reason.BUG.value})
"""Reasons that say that a parser read an answer and failed: never for want of evidence."""
_UNREAD: Final = Reason.NOT_ASKED.value


@dataclass(frozen=True, slots=True)
class Explained:
    """One target judged by today's standard, and what reads otherwise with its cause."""

    now: Judged
    differences: tuple[Difference, ...]


def explain(
    inspection: Inspection, one: TargetResult, store: Kept, rules: Sequence[Rule] | None, which: Which = ALL
) -> Explained:
    """Judge a target of an inspection again and say why what reads otherwise does.

    ``rules`` are today's, with the program's own defaults of today; None judges by the limits of that day alone.
    """
    that_day = By(inspection.rules, inspection.catalogue)
    then, now = judged_again(inspection, one, store, [that_day, that_day if rules is None else By(rules)], which)
    known = {f.check for f in one.findings} | {*one.checks}
    shown = one if which.only is None else _narrowed(one, which.only)
    reader = _Reader(then, now, frozenset(c.id for c in which.also if c.id not in known), inspection, _thinned(store, one))
    return Explained(now, tuple(reader.differences(shown)))


def _narrowed(one: TargetResult, only: frozenset[str]) -> TargetResult:
    """Leave the findings of some checks, by today's names."""
    names = names_now()
    return replace(one, findings=tuple(f for f in one.findings if names.get(f.check, f.check) in only))


def _thinned(store: Kept, one: TargetResult) -> Callable[[AnyCheck], bool]:
    """Whether measures that a Trend read then have since been thinned to one a week."""

    def is_thinned(check: AnyCheck) -> bool:
        if not isinstance(check, Trend):
            return False
        since = one.scene.at - HISTORY
        series = store.measures_of(one.target, check.of.check, since)
        whole_from = datetime.now(one.scene.at.tzinfo) - HISTORY
        return any(points and points[0][0] < whole_from for points in series.values())

    return is_thinned


@dataclass(frozen=True, slots=True)
class _Reader:
    """The two judgements of one target."""

    then: Judged
    now: Judged
    new: frozenset[str]
    inspection: Inspection
    is_thinned: Callable[[AnyCheck], bool]

    def differences(self, one: TargetResult) -> Iterator[Difference]:
        rows = {row.check: row for row in self.inspection.catalogue}
        again = {(f.check, f.subject): f for f in self.then.findings}
        for was, is_now in unequal(one, self.now.findings):
            said = is_now or was
            if said is None:
                continue
            check = next((c for c in self.now.checks if said.check in {c.id, *c.formerly}), None)
            middle = again.get((check.id, said.subject)) if check else None
            cause = self._cause(check, was, middle, is_now)
            limits = self._moves(check, said.subject, rows) if check and cause in {Cause.LIMITS, Cause.BOTH} else ()
            yield Difference(one.target, was, is_now, cause, limits)

    def _moves(self, check: AnyCheck, subject: str, rows: Mapping[str, CatalogueRow]) -> tuple[LimitMove, ...]:
        row = next((rows[name] for name in (check.id, *check.formerly) if name in rows), None)
        return moves(self.then.limits[check.id], self.now.limits[check.id], subject, row)

    def _cause(self, check: AnyCheck | None, was: Finding | None, again: Finding | None, is_now: Finding | None) -> Cause:
        if check is None:
            return Cause.WITHDRAWN
        lack = self._lack(check, is_now)
        if check.id in self.new:
            return Cause.NEXT_TIME if lack else Cause.NEW_CHECK
        if was and is_now and (was.level, _words(was)) == (is_now.level, _words(is_now)):
            return Cause.RENAMED if was.check != is_now.check else Cause.CITED
        if lack or (was is not None and self.is_thinned(check)):
            return lack or Cause.LOST
        return _of_words(was, again) if was and is_now and was.level is is_now.level else _of_level(was, again, is_now)

    def _lack(self, check: AnyCheck, is_now: Finding | None) -> Cause | None:
        """Whether a finding is UNKNOWN, or gone, because an answer is not there to be read."""
        told = [is_now] if is_now else [f for f in self.now.findings if f.check == check.id]
        unseen = [f for f in told if f.level is Level.UNKNOWN and f.reason not in _OURS]
        if not unseen:
            return None
        behind = self._behind(check)
        gone = [was_kept for question, was_kept in self.now.missing.items() if not behind or question in behind]
        if gone:
            return Cause.LOST if any(gone) else Cause.NOT_ASKED
        return Cause.LOST if any(f.reason == _UNREAD for f in unseen) else None

    def _behind(self, check: AnyCheck) -> frozenset[str]:
        """The questions that a check's facts come of; none is told of a group, whose members were asked."""
        if self.now.result.members:
            return frozenset()
        wired = collectors_for(self.now.result.platform, (check,))
        return frozenset(one.id for one in wired if not isinstance(one, Derived))


def _level(finding: Finding | None) -> Level | None:
    return finding.level if finding else None


def _words(finding: Finding) -> tuple[Text | None, ...]:
    return (finding.summary, finding.observed, finding.expected)


def _of_level(was: Finding | None, again: Finding | None, is_now: Finding | None) -> Cause:
    """Why a finding has another level, or is there on one side only."""
    by_program, by_limits = _level(was) is not _level(again), _level(again) is not _level(is_now)
    if by_limits:
        return Cause.BOTH if by_program else Cause.LIMITS
    return Cause.READ if _is_read_otherwise(was, again) else Cause.JUDGED


def _of_words(was: Finding, again: Finding | None) -> Cause:
    """Why a finding of the same level reads otherwise."""
    if again and _words(was) == _words(again):
        return Cause.LIMITS
    return Cause.READ if _is_read_otherwise(was, again) else Cause.WORDS


def _is_read_otherwise(was: Finding | None, again: Finding | None) -> bool:
    """Whether it is proved that the same answer is read otherwise: a number or value differs, or one was not understood.

    Both were judged by the same limits. Without a proof it is the judging that is named.
    """
    if any(one is not None and one.reason in _OURS for one in (was, again)):
        return True
    if was is None or again is None:
        return False
    shared = was.measures.keys() & again.measures.keys()
    if any(was.measures[name] != again.measures[name] for name in shared):
        return True
    pairs = [(one, other) for one, other in zip(_words(was), _words(again), strict=True) if one and other]
    return any(one.template == other.template and one.values != other.values for one, other in pairs)
