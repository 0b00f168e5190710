"""Which product answered behind a database's protocol."""

from typing import Final

from collectors.base import FactKind
from collectors.tables import Server

POSTGRES_PRODUCT: Final = FactKind[Server]("postgres.product")
MYSQL_PRODUCT: Final = FactKind[Server]("mysql.product")
