"""What of "since last time" is the program's or the limits' doing: both rounds' evidence by today's program.

Only what differs between two rounds is judged again, so its price grows with the changes and not with the fleet.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.catalogue import checks_for
from agent.explaining import explain
from agent.former_names import inspection_now, names_now, result_now
from agent.past import Kept
from agent.replaying import By, Which, judged_again
from checks.base import AnyCheck, Finding, Level
from checks.result import Inspection, TargetResult
from checks.standards import Cause, Difference, Pair, Standard

_PROBLEMS = frozenset({Level.NOTICE, Level.WARN, Level.CRITICAL})
Levels = dict[Pair, dict[str, Level]]


@dataclass
class _Found:
    """What judging again came to, target by target."""

    judged: set[Pair] = field(default_factory=set)
    lost: set[Pair] = field(default_factory=set)
    then: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    now: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


def standard_since(
    store: Kept, previous: Sequence[Inspection], before: Inspection, rounds: Sequence[Inspection], now: Inspection
) -> Standard:
    """Judge again what differs between two rounds.

    ``previous`` and ``rounds`` are the inspections that ``before`` and ``now`` were joined of, the latest last.
    """
    names = names_now()
    then = inspection_now(before, names)
    wanted = _different(_levels(then), _levels(inspection_now(now, names)))
    known = {result.target: frozenset(result.checks) for result in then.targets}
    sources = (_Sources(previous, before), _Sources(rounds, now))
    found = _Found()
    for target, checks in wanted.items():
        _then(found, store, sources[0], (target, checks, known.get(target, frozenset())), now)
        for part, only in sources[1].of(target, checks):
            again = judged_again(part[0], part[1], store, [By(now.rules)], Which(only))[0]
            found.now |= {(target, f.check, f.subject): f for f in again.findings if _is_readable(f)}
    return Standard(
        then_version=before.tool_version,
        now_version=now.tool_version,
        judged=frozenset(found.judged - found.lost),
        lost=frozenset(found.lost),
        findings=found.then,
        today=found.now,
        differences=tuple(found.differences),
    )


def _then(
    found: _Found, store: Kept, source: "_Sources", what: tuple[str, frozenset[str], frozenset[str]], now: Inspection
) -> None:
    """Judge the earlier side of one target; a check that it did not know on its latest evidence."""
    target, checks, known = what
    for number, (part, only) in enumerate(source.of(target, checks & known)):
        _judge(found, store, part, Which(only, _missing(part[1], checks - known) if number == 0 else ()), now)
    if not checks & known and (latest := source.latest(target)):
        _judge(found, store, latest, Which(frozenset(), _missing(latest[1], checks)), now)


def _judge(found: _Found, store: Kept, part: tuple[Inspection, TargetResult], which: Which, now: Inspection) -> None:
    inspection, one = part
    told = explain(inspection, one, store, now.rules, which)
    names, new = names_now(), {check.id for check in which.also}
    is_same = (inspection.tool_version, inspection.rules) == (now.tool_version, now.rules)

    def pairs(*causes: Cause) -> set[Pair]:
        return {(one.target, names.get(d.check, d.check)) for d in told.differences if d.cause in causes}

    unread = pairs(Cause.LOST, Cause.NOT_ASKED, Cause.NEXT_TIME)
    purged_only = pairs(Cause.LOST) - pairs(Cause.NOT_ASKED) if is_same else set()
    found.judged |= ({(one.target, check.id) for check in told.now.checks} | pairs(Cause.WITHDRAWN)) - unread
    found.lost |= {pair for pair in unread - purged_only if pair[1] not in new}
    found.then |= {(one.target, f.check, f.subject): f for f in told.now.findings}
    found.differences += [d for d in told.differences if d.is_seen and d.check not in new]


def _missing(one: TargetResult, checks: frozenset[str]) -> tuple[AnyCheck, ...]:
    return tuple(check for check in checks_for(one.platform, None) if check.id in checks)


def _is_readable(finding: Finding) -> bool:
    return finding.level is not Level.UNKNOWN


def _levels(inspection: Inspection) -> Levels:
    found: Levels = {}
    for result in inspection.targets:
        for finding in result.findings:
            found.setdefault((result.target, finding.check), {})[finding.subject] = finding.level
    return found


def _different(before: Levels, now: Levels) -> Mapping[str, frozenset[str]]:
    """By target of both rounds, the checks with a problem on either side that is not at the same level on the other."""
    found: dict[str, set[str]] = {}
    both = {target for target, _check in before} & {target for target, _check in now}
    for pair in {**before, **now}:
        was, is_now = before.get(pair, {}), now.get(pair, {})
        moved = (s for s in {**was, **is_now} if was.get(s) is not is_now.get(s))
        if pair[0] in both and any(_PROBLEMS & {was.get(s), is_now.get(s)} for s in moved):
            found.setdefault(pair[0], set()).add(pair[1])
    return {target: frozenset(checks) for target, checks in found.items()}


@dataclass(frozen=True, slots=True)
class _Sources:
    """Where the findings of a joined round come from: the inspections that it was joined of, the latest last."""

    inspections: Sequence[Inspection]
    joined: Inspection

    def of(self, target: str, checks: frozenset[str]) -> Iterator[tuple[tuple[Inspection, TargetResult], frozenset[str]]]:
        """Each inspection whose findings of some of these checks stand in the round, with those checks."""
        names = names_now()
        shown = next((r for r in self.joined.targets if r.target == target), None)
        left = set(checks)
        for inspection, one in self._results(target):
            said = result_now(one, names)
            mine = {c for c in left if shown and c in said.checks and _of(said, c) == _of(result_now(shown, names), c)}
            left -= mine
            if mine:
                yield (inspection, one), frozenset(mine)

    def latest(self, target: str) -> tuple[Inspection, TargetResult] | None:
        """The latest inspection of the round that got through on a target."""
        return next((found for found in self._results(target) if found[1].state == "done"), None)

    def _results(self, target: str) -> Iterable[tuple[Inspection, TargetResult]]:
        return ((i, r) for i in reversed(self.inspections) for r in i.targets if r.target == target)


def _of(one: TargetResult, check: str) -> list[Finding]:
    return [f for f in one.findings if f.check == check]
