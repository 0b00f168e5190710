"""Former names in a store: read, said, undone (``agent.called`` says what they come to)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.called import RENAMED, STREAM, UNDONE, Named, Names, counting
from agent.run_log import who
from agent.store.record import Entry, new_id
from checks.acceptance import Acceptance
from reports.record.ledger import key_told
from reports.record.problems import Alias, Key, Told

if TYPE_CHECKING:
    from agent.store.store import Store


def aliases(store: "Store") -> tuple[Named, ...]:
    """The words that count."""
    return counting(store.recorded(STREAM))


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


def keys_of(named: Sequence[Named], told: Iterable[Told]) -> tuple[Alias, ...]:
    """The words as the ledger takes them: of each row that anything was told of, what it is called today."""
    now, at = Names(named), max((one.at for one in named), default=datetime.now(UTC))
    renamed = ((key, now.key(key)) for key in sorted({key_told(one) for one in told}))
    return tuple(Alias(key, name, "", at) for key, name in renamed if name != key)


def names(store: "Store") -> Names:
    """The names of today, of everything that this store ever called otherwise."""
    return Names(aliases(store))


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
