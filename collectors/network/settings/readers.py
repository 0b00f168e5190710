"""Which reader is for a configuration: by the words that one dialect alone writes. One that nobody knows is not judged."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from collectors.base import Absent, Derived, Reason, SessionError, Unseen
from collectors.facts.devices.clocks import CLOCK, DeviceClock
from collectors.facts.devices.configuration import RUNNING, SAVED, Configuration, Saved
from collectors.facts.devices.settings import KEEPING, SETTINGS, TIME_KEEPING, Keeping, Settings, TimeKeeping
from collectors.network.settings.cisco import read_ios, read_rgos
from collectors.network.settings.comware import read_comware
from collectors.network.settings.fortios import read_fortios
from collectors.network.settings.huawei import read_vrp
from collectors.network.settings.junos import read_junos
from collectors.network.settings.nxos import read_nxos
from collectors.network.settings.tree import Section, sections, with_indented
from config.text import _

T = TypeVar("T")

_SIGNS: Final[Mapping[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "huawei_vrp": (
        ("hp_comware", re.compile(r"\s*version \d+\.\d+\.?\d*, .+|line (?:class|vty|con|aux) ?.*|irf .+")),
        ("huawei_vrp", re.compile(r"aaa|user-interface (?:vty|con) .+")),
    ),
    "juniper_junos": (("", re.compile(r"set logical-systems .+")), ("juniper_junos", re.compile(r"set system .+"))),
    "fortinet": (
        ("", re.compile(r"config vdom")),
        ("fortinet", re.compile(r"config system interface")),
    ),
    "ruijie_os": (
        ("cisco_asa", re.compile(r"ASA Version .+|access-group \S+ (?:in|out) interface .+|names")),
        ("cisco_xr", re.compile(r"line (?:default|template .+)|vty-pool .+")),
        ("cisco_nxos", re.compile(r"vdc \S+ id \d+|feature \S+|no feature .+")),
        (
            "arista_eos",
            re.compile(r"management (?:ssh|api|console|defaults|telnet)\b.*|transceiver .+|daemon \S+|service routing .+"),
        ),
        ("ruijie_os", re.compile(r"version .*RGOS.*|(?:no )?enable service .+|web-server .*")),
        (
            "cisco_ios",
            re.compile(
                r"boot-start-marker|(?:no )?ip http server|ip forward-protocol nd|spanning-tree extend system-id|"
                r"control-plane|"
                r"(?:no )?service pad|(?:no )?ip (?:source-route|cef)"
            ),
        ),
    ),
}
"""By what the collector calls the configuration, the signs of each dialect, the surest first; lines without indentation."""
_READERS: Final[Mapping[str, Callable[[Sequence[Section]], Settings]]] = {
    "huawei_vrp": read_vrp,
    "hp_comware": read_comware,
    "cisco_ios": read_ios,
    "cisco_nxos": read_nxos,
    "ruijie_os": read_rgos,
    "fortinet": read_fortios,
    "juniper_junos": read_junos,
}
_INDENTING: Final = frozenset({"huawei_vrp"})
"""What the collector calls the dialects that indent commands of the whole device."""
_PARTS: Final = (
    re.compile(r"(?:line|user-interface) .+|config firewall policy|set system (?:login|root-authentication) .+"),
    re.compile(r"interface .+|config system admin|set interfaces .+"),
)
"""What each whole configuration of these dialects shows: lines to log in by, and interfaces; policies, and accounts."""
_ENDING: Final = frozenset({"cisco_ios", "ruijie_os", "huawei_vrp", "hp_comware"})
_NO_END: Final = _("the configuration does not end with the word by which this family ends it")
_NOT_READ: Final = _("configurations of this family are not read for the security check")
_PARTLY: Final = _("the configuration shows no login lines or no interfaces: the account may see a part of it only")
_SHOW_ALL: Final = _(
    "let the account see the whole configuration: privilege 15, level 3, role network-admin or network-operator"
)


def dialect(configuration: Configuration) -> str:
    """Who wrote a configuration; "" where no sign tells it."""
    signs = _SIGNS.get(configuration.family, ())
    lines = tuple(line for line in configuration.lines if not line[:1].isspace() or "version" in line)
    return next((name for name, sign in signs if any(sign.fullmatch(line.rstrip()) for line in lines)), "")


def read(running: Configuration | Absent | SessionError) -> Settings:
    """Read a configuration. Raises what kept it from being seen, or NOT_OFFERED of a dialect without a reader."""
    if isinstance(running, Exception):
        raise running
    assert isinstance(running, Configuration)  # noqa: S101 - no exception
    reader = _READERS.get(dialect(running))
    if reader is None:
        raise SessionError(Reason.NOT_OFFERED, _NOT_READ)
    if not running.has_end and dialect(running) in _ENDING:
        raise SessionError(Reason.CUT, _NO_END)
    tree = sections(running.lines)
    if not all(any(part.fullmatch(one.words) for one in tree) for part in _PARTS):
        raise SessionError(Reason.DENIED, _PARTLY, _SHOW_ALL)
    return reader(with_indented(tree) if running.family in _INDENTING else tree)


def _seen(one: T | Absent | SessionError) -> T | Unseen:
    """What was found, or why not; an Absent is a way that this device does not have."""
    if isinstance(one, Absent):
        return Unseen("", Reason.NOT_OFFERED, one.witness)
    return Unseen("", one.reason, one.detail, one.remedy) if isinstance(one, SessionError) else one


def _time(settings: Settings | Absent | SessionError, clock: DeviceClock | Absent | SessionError) -> TimeKeeping:
    return TimeKeeping(_seen(settings), _seen(clock))


def _keeping(
    saved: Saved | Absent | SessionError,
    running: Configuration | Absent | SessionError,
    settings: Settings | Absent | SessionError,
) -> Keeping:
    return Keeping(_seen(saved), _seen(running), _seen(settings))


COLLECTORS: Final = (
    Derived(id="network.settings", provides=SETTINGS, of=(RUNNING,), derive=read),
    Derived(id="network.time_keeping", provides=TIME_KEEPING, of=(SETTINGS, CLOCK), derive=_time),
    Derived(id="network.configuration_keeping", provides=KEEPING, of=(SAVED, RUNNING, SETTINGS), derive=_keeping),
)
