"""The two sides of a verification: which target stands for which, and what each kind of fact came to on either side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.catalogue import aspects_for, collectors_for
from agent.outcomes import Outcome
from agent.past import Kept
from agent.replaying import moment_again, outcomes_then
from checks.aspects import AnyAspect
from checks.base import Finding
from checks.result import Inspection, TargetResult


@dataclass(frozen=True, slots=True)
class Couple:
    """One target before and after; None where that side has no result of it that ended."""

    before_id: str
    after_id: str
    before: TargetResult | None
    after: TargetResult | None

    @property
    def name(self) -> str:
        """What it is called in the document: the id afterwards, with the former one where it differs."""
        return self.after_id if self.before_id == self.after_id else f"{self.before_id} → {self.after_id}"


def couples(before: Inspection, after: Inspection, mapped: Mapping[str, str]) -> tuple[Couple, ...]:
    """Every target that either side should have; ``mapped`` is old id to new id, for a migration.

    Groups have no session and no facts of their own: their findings are compared, and they are here too.
    """
    then, now = _ended(before), _ended(after)
    taken = taken_over(before, mapped)
    wanted = [one for one in {**dict.fromkeys(before.expected or then), **dict.fromkeys(then)} if one not in taken]
    found = [Couple(one, mapped.get(one, one), then.get(one), now.get(mapped.get(one, one))) for one in wanted]
    reached = {one.after_id for one in found}
    fresh = [one for one in {**dict.fromkeys(after.expected), **dict.fromkeys(now)} if one not in reached]
    return (*found, *(Couple(one, one, None, now.get(one)) for one in fresh))


def taken_over(before: Inspection, mapped: Mapping[str, str]) -> dict[str, str]:
    """By target that the snapshot before has itself and that stands for another afterwards: that other's id."""
    own = {*before.expected, *(one.target for one in before.targets)}
    return {new: old for old, new in mapped.items() if new in own and new not in mapped}


def _ended(inspection: Inspection) -> dict[str, TargetResult]:
    return {one.target: one for one in inspection.targets if one.state == "done"}


def aspects_of(couple: Couple) -> tuple[AnyAspect, ...]:
    """What can be compared of both sides."""
    if couple.before is None or couple.after is None:
        return ()
    after = {one.id for one in aspects_for(couple.after.platform)}
    return tuple(one for one in aspects_for(couple.before.platform) if one.id in after)


@dataclass(frozen=True, slots=True)
class Read:
    """A side read again from its kept evidence by today's collectors.

    ``lost`` are the questions of what is compared that were answered and whose answer can no longer be read. ``findings``
    are those of the side before, as the program and the limits of the side after judge them.
    """

    outcomes: Mapping[str, Outcome]
    lost: frozenset[str]
    findings: Sequence[Finding] = ()


def read_before(
    one: TargetResult, aspects: tuple[AnyAspect, ...], of: Inspection, standard: Inspection, store: Kept
) -> Read:
    """Read the side before, once for its facts and its findings.

    A newer parser or a stricter limit is a change of the standard and not of the target. Two builds of one version are not
    told apart by their number, so it is judged again always; a group has no evidence of its own.
    """
    kinds = tuple(aspect.needs for aspect in aspects)
    outcomes, judged = moment_again(one, of, store, standard.rules, kinds)
    compared = {collector.id for collector in collectors_for(one.platform, (), always=kinds)}
    lost = frozenset(question for question, was_kept in judged.missing.items() if was_kept and question in compared)
    return Read(outcomes, lost, one.findings if one.members else judged.findings)


def read_after(one: TargetResult, aspects: tuple[AnyAspect, ...], store: Kept) -> Read:
    """Read what is compared of the side after; its findings are those of today."""
    missing: dict[str, bool] = {}
    collectors = collectors_for(one.platform, (), always=tuple(aspect.needs for aspect in aspects))
    outcomes = outcomes_then(one, collectors, store.evidence, missing)
    return Read(outcomes, frozenset(question for question, was_kept in missing.items() if was_kept))
