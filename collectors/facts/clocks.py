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


@dataclass(frozen=True, slots=True)
class Clock:
    """All that was told of the clock. ``unseen`` says which answers failed, beyond tools that are not installed."""

    sources: tuple[TimeSource, ...]
    kernel: KernelClock | None
    services: TimeServices | None
    unseen: tuple[str, ...] = ()

    @property
    def gap(self) -> str:
        """Why "not synchronised" is not proven: an answer is missing, or a service runs whose state nobody told."""
        if self.unseen:
            return "; ".join(self.unseen)
        if any(one.is_answering for one in self.sources):
            return ""
        if self.services is None or not self.services.is_whole:
            return "ps"
        return ", ".join(name for name in self.services.names if not self._is_told(name))

    def _is_told(self, name: str) -> bool:
        """The kernel's own state covers timesyncd; VMware's tools tell of themselves."""
        if "timesyn" in name:
            return self.kernel is not None
        return name == "vmtoolsd" and bool(self.services and self.services.vmware)


CHRONY_TRACKING: Final = FactKind[TimeSource]("chrony_tracking")
NTP_PEERS: Final = FactKind[TimeSource]("ntp_peers")
KERNEL_CLOCK: Final = FactKind[KernelClock]("kernel_clock")
TIME_SERVICES: Final = FactKind[TimeServices]("time_services")
CLOCK: Final = FactKind[Clock]("clock")
