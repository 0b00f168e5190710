"""Which product answered? One that only speaks the protocol is judged with reserve."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, NoLimits, Scene
from checks.unproved import of_product
from collectors.facts.products import MYSQL_PRODUCT
from collectors.tables import Server
from config.limits import Layered
from config.text import _

_PROVED: Final = frozenset({"mariadb"})
"""Tests of this program run on real servers of these."""


def judge(product: Server, limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """One finding of the server, and a row for the report where no test ran on one of its kind."""
    yield from of_product(product, _PROVED, "mysql")


PRODUCT: Final = Check(
    id="database.mysql.product",
    title=_("MySQL: which product answers"),
    area=Area.DB_STATUS,
    needs=MYSQL_PRODUCT,
    limits=NoLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_("the words with which the server names itself"),
    remedy=_(
        "Have what was not inspected looked at with the vendor's own tools, and compare a few results with them before the "
        "report goes to the customer. Send us the exported evidence: it lets us judge this product with certainty."
    ),
    traps=(
        _("proved on MariaDB 10.11 and MySQL 9.7; for 5.7 and 8, Percona Server and relatives from the manuals so far"),
        _("the version number that a relative pretends says nothing: its own words do"),
        _("where it understands a statement, it may still mean something else by it"),
    ),
    clause="1.4.3.4",
    refs=(),
)
