"""Running and startup configurations, by command line; by SNMP only whether what runs was saved (Cisco).

Sample (of Huawei)::

    #
    sysname core-sw
    #
    return
"""

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from collectors.base import Absent, Answer, Cli, Collector, Derived, Part, Reason, SessionError, Snmp
from collectors.facts.devices.configuration import RUNNING, SAVED, STARTUP, Configuration, Saved
from collectors.network.lines.configuration_order import moved
from collectors.network.readings import NOT_TOLD
from collectors.network.varbinds import objects
from collectors.network.vendors.prefixes import CISCO
from config.kinds import NETWORK
from config.text import _, verbatim

_SECONDS: Final = 120
_KIB: Final = 8192
_CHINESE: Final = ("huawei_vrp", "hp_comware")
_SHOWING: Final = ("ruijie_os", "cisco_ios", "cisco_xe", "cisco_nxos", "cisco_asa", "arista_eos", "zte_zxros")
_VOLATILE: Final = re.compile(
    r"\s*$|!|[#:](?:\s|$)|#(?:config-version|conf_file_ver|buildno|global_vdom)=|building configuration|"
    r"current configuration\s*:|using \d+ out of \d+|ntp clock-period|"
    r"!?\s*(?:last configuration change|nvram config last updated|no configuration change|time:|command:|device:|"
    r"running configuration|startup configuration|software version|cryptochecksum)|version\s+\d[\d.()a-z]*\s*$|"
    r"return$|end$|save config|#last commit|\d\d:\d\d:\d\d \S+ (?:mon|tue|wed|thu|fri|sat|sun) [a-z]{3} ",
    re.IGNORECASE,
)
"""Lines that differ between two looks at one configuration: times, sizes, what the clock calibrates, comments, ends. An
indented ``version 2`` is RIP's, no comment of the software's."""
_CERTIFICATE: Final = re.compile(r"(?P<head>\s+certificate(?:\s+(?:self-signed|ca))?\s+[0-9A-Fa-f]+)(?:\s+nvram:\S+)?\s*$")
_CERTIFICATE_BODY: Final = re.compile(r"\s*(?:[0-9A-Fa-f]{2,8}(?:\s+|$))+$|\s*quit$")
"""IOS writes a certificate out in what runs, and names the file that holds it in what it starts with."""
_NEITHER: Final = _("a configuration shorter than two lines; the account may not be allowed to see it")
_CHANGED, _WRITTEN, _UP = "1.3.6.1.4.1.9.9.43.1.1.1.0", "1.3.6.1.4.1.9.9.43.1.1.3.0", "1.3.6.1.2.1.1.3.0"
_ENGINE_TIME: Final = "1.3.6.1.6.3.10.2.1.3.0"
"""snmpEngineTime, in whole seconds: it does not begin anew after 497 days (RFC 3411)."""
_BY_LINES: Final = _("let the entry name access: ssh too: the command line compares the configurations themselves")
_LEAST_LINES: Final = 2
_TURN_SECONDS: Final = 2**32 / 100


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that say something, without blanks at their ends."""
    return tuple(line.rstrip() for line in _without_certificates(text.splitlines()) if not _VOLATILE.match(line))


def _without_certificates(lines: Iterable[str]) -> Iterator[str]:
    """Leave the first line of each, which has its serial number."""
    is_inside = False
    for line in lines:
        if is_inside and _CERTIFICATE_BODY.match(line):
            continue
        head = _CERTIFICATE.match(line)
        is_inside = head is not None
        yield head["head"] if head else line


_ENDS: Final = frozenset({"end", "return", ": end"})
"""By which IOS, EOS and RGOS, VRP and Comware, and ASA end a configuration."""
_NOTHING_SAVED: Final = re.compile(
    r"startup-config is not present|non-volatile configuration memory (?:is )?(?:invalid|not present)|"
    r"no startup configuration|there is no correct configuration file|saved.configuration (?:file )?does(?: not|n't) exist",
    re.IGNORECASE,
)
"""What a device says that was never saved: all that runs is gone with the next power cut."""


def _parse(family: str, answer: Answer) -> Configuration:
    lines = lines_of(answer.text)
    if len(lines) < _LEAST_LINES and _NOTHING_SAVED.search(answer.text):
        return Configuration(family, ())
    if len(lines) < _LEAST_LINES:
        raise SessionError(Reason.EMPTY, _NEITHER)
    return Configuration(family, lines, has_end=answer.text.rstrip().rpartition("\n")[2].strip() in _ENDS)


def _collector(name: str, kind: Any, families: tuple[str, ...], command: str) -> Collector[Answer, Any]:  # noqa: ANN401 - either kind
    family = families[0]
    return Collector(
        id=f"cli.{name}.{family}",
        provides=kind,
        on=NETWORK,
        ask=Cli(families, command, seconds=_SECONDS, kib=_KIB),
        parse=lambda answer: _parse(family, answer),
    )


def _differences(running: Configuration | Absent | SessionError, startup: Configuration | Absent | SessionError) -> Saved:
    """Compare both, line by line with the section that it stands in. Raises what kept one from being seen."""
    for one in (running, startup):
        if isinstance(one, Exception):
            raise one
    assert isinstance(running, Configuration)  # noqa: S101 - neither is an exception
    assert isinstance(startup, Configuration)  # noqa: S101 - as before
    now, then = _placed(running.lines), _placed(startup.lines)
    return Saved(
        tuple(now[one] for one in now if one not in then),
        tuple(then[one] for one in then if one not in now),
        tuple(now[one] for one in moved(tuple(now), tuple(then))),
    )


def _placed(lines: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Lines by the sections that they are indented under, so that equal lines of two interfaces stay two."""
    return {path: " / ".join(path) for path in _paths(lines)}


