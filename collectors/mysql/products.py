"""Which product a statement is for, and what an answer of another one means."""

from typing import Final

from collectors.base import Absent, Answer, Reason, SessionError
from collectors.tables import Table, table
from config.text import _

MYSQL: Final = "mysql"
"""The platform: MySQL, MariaDB and what speaks their protocol."""
MARIADB: Final = ("mariadb",)
"""Statements for MariaDB alone; they stand before those of MySQL, whose version numbers mean others."""
V8: Final = 80000
ROLES_RENAMED: Final = 80022
"""MySQL 8.0.22 says replica where it said slave."""
INSIDE: Final = frozenset({"mysql", "mariadb", "aurora", "polardb", "tdsql", "goldendb"})
"""Products with InnoDB and the dictionary of MySQL inside; the others only speak the protocol."""
SWITCH: Final = _(
    "performance_schema = ON in the server's configuration (a restart), then inspect again after a working day"
)
_VENDOR = _("this product keeps that in its own way: look at it with the vendor's tools")


def native(answer: Answer) -> Table:
    """Read an answer of MySQL or MariaDB; of a relative it proves nothing, and the vendor's tools are the remedy."""
    found = table(answer)
    if found.server.product not in INSIDE:
        raise SessionError(Reason.NO_RECORD, found.server.words, _VENDOR)
    return found


def innodb(answer: Answer) -> Table:
    """Read an answer about InnoDB; a relative says by its own words that it is none (Absent)."""
    found = table(answer)
    if found.server.product not in INSIDE:
        raise Absent(found.server.words)
    return found


def plain(name: str) -> str:
    """A name as people write it, of one as InnoDB keeps it for file names (``@4e2d`` for each sign beyond ASCII)."""
    parts = name.split("@")
    made = [parts[0]]
    for part in parts[1:]:
        code = part[:4]
        is_coded = len(code) == _CODE and all(sign in "0123456789abcdefABCDEF" for sign in code)
        made.append(chr(int(code, 16)) + part[_CODE:] if is_coded else f"@{part}")
    return "".join(made)


_CODE: Final = 4
"""Digits of a coded sign (MySQL reference manual: Mapping of Identifiers to File Names)."""


def subject(name: str) -> str:
    """``shop/orders#P#p0`` as schema.table#p0."""
    schema, _slash, rest = name.partition("/")
    bare, mark, part = rest.replace("#P#", "#p#").partition("#p#")
    return f"{plain(schema)}.{plain(bare)}{'#' + plain(part) if mark else ''}"
