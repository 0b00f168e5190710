"""The shape of a session: it carries questions to one target and brings evidence back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from collectors.base import Question, SessionError
from collectors.sessions.notices import Cost

Aside = Callable[[], AbstractContextManager[object]]
"""Makes a block in which a session only waits for a moment to come: another target is asked meanwhile."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one target may cost: seconds in all for one round of asks, seconds to connect."""

    total_seconds: int = 240
    connect_seconds: int = 15
    sample_seconds: int = 5
    """The least time between the two samples of a rate."""


class Session(Protocol):
    """One session with one target. ``connect`` and ``ask`` raise SessionError; ``close`` is called from any thread."""

    def connect(self) -> None:
        """Reach the target and prove whom we met."""

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Carry one round; yield each question with its evidence, or why there is none, as they come."""

    def close(self) -> None:
        """End it at once, whatever it is doing."""

    @property
    def transport(self) -> Mapping[str, str]:
        """What the session knows of its own way: host_key, key_exchange, cipher, clock_offset_seconds ..."""

    @property
    def costs(self) -> Sequence[Cost]:
        """What each frame of the last round cost the target; several frames of one question (items, samples) add up."""
