"""What the open store holds of the schedules: what came due, and how far each step of it is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from agent.schedule.ledger import Known, State, Step
from agent.store import occasions
from agent.store.connected import Connected


class Timed(Connected):
    """The part of the open store that the daemon keeps its ledger in."""

    def meet_schedules(self, timings: Mapping[str, str], now: datetime, ahead: datetime) -> int:
        """Write since when each schedule counts, by the digest of its times, and mark what lies after ``ahead`` as void.

        Give how many rows were void: they were written under a clock that was ahead.
        """
        with self._writing() as connection:
            occasions.meet(connection, timings, now, ahead)
            return occasions.void(connection, now, ahead)

    def known_occasions(self, ahead: datetime) -> Known:
        """What is open, and how far each schedule was dealt with up to ``ahead``."""
        with self._reading() as connection:
            return occasions.known(connection, ahead)

    def write_occasions(self, new: Iterable[Step], changed: Iterable[Step]) -> None:
        """Write what begins, each once, and what was given up, in one transaction."""
        with self._writing() as connection:
            occasions.add(connection, new)
            for one in changed:
                occasions.change(connection, one, {State.WAITING})

    def change_step(self, changed: Step, was: Collection[State]) -> bool:
        """Write how far a step is; False where another process was faster."""
        with self._writing() as connection:
            return occasions.change(connection, changed, was)

    def refer_step(self, key: tuple[str, datetime, str], reference: str) -> None:
        """Write which inspection a step that runs is making."""
        with self._writing() as connection:
            occasions.refer(connection, key, reference)

    def void_occasions(self, begins: datetime) -> int:
        """How many rows of the ledger were found, since ``begins``, to be written under a clock that was ahead."""
        with self._reading() as connection:
            return occasions.void_count(connection, begins)

    def occasions(self, begins: datetime, ends: datetime) -> tuple[Step, ...]:
        """The steps of the occasions that came due from ``begins`` to before ``ends``, gaps among them."""
        with self._reading() as connection:
            return occasions.steps(connection, begins, ends)
