"""What a quarterly document is made of: the round, and all that is worked out from it once and read by every part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from checks.acceptance import Acceptance, Accepted, accepted_on
from checks.base import LEVEL_WORDS, Level, Measured
from checks.manual.checklist import CHECKLIST
from checks.result import UNASKED, CatalogueRow, Inspection, TargetResult
from checks.standards import Standard, moved
from checks.subjects import subject_words
from config.own import PREFIXES
from config.site import Site, Target
from config.text import Text, render
from reports.documents.answers import Pair, pairs
from reports.documents.compare import Comparison, compare
from reports.documents.conditions import RISKS, Condition, conditions
from reports.documents.kinds import ORIGINS
from reports.documents.model import NOTHING, Words, fact, say
from reports.documents.score import Assessment, assess, assess_pairs, weights, worst_levels
from reports.record.hand import Hand
from reports.record.period import Period
from reports.record.problems import Key
from reports.record.register import Version
from reports.record.self_care import SelfCare

Series = Mapping[tuple[str, str, str, str], Sequence[tuple[datetime, float]]]
"""By (target, check, subject, measure): (when, value), oldest first."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one quarterly document is about, loaded and handed in by whoever has the store.

    ``number`` is the document's own, such as XJ-customer-2026Q4-001; ``quarter`` such as 2026Q4. ``logo`` is a PNG or JPEG.
    """

    inspection: Inspection
    made_at: datetime
    number: str
    quarter: str
    previous: Inspection | None = None
    previous_number: str = ""
    series: Series = field(default_factory=dict)
    trends: Mapping[str, Measured] = field(default_factory=dict)
    """By each check that forecasts, the measures that it reads."""
    logo: bytes = b""
    accepted: tuple[Acceptance, ...] = ()
    """The risks that the customer accepted, those among them that have ended."""
    inspections: tuple[tuple[str, str], ...] = ()
    """Those that it is made of, with their seals."""
    previous_note: Text | None = None
    """What kind of document the last round has: none issued, or which one was signed."""
    earlier: tuple[Version, ...] = ()
    """The versions of this document before it, as the register has them."""
    is_numbered: bool = False
    """Whether ``number`` is the register's, with the version in it."""
    hand: Hand = field(default_factory=Hand)
    """What was typed into documents by hand."""
    standard: Standard | None = None
    """Both rounds by one program and one set of limits; ``previous`` is then told under today's names of checks."""
    care: SelfCare | None = None
    """How the program itself did since the last round."""
    record: Period | None = None
    """What the service record holds of the time since the last round."""


