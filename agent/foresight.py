"""What an upgrade of xunjian makes look different: each target's last inspection by today's program and limits."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from agent.catalogue import Scope, checks_for
from agent.explaining import explain
from agent.former_names import names_now, result_now
from agent.past import Kept
from agent.replaying import Which
from agent.security import scope_of_run
from checks.base import AnyCheck
from checks.result import Inspection, TargetResult
from checks.standards import Difference
from config.limits import Rule

LAST: Final = 3
"""How many inspections of a target are looked at for the last that made a check: of the last one some may have been left
out (``--only``), or it may have ended early. Ours."""
MOST_BACK: Final = 400
"""How many headings are looked through for them: ours, a year of daily rounds."""


class Stored(Kept, Protocol):
    """What is read of a store."""

    def load(self, one: str) -> Inspection:
        """One inspection whole."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One inspection that was judged again: for which target, when, by which program, and how many findings."""

    target: str
    inspection: str
    at: datetime
    tool_version: str
    findings_count: int


@dataclass(frozen=True, slots=True)
class Foresight:
    """What was judged again, and what reads otherwise."""

    looked: tuple[Looked, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Of one inspection, the checks of a target that no later one made, under today's names."""

    inspection: Inspection
    one: TargetResult
    checks: frozenset[str]


def foresee(store: Stored, rules: Sequence[Rule], targets: frozenset[str] | None = None) -> Foresight:
    """Judge the last inspection of each target (or of some) again and say what will look different."""
    parts = _parts(store, targets)
    known: dict[str, set[str]] = {}
    for part in parts:
        known.setdefault(part.one.platform, set()).update(part.checks)
    looked: list[Looked] = []
    differences: list[Difference] = []
    begun: set[tuple[str, Scope]] = set()
    for part in parts:
        one, platform, scope = part.one, part.one.platform, scope_of_run(part.inspection)
        also = () if (one.target, scope) in begun else _new(platform, scope, known[platform])
        begun.add((one.target, scope))
        found = explain(part.inspection, one, store, rules, Which(part.checks | {check.id for check in also}, also))
        count = sum(f.check in part.checks for f in result_now(one, names_now()).findings)
        looked.append(Looked(one.target, part.inspection.id, one.scene.at, part.inspection.tool_version, count))
        differences += found.differences
    return Foresight(tuple(looked), tuple(differences))


def _parts(store: Stored, wanted: frozenset[str] | None) -> list[_Part]:
    """By target, its last inspections, the latest first, each with what it made that none after it did."""
    read: dict[str, Inspection] = {}
    names = names_now()
    found: list[_Part] = []
    for (target, _scope), ids in _last(store, wanted).items():
        made: set[str] = set()
        for id_ in ids:
            if id_ not in read:
                read[id_] = store.load(id_)
            one = next((r for r in read[id_].targets if r.target == target and r.state == "done"), None)
            fresh = frozenset(result_now(one, names).checks) - made if one else frozenset()
            if one and fresh:
                made |= fresh
                found.append(_Part(read[id_], one, fresh))
    return found


def _last(store: Stored, wanted: frozenset[str] | None) -> dict[tuple[str, Scope], list[str]]:
    """By target and what was looked at, the ids of the last inspections that it was expected in, the latest first."""
    found: dict[tuple[str, Scope], list[str]] = {}
    for header in store.inspections(MOST_BACK):
        scope = scope_of_run(header)
        for target in header.expected if header.state != "running" else ():
            ids = found.setdefault((target, scope), []) if wanted is None or target in wanted else []
            if len(ids) < LAST:
                ids.append(header.id)
    return found


def _new(platform: str, scope: Scope, known: Container[str]) -> tuple[AnyCheck, ...]:
    """The checks that this program makes on such a target and that none of the last inspections made."""
    return tuple(check for check in checks_for(platform, scope) if check.id not in known)
