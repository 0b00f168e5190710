"""Checks of databases, product by product."""

from typing import Final

from checks.base import AnyCheck
from checks.database.dameng import CHECKS as DAMENG_CHECKS
from checks.database.mysql import CHECKS as MYSQL_CHECKS
from checks.database.oracle import CHECKS as ORACLE_CHECKS
from checks.database.postgres import CHECKS as POSTGRES_CHECKS

CHECKS: Final[tuple[AnyCheck, ...]] = (*POSTGRES_CHECKS, *MYSQL_CHECKS, *ORACLE_CHECKS, *DAMENG_CHECKS)
