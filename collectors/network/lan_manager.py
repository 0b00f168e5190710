"""Services and shares of Windows by LanMgr-Mib-II-MIB, which its SNMP service brings along (1.3.6.1.4.1.77)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.facts.devices.services import SERVICES, SHARES, Service, Share
from collectors.network.readings import Reading, by_snmp
from collectors.network.varbinds import Objects

_SERVER: Final = "1.3.6.1.4.1.77.1.2"
_SERVICES: Final[Mapping[str, str]] = {"name": f"{_SERVER}.3.1.1", "state": f"{_SERVER}.3.1.3"}
_SHARES: Final[Mapping[str, str]] = {
    "name": f"{_SERVER}.27.1.1",
    "path": f"{_SERVER}.27.1.2",
    "comment": f"{_SERVER}.27.1.3",
}
_STATES: Final = {1: "active", 2: "continue-pending", 3: "pause-pending", 4: "paused"}
_SHARE_COUNT: Final = f"{_SERVER}.26.0"
"""svShareNumber: with it an empty table is an answer."""


_SESSION: Final = re.compile(r"_([0-9a-f]{4,8})$")
_FEWEST_OF_A_USER: Final = 3


def _services(said: Objects) -> Iterator[Service]:
    """By their names; those that run for a user end in the number of his session, another one each time he logs on.

    Windows starts several of these for each user, which share the number; what one service alone ends in is its own.
    """
    rows = [row for row in said.rows(_SERVICES) if row.text("name")]
    sessions = Counter(found[1] for row in rows if (found := _SESSION.search(row.text("name"))))
    for row in rows:
        found = _SESSION.search(row.text("name"))
        is_of_user = found is not None and sessions[found[1]] >= _FEWEST_OF_A_USER
        name = row.text("name")[: found.start()] if found is not None and is_of_user else row.text("name")
        yield Service(name, _STATES.get(row.whole("state") or 0, ""))


def _shares(said: Objects) -> Iterator[Share]:
    for row in said.rows(_SHARES):
        if row.text("name"):
            yield Share(row.text("name"), row.text("path"), row.text("comment"))


SERVICES_SNMP: Final = by_snmp("services", SERVICES, (Reading(_services, _SERVICES.values()),))
SHARES_SNMP: Final = by_snmp("shares", SHARES, (Reading(_shares, _SHARES.values()),), witnesses=(_SHARE_COUNT,))
