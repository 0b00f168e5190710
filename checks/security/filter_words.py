"""One rule of a packet filter as it meets a new connection from afar: whom it stops, whom it lets pass."""

from dataclasses import dataclass
from typing import Final

from config.text import Text, _

STATES: Final = frozenset({"new", "established", "related", "invalid", "untracked", "snat", "dnat"})
"""States of conntrack (nft(8), iptables-extensions(8)); a new connection is in the first."""
NUMBERS: Final = {"6": "tcp", "17": "udp"}
PORT_WORDS: Final = {
    "ftp": 21,
    "ssh": 22,
    "telnet": 23,
    "smtp": 25,
    "domain": 53,
    "tftp": 69,
    "http": 80,
    "sunrpc": 111,
    "ntp": 123,
    "snmp": 161,
    "ldap": 389,
    "https": 443,
    "microsoft-ds": 445,
    "syslog": 514,
    "nfs": 2049,
    "mysql": 3306,
    "postgresql": 5432,
}
"""Names by which iptables-save and nft may write a port (services(5))."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A new connection from somewhere far: ``family`` is 4 or 6; port None is one that no rule names."""

    protocol: str
    port: int | None
    family: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule does with such a packet.

    ``is_met`` is False where it never concerns one. ``by_source`` is in (only some sources), out (all but some) or "";
    ``by_place`` where it depends on the card or the address that was called, ``by_chance`` on rates, flags and the like;
    ``is_odd`` where we do not know what it asks for. ``verdict`` is accept, drop, jump, goto, return or "".
    """

    verdict: str = ""
    target: str = ""
    is_met: bool = True
    by_source: str = ""
    by_place: bool = False
    by_chance: bool = False
    is_odd: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it concerns every such packet."""
        return not (self.by_source or self.by_place or self.by_chance or self.is_odd)


def port_meets(words: str, port: int | None) -> bool | None:
    """Whether ``22``, ``8000-8080``, ``1024:`` or a list of them holds a port; None where a word is no known one."""
    if port is None:
        return False
    said = [_one_port(word, port) for word in words.replace("{", " ").replace("}", " ").replace(",", " ").split()]
    if any(one is True for one in said):
        return True
    return None if None in said or not said else False


def _one_port(word: str, port: int) -> bool | None:
    low, dash, high = word.replace(":", "-").partition("-") if word not in PORT_WORDS else (word, "", "")
    ends = [_number(low, 0), _number(high, 65535) if dash else _number(low, 0)]
    if None in ends:
        return None
    return (ends[0] or 0) <= port <= (ends[1] or 0)


def _number(word: str, missing: int) -> int | None:
    if not word:
        return missing
    return int(word) if word.isascii() and word.isdigit() else PORT_WORDS.get(word)


def protocol_meets(words: str, packet: Packet) -> bool:
    """Whether a protocol's name or number, or a list of them, holds the packet's."""
    said = {NUMBERS.get(one, one) for one in words.replace("{", " ").replace("}", " ").replace(",", " ").split()}
    return bool(said & {packet.protocol, "all", "0"})


WAY_WORDS: Final[dict[str, Text]] = {
    "open": _("the packet filter lets every source in"),
    "limited": _("the packet filter lets only some sources in"),
    "closed": _("the packet filter lets nobody in"),
    "unsure": _("what the packet filter does with it was not understood"),
}
