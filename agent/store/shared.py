"""What the open store tells of an inspection that several processes work on."""

import sqlalchemy as sa

from agent.store.connected import Connected
from agent.store.inspections import RUNNING
from agent.store.tables import INSPECTIONS, TARGETS

_ONE: sa.BindParameter[str] = sa.bindparam("one")
_SINCE = (
    sa.select(TARGETS.c.target)
    .where(TARGETS.c.inspection == _ONE, TARGETS.c.number >= sa.bindparam("number"))
    .order_by(TARGETS.c.number)
)
_RUNS = sa.select(INSPECTIONS.c.id).where(INSPECTIONS.c.id == _ONE, INSPECTIONS.c.state == RUNNING)
_HAS = sa.select(TARGETS.c.target).where(TARGETS.c.inspection == _ONE, TARGETS.c.target == sa.bindparam("of"))


class Shared(Connected):
    """The part of the open store by which processes share one inspection."""

    def finished_since(self, one: str, number: int) -> tuple[str, ...]:
        """Give the targets that an inspection holds but for the first ``number``, in the order of finishing."""
        with self._reading() as connection:
            return tuple(connection.execute(_SINCE, {"one": one, "number": number}).scalars())

    def is_wanted(self, one: str, target: str) -> bool:
        """Say whether an inspection runs and does not hold this target yet."""
        with self._reading() as connection:
            if connection.execute(_RUNS, {"one": one}).first() is None:
                return False
            return connection.execute(_HAS, {"one": one, "of": target}).first() is None
