"""What the security report is made of: the round's material, and how each clause stands by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checks.base import Finding, Scene
from checks.security.grades import ASSUMED_LEVEL
from checks.security.standards.conformity import Looked, Row, points, rows
from checks.security.standards.level_two import NUMBERS
from checks.security.standards.references import REFERENCES
from checks.security.standards.verdicts import VERDICT_LEVELS, VERDICT_WORDS, Verdict, together
from config.clauses import point_of
from config.site import Target
from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import Words, fact


@dataclass(frozen=True)
class Matter:
    """A security round with what follows from it."""

    material: Material

    @property
    def language(self) -> str:
        """The document's language."""
        return self.material.language

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""
        return self.material.say(text, tone=tone, is_strong=is_strong)

    def verdict(self, verdict: Verdict) -> Words:
        """A verdict by word and shape."""
        return self.say(VERDICT_WORDS[verdict], tone=VERDICT_LEVELS[verdict].value)

    @cached_property
    def today(self) -> date:
        """The day of the document at the site."""
        return date.fromisoformat(self.material.day(self.material.round.made_at))

    @cached_property
    def looked(self) -> Mapping[str, Looked]:
        """By target, every asset with its level and what its checks found; of checks that speak to no standard nothing."""
        found: dict[str, dict[str, tuple[Finding, ...]]] = {}
        for pair in self.material.pairs:
            checks = found.setdefault(pair.target, {})
            if pair.check in REFERENCES:
                checks[pair.check] = pair.findings
        return {target: Looked(target, self.level_of(target), checks) for target, checks in found.items()}

    @property
    def assets(self) -> tuple[Looked, ...]:
        """The same, in the order of the document."""
        return tuple(self.looked.values())

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """How each clause stands."""
        return rows(self.assets, self.material.site.declared, self.today)

    @cached_property
    def points(self) -> Mapping[str, tuple[Row, ...]]:
        """The same by control point."""
        return points(self.rows)

    def of_point(self, point: str) -> Verdict:
        """How a control point stands."""
        return together(row.verdict for row in self.points[point])

    def declared_level(self, target: str) -> int | None:
        """The protection level that an asset's entry names, else that it was judged by; None where nobody named one."""
        known = self.material.assets.get(target)
        if known is not None and known.dengbao is not None:
            return known.dengbao
        return self.material.results[target].scene.dengbao if target in self.material.results else None

    def level_of(self, target: str) -> int:
        """The protection level that an asset is judged by."""
        return self.declared_level(target) or ASSUMED_LEVEL

    def profile_of(self, target: str) -> str:
        """The security profile of an asset."""
        return self.material.site.profile_of(self.material.assets.get(target) or Target(target))

    def scene_of(self, target: str) -> Scene:
        """What its judges knew of an asset; of one without a result nothing."""
        return self.material.results[target].scene if target in self.material.results else Scene()

    @cached_property
    def is_level_two(self) -> bool:
        """Whether no asset is held to level 3."""
        return bool(self.assets) and all(asset.level < ASSUMED_LEVEL for asset in self.assets)

    def numbers(self, clauses: Iterable[str]) -> Words:
        """Several numbers in one cell, each once."""
        return Words(" ".join(dict.fromkeys(self.number(clause).text for clause in clauses)), is_fact=True)

    def number(self, clause: str) -> Words:
        """A clause's number; at a site of level 2 that of its control point there, where it was seen."""
        if not self.is_level_two:
            return fact(clause)
        known = NUMBERS.get(point_of(clause))
        return fact(known) if known else self.say(_("(number unverified)"))
