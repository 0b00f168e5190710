"""By which ways the device was reached, as its session says.

Sample::

    {"snmp": {"is_open": true, "transport": {"snmp_version": "3"}}, "ssh": {"is_open": false, "reason": "refused"}}
"""

import json
from typing import Final

from collectors.base import Answer, Collector, Listing, ParseError, Ways
from collectors.facts.devices.ways import WAYS, Way
from config.kinds import NETWORK


def parse(answer: Answer) -> Listing[Way]:
    """Read every way. Raises ParseError where it is no such object."""
    try:
        told = json.loads(answer.text)
        ways = [
            Way(
                name,
                bool(way["is_open"]),
                str(way.get("reason", "")),
                str(way.get("detail", "")),
                {str(key): str(value) for key, value in way.get("transport", {}).items()},
            )
            for name, way in told.items()
        ]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ParseError(f"no ways: {error}", answer.text[:200]) from error
    return Listing(tuple(ways))


WAYS_SESSION: Final = Collector(id="network.ways", provides=WAYS, on=NETWORK, ask=Ways(), parse=parse)
