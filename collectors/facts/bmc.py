"""Facts about hardware as its own controllers see it: sensors, power supplies, health of parts, event logs."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from collectors.base import FactKind, Listing, Merge


class Presence(Enum):
    """Whether there is anything to judge at a place."""

    PRESENT = "present"
    ABSENT = "absent"  # the controller knows the place and says that nothing is in it
    DISABLED = "disabled"  # it is switched off, so nobody watches it
    SILENT = "silent"  # it gives no reading, and does not say why


class Verdict(Enum):
    """What the controller itself says of a thing. NONE: nothing, which is not OK."""

    OK = "ok"
    WARNING = "warning"
    CRITICAL = "critical"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits that a sensor carries, in its own unit; None where it has none."""

    lower_critical: float | None = None
    lower_warn: float | None = None
    upper_warn: float | None = None
    upper_critical: float | None = None


@dataclass(frozen=True, slots=True)
class Sensor:
    """One sensor. Identity: ``name``, the same over the years; ``title`` is for people.

    ``kind`` is temperature, fan, voltage, current, power, state or other; ``reading`` is in ``unit`` as the controller
    writes it (degrees C, RPM, percent, Volts ...). ``states`` are a discrete sensor's asserted states in IPMI's words.
    ``was_beyond``: it says that it has been beyond its limits, not that it is. ``by`` is who watches: bmc or kernel.
    """

    name: str
    title: str
    kind: str
    presence: Presence
    verdict: Verdict = Verdict.NONE
    reading: float | None = None
    unit: str = ""
    states: tuple[str, ...] = ()
    thresholds: Thresholds = Thresholds()
    was_beyond: bool = False
    by: str = "bmc"
    words: str = ""


@dataclass(frozen=True, slots=True)
class PowerPart:
    """A power supply (``kind`` supply) or what a controller says of redundancy (``kind`` redundancy). Identity: ``name``.

    ``states`` as in Sensor; ``reading_watts`` is what it delivers or draws, 0 in cold standby.
    """

    name: str
    title: str
    kind: str
    presence: Presence
    verdict: Verdict = Verdict.NONE
    states: tuple[str, ...] = ()
    reading_watts: float | None = None
    model: str = ""
    serial: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a machine with the health that its controller gives it. Identity: ``name``, its path.

    ``rollup`` is the worst of what lies below it. ``kind`` is the schema's word (Drive, Memory, NetworkAdapter ...).
    """

    name: str
    title: str
    kind: str
    presence: Presence
    verdict: Verdict
    rollup: Verdict = Verdict.NONE
    state: str = ""
    is_failure_predicted: bool = False
    life_left_ratio: float | None = None
    model: str = ""
    serial: str = ""
    firmware: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BmcEvent:
    """One entry of a controller's log. Identity: ``number`` within its log, which only grows until it is cleared.

    ``stamp`` is the controller's own clock as it prints it, ISO date first, "" where it had none; ``is_clock_set`` is
    False for a stamp before 2000. ``is_asserted`` None: it does not say. ``is_resolved``: the log itself calls it so.
    """

    number: int
    stamp: str
    is_clock_set: bool
    sensor: str
    event: str
    is_asserted: bool | None
    verdict: Verdict = Verdict.NONE
    is_resolved: bool = False
    detail: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class EventLog:
    """A controller's log, oldest entry first. Identity: ``name``.

    ``entries_count`` is how many it holds, of which ``events`` are the last. ``clock`` is the controller's date now, ISO,
    "" where it was not told; ``is_clock_set`` is False where that is no date, or one before 2000. ``overwrites``: a full
    log loses its oldest, None where it does not say.
    """

    name: str
    events: tuple[BmcEvent, ...]
    entries_count: int | None = None
    used_ratio: float | None = None
    has_overflowed: bool = False
    overwrites: bool | None = None
    clock: str = ""
    is_clock_set: bool | None = None

    @property
    def newest_number(self) -> int:
        """The high-water mark: what comes above it later is new. 0 for an empty log."""
        return max((one.number for one in self.events), default=0)


SENSORS: Final = FactKind[Listing[Sensor]]("sensors", Merge.UNION)
POWER_PARTS: Final = FactKind[Listing[PowerPart]]("power_parts")
PARTS: Final = FactKind[Listing[Part]]("parts")
EVENT_LOGS: Final = FactKind[Listing[EventLog]]("event_logs")
