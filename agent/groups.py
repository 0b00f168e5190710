"""Judge groups: what concerns several targets, on the evidence of those targets, after each was asked or given up.

A group has no session. What its members came to is worked out again from their evidence, live and replayed alike, so both
give the same findings.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agent.catalogue import collectors_for
from agent.expected import DEFAULT_TIMEZONE, Wanted, limits_of, members_needs, wanted_checks
from agent.judging import judge
from agent.members import outcomes_of_group
from agent.outcomes import Outcome
from agent.replaying import outcomes_then
from checks.base import Scene
from checks.result import TargetResult
from config.site import Site, Target


@dataclass
class Groups:
    """The groups of one inspection: ``take`` each member when it is kept, then ask for each group's ``result``."""

    site: Site
    groups: Sequence[Target]
    wanted: Wanted
    came: dict[str, Mapping[str, Outcome]] = field(default_factory=dict)
    results: dict[str, TargetResult] = field(default_factory=dict)

    def take(self, result: TargetResult, evidence: Callable[[str], bytes]) -> None:
        """Keep of a target what its groups need, and of its evidence nothing."""
        target = next((one for one in self.site.targets if one.id == result.target), None)
        needs = members_needs(self.site, self.wanted, target) if target and self.groups else {}
        kinds = tuple(dict.fromkeys(kind for kinds in needs.values() for kind in kinds))
        if kinds:
            self.came[result.target] = outcomes_then(result, collectors_for(result.platform, (), always=kinds), evidence)
            self.results[result.target] = result

    def result(self, group: Target) -> TargetResult:
        """Judge a group over what came of its members; of a member that was not asked, everything is UNKNOWN."""
        started = datetime.now(UTC)
        checks = wanted_checks(group, self.wanted)
        known = [self.results[member] for member in group.members if member in self.results]
        scene = Scene(
            at=max((one.started_at for one in known), default=started),
            timezone=self.site.timezone or DEFAULT_TIMEZONE,
            importance=group.importance,
            tags=group.tags,
            dengbao=group.dengbao,
            mitigations=group.mitigations,
        )
        outcomes = outcomes_of_group(group.platform, group.members, checks, self.came)
        limits = limits_of(checks, self.site.rules, group.id, scene.at.date())
        findings, exhibits = judge(checks, outcomes, limits, scene)
        return TargetResult(
            target=group.id,
            kind=group.kind,
            platform=group.platform,
            address="",
            state="done" if any(one.state == "done" for one in known) else "unreached",
            started_at=scene.at,
            ended_at=datetime.now(UTC),
            findings=tuple(findings),
            exhibits=tuple(exhibits),
            checks=tuple(check.id for check in checks),
            scene=scene,
            importance=group.importance,
            tags=group.tags,
            asset=group.asset,
            members=group.members,
        )
