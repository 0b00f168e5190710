"""The families of command lines: how each turns paging off, whether it has a privileged mode, how it is known and left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

INTERRUPT: Final = "\x03"
"""Ctrl-C ends a command that runs."""
_ESCAPE: Final = "\x1e\x03"
"""IOS wants Ctrl-^."""


@dataclass(frozen=True, slots=True)
class Family:
    """One family. ``paging`` turns the pager off for this login alone; "" where that would change the configuration.

    ``signs`` is what its answer to ``shows`` is known by; ``has_enable``: some commands want the privileged mode;
    ``interrupt`` ends a command that runs.
    """

    paging: str
    shows: str
    signs: re.Pattern[str]
    has_enable: bool = False
    leave: str = "exit"
    interrupt: str = INTERRUPT


_SHOW: Final = "show version"
_LENGTH: Final = "terminal length 0"


def _of(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


FAMILIES: Final[Mapping[str, Family]] = {
    "huawei_vrp": Family(
        "screen-length 0 temporary",
        "display version",
        _of(r"huawei versatile routing platform|vrp \(r\) software|\bhuawei\b.*\buptime is"),
        leave="quit",
    ),
    "hp_comware": Family(
        "screen-length disable",
        "display version",
        _of(r"\bcomware\b.*software|\bh3c\b.*uptime is|h3c i-ware"),
        leave="quit",
    ),
    "ruijie_os": Family(_LENGTH, _SHOW, _of(r"ruijie|rgos|red-giant|锐捷"), has_enable=True, interrupt=_ESCAPE),
    "zte_zxros": Family(_LENGTH, _SHOW, _of(r"\bzxr10\b|\bzxros\b|\bzte\b"), has_enable=True),
    "cisco_nxos": Family(_LENGTH, _SHOW, _of(r"nexus operating system|nx-os")),
    "cisco_asa": Family("terminal pager 0", _SHOW, _of(r"adaptive security appliance"), has_enable=True),
    "cisco_xe": Family(_LENGTH, _SHOW, _of(r"cisco ios[ -]xe|ios-xe software"), has_enable=True, interrupt=_ESCAPE),
    "cisco_ios": Family(
        _LENGTH,
        _SHOW,
        _of(r"cisco ios software|cisco internetwork operating system|\bios \(tm\)"),
        has_enable=True,
        interrupt=_ESCAPE,
    ),
    "juniper_junos": Family("set cli screen-length 0", _SHOW, _of(r"junos")),
    "arista_eos": Family(_LENGTH, _SHOW, _of(r"\barista\b"), has_enable=True),
    "hillstone_stoneos": Family(_LENGTH, _SHOW, _of(r"hillstone|stoneos")),
    "fortinet": Family("", "get system status", _of(r"forti(?:gate|os|wifi)")),
    "f5_tmsh": Family("", "show sys version", _of(r"\bbig-?ip\b")),
}
"""By config.kinds.FAMILIES, in the order in which an answer is tried: what quotes another's words stands before it.

Paging commands: the makers' command references, as netmiko 4.8's drivers have them; of FortiOS and F5 those change what is
stored, so their pager is answered instead. Signs: the head lines of each one's version page.
"""


def commands_to_know(prompt: str) -> tuple[str, ...]:
    """What to ask a device that is not known, by the look of its prompt: VRP and Comware stand in angle brackets."""
    asked = dict.fromkeys(one.shows for one in FAMILIES.values())
    first = "display version" if prompt.strip().startswith(("<", "[", "HRP_", "RBM_")) else _SHOW
    return (first, *(one for one in asked if one != first))


def known_by(command: str, answer: str) -> str:
    """The family whose signs stand in the answer to its own command; "" where none does."""
    return next((name for name, one in FAMILIES.items() if one.shows == command and one.signs.search(answer)), "")
