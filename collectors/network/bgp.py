"""One BGP peer from a row of BGP4-MIB (RFC 4273), or of a maker's table with the same columns."""

from typing import Final

from collectors.facts.devices.topology import BgpPeer
from collectors.network.varbinds import Row

BGP_STATES: Final = {1: "idle", 2: "connect", 3: "active", 4: "opensent", 5: "openconfirm", 6: "established"}
_START: Final = 2
_AS_MOST: Final = 2**32


def peer(row: Row, address: str, instance: str = "") -> BgpPeer:
    """One row of a table with the columns of BGP4-MIB."""
    established = row.number("established")
    return BgpPeer(
        address=address,
        remote_as=(row.whole("as") or 0) % _AS_MOST,
        state=BGP_STATES.get(row.whole("state") or 0, ""),
        is_enabled=None if row.whole("admin") is None else row.whole("admin") == _START,
        established_seconds=established,
        transitions_count=row.whole("transitions"),
        last_error=row.values["error"].raw.hex() if "error" in row.values else "",
        instance=instance,
        oid=row.oid("state"),
    )
