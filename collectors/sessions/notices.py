"""What a round says beside its answers: its clock, its rights, what each frame cost the target."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Begin:
    """What the script says first: the target's clock (seconds since 1970) and uptime, seconds."""

    epoch_seconds: float
    resolution_seconds: float


@dataclass(frozen=True, slots=True)
class Ready:
    """What the script may do (as root, with sudo), its private folder, and the shell that runs it."""

    is_root: bool
    has_sudo: bool
    folder: str
    shell: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What one frame cost the target: seconds on the clock and of its processors."""

    id: str
    seconds: float
    cpu_seconds: float


Notice = Callable[[Begin | Ready | Cost], None]
