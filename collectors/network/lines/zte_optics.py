"""What optical modules of ZXROS receive and send: ``show opticalinfo brief``.

Evidence for the form: two public collectors' answers of live 5960X, 8900E and ROSNG devices: one line a port, a line a
further lane, then the sum of all lanes without limits. The limits in brackets are the module's alarms by the long form of
the command. Assumed: a value without brackets has no limits. Sample::

    Interface         Type              Wavelength  RxPower(dBm)          TxPower(dBm)          Status    Mode
    gei-0/3/0/1       1G-10km-SFP       1310nm      -7.2/[-28.2,0.0]      -5.1/[-10.0,-0.5]     Normal    SingleMode
    cgei-0/1/0/1      100G-10km-QSFP28  1310nm      1.5/[-10.6,4.5]       0.9/[-4.3,5.5]        Normal    Normal
                                                    2.1/[-10.6,4.5]       1.5/[-4.3,5.5]        Normal    Normal
                                                    4.8                   4.2
    gei-0/0/0/11      offline
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.base import Answer, Listing, ParseError
from collectors.facts.devices.making import MODULE_VALUES
from collectors.facts.devices.sensors import Place, Quantity, Sensor
from collectors.network.lines.reading import by_lines, is_ruler, number, shown
from collectors.network.lines.zte_stamps import unstamped

_HEAD: Final = re.compile(r"\s*interface\s+type\s.*rxpower.*txpower", re.IGNORECASE)
_NUMBER: Final = r"[-+]?\d+(?:\.\d+)?"
_LIGHT: Final = rf"(?:N/A|{_NUMBER})(?:/\[[^\]]*\])?"
_PORT: Final = re.compile(
    rf"(?P<port>[A-Za-z]\S*\d)\s+\S.*?\s(?P<rx>{_LIGHT})\s+(?P<tx>{_LIGHT})\s+[A-Za-z]\S*(?:\s+\S+)?\s*$"
)
_EMPTY: Final = re.compile(r"[A-Za-z]\S*\d\s+offline\s*$", re.IGNORECASE)
_LANE: Final = re.compile(rf"\s+(?P<rx>{_LIGHT})\s+(?P<tx>{_LIGHT})\s+[A-Za-z]\S*(?:\s+\S+)?\s*$")
_SUM: Final = re.compile(rf"\s+(?:N/A|{_NUMBER})(?:\s+(?:N/A|{_NUMBER}))?\s*$")
_LIMITS: Final = re.compile(rf"\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]")


def zte_optics(answer: Answer) -> Listing[Sensor]:
    """Light of every lane; what reads N/A is not told, and an empty place has none. Raises ParseError without a port."""
    ports: dict[str, list[re.Match[str]]] = {}
    is_table = is_told = False
    port = ""
    for line in shown(answer):
        if _HEAD.match(line):
            is_table = True
        elif is_table and (row := _PORT.match(line)):
            port, is_told = row["port"], True
            ports.setdefault(port, []).append(row)
        elif is_table and _EMPTY.match(line):
            port, is_told = "", True
        elif port and (lane := _LANE.match(line)):
            ports[port].append(lane)
        elif not (is_ruler(line) or (port and _SUM.match(line))):
            raise ParseError("no port", line)
    if not is_told:
        raise ParseError("no port below the heading", answer.text[:200])
    return Listing(tuple(one for name, lanes in ports.items() for one in _lights(name, lanes)))


def _lights(port: str, lanes: Sequence[re.Match[str]]) -> Iterator[Sensor]:
    for count, lane in enumerate(lanes, 1):
        for side in ("rx", "tx"):
            value = number(lane[side])
            limits = _LIMITS.search(lane[side])
            low, high = (float(limits[1]), float(limits[2])) if limits else (None, None)
            is_range = low is not None and high is not None and low < high
            if value is not None:
                yield Sensor(
                    f"{port} {side}{f' lane {count}' if len(lanes) > 1 else ''}",
                    Quantity.OPTICAL_POWER,
                    value,
                    low_critical=low if is_range else None,
                    high_critical=high if is_range else None,
                    place=Place.MODULE,
                    port=port,
                )


COLLECTORS: Final = (
    by_lines(
        "module_values", MODULE_VALUES, "zte_zxros", "show opticalinfo brief", unstamped(zte_optics), seconds=90, kib=2048
    ),
)
