"""What rules of packet filters mean beside each other: which of them takes all that another would."""

from typing import Final

from collectors.facts.devices.settings import Rule

ANY: Final = (0, 0xFFFFFFFF)
"""Every IPv4 address: an address and its wildcard."""
_EVERY_PROTOCOL: Final = frozenset({"ip", "ipv4"})


def is_all(rule: Rule) -> bool:
    """Whether every IPv4 packet fits it."""
    return rule.protocol in _EVERY_PROTOCOL and rule.source == ANY and rule.destination == ANY and not rule.rest


def covers(one: Rule, other: Rule) -> bool:
    """Whether all that fits ``other`` fits ``one`` too. Never guessed: what was not understood covers nothing."""
    if one.protocol not in {other.protocol, *_EVERY_PROTOCOL} or one.rest not in {"", other.rest}:
        return False
    return _within(one.source, other.source) and _within(one.destination, other.destination)


def _within(wide: tuple[int, int] | None, narrow: tuple[int, int] | None) -> bool:
    if wide == ANY:
        return True
    if wide is None or narrow is None:
        return False
    kept = ~wide[1] & ANY[1]
    return narrow[1] & kept == 0 and narrow[0] & kept == wide[0] & kept
