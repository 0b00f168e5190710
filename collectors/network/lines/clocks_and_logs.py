"""Clock, time server and log of Cisco, Arista and Junos, by what reads those of other makers where the form is one.

Evidence: the makers' command references of ``show clock``, ``show ntp status`` and ``show logging``; IOS' and ASA's forms
are those that ``clocks`` and ``logs`` read. EOS writes a sentence, Junos the variables of ntpq.

Samples::

    synchronised to NTP server (192.0.2.1) at stratum 3
    assID=0 status=0615 leap_none, sync_ntp, 1 event, event_clock_reset,
"""

import re
from typing import Final

from collectors.base import Cli, Collector, ParseError, Wired
from collectors.facts.devices.clocks import DEVICE_TIME, TIME_SERVER, TimeServer
from collectors.facts.devices.logs import LOG_LINES
from collectors.network.lines.asking import IOS, by_command, whole
from collectors.network.lines.clocks import device_time, time_server
from collectors.network.lines.logs import log_lines
from config.kinds import NETWORK

_EOS_STATUS: Final = re.compile(
    r"^(?P<not>un)?synchronised(?: to (?:NTP server \(?(?P<server>[^\s)]+)\)?|(?P<local>local\S*)).*?"
    r"(?:at stratum (?P<stratum>\d+))?)?.*$",
    re.MULTILINE,
)
_JUNOS_STATUS: Final = re.compile(r"\bstatus=\w+ (?P<leap>leap_\w+), (?P<sync>sync_\w+)")
_STRATUM: Final = re.compile(r"\bstratum=(\d+)")
_REFERENCE: Final = re.compile(r"\brefid=([^\s,]+)")


def _eos(text: str) -> TimeServer:
    found = _EOS_STATUS.search(text)
    if found is None:
        raise ParseError("no state of the clock", text[:200])
    stratum = whole(found["stratum"]) if found["stratum"] else None
    return TimeServer(not found["not"] and not found["local"], stratum, found["server"] or "", found[0].strip())


def _junos(text: str) -> TimeServer:
    """``sync_unspec`` and ``leap_alarm`` mean that nobody is followed; ``sync_local`` is the own clock."""
    found = _JUNOS_STATUS.search(text)
    if found is None:
        raise ParseError("no state of the clock", text[:200])
    is_followed = found["leap"] != "leap_alarm" and found["sync"] not in {"sync_unspec", "sync_local", "sync_unknown"}
    stratum, reference = _STRATUM.search(text), _REFERENCE.search(text)
    return TimeServer(is_followed, whole(stratum[1]) if stratum else None, reference[1] if reference else "", found[0])


_NX, _ASA, _EOS, _JUNOS = ("cisco_nxos",), ("cisco_asa",), ("arista_eos",), ("juniper_junos",)
_SECONDS, _KIB = 60, 2048
_TIMES: Final = (IOS, _NX, _ASA)
_SERVERS: Final = (IOS, _ASA)
_LOGS: Final = ((IOS, "show logging"), (_ASA, "show logging"), (_EOS, "show logging"), (_NX, "show logging last 500"))
COLLECTORS: Final[tuple[Wired, ...]] = (
    *(Collector(f"cli.device_time.{of[0]}", DEVICE_TIME, NETWORK, Cli(of, "show clock"), device_time) for of in _TIMES),
    *(
        Collector(f"cli.time_server.{of[0]}", TIME_SERVER, NETWORK, Cli(of, "show ntp status"), time_server)
        for of in _SERVERS
    ),
    by_command("time_server", TIME_SERVER, _EOS, "show ntp status", _eos),
    by_command("time_server", TIME_SERVER, _JUNOS, "show ntp status", _junos),
    *(
        Collector(f"cli.log_lines.{of[0]}", LOG_LINES, NETWORK, Cli(of, command, seconds=_SECONDS, kib=_KIB), log_lines)
        for of, command in _LOGS
    ),
)
