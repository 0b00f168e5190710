"""The security check: what a quarter's 系统安全检测 looks at, in the order of its report."""

from collections.abc import Mapping
from typing import Final

from checks.base import AnyCheck
from checks.security.linux import CHECKS as LINUX_CHECKS
from checks.security.mysql import CHECKS as MYSQL_CHECKS
from checks.security.network import CHECKS as NETWORK_CHECKS
from checks.security.oracle import CHECKS as ORACLE_CHECKS
from checks.security.postgres import CHECKS as POSTGRES_CHECKS
from checks.security.shape import Card, SecurityCheck

_ALL: Final[tuple[SecurityCheck, ...]] = (
    *LINUX_CHECKS,
    *POSTGRES_CHECKS,
    *MYSQL_CHECKS,
    *ORACLE_CHECKS,
    *NETWORK_CHECKS,
)
CHECKS: Final[tuple[AnyCheck, ...]] = tuple(one.check for one in _ALL)
CARDS: Final[Mapping[str, Card]] = {one.check.id: one.card for one in _ALL}
"""By check, how its weakness is mended."""
