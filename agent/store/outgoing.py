"""What the open store holds of what is to leave: the outbox, and who is sending."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa

from agent.store import leases, outbox
from agent.store.connected import Connected
from agent.store.process import Owner, is_alive, myself
from agent.store.tables import LEASES
from reports.record.outbox import After, Piece, State


class Outgoing(Connected):
    """The part of the open store that knows what is to leave, and how far it came."""

    def put_out(self, new: Iterable[Piece]) -> int:
        """Put pieces into the outbox, each once by its key; give how many were new."""
        with self._writing() as connection:
            return outbox.put(connection, new, datetime.now(UTC))

    def outbox(self, channel: str = "", states: Collection[State] = ()) -> tuple[Piece, ...]:
        """Give what is in the outbox, the oldest first; of a channel, in some states."""
        with self._reading() as connection:
            return outbox.pieces(connection, channel, states)

    def told_since(self, channel: str) -> datetime:
        """Since when a channel is told of what happens: since this store met it first."""
        with self._writing() as connection:
            return outbox.told_since(connection, channel, datetime.now(UTC))

    def begin_sending(self, key: str) -> Piece | None:
        """Write that an attempt begins, before anything is sent; None where it is no longer waiting."""
        with self._writing() as connection:
            return outbox.begin(connection, key, datetime.now(UTC))

    def handed_over(self, key: str) -> None:
        """Write that from now on it may arrive though nobody answers."""
        with self._writing() as connection:
            outbox.handed(connection, key, datetime.now(UTC))

    def end_sending(self, key: str, made: After) -> None:
        """Write what became of an attempt."""
        with self._writing() as connection:
            outbox.end(connection, key, made, datetime.now(UTC))

    def recover_outbox(self, channel: str) -> int:
        """Put back what a dead process was sending; the caller holds the channel (``hold_channel``)."""
        with self._writing() as connection:
            return outbox.recover(connection, channel, datetime.now(UTC))

    def hold_back(self, channel: str, until: datetime) -> None:
        """Let nothing of a channel be tried before a moment: the trouble is the channel's."""
        with self._writing() as connection:
            outbox.hold_back(connection, channel, until)

    def retry_outbox(self, keys: Collection[str]) -> int:
        """Send anew what was given up, withdrawn or waits; give how many that were."""
        with self._writing() as connection:
            return outbox.retry(connection, keys, datetime.now(UTC))

    def withdraw_outbox(self, keys: Collection[str]) -> int:
        """Take back what was not delivered; give how many that were."""
        with self._writing() as connection:
            return outbox.withdraw(connection, keys, datetime.now(UTC))

    def hold_channel(self, channel: str, seconds: float) -> str:
        """Become the one process that sends on a channel, for at most so long; give the holder's name, "" where another is.

        What a process held that is dead by now is taken over at once.
        """
        holder, name = json.dumps(asdict(myself()), sort_keys=True), _lease(channel)
        with self._writing() as connection:
            row = connection.execute(sa.select(LEASES).where(LEASES.c.target == name)).mappings().one_or_none()
            if row is not None and row["holder"] != holder and self._is_dead(row["holder"]):
                leases.release(connection, name, row["holder"])
            return holder if leases.take(connection, name, holder, seconds) else ""

    def release_channel(self, channel: str, holder: str) -> None:
        """Let another process send on a channel."""
        with self._writing() as connection:
            leases.release(connection, _lease(channel), holder)

    def _is_dead(self, holder: str) -> bool:
        try:
            owner = Owner(**json.loads(holder))
        except (ValueError, TypeError):
            return False
        return not is_alive(owner, 0.0, is_shared=self._engine.dialect.name != "sqlite")


def _lease(channel: str) -> str:
    """A lease's name that no target's id can be: those hold no colon."""
    return f"outbox:{channel}"
