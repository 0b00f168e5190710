"""The two sides of a verification: which target stands for which, and what each kind of fact came to on either side."""

from collections.abc import Mapping
from dataclasses import dataclass

from agent.catalogue import aspects_for, collectors_for
from agent.outcomes import Outcome
from agent.past import Kept
from agent.replaying import outcomes_then, replay_target
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
    wanted = {**dict.fromkeys(before.expected or then), **dict.fromkeys(then)}
    found = [Couple(one, mapped.get(one, one), then.get(one), now.get(mapped.get(one, one))) for one in wanted]
    reached = {one.after_id for one in found}
    fresh = [one for one in {**dict.fromkeys(after.expected), **dict.fromkeys(now)} if one not in reached]
    return (*found, *(Couple(one, one, None, now.get(one)) for one in fresh))


def _ended(inspection: Inspection) -> dict[str, TargetResult]:
    return {one.target: one for one in inspection.targets if one.state == "done"}


def aspects_of(couple: Couple) -> tuple[AnyAspect, ...]:
    """What can be compared of both sides."""
    if couple.before is None or couple.after is None:
        return ()
    after = {one.id for one in aspects_for(couple.after.platform)}
    return tuple(one for one in aspects_for(couple.before.platform) if one.id in after)


def outcomes_of(one: TargetResult, aspects: tuple[AnyAspect, ...], store: Kept, lost: set[str]) -> dict[str, Outcome]:
    """What the kinds of these aspects came to, from kept evidence, read by today's collectors.

    ``lost`` is filled with the questions that were answered and whose answer can no longer be read.
    """
    collectors = collectors_for(one.platform, (), always=tuple(aspect.needs for aspect in aspects))
    missing: dict[str, bool] = {}
    found = outcomes_then(one, collectors, store.evidence, missing)
    lost |= {question for question, was_kept in missing.items() if was_kept}
    return found


def findings_by_todays_standard(one: TargetResult, of: Inspection, standard: Inspection, store: Kept) -> list[Finding]:
    """Findings of a side as the program and the limits of the other side judge its evidence.

    A newer parser or a stricter limit is a change of the standard and not of the target. Two builds of one version are not
    told apart by their number, so it is judged again always; a group has no evidence of its own.
    """
    if one.members:
        return list(one.findings)
    return replay_target(one, store, standard.rules, of.catalogue)
