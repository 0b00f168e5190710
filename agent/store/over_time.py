"""What the open store tells over time: findings as they stand, changes of level, measures, bookmarks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from agent.store import bookmarks, findings, measures
from agent.store.connected import Connected
from agent.store.glance import Rows
from agent.store.measures import Key
from agent.store.values import LevelChange, Standing


class OverTime(Connected):
    """The part of the open store that looks along a target's years; it only reads."""

    def standing(self, target: str = "") -> tuple[Standing, ...]:
        """Findings as they stand, each with its level, since when, and the inspection that saw it last."""
        with self._reading() as connection:
            return tuple(findings.standing(connection, target))

    def find_finding(self, short: str) -> Standing:
        """Find a finding by the beginning of its ``finding_id``. Raises StoreError: none, or several."""
        with self._reading() as connection:
            return findings.find(connection, short, self.place)

    def history(self, target: str, check: str, subject: str) -> tuple[LevelChange, ...]:
        """Each change of a finding's level, the oldest first."""
        with self._reading() as connection:
            return findings.history(connection, target, check, subject)

    def every_history(self, target: str = "") -> dict[tuple[str, str, str], tuple[LevelChange, ...]]:
        """Each change of level by (target, check, subject), the oldest first; of one target or of all."""
        with self._reading() as connection:
            return findings.every_history(connection, target)

    def measures(
        self, target: str, check: str, subject: str, name: str, since: datetime | None = None
    ) -> list[tuple[datetime, float]]:
        """Give one measure over time, the oldest first."""
        with self._reading() as connection:
            return measures.points(connection, target, measures.Name(check, subject, name), since)

    def measures_of(self, target: str, check: str, since: datetime) -> dict[tuple[str, str], list[tuple[datetime, float]]]:
        """Give every measure of one check on a target since a moment, by (subject, name), the oldest first."""
        with self._reading() as connection:
            return measures.of_check(connection, target, check, since)

    def all_measures(
        self, since: datetime, is_wanted: Callable[[Key], bool] = lambda _key: True
    ) -> dict[Key, list[tuple[datetime, float]]]:
        """Give every measure since a moment (that is wanted), by (target, check, subject, name), the oldest first."""
        with self._reading() as connection:
            return measures.all_points(connection, since, is_wanted)

    def series_count(self) -> int:
        """How many measures are followed, over all targets."""
        with self._reading() as connection:
            return measures.series_count(connection)

    def bookmarks(self, target: str, schedule: str = "") -> dict[str, str]:
        """Give a schedule's bookmarks of a target, by collector."""
        with self._reading() as connection:
            return bookmarks.read(connection, target, schedule)

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """Run plain statements ("?" for a value) in one transaction that only reads: what ``glance`` asks."""
        mark = "?" if self._engine.dialect.name == "sqlite" else "%s"
        with self._reading() as connection:
            yield lambda statement, *values: connection.exec_driver_sql(statement.replace("?", mark), values).all()
