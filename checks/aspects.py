"""What is compared of a target between two moments, thing by thing: one mechanism for three uses.

An ``Aspect`` names a kind of fact, the things in it, and what it means when one is gone, new or changed. Drift from the
confirmed baseline and "since last time" are the ``Change`` that ``checks/changed.py`` makes of it; the verification of an
upgrade reads its differences directly.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from checks.areas import Area
from collectors.base import FactKind, Reason, Unseen
from collectors.policies import UNTOLD, Declared, Moot, Policy, Within, declarations, fields_under
from config.text import Text, _

F = TypeVar("F")
R = TypeVar("R")
Value = Any
"""What a compared field holds: text, a number, a truth, a tuple or frozenset of text, None."""


class Weight(Enum):
    """What a difference asks for where nobody declared it beforehand."""

    FAULT = "fault"  # something that worked is no longer there, or is otherwise: an upgrade fails on it
    REPORT = "report"  # somebody must say whether it was meant
    NOTED = "noted"  # told, and asks for nothing


_FAULTS: Final = frozenset({Policy.EQUAL, Policy.AT_LEAST, Policy.AT_MOST})
"""What may turn a field's change into a fault."""


class Way(Enum):
    """How two sides differ over one thing."""

    GONE = "gone"
    COME = "come"
    CHANGED = "changed"
    RENAMED = "renamed"  # the same thing under another name: its serial number, UUID or address says so
    UNTOLD = "untold"  # it was told then and is not told now


@dataclass(frozen=True, slots=True)
class Aspect(Generic[F, R]):
    """What is compared of one kind of fact.

    ``things`` gives the records of a side; their type declares identity, alias and what may change beside its fields
    (``collectors.policies``). ``fields`` are the words for every field that is compared. ``gone`` and ``come`` weigh a
    thing that one side lacks; None where another aspect tells it. ``subject`` names a thing, by default its identity.
    ``one`` is its word with ``{name}``.
    """

    id: str
    title: Text
    area: Area
    needs: FactKind[F]
    record: type[R]
    things: Callable[[F], Iterable[R]]
    one: Text
    fields: Mapping[str, Text]
    gone: Weight | None
    come: Weight | None
    reads: Text
    remedy: Text
    traps: tuple[Text, ...] = ()
    clause: str = ""
    refs: tuple[str, ...] = ()
    subject: Callable[[R], str] | None = None
    partly: Callable[[F], bool] | None = None
    """Whether a side was seen in part only, beyond what its own ``unseen`` says: then nothing is called gone or new."""
    is_checked: bool = True
    """Whether a ``Change`` of its own tells it from inspection to inspection; False where another check does."""