@dataclass(frozen=True)
class Material:
    """A round with what follows from it. Every figure of the document comes from here."""

    round: Round
    site: Site
    language: str
    pairs: tuple[Pair, ...]
    before: tuple[Pair, ...] | None
    assessment: Assessment
    comparison: Comparison
    conditions: tuple[Condition, ...]

    @property
    def inspection(self) -> Inspection:
        """The inspection the document is about."""
        return self.round.inspection

    @cached_property
    def accepted(self) -> Accepted:
        """The accepted risks as they count on the day of the document."""
        return accepted_on(self.round.accepted, self.local(self.round.made_at).date())

    @cached_property
    def rows(self) -> dict[str, CatalogueRow]:
        """The catalogue of the inspection by check."""
        return {row.check: row for row in self.inspection.catalogue}

    @cached_property
    def results(self) -> dict[str, TargetResult]:
        """The results by target."""
        return {result.target: result for result in self.inspection.targets}

    @cached_property
    def assets(self) -> dict[str, Target]:
        """The contract's assets by target."""
        return {target.id: target for target in self.site.targets}

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Every target of the document, assets first."""
        return tuple(dict.fromkeys((*self.assets, *self.results)))

    @cached_property
    def unasked(self) -> tuple[Pair, ...]:
        """The targets that this version has no way to inspect, each as the one pair that stands for all of it."""
        return tuple(pair for pair in self.pairs if pair.check == UNASKED or self._is_without_form(pair))

    def _is_without_form(self, pair: Pair) -> bool:
        return pair.check == CHECKLIST.id and self.results[pair.target].state == "unasked"

    @property
    def checks_known(self) -> int:
        """How many kinds of our checks this round made, as the README counts them.

        What stands for a target that cannot be asked is none; the operator's own are his.
        """
        return sum(check != UNASKED and not check.startswith(PREFIXES) for check in self.rows)

    @cached_property
    def score_then_and_now(self) -> tuple[Assessment, Assessment] | None:
        """Both rounds over the pairs both knew; None for a first round or with nothing in common."""
        if self.before is None or self.round.previous is None:
            return None
        shared = {(p.target, p.check) for p in self.before} & {(p.target, p.check) for p in self.pairs}
        if self.round.standard is not None:
            shared -= moved(self.round.standard)
        if not shared:
            return None
        weigh = weights(self.inspection, self.site)
        can_be = worst_levels(self.round.previous) | worst_levels(self.inspection)
        then, now = (
            assess_pairs([p for p in side if (p.target, p.check) in shared], can_be, weigh)
            for side in (self.before, self.pairs)
        )
        return then, now

    def say(self, text: Text, *, tone: str = "", is_strong: bool = False) -> Words:
        """Put a Text into the document's language."""
        return say(text, self.language, tone=tone, is_strong=is_strong)

    def level(self, level: Level) -> Words:
        """A level by word and shape."""
        return self.say(LEVEL_WORDS[level], tone=level.value)

    def risk(self, level: Level) -> Words:
        """The risk of a problem of this level, by word and shape."""
        tone, word = RISKS[level]
        return self.say(word, tone=tone)

    def title(self, check: str) -> Words:
        """A check's title; its id where the catalogue does not know it."""
        return self.say(self.rows[check].title) if check in self.rows else fact(check)

    def id_of(self, check: str) -> Words:
        """A check's id; nothing of what is no check."""
        return NOTHING if check == UNASKED else fact(check)

    def subject(self, check: str, subject: str) -> Words:
        """A subject as a person reads it; nothing where it is the target itself."""
        return self.say(subject_words(check, subject)) if subject else NOTHING

    def what(self, check: str, subject: str) -> Words:
        """A check with the subject of it that is meant, in one cell."""
        title, its = self.title(check), self.subject(check, subject)
        if its is NOTHING:
            return title
        opening, closing = ("（", "）") if self.language == "zh_CN" else (" (", ")")
        return Words(f"{title.text}{opening}{its.text}{closing}", is_fact=title.is_fact or its.is_fact)

    def asset(self, target: str) -> Mapping[str, str]:
        """What the contract's list says of a target; the configuration's word before the result's."""
        said = dict(self.results[target].asset) if target in self.results else {}
        return said | dict(self.assets[target].asset if target in self.assets else {})

    def day(self, at: datetime) -> str:
        """A moment's date at the site."""
        return self.local(at).date().isoformat()

    def minute(self, at: datetime | None) -> Words:
        """A moment to the minute at the site."""
        return fact(f"{self.local(at):%Y-%m-%d %H:%M}") if at else Words("—")

    def seen_at(self, pair: Pair) -> Words:
        """When a pair's evidence was taken: to the minute by a session; by whom and on which day where none took it."""
        origin = ORIGINS.get(pair.origin)
        if origin is None or pair.at is None:
            return self.minute(pair.at)
        at = next((finding.at for finding in pair.findings if finding.at), pair.at)
        return Words(f"{self.day(at)} {render(origin, self.language)}")

    def kind_of(self, target: str) -> str:
        """The kind of a target, as its result or else the contract's list says."""
        return self.results[target].kind if target in self.results else self.assets[target].kind

    @cached_property
    def recurred(self) -> frozenset[Key]:
        """The problems that had been settled and came back in this round, as the ledger knows them."""
        known, since = self.round.record.problems if self.round.record else {}, self.inspection.started_at
        return frozenset(key for key, one in known.items() if one.recurred_at is not None and one.recurred_at >= since)

    def local(self, at: datetime) -> datetime:
        """A moment by the clock of the site."""
        return at.astimezone(self._zone)

    @cached_property
    def _zone(self) -> tzinfo | None:
        known = self.site.timezone or next((result.scene.timezone for result in self.inspection.targets), "")
        return ZoneInfo(known) if known else self.round.made_at.tzinfo


def gather(round_: Round, site: Site, language: str) -> Material:
    """Work out everything that more than one part of the document says."""
    now = pairs(round_.inspection, site)
    before = pairs(round_.previous, site) if round_.previous else None
    comparison = compare(now, before, (round_.inspection, round_.previous), round_.standard)
    rows = {row.check: row for row in round_.inspection.catalogue}
    found = conditions(now, rows, None if comparison.is_first else comparison.of())
    return Material(round_, site, language, now, before, assess(round_.inspection, site), comparison, found)
