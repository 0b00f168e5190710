"""A store's connection: its transactions, and what is wrong with what they read."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import sqlalchemy as sa

from agent.store.engine import reading, writing
from agent.store.packing import ChangedError
from agent.store.values import StoreError, Trouble


class Connected:
    """What every part of the open store stands on."""

    def __init__(self, engine: sa.Engine, place: str) -> None:
        self.place = place
        self._engine = engine
        self._turn = threading.Lock()  # SQLite's own waiting polls; within the process we queue

    @property
    def engine(self) -> sa.Engine:
        """For what is done to a store as a whole, as it is copied and purged."""
        return self._engine

    def _reading(self) -> AbstractContextManager[sa.Connection]:
        return reading(self._engine, self.place)

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._turn, writing(self._engine, self.place) as connection:
            yield connection

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        try:
            yield
        except ChangedError as error:
            raise StoreError(Trouble.DAMAGED, self.place, str(error)) from error
