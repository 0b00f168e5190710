"""How grave a failed security check is: by its kind, the asset's protection level, and what is declared to mitigate it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from checks.base import Finding, Level, Scene
from checks.security.standards.mapping import HIGH, MIDDLE, ROWS
from config.said import Mitigation
from config.text import Text

ASSUMED_LEVEL: Final = 3
"""The protection level that is judged by where the asset's entry names none: the stricter of the two that are usual."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the guide to high-risk judgements: from which protection level, and what lowers it, any one of them."""

    number: str
    from_level: int
    lowered_by: tuple[str, ...] = ()


GUIDE: Final[Mapping[str, Entry]] = {
    one.number: one
    for one in (
        Entry("6.3.1.1", 2),
        Entry("6.4.1.1", 2, ("local-login-only", "mfa")),
        Entry("6.4.1.2", 2, ("mfa",)),
        Entry("6.4.1.3", 3, ("mfa",)),
        Entry("6.4.2.1", 2),
        Entry("6.4.3.1", 2, ("access-limited",)),
        Entry("6.4.4.1", 2, ("no-internet-other-means",)),
        Entry("6.4.5.1", 3),
        Entry("6.4.6.1", 3, ("replicas",)),
        Entry("6.5.1.2", 3),
    )
}
"""Numbers, levels and mitigations: the digest of the guide of 2020 (trial version); its print was not read."""
_ROWS: Final = {check: (usual, entry) for check, usual, entry, _references in ROWS}


def entry_of(check: str) -> Entry | None:
    """The entry of the guide that a check's failure falls under."""
    _usual, number = _ROWS[check]
    return GUIDE.get(number)


def mitigation_of(check: str, scene: Scene) -> Mitigation | None:
    """What was declared of the asset that lowers a check's failure, and still holds on the day of the evidence."""
    entry = entry_of(check)
    if entry is None:
        return None
    on = scene.at.date()
    valid = (one for one in scene.mitigations if one.until is None or one.until >= on)
    return next((one for one in valid if one.what in entry.lowered_by), None)


def level_of(check: str, scene: Scene) -> Level:
    """How grave a failure of ``check`` is on this asset.

    What the guide names is high from its level on; below it, or where it is mitigated, a middle one.
    """
    usual, _number = _ROWS[check]
    entry = entry_of(check)
    if entry is None:
        return usual
    is_named = (scene.dengbao or ASSUMED_LEVEL) >= entry.from_level
    return HIGH if is_named and mitigation_of(check, scene) is None else MIDDLE


def worst_of(check: str) -> Level:
    """The gravest that a check can give."""
    usual, number = _ROWS[check]
    return HIGH if number else usual


def failed(  # noqa: PLR0913 - as a Finding is made
    check: str,
    scene: Scene,
    subject: str,
    summary: Text,
    *,
    observed: Text | None = None,
    expected: Text | None = None,
    quote: str = "",
    measures: Mapping[str, float] | None = None,
    most: Level = HIGH,
) -> Finding:
    """A failed subject, as grave as the check's failure is here; ``most`` bounds it where this one is less than others."""
    order = (Level.NOTICE, Level.WARN, Level.CRITICAL)
    level = min(level_of(check, scene), most, key=order.index)
    return Finding(subject, level, summary, observed, expected, quote, measures or {})
