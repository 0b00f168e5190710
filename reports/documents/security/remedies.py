"""Which remedies a security round calls for: each card once, with the targets that need it and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from checks.base import Finding, Level
from checks.security import CARDS
from checks.security.shape import Card
from checks.security.standards.verdicts import FAILED
from config.site import Site
from config.text import Text
from reports.documents.compare import PROBLEMS
from reports.documents.material import Material, Round, gather
from reports.documents.model import Words


@dataclass(frozen=True, slots=True)
class Remedy:
    """One card and where it is needed. ``number`` is its name in this list (H01)."""

    number: str
    check: str
    card: Card
    level: Level
    found: Mapping[str, tuple[Finding, ...]]
    """By target, the failures that it mends."""


@dataclass(frozen=True)
class Remedies:
    """What the list is made of."""

    material: Material
    remedies: tuple[Remedy, ...]

    @property
    def language(self) -> str:
        """The document's language."""
        return self.material.language

    @property
    def number(self) -> str:
        """The list's own, after that of the security report."""
        return self.material.round.number

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets that need any, in the order of the site."""
        needed = {target for one in self.remedies for target in one.found}
        return tuple(target for target in self.material.targets if target in needed)

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""
        return self.material.say(text, tone=tone, is_strong=is_strong)

    def of_target(self, target: str) -> tuple[Remedy, ...]:
        """The remedies that a target needs."""
        return tuple(one for one in self.remedies if target in one.found)


def remedies_of(
    round_: Round, site: Site, language: str, targets: Sequence[str] = (), cards: Mapping[str, Card] = CARDS
) -> Remedies:
    """What the failures of a security round need, the gravest first; of some targets, where any are named."""
    material = gather(replace(round_, number=round_.number if round_.is_numbered else f"{round_.number}-H"), site, language)
    found: dict[str, dict[str, tuple[Finding, ...]]] = {}
    for pair in material.pairs:
        failed = tuple(finding for finding in pair.findings if finding.level in FAILED)
        if failed and pair.check in cards and (not targets or pair.target in targets):
            found.setdefault(pair.check, {})[pair.target] = failed
    graded = [(min((f.level for of in by.values() for f in of), key=PROBLEMS.index), check) for check, by in found.items()]
    order = {row.check: place for place, row in enumerate(material.inspection.catalogue)}
    graded.sort(key=lambda one: (PROBLEMS.index(one[0]), order.get(one[1], len(order))))
    return Remedies(
        material,
        tuple(
            Remedy(f"H{place:02}", check, cards[check], level, found[check])
            for place, (level, check) in enumerate(graded, 1)
        ),
    )


def several(of: Remedies, found: tuple[Finding, ...]) -> str:
    """What was found, one after another."""
    return ("；" if of.language == "zh_CN" else "; ").join(of.say(finding.summary).text for finding in found)
