"""What a target or a subject was called before: a person's word, kept as events, read wherever the record goes by names.

A target that was renamed or moved to another host keeps its rows: OLD is from now on, and was ever, the same as NEW. Two
that were kept apart become one, and an undone word lets them be two again. Nothing that was stored is rewritten.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from agent.run_log import who
from agent.store.record import Entry, new_id
from checks.acceptance import Acceptance
from checks.result import Inspection, TargetResult
from reports.record.ledger import key_told, name_now, names_of
from reports.record.problems import Alias, Key, Told

if TYPE_CHECKING:
    from agent.store.store import Store

STREAM: Final = "alias"
RENAMED: Final = "renamed"
UNDONE: Final = "undone"


@dataclass(frozen=True, slots=True)
class Named:
    """One word: ``old`` is now called ``new``. With a check it is a subject of a target, else a target."""

    id: str
    old: str
    new: str
    by: str
    at: datetime
    reason: str = ""
    target: str = ""
    check: str = ""

    @property
    def alias(self) -> Alias:
        """As the fold takes it; of a target with neither check nor subject."""
        if self.check:
            before, after = ((self.target, self.check, name) for name in (self.old, self.new))
        else:
            before, after = ((name, "", "") for name in (self.old, self.new))
        return Alias(before, after, self.by, self.at)


def every(store: "Store") -> tuple[tuple[Named, bool], ...]:
    """Every word that was ever said, the oldest first, and whether it was undone."""
    rows = store.recorded(STREAM)
    undone = {row.body.get("of") for row in rows if row.kind == UNDONE}
    return tuple((_named(row), row.id in undone) for row in rows if row.kind == RENAMED)


def aliases(store: "Store") -> tuple[Named, ...]:
    """The words that count."""
    return tuple(one for one, is_undone in every(store) if not is_undone)


def _named(row: Entry) -> Named:
    target, check, old = json.loads(row.name)
    new = row.body.get("new", "")
    if not check:
        return Named(row.id, str(target), new, row.by, row.at, row.note)
    return Named(row.id, str(old), new, row.by, row.at, row.note, str(target), str(check))


def entry(one: Named) -> Entry:
    """A word as the store keeps it."""
    key = (one.target, one.check, one.old) if one.check else (one.old, "", "")
    name = json.dumps(key, ensure_ascii=False)
    return Entry(new_id(), STREAM, name, RENAMED, one.at, datetime.now(UTC), one.by, one.reason, {"new": one.new}, who())


def undoing(one: Named, by: str, reason: str) -> Entry:
    """That a word no longer counts."""
    row = entry(one)
    now = datetime.now(UTC)
    return replace(row, kind=UNDONE, at=now, told_at=now, by=by, note=reason, body={"of": one.id})


class Names:
    """The names of today, of targets and of their subjects."""

    def __init__(self, named: Sequence[Named]) -> None:
        self._targets = names_of([one.alias for one in named if not one.check])
        self._subjects: Mapping[Key, Key] = names_of([one.alias for one in named if one.check])

    def __bool__(self) -> bool:
        return bool(self._targets or self._subjects)

    def target(self, name: str) -> str:
        """What a target is called today."""
        return name_now((name, "", ""), self._targets)[0]

    def key(self, then: Key) -> Key:
        """What a subject is called today: its own name under the target's names of then and of now."""
        while True:
            _target, check, subject = name_now(then, self._subjects)
            later = self._targets.get((then[0], "", ""), (then[0], "", ""))  # one name on: each had its subjects
            now = (later[0], check, subject)
            if now == then:
                return now
            then = now


def keys_of(named: Sequence[Named], told: Iterable[Told]) -> tuple[Alias, ...]:
    """The words as the ledger takes them: of each row that anything was told of, what it is called today."""
    now, at = Names(named), max((one.at for one in named), default=datetime.now(UTC))
    renamed = ((key, now.key(key)) for key in sorted({key_told(one) for one in told}))
    return tuple(Alias(key, name, "", at) for key, name in renamed if name != key)


def names(store: "Store") -> Names:
    """The names of today, of everything that this store ever called otherwise."""
    return Names(aliases(store))


def inspection_under(one: Inspection, now: Names) -> Inspection:
    """Tell an inspection under today's names; where it holds both names each keeps its own."""
    if not now:
        return one
    held = {result.target for result in one.targets}
    results = tuple(_result_under(result, now, held) for result in one.targets)
    expected = dict.fromkeys(name if now.target(name) in held else now.target(name) for name in one.expected)
    return replace(one, targets=results, expected=tuple(expected))


def _result_under(one: TargetResult, now: Names, held: set[str]) -> TargetResult:
    name = now.target(one.target)
    findings = tuple(replace(f, subject=now.key((one.target, f.check, f.subject))[2]) for f in one.findings)
    return replace(one, target=one.target if name in held else name, findings=findings)


def acceptances(store: "Store") -> tuple[Acceptance, ...]:
    """Accepted risks under today's names; of two that became one the later counts."""
    now = names(store)
    if not now:
        return store.acceptances()
    found: dict[Key, Acceptance] = {}
    for one in sorted(store.acceptances(), key=lambda one: one.id):
        key = now.key((one.target, one.check, one.subject))
        found[key] = replace(one, target=key[0], subject=key[2])
    return tuple(found.values())
