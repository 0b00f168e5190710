"""Sangfor and TopSec, experimental: raw percentages of objects whose meaning nobody has published.

No MIB of either is at hand, and the programs that read these objects contradict each other: 35047.1.6.2 and
35047.1.5.1.2 are each called the processor of a Sangfor device, 14331.5.5.1.4.6 of a TopSec one memory load by three and
connections by one. So they are no processor and no memory here, but a load called by its own number, for a person to
compare on site.
"""

from collections.abc import Iterator
from typing import Final

from collectors.facts.devices.sensors import Quantity, Sensor
from collectors.network.readings import Reading
from collectors.network.varbinds import Objects
from collectors.network.vendors.prefixes import SANGFOR, TOPSEC

PREFIX: Final = "experimental"
"""How the names of such readings begin: a check says so of them and judges none."""
_SANGFOR: Final = (f"{SANGFOR}.1.6.2.0", f"{SANGFOR}.1.5.1.2.0")
_TOPSEC: Final = (f"{TOPSEC}.5.5.1.4.6.0",)
_MOST_PERCENT: Final = 100
_ENTERPRISES: Final = "1.3.6.1.4.1."


def _sensors(said: Objects) -> Iterator[Sensor]:
    for oid in (*_SANGFOR, *_TOPSEC):
        value = said.number(oid)
        if value is not None and 0 <= value <= _MOST_PERCENT:
            yield Sensor(f"{PREFIX} {oid.removeprefix(_ENTERPRISES)}", Quantity.LOAD, value, oid)


SENSORS: Final = (
    Reading(_sensors, scalars=_SANGFOR, of=(SANGFOR,)),
    Reading(_sensors, scalars=_TOPSEC, of=(TOPSEC,)),
)
