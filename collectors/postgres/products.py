"""Which product answered: the one question that every relative understands."""

from typing import Final

from collectors.base import Collector, sql
from collectors.facts.products import POSTGRES_PRODUCT
from collectors.postgres.instances import POSTGRES
from collectors.tables import whom

PRODUCTS_POSTGRES: Final = Collector(
    id="postgres.product", provides=POSTGRES_PRODUCT, on=POSTGRES, ask=sql("select 1 as is_here"), parse=whom
)
