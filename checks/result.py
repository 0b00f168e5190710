"""What one inspection says: plain values that the store keeps and the documents read.

An ``Inspection`` holds one ``TargetResult`` a target. Both are immutable once committed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from checks.base import Exhibit, Finding, Scene
from collectors.base import Unseen
from config.limits import Rule
from config.text import Text

UNASKED: Final = "inspection"
"""Stands where a check's id would, of a target that no check has a way to look at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the run log: what was sent to a target, what came back. ``state`` is ok or a Reason's value."""

    id: str
    ask_digest: str
    command: str
    state: str
    seconds: float = 0.0
    """On the target's clock, all its runs together."""
    cpu_seconds: float = 0.0
    """Of the target's processors."""
    evidence: str = ""
    """sha256 of the evidence; empty where nothing came back."""
    evidence_bytes: int = 0
    values: tuple[str, ...] = ()
    """Values of its parameters; for a follow-up, its items."""
    unseen: Unseen | None = None
    """Why nothing came back, where nothing did."""


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A check as it stood in this inspection; ``limits`` are (field, value, unit, origin)."""

    check: str
    title: Text
    area: str
    reads: Text
    remedy: Text
    worst: str
    limits: tuple[tuple[str, str, str, str], ...] = ()
    clause: str = ""
    definition: str = ""
    """Of a check that the operator wrote himself, what it was made of: a replay makes it again."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What facts were judged beside: an earlier inspection or a baseline, when its evidence was taken, and which."""

    inspection: str
    at: datetime
    evidence: tuple[str, ...] = ()
    by: str = ""
    """Who confirmed it as what should be; "" where it is only the inspection before."""
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TargetResult:
    """All that one inspection says of one target; one compressed document in the store.

    ``state``: done (asked and judged), unreached (no session), cut_off (given up at its deadline), unasked (this version
    has no way to ask such a target).
    ``asset`` is what the operator wrote of it (serial, model, location, warranty_ends_on, owner, name).
    ``identity`` is whom we met (machine-id:..., hostkey:...); ``about`` what the target says of itself (os, kernel, host).
    """

    target: str
    kind: str
    platform: str
    address: str
    state: str
    started_at: datetime
    ended_at: datetime
    findings: tuple[Finding, ...]
    exhibits: tuple[Exhibit, ...] = ()
    asked: tuple[Asked, ...] = ()
    checks: tuple[str, ...] = ()
    """The checks that were expected of it."""
    session_error: Unseen | None = None
    """Why there was no session, or why it ended early."""
    scene: Scene = field(default_factory=Scene)
    """What the judges knew without asking; replay judges under the same."""
    importance: str = "normal"
    tags: tuple[str, ...] = ()
    asset: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    transport: Mapping[str, str] = field(default_factory=dict)
    """How its session went, by name; ``origin`` says who answered where no session did: form (by hand), told (by phone)."""
    members: tuple[str, ...] = ()
    """Of a group, the ids of its members, on whose evidence it was judged; it was asked nothing itself."""
    compared_with: Mapping[str, Compared] = field(default_factory=dict)
    """By check, the earlier inspection whose facts it was compared with; replay takes the same."""
    completed_by: Mapping[str, str] = field(default_factory=dict)
    """In a completed view: by check, the later inspection whose answer stands here."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One run over targets. ``state``: running, done, cut_off. ``seal`` chains it to the one before."""

    id: str
    purpose: str
    tool_version: str
    started_at: datetime
    ended_at: datetime | None
    state: str
    targets: tuple[TargetResult, ...] = ()
    catalogue: tuple[CatalogueRow, ...] = ()
    seal: str = ""
    previous_seal: str = ""
    rules: tuple[Rule, ...] = ()
    """The operator's limits as they stood; replay judges by them."""
    completes: str = ""
    """The inspection whose UNKNOWNs this one asked again."""
    expected: tuple[str, ...] = ()
    """The ids of the targets that were to be inspected."""
    config_digest: str = ""
    customer: str = ""
    """Whose machines these are, as the configuration said; a document never joins those of two customers."""
    defects: tuple[Text, ...] = ()
    """Defects of our own side: plug-ins that could not be loaded, whose checks were not made."""
    footprint: Mapping[str, float] = field(default_factory=dict)
    """What we cost: cpu_seconds, children_cpu_seconds, rss_bytes, wall_seconds."""


def finding_id(target: str, check: str, subject: str) -> str:
    """Name a finding for people: ten hex digits of its identity, the same in every inspection."""
    return sha256(f"{target}\0{check}\0{subject}".encode("utf-8", "backslashreplace")).hexdigest()[:10]
