"""Why a device last started, as its command line tells it: Cisco IOS and NX-OS, Comware, VRP, Junos.

Evidence: the makers' command references of ``show version``, ``display version`` and ``show chassis routing-engine``;
``display reboot-info`` as in Huawei's reference of switches (a table by slot, ended by its count).

Sample (of VRP)::

    Slot ID     Times       Reboot Type     Reboot Time(DST)
    =========================================================
    0           1           MANUAL          2026/07/23 14:40:40
    0           2           POWER           2026/06/03 14:14:18
    =========================================================
    Total   2
"""

import re
from functools import partial
from typing import Final

from collectors.base import ParseError, Wired
from collectors.facts.devices.since_start import RESTART_REASON
from collectors.network.lines.asking import IOS, by_command, search, whole


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.MULTILINE | re.IGNORECASE)


_IOS: Final = _of(r"^(?:Last reload reason *: *|System returned to ROM by +)(\S.*?)(?: at \d\d:\d\d:\d\d .*)?\s*$")
_NXOS: Final = _of(r"^ *Last reset\b.*\n(?:.*\n)?? *Reason: +(\S.*?) *$")
_COMWARE: Final = _of(r"^ *Last reboot reason *: *(\S.*?) *$")
_JUNOS: Final = _of(r"^ *Last reboot reason +(\S.*?) *$")
_VRP_ROW: Final = _of(r"^ *(\d[\d/]*) +(\d+) +(\S.*?) +(\d{4}/\d\d/\d\d +\d\d:\d\d:\d\d)\S* *$")
_VRP_TOTAL: Final = _of(r"^ *Total +(\d+) *$")


def _told(pattern: re.Pattern[str], text: str) -> str:
    return search(pattern, text, "the reason of the last start")[1]


def _vrp(text: str) -> str:
    """The type of the latest one. Raises ParseError where the rows are not as many as the table says."""
    found = _VRP_ROW.findall(text)
    if not found or len(found) != whole(search(_VRP_TOTAL, text, "the count of restarts")[1]):
        raise ParseError("the restarts are not all there", text[:200])
    latest = max(found, key=lambda row: " ".join(row[3].split()))
    return str(latest[2])


COLLECTORS: Final[tuple[Wired, ...]] = (
    by_command("restart_reason", RESTART_REASON, IOS, "show version", partial(_told, _IOS)),
    by_command("restart_reason", RESTART_REASON, ("cisco_nxos",), "show version", partial(_told, _NXOS)),
    by_command("restart_reason", RESTART_REASON, ("hp_comware",), "display version", partial(_told, _COMWARE)),
    by_command("restart_reason", RESTART_REASON, ("huawei_vrp",), "display reboot-info", _vrp),
    by_command("restart_reason", RESTART_REASON, ("juniper_junos",), "show chassis routing-engine", partial(_told, _JUNOS)),
)
