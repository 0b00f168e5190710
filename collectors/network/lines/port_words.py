"""What the words of a command line say about interfaces: kinds by name, speeds, states."""

import re
from typing import Final

from collectors.facts.devices.ports import Counters, Interface

ETHERNET: Final = 6
_AGGREGATE: Final = r"eth-trunk|bridge-aggregation|route-aggregation|ragg|bagg|aggregateport|ag\d|smartgroup|port-channel"
_WIRED: Final = (
    r"[\w-]*ethernet|[\w-]*gig[a-z]*\s?\d|meth|mgmt|m?eth\d|(?:\d+|[a-z]{1,3}|m-)?gei?[\d_/-]|"
    r"(?:te|gi|fo|hu|tf|fa|mg|tw)\d"
)
_TYPES: Final = tuple(
    (number, re.compile(words, re.IGNORECASE))
    for number, words in (
        (161, _AGGREGATE),
        (24, r"loop|inloop"),
        (136, r"vlan|bdi|vbdif|irb|qvlan|supervlan"),
        (131, r"tunnel"),
        (ETHERNET, _WIRED),
    )
)
_SPEED: Final = re.compile(r"([\d.]+)\s*([kmg]?)(?:b|bps|bit|\b)", re.IGNORECASE)
_FACTORS: Final = {"": 1_000_000, "k": 1000, "m": 1_000_000, "g": 1_000_000_000}
STATES: Final = re.compile(
    r"(?P<admin>\*|adm\b|administratively\s+)?\s*(?:(?:error|stp|link|lagg)[\s-]+(?=down\b))?(?P<state>up|down|stby|standby)\b",
    re.IGNORECASE,
)
"""``ERROR DOWN(link-flap)`` is a port that VRP itself took out of service: down, and not by anybody's wish."""


def type_of(name: str) -> int:
    """IANA's ifType by the name; 0 where the name says nothing."""
    if "." in name.rpartition("/")[2]:
        return 135
    return next((number for number, words in _TYPES if words.match(name)), 0)


def speed_of(words: str) -> int:
    """Bits a second of ``1000`` (megabits), ``1000M``, ``10Gbps``, ``40Gbps-speed``; 0 of words without a number."""
    found = _SPEED.match(words.strip())
    return int(float(found[1]) * _FACTORS[found[2].lower()]) if found else 0


def duplex_of(words: str) -> str:
    """Half or full, "" of anything else."""
    lowered = words.lower()
    return "full" if "full" in lowered else "half" if "half" in lowered else ""


def interface(
    name: str,
    state: str,
    *,
    is_enabled: bool | None,
    alias: str = "",
    speed: int = 0,
    duplex: str = "",
    counters: Counters | None = None,
) -> Interface:
    """An interface as a command line tells it: without an ifIndex, and with its type by its name."""
    return Interface(
        name=name,
        alias=alias,
        description=name,
        index=0,
        type_number=type_of(name),
        is_enabled=is_enabled,
        state=state,
        speed_bits_per_second=speed,
        duplex=duplex,
        counters=counters or Counters(),
    )


def stood(words: str) -> tuple[str, bool] | None:
    """State, and whether it is switched on, of ``UP``, ``*down``, ``Administratively DOWN``, ``DOWN (Administratively)``.

    None of words that tell no state.
    """
    found = STATES.match(words.strip())
    if found is None:
        return ("down", False) if re.match(r"(?:adm|administratively)\b", words.strip(), re.IGNORECASE) else None
    is_off = bool(found["admin"]) or "administratively" in words.lower()
    return "up" if found["state"].lower() == "up" else "down", not is_off
