"""Facts about the target's clock: what each time service says of itself, and which services run.

One says that it is synchronised; the list of running services is the witness that nobody else keeps the time.
"""

from dataclasses import dataclass
from typing import Final

from collectors.base import FactKind


@dataclass(frozen=True, slots=True)
class TimeSource:
    """What one time service says. ``offset_seconds`` is the target's clock minus the reference.

    ``is_answering``: its tool reached it. ``is_own_clock``: it follows the machine's own clock, which proves nothing.
    ``reference_age_seconds``: since the reference was last heard. None is what it does not tell.
    """

    service: str
    is_answering: bool
    is_synchronised: bool = False
    is_own_clock: bool = False
    reference: str = ""
    stratum: int | None = None
    offset_seconds: float | None = None
    reference_age_seconds: float | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class KernelClock:
    """What systemd tells of the kernel's clock: whether anything disciplines it, and timesyncd's offset if that does."""

    is_synchronised: bool
    time_zone: str = ""
    offset_seconds: float | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class TimeServices:
    """Running services that set clocks, by process name.

    ``is_whole``: process 1 was in the list, so it was not only our own. ``container_marks``: files that mark a container.
    ``vmware`` is what VMware's tools say of their time synchronisation, empty where they are not installed.
    """

    names: tuple[str, ...]
    is_whole: bool
    utc_offset_seconds: int
    container_marks: tuple[str, ...] = ()
    vmware: str = ""


SETTERS: Final = ("chronyd", "ntpd", "systemd-timesyn")
"""Process names (at most 15 characters) of the services whose state we know how to ask."""


@dataclass(frozen=True, slots=True)
class Clock:
    """All that was told of the clock: which services run, and what each that can be asked says.

    The running services decide who is believed: a tool without its service, and a service without an answer, prove nothing.
    """

    services: TimeServices
    chrony: TimeSource | None = None
    ntpd: TimeSource | None = None
    kernel: KernelClock | None = None

    @property
    def setters(self) -> tuple[str, ...]:
        """Those that run of the services that we can ask."""
        return tuple(name for name in SETTERS if name in self.services.names)

    def told_by(self, setter: str) -> TimeSource | None:
        """What a running service says of itself; None where nobody could tell."""
        if setter == "systemd-timesyn":
            if self.kernel is None:
                return None
            return TimeSource(
                "systemd-timesyncd",
                is_answering=True,
                is_synchronised=self.kernel.is_synchronised,
                offset_seconds=self.kernel.offset_seconds,
                quote=self.kernel.quote,
            )
        source = self.chrony if setter == "chronyd" else self.ntpd
        return source if source and source.is_answering else None


CHRONY_TRACKING: Final = FactKind[TimeSource]("chrony_tracking")
NTP_PEERS: Final = FactKind[TimeSource]("ntp_peers")
KERNEL_CLOCK: Final = FactKind[KernelClock]("kernel_clock")
TIME_SERVICES: Final = FactKind[TimeServices]("time_services")
CLOCK: Final = FactKind[Clock]("clock")
