"""Which product answered: the one question that every relative understands."""

from typing import Final

from collectors.base import Collector, sql
from collectors.facts.products import MYSQL_PRODUCT
from collectors.mysql.products import MYSQL
from collectors.tables import whom

PRODUCTS_MYSQL: Final = Collector(
    id="mysql.product", provides=MYSQL_PRODUCT, on=MYSQL, ask=sql("SELECT 1 AS is_here"), parse=whom
)
