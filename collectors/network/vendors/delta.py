"""What a UPS of Delta is (DeltaUPS-MIB); all else it tells by UPS-MIB."""

from typing import Final

from collectors.network.tables_of_values import made

_DELTA: Final = "1.3.6.1.4.1.2254"
_IDENTITY: Final = f"{_DELTA}.2.4.1"

MADE: Final = (made(f"{_IDENTITY}.2.0", version=f"{_IDENTITY}.3.0", of=(_DELTA,)),)
