"""What a seeded fault is: a healthy recorded answer, what is changed in it, and what is then true of the machine.

The truth is written by hand beside the change, from the source of the check's limit; nothing here reads what our own
program once said of an answer (``facts.json``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from agent.past import Series
from checks.base import Scene
from tests.house.recall.tables import Rows
from tests.house.recall.varbinds import Objects

AT = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of one answer: ``old`` stands there exactly once (``times`` times) and becomes ``new``.

    ``part`` is "" (the answer), "earlier" (the first of two samples) or an item of a walk. ``of`` is a collector; "" is
    that of the first case. ``member`` is a member of a group.
    """

    old: str
    new: str
    part: str = ""
    of: str = ""
    member: str = ""
    times: int = 1


Edits = Edit | Rows | Objects
"""A change as it is applied: of a place, of rows of a table, of a device's objects."""
Change = tuple[str, str] | tuple[str, str, str] | Edits
"""(old, new), (part, old, new), or the whole."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One answer that was seeded. ``truth`` is the exact level by subject; empty is healthy."""

    what: str
    edits: tuple[Edits, ...] = ()
    truth: Mapping[str, str] = field(default_factory=dict)
    instead: tuple[str, ...] = ()
    """Recorded cases that take the place of the base's, of the same collectors."""
    series: Series = field(default_factory=dict)
    """For a trend: the points that were kept, by (subject, measure)."""
    is_compared: bool = True
    """Whether there is a then, or a baseline."""


@dataclass(frozen=True, slots=True)
class Seeding:
    """A check, the healthy recorded cases it is looked at with (``collector/case``), and the variations of them."""

    check: str
    base: tuple[str, ...]
    variations: tuple[Variation, ...]
    mend: tuple[Edits, ...] = ()
    """What is changed in every answer first, where no recorded case is healthy throughout."""
    limits: Mapping[str, object] = field(default_factory=dict)
    scene: Scene = field(default_factory=lambda: Scene(at=AT))
    platform: str = "linux"
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a check of a group: its members' cases."""
    days: float = 0.0
    """For a change: how long before the round the untouched answers were had, or confirmed as the baseline."""


def _edit(change: Change) -> Edits:
    if isinstance(change, Edits):
        return change
    if len(change) == 2:
        return Edit(change[0], change[1])
    return Edit(change[1], change[2], part=change[0])


def fault(what: str, truth: Mapping[str, str], *changes: Change, instead: tuple[str, ...] = ()) -> Variation:
    """A fault, or several at once: ``truth`` says of which subject what level is right."""
    return Variation(what, tuple(map(_edit, changes)), truth, instead)


def healthy(what: str, *changes: Change, instead: tuple[str, ...] = ()) -> Variation:
    """Changed and still healthy: nothing may be said of it that is WARN or worse."""
    return Variation(what, tuple(map(_edit, changes)), {}, instead)


UNTOUCHED = healthy("as recorded")
