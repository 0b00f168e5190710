"""Collectors for Linux, in the order in which a kind's collectors are preferred."""

from typing import Final

from collectors.base import Wired
from collectors.linux.filesystems import FILESYSTEMS_DF

COLLECTORS: Final[tuple[Wired, ...]] = (FILESYSTEMS_DF,)
