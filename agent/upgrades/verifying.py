"""Put a verification together: two inspections of a store, what was declared, and everything that follows from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from agent.catalogue import every_check
from agent.past import Kept
from agent.upgrades.compared import Tally, compare_facts, missed, one_sided
from agent.upgrades.gate import gate
from agent.upgrades.levels import Levels, levels_of
from agent.upgrades.performance import performance_of
from agent.upgrades.sides import Couple, aspects_of, couples, read_after, read_before, taken_over
from checks.base import AnyCheck, Scene
from checks.local_time import minute
from checks.result import Inspection
from checks.verification import PerformanceRow, Side, UnseenRow, Verification
from config.planned import Expected, Plan
from config.text import _, keep

SETTLED: Final = timedelta(days=1)
"""After a day caches are full, night's jobs have run and cron has been round: the catalogue's second look."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a person said beforehand: the change, and the differences that it will make."""

    plan: Plan = field(default_factory=Plan)
    expected: tuple[Expected, ...] = ()


def verify(
    store: Kept,
    before: tuple[Side, Inspection],
    after: tuple[Side, Inspection],
    declared: Declared,
    mapped: Mapping[str, str],
    timezone: str,
    made_at: datetime,
) -> Verification:
    """Compare two inspections target by target."""
    checks = {check.id: check for check in every_check()}
    since = minute(before[0].at, Scene(timezone=timezone))
    tally = Tally(declared.expected)
    of_levels: list[Levels] = []
    performance: list[PerformanceRow] = []
    pairs = couples(before[1], after[1], mapped)
    for couple in pairs:
        so_far = tally.compared_count
        of_levels.append(_compared(couple, (before[1], after[1]), store, checks, tally, since))
        if not (tally.compared_count - so_far or of_levels[-1].compared_count):
            tally.unseen += _nothing_seen(couple)
        performance += performance_of(couple, store, checks, timezone)
    tally.unseen += _not_beside_itself(taken_over(before[1], mapped))
    changes = (*tally.changes, *missed(tally))
    return Verification(
        before=before[0],
        after=after[0],
        plan=declared.plan,
        made_at=made_at,
        is_final=is_settled(declared.plan, before[0], after[0]),
        targets=tuple((one.before_id, one.after_id) for one in pairs),
        gate=gate(before[1], declared.plan.by_hand),
        changes=changes,
        worse=tuple(row for one in of_levels for row in one.worse),
        better=tuple(row for one in of_levels for row in one.better),
        functions=tuple(row for one in of_levels for row in one.functions),
        errors=tuple(row for one in of_levels for row in one.errors),
        unseen=(*tally.unseen, *(row for one in of_levels for row in one.unseen)),
        performance=tuple(performance),
        compared_count=tally.compared_count + sum(one.compared_count for one in of_levels),
        standard=tuple(row for one in of_levels for row in one.standard),
    )


def _compared(
    couple: Couple,
    of: tuple[Inspection, Inspection],
    store: Kept,
    checks: Mapping[str, AnyCheck],
    tally: Tally,
    since: str,
) -> Levels:
    """Read both sides of one target, each once, and compare its facts; give how its findings compare."""
    if couple.before is None or couple.after is None:
        tally.unseen.append(one_sided(couple))
        return Levels()
    aspects = aspects_of(couple)
    before = read_before(couple.before, aspects, of[0], of[1], store)
    compare_facts(couple, aspects, (before, read_after(couple.after, aspects, store)), tally, since)
    return levels_of(couple, before.findings, checks)


def _nothing_seen(couple: Couple) -> Iterator[UnseenRow]:
    """A target with two sides of which nothing was seen on both: its side is missing as much as one that is not there.

    A group has no facts of its own: that it is not judged is told by its findings.
    """
    if couple.before is not None and couple.after is not None and not couple.after.members:
        why = _("nothing of it could be compared")
        yield UnseenRow(couple.name, _("the target as a whole"), keep(why), is_loss=True)


def _not_beside_itself(taken: Mapping[str, str]) -> Iterator[UnseenRow]:
    """What stands for another afterwards is compared with that one, and not with what it was itself."""
    for new, old in taken.items():
        why = _("afterwards it stands for {old} (--map) and is compared with that", old=old)
        yield UnseenRow(new, _("what it was itself before"), keep(why), is_loss=False, is_both=True)


def is_settled(plan: Plan, before: Side, after: Side) -> bool:
    """Whether a day lies between the change's end and the look after.

    Where nobody wrote its end, or one before the snapshot that was made before it, the snapshot stands for it.
    """
    return after.at - max(plan.finished_at or before.at, before.at) >= SETTLED
