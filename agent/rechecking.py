"""What a recheck asks: the checks of open problems, on the targets that have them."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from agent.catalogue import Scope, every_check, scope_of
from agent.former_names import names_now
from agent.ledger import problems
from checks.result import finding_id

if TYPE_CHECKING:
    from datetime import date

    from agent.store.store import Store
    from reports.record.problems import Key, Problem


def open_problems(store: "Store", today: "date", scope: Scope, ids: Collection[str] = ()) -> "dict[Key, Problem]":
    """The open problems of a scope; of ``ids`` those whose finding's id begins with one of them."""
    names = names_now()
    ours = {check.id for check in every_check() if scope_of(check) is scope}
    found = problems(store, today)
    return {
        key: one
        for key, one in found.items()
        if one.is_open and names.get(key[1], key[1]) in ours and (not ids or _id_of(key).startswith(tuple(ids)))
    }


def _id_of(key: "Key") -> str:
    return finding_id(*key)


def checks_of(found: "Collection[Key]") -> Mapping[str, frozenset[str]]:
    """By target, the checks that found them."""
    names = names_now()
    by_target: dict[str, set[str]] = {}
    for target, check, _subject in found:
        by_target.setdefault(target, set()).add(names.get(check, check))
    return {target: frozenset(checks) for target, checks in by_target.items()}
