"""Facts of a device beside since when it runs: what a restart begins anew is compared only with that in view."""

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from collectors.base import FactKind, Listing, Unseen
from collectors.facts.devices.loads import Memory
from collectors.facts.devices.topology import BgpPeer

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class SinceStart(Generic[R]):
    """Facts, and how long the device runs when it told them; None where it does not tell that.

    ``is_start_lost``: it was asked how long it runs, and the answer was not had.
    """

    facts: Listing[R]
    up_seconds: float | None
    is_start_lost: bool = False

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What of the facts was not seen."""
        return self.facts.unseen


@dataclass(frozen=True, slots=True)
class Start:
    """How long a device runs, and why it last started: the device's own words, "" where it tells none."""

    up_seconds: float | None
    reason: str = ""


MEMORY_LEVELS: Final = FactKind[SinceStart[Memory]]("network.memory_levels")
BGP_SESSIONS: Final = FactKind[SinceStart[BgpPeer]]("network.bgp_sessions")
RESTART_REASON: Final = FactKind[str]("network.restart_reason")
"""Why it last started, as one line of the device's own words."""
STARTS: Final = FactKind[Start]("network.starts")
