"""Chains of seals of other stores, beside this store's own: an inspection keeps the seal of the store that made it.

Two chains cannot be one, and a seal that paper tells must stay findable. So links are kept as they were made, each with the
first seal of its chain, which names it. A store that was copied and went on in both copies makes a chain that forks.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from agent.store.seals import Link
from agent.store.tables import FOREIGN_SEALS, SEALS

_ROW = FOREIGN_SEALS.c


class Foreign(NamedTuple):
    """A link of another store's chain; ``origin`` is that chain's first seal."""

    origin: str
    link: Link


def foreign(connection: sa.Connection) -> list[Foreign]:
    """Every link of other stores' chains, chain by chain, in order."""
    columns = (_ROW.origin, _ROW.number, _ROW.inspection, _ROW.seal, _ROW.previous)
    found = connection.execute(sa.select(*columns).order_by(_ROW.origin, _ROW.number, _ROW.seal))
    return [Foreign(origin, Link(*link)) for origin, *link in found]


def count(connection: sa.Connection) -> int:
    """How many chains the store holds, its own among them where it has one."""
    return len({*(one.origin for one in foreign(connection)), own_origin(connection)} - {""})


def expected_of(link: Link, by_seal: Mapping[str, Link]) -> tuple[str, int]:
    """What a link should say of the one before it, and its number; where that is missing its number tells of it."""
    before = by_seal.get(link.previous)
    return (link.previous, before.number + 1) if before else ("", 1)


def forks(links: Iterable[Link]) -> list[str]:
    """Seals after which a chain goes on twice."""
    after = Counter(link.previous for link in links if link.previous)
    return sorted(seal for seal, times in after.items() if times > 1)


def own_origin(connection: sa.Connection) -> str:
    """The name of this store's own chain; "" before its first seal."""
    return connection.execute(sa.select(SEALS.c.seal).order_by(SEALS.c.number).limit(1)).scalar() or ""
