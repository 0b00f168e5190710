"""Records now beside records then: paired by their identity, compared by what their fields declare."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from collectors.policies import Policy, fields_under

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Pair(Generic[R]):
    """One identity on both sides; None where that side has no such record. ``changed`` names the fields that differ."""

    now: R | None
    then: R | None
    changed: tuple[str, ...] = ()
    is_same_epoch: bool = False


def pairs(record: type[R], now: Iterable[R], then: Iterable[R]) -> tuple[Pair[R], ...]:
    """Pair records, those of now in their order, then those that are gone; of equal identities the last counts."""
    identity, epoch, told = (fields_under(record, policy) for policy in (Policy.IDENTITY, Policy.EPOCH, Policy.REPORT))
    before = {_values(one, identity): one for one in then}
    after = {_values(one, identity): one for one in now}
    found = []
    for key, one in after.items():
        other = before.get(key)
        changed = () if other is None else tuple(n for n in told if getattr(one, n) != getattr(other, n))
        is_same = other is not None and _values(one, epoch) == _values(other, epoch) and "" not in _values(one, epoch)
        found.append(Pair(one, other, changed, is_same))
    return (*found, *(Pair(None, one) for key, one in before.items() if key not in after))


def _values(one: object, names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in names)
