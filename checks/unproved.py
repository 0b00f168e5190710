"""Saying of a product that no result of ours about it was ever compared with a real server of its kind."""

from collections.abc import Iterator
from typing import Final

from checks.base import Exhibit, Finding, Level
from collectors.tables import Server
from config.text import Text, _

TITLE: Final[Text] = _("What these results rest on")
_COLUMNS: Final = (_("Product"), _("Proof"))
NEVER_RUN: Final[Text] = _("this kind of database was not run on so far: results follow documents only")
_NAMES: Final = {
    "kingbase": "KingbaseES",
    "opengauss": "openGauss / GaussDB",
    "highgo": "HighGo",
    "polardb": "PolarDB",
    "greenplum": "Greenplum",
    "redshift": "Redshift",
    "cockroach": "CockroachDB",
    "yugabyte": "YugabyteDB",
    "edb": "EDB Postgres",
    "tidb": "TiDB",
    "oceanbase": "OceanBase",
    "doris": "Doris",
    "starrocks": "StarRocks",
    "clickhouse": "ClickHouse",
    "singlestore": "SingleStore",
    "gbase": "GBase",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "postgres": "PostgreSQL",
}


def exhibit(words: str) -> Exhibit:
    """The row that the report shows for such a target."""
    return Exhibit(TITLE, _COLUMNS, ((words, NEVER_RUN),))


def of_product(product: Server, proved: frozenset[str], own: str) -> Iterator[Finding | Exhibit]:
    """One finding of who answered. ``proved`` are products that tests run on, ``own`` the one whose protocol it is."""
    name = _NAMES.get(product.product) or product.words[:40] or product.product
    quote = product.words[:200]
    if product.product in proved:
        yield Finding("", Level.OK, _("{product} answered", product=name), quote=quote)
        return
    if product.product == own:
        yield Finding("", Level.OK, _("{product} answered", product=name), observed=NEVER_RUN, quote=quote)
    else:
        summary = _(
            "{product} answered, which speaks the protocol of {own} and is a product of its own: what it does "
            "not understand is "
            "not inspected, and what was judged follows the rules of {own}",
            product=name,
            own=_NAMES[own],
        )
        yield Finding("", Level.NOTICE, summary, observed=NEVER_RUN, quote=quote)
    yield exhibit(quote)
