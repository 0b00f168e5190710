"""Asks of databases: read-only statements, by the server's version."""

from dataclasses import dataclass
from typing import Final

from collectors.answers import Answer, Walk
from collectors.parameters import Ask

NONE_FITS: Final = -1


@dataclass(frozen=True, slots=True)
class Statement:
    """One read-only statement, for servers of version ``since`` (inclusive) to ``before`` (exclusive; 0: no end).

    Versions are the product's own number: server_version_num of PostgreSQL (150018), 80036 for MySQL 8.0.36, 101119 for
    MariaDB 10.11.19, 1902000000 for Oracle 19.2 as in ``version_of``. ``products`` names who understands it, where
    products of one protocol count their versions differently; empty is all.
    """

    text: str
    since: int = 0
    before: int = 0
    products: tuple[str, ...] = ()

    def is_for(self, version: int, product: str = "") -> bool:
        """Whether a server of this version (and product) understands it."""
        is_its = not self.products or product in self.products
        return is_its and self.since <= version and (not self.before or version < self.before)


@dataclass(frozen=True, slots=True)
class Sql(Ask[Answer]):
    """One question to a database; the first statement that is for the server's version is sent, alone and read-only.

    It runs in the database that the target names, under the session's own timeouts; ``seconds`` bounds it on the server
    and once more here. More than ``most`` rows are CUT: a statement limits itself where there may be many. ``rights``
    names what the account needs to see all of it, as ``xunjian doctor --grants`` writes it; "" is any account.
    """

    statements: tuple[Statement, ...]
    seconds: int = 10
    most: int = 5000
    rights: str = ""
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False

    def choice(self, version: int, product: str = "", *, is_relative: bool = False) -> int:
        """Which statement a server of this version gets; of a relative whose numbers mean nothing, the nearest one."""
        fitting = [n for n, one in enumerate(self.statements) if one.is_for(version, product)]
        if fitting:
            return fitting[0]
        return len(self.statements) - 1 if is_relative else NONE_FITS


@dataclass(frozen=True, slots=True)
class EachDatabase(Ask[Walk[Answer]]):
    """One question repeated in every database of a server (of Oracle, every open PDB), one connection after the other.

    ``items`` enumerates them in its first column. At most ``most`` are asked; the rest become unseen.
    """

    items: Sql
    ask: Sql
    most: int = 64


def sql(text: str, *more: Statement, seconds: int = 10, most: int = 5000, rights: str = "", since: int = 0) -> Sql:
    """Make a question of one statement for all versions (or from ``since`` on), or of several with their versions."""
    return Sql((*more, Statement(text, since)), seconds, most, rights)
