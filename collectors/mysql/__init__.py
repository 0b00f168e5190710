"""Collectors for MySQL and MariaDB, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired

COLLECTORS: Final[tuple[Wired, ...]] = ()
