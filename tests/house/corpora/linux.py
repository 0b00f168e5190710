"""Arrays and bonds of Linux."""

from collectors.base import Answer
from collectors.linux.arrays import ARRAYS_MDSTAT
from collectors.linux.bonds import BONDS_PROC
from tests.house.corpora import Reading, indented


def _mdstat(text: str) -> Answer:
    return Answer(f"@mdstat\n{indented(text)}@end\n")


def _bond(text: str) -> Answer:
    return Answer(f"@net bond0 DEVTYPE=bond\n@bond bond0\n{indented(text)}@end\n")


READ: tuple[Reading, ...] = (
    ("raid/insights-mdstat-*.txt", _mdstat, ARRAYS_MDSTAT.parse, "server.md_raid"),
    ("linux/insights-bond-*.txt", _bond, BONDS_PROC.parse, "server.bonding"),
)
