"""The ledger of problems of a store: what its inspections saw, folded with what persons said (reports/record/ledger.py).

What was seen comes from the changes of level that the store keeps, and from the findings as they stand: a problem that
stands for a year is two rows here, however often it was seen.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from agent.aliases import aliases, keys_of
from agent.run_log import who
from agent.store.record import Entry, new_id
from agent.store.values import LevelChange, Standing
from checks.base import Finding, Level
from config.text import Text
from reports.record.ledger import ledger
from reports.record.problems import Claim, Dismissal, Key, Problem, Rating, Sight, Told, What

if TYPE_CHECKING:
    from datetime import date

    from agent.store.store import Store
    from checks.result import TargetResult

STREAM: Final = "problem"
CLAIM: Final = "claim"
DISMISS: Final = "dismiss"
REINSTATE: Final = "reinstate"
RATE: Final = "risk"
UNRATE: Final = "risk-withdrawn"
_WHAT: Final[Mapping[Level, What]] = {
    Level.OK: What.PASSED,
    Level.UNKNOWN: What.UNSEEN,
    Level.ABSENT: What.GONE,
    Level.NOTICE: What.FAILED,
    Level.WARN: What.FAILED,
    Level.CRITICAL: What.FAILED,
}


def problems(
    store: "Store", today: "date", target: str = "", known: "Mapping[tuple[str, str], TargetResult] | None" = None
) -> dict[Key, Problem]:
    """Every problem that was ever seen, as it stands today, by (target, check, subject).

    ``known`` are results by (inspection, target) that were read already.
    """
    words = _words(store)
    told: list[Told] = [*store.acceptance_events(), *words]
    dismissed = {one.key: one for one in words if isinstance(one, Dismissal)}
    names = aliases(store)
    wanted = "" if names else target  # what a target was called before tells of it too
    changes = store.every_history(wanted)
    results: dict[tuple[str, str], TargetResult | None] = dict(known or {})
    every = store.standing(wanted)
    told += _unseen(every)
    for one in every:
        key = (one.target, one.check, one.subject)
        if any(change.after in _PROBLEMS for change in changes.get(key, ())):
            place = (one.inspection, one.target)
            if one.level in _PROBLEMS and place not in results:
                results[place] = store.target_result(*place)
            now = _finding_now(results.get(place), one)
            told += _sights(key, one, changes[key], dismissed.get(key), now)
    return {key: problem for key, problem in ledger(told, keys_of(names, told), today).items() if target in ("", key[0])}


_PROBLEMS: Final = frozenset(level for level, what in _WHAT.items() if what is What.FAILED)


def _sights(
    key: Key, standing: Standing, changes: Iterable[LevelChange], dismissal: Dismissal | None, now: Finding | None
) -> Iterator[Sight]:
    """Each change of a subject's level, and that it stands as it stood; ``now`` is the finding itself where it fails."""
    for change in changes:
        is_before = dismissal is not None and change.at <= dismissal.at
        shape = dismissal.shape if dismissal and is_before else shape_of(now)
        yield _sight(key, change.inspection, change.at, change.after, now, shape)
    if standing.at > standing.since_at:
        yield _sight(key, standing.inspection, standing.at, standing.level, now, shape_of(now))


def _unseen(every: Iterable[Standing]) -> Iterator[Sight]:
    """What a later inspection could not look at: its check saw nothing, or not all, and does not name it."""
    blind: dict[tuple[str, str], list[Standing]] = {}
    failing = []
    for one in every:
        if one.level is Level.UNKNOWN:
            blind.setdefault((one.target, one.check), []).append(one)
        elif one.level in _PROBLEMS:
            failing.append(one)
    for one in failing:
        later = [other for other in blind.get((one.target, one.check), ()) if other.at > one.at]
        if later:
            since = min(later, key=lambda other: (other.since_at, other.subject))
            at = since.since_at if since.since_at > one.at else since.at
            yield Sight((one.target, one.check, one.subject), since.inspection, at, What.UNSEEN)


def _sight(key: Key, inspection: str, at: datetime, level: Level, now: Finding | None, shape: str) -> Sight:
    what = _WHAT[level]
    if what is not What.FAILED:
        return Sight(key, inspection, at, what)
    found = now if now is not None and now.level is level else Finding(key[2], level, Text(""), check=key[1])
    return Sight(key, inspection, at, what, found, shape)


def _finding_now(result: "TargetResult | None", one: Standing) -> Finding | None:
    """The finding itself, with its measures: an acceptance is held against them."""
    found = (f for f in result.findings if (f.check, f.subject) == (one.check, one.subject)) if result else ()
    return next((f for f in found if f.level is one.level), None)


def shape_of(one: Finding | None) -> str:
    """A digest of the form of what was seen, without its values: a false alarm is one of this form."""
    if one is None:
        return ""
    form = (one.check, one.summary.template, one.observed.template if one.observed else "", sorted(one.measures))
    return sha256(json.dumps(form).encode()).hexdigest()[:16]


def _words(store: "Store") -> list[Claim | Dismissal | Rating]:
    return [_word(row) for row in store.recorded(STREAM)]


def _word(row: Entry) -> Claim | Dismissal | Rating:
    key = key_of(row)
    if row.kind == CLAIM:
        return Claim(key, row.by, row.at, row.note)
    if row.kind in {RATE, UNRATE}:
        risk, level = row.body.get("risk", ""), Level(row.body["level"])
        return Rating(key, row.by, row.at, row.note, risk, level, is_over=row.kind == UNRATE)
    return Dismissal(key, row.by, row.at, row.note, row.body.get("shape", ""), is_over=row.kind == REINSTATE)


def key_of(row: Entry) -> Key:
    """Of which problem an entry of this stream tells."""
    target, check, subject = json.loads(row.name)
    return str(target), str(check), str(subject)


def entry(kind: str, key: Key, by: str, note: str, **body: str) -> Entry:
    """A person's word on a problem, as the store keeps it; ``body`` is what a kind has beside it (shape, risk, level)."""
    now = datetime.now(UTC)
    return Entry(new_id(), STREAM, json.dumps(list(key), ensure_ascii=False), kind, now, now, by, note, body, who())