AnyAspect = Aspect[Any, Any]
PARTLY: Final = Unseen("", Reason.CUT, _("only a part of it was told"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two sides differ; ``field`` is "" where the thing itself came, went or was renamed."""

    subject: str
    way: Way
    weight: Weight
    field: str = ""
    then: Value = None
    now: Value = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sides came to: the differences, how many things both have, and what of either side was not seen."""

    differences: tuple[Difference, ...]
    both_count: int
    unseen_now: tuple[Unseen, ...] = ()
    unseen_then: tuple[Unseen, ...] = ()


def compare(aspect: Aspect[F, R], now: F | None, then: F | None) -> Comparison:
    """Compare two sides; None is a side of which it is proved that it has no such thing."""
    unseen_now, unseen_then = _unseen(aspect, now), _unseen(aspect, then)
    after, before = _side(aspect, now), _side(aspect, then)
    renamed = _renamed(aspect, after, before)
    found = list(_replaced(aspect, after, before))
    for subject, one in after.items():
        former = renamed.get(subject, subject)
        other = before.get(former)
        if other is None:
            found += _lacking(subject, Way.COME, aspect.come, unseen_then)
            continue
        if former != subject:
            found.append(Difference(subject, Way.RENAMED, Weight.NOTED, "", former, subject))
        found += _fields(aspect.record, subject, one, other)
    kept = {*after, *renamed.values()}
    gone = [subject for subject in before if subject not in kept]
    for lost in gone:
        found += _lacking(lost, Way.GONE, aspect.gone, unseen_now)
    return Comparison(tuple(found), len(before) - len(gone), unseen_now, unseen_then)


def subject_of(aspect: Aspect[F, R], one: R) -> str:
    """What a thing is called: by default its identity."""
    if aspect.subject is not None:
        return aspect.subject(one)
    return " ".join(str(getattr(one, name)) for name in fields_under(aspect.record, Policy.IDENTITY))


def is_able_to_fail(aspect: AnyAspect) -> bool:
    """Whether any difference in it can be a fault."""
    declared = set(declarations(aspect.record).values())
    return Weight.FAULT in {aspect.gone, aspect.come} or not declared.isdisjoint(_FAULTS)


def _side(aspect: Aspect[F, R], facts: F | None) -> dict[str, R]:
    """The things of a side by what they are called; of two of one name the second is "name (2)": none is passed over.

    Those are told apart by all that they hold, not by the order in which they were told.
    """
    by_name: dict[str, list[R]] = {}
    for one in aspect.things(facts) if facts is not None else ():
        by_name.setdefault(subject_of(aspect, one), []).append(one)
    return {
        f"{name} ({place})" if place > 1 else name: one
        for name, several in by_name.items()
        for place, one in enumerate(sorted(several, key=repr) if len(several) > 1 else several, 1)
    }


def _unseen(aspect: Aspect[F, R], facts: F | None) -> tuple[Unseen, ...]:
    said = getattr(facts, "unseen", ())
    several = (said,) if isinstance(said, Unseen) else said if isinstance(said, tuple) else ()
    return tuple(one for one in several if isinstance(one, Unseen)) + (
        (PARTLY,) if facts is not None and aspect.partly is not None and aspect.partly(facts) else ()
    )


def _lacking(subject: str, way: Way, weight: Weight | None, unseen: tuple[Unseen, ...]) -> Iterator[Difference]:
    """A thing that one side lacks, where that side could have shown it."""
    if weight is not None and not _is_blind(unseen, subject):
        yield Difference(subject, way, weight)


def _is_blind(unseen: tuple[Unseen, ...], subject: str) -> bool:
    """Whether that side could not have shown the thing."""
    return any(one.subject in {"", subject} for one in unseen)


def _renamed(aspect: Aspect[F, R], after: Mapping[str, R], before: Mapping[str, R]) -> dict[str, str]:
    """By name now, the former name of what is the same by an alias that only one thing of each side has."""
    found: dict[str, str] = {}
    fresh = {name: one for name, one in after.items() if name not in before}
    lost = {name: one for name, one in before.items() if name not in after}
    for alias in fields_under(aspect.record, Policy.ALIAS):
        of_then = _single({name: str(getattr(one, alias) or "") for name, one in lost.items()})
        of_now = _single({name: str(getattr(one, alias) or "") for name, one in fresh.items()})
        for value, name in of_now.items():
            former = of_then.get(value)
            if former is not None and name not in found and former not in found.values():
                found[name] = former
    return found


def _replaced(aspect: Aspect[F, R], after: Mapping[str, R], before: Mapping[str, R]) -> Iterator[Difference]:
    """What is called as before and is another: its serial number, UUID or address says so, which no other thing has."""
    names = [name for name in after if name in before]
    for alias in fields_under(aspect.record, Policy.ALIAS):
        then, now = (_single({name: str(getattr(side[name], alias) or "") for name in names}) for side in (before, after))
        was = {name: value for value, name in then.items()}
        for value, name in now.items():
            if name in was and was[name] != value:
                yield Difference(name, Way.CHANGED, Weight.REPORT, alias, was[name], value)


def _single(values: Mapping[str, str]) -> dict[str, str]:
    """Names by value, of values that one name alone has."""
    counts = Counter(values.values())
    return {value: name for name, value in values.items() if value and value != UNTOLD and counts[value] == 1}


def _fields(record: type, subject: str, now: object, then: object) -> Iterator[Difference]:
    """The fields in which one thing differs; counters of two epochs are not compared."""
    if any(
        getattr(now, name) != getattr(then, name) or not getattr(now, name) for name in fields_under(record, Policy.EPOCH)
    ):
        return
    for name, declared in declarations(record).items():
        if declared in {Policy.IDENTITY, Policy.EPOCH, Policy.ALIAS}:
            continue
        before, after = getattr(then, name), getattr(now, name)
        if before == after or _is_untold(before) or before is Moot.MOOT or after is Moot.MOOT:
            continue
        if _is_untold(after):
            yield Difference(subject, Way.UNTOLD, Weight.REPORT, name, before, None)
        elif (weight := weigh(declared, before, after)) is not None:
            yield Difference(subject, Way.CHANGED, weight, name, before, after)


def _is_untold(value: Value) -> bool:
    return value is None or (isinstance(value, str) and value == UNTOLD)


def weigh(declared: Declared, before: Value, after: Value) -> Weight | None:
    """What two different values of one field come to; None where they are near enough."""
    if isinstance(declared, Within):
        is_near = abs(after - before) <= max(declared.ratio * abs(before), declared.least)
        return None if is_near else Weight.REPORT
    if declared is Policy.AT_LEAST:
        return Weight.FAULT if _is_less(before, after) else Weight.NOTED
    if declared is Policy.AT_MOST:
        return Weight.FAULT if _is_less(after, before) else Weight.NOTED
    return {Policy.EQUAL: Weight.FAULT, Policy.REPORT: Weight.REPORT}.get(declared, Weight.NOTED)


def _is_less(before: Value, after: Value) -> bool:
    """Whether a number fell, a truth was lost, or a set lost a member."""
    if isinstance(before, tuple | frozenset | set):
        return not set(before) <= set(after)
    return bool(after < before)