def _paths(lines: Iterable[str]) -> Iterator[tuple[str, ...]]:
    above: list[tuple[int, str]] = []
    for line in lines:
        words = line.strip()
        depth = len(line) - len(line.lstrip())
        while above and above[-1][0] >= depth:
            above.pop()
        yield (*(section for _depth, section in above), words)
        above.append((depth, words))


def _saved(answer: Answer) -> Saved:
    """CISCO-CONFIG-MAN-MIB: sysUpTime when the running configuration was changed last, and when it was written last.

    Raises SessionError (no record) where the device runs for so long that either may be of an earlier turn of sysUpTime.
    """
    said = objects(answer)
    up, changed, written = (said.ticks_seconds(oid) for oid in (_UP, _CHANGED, _WRITTEN))
    if up is None or changed is None or written is None:
        raise SessionError(Reason.NOT_OFFERED, verbatim("CISCO-CONFIG-MAN-MIB"), NOT_TOLD)
    changed_ago, saved_ago = ((up - at) % _TURN_SECONDS for at in (changed, written))  # after 497 days both begin anew
    engine, has_turned = said.number(_ENGINE_TIME) or 0.0, max(changed, written) > up
    runs_seconds = math.inf if has_turned and engine < _TURN_SECONDS else max(engine, up)
    if written and min(changed_ago, saved_ago) + _TURN_SECONDS <= runs_seconds:
        why = _("the device runs for more than 497 days, after which its clock of changes begins anew: either may be older")
        raise SessionError(Reason.NO_RECORD, why, _BY_LINES)
    return Saved(changed_ago_seconds=changed_ago, saved_ago_seconds=saved_ago, is_saved_before_start=written == 0)


COLLECTORS: Final = (
    _collector("running_configuration", RUNNING, _CHINESE, "display current-configuration"),
    _collector("running_configuration", RUNNING, _SHOWING, "show running-config"),
    _collector("running_configuration", RUNNING, ("juniper_junos",), "show configuration | display set"),
    _collector("running_configuration", RUNNING, ("fortinet",), "show"),
    _collector("startup_configuration", STARTUP, _CHINESE, "display saved-configuration"),
    _collector("startup_configuration", STARTUP, _SHOWING, "show startup-config"),
    Derived(id="network.saved_configuration", provides=SAVED, of=(RUNNING, STARTUP), derive=_differences),
    Collector(
        id="snmp.saved_configuration",
        provides=SAVED,
        on=NETWORK,
        ask=Snmp((Part((CISCO,), (_UP, _CHANGED, _WRITTEN, _ENGINE_TIME)),), seconds=20),
        parse=_saved,
    ),
)
