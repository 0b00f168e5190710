"""Whom does the loaded packet filter let in? Its chains are gone through as the kernel does with a new connection.

Every base chain at the hooks prerouting and input must let it pass; what any one drops is dropped. Where a rule depends on
the card or on what we do not know, we say that we do not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from checks.security.filter_nft import read_rule as read_nft
from checks.security.filter_tables import read_rule as read_tables
from checks.security.filter_words import Packet, Rule
from collectors.facts.routing import FilterChain, PacketFilter

OPEN: Final = "open"
LIMITED: Final = "limited"
CLOSED: Final = "closed"
UNSURE: Final = "unsure"
_DEEPEST: Final = 16
"""The kernel itself allows as many jumps within jumps (NFT_JUMP_STACK_SIZE)."""
_OLD_BASES: Final = frozenset({"filter INPUT", "mangle INPUT", "mangle PREROUTING", "raw PREROUTING"})
_FAMILIES: Final[Mapping[str, tuple[int, ...]]] = {
    "ip": (4,),
    "ip6": (6,),
    "inet": (4, 6),
    "iptables": (4,),
    "ip6tables": (6,),
}


@dataclass(frozen=True, slots=True)
class _Left:
    """Who is still on the way: all, only some sources, all but those of some card, or nobody knows whom."""

    is_limited: bool = False
    is_unsure: bool = False


@dataclass(slots=True)
class _Walk:
    """One way through one table's chains; ``said`` are the ways in which something was let in."""

    chains: Mapping[str, FilterChain]
    packet: Packet
    read: Callable[[str, Packet], Rule]
    prefix: str
    said: list[str] = field(default_factory=list)

    def through(self, chain: FilterChain, left: _Left, depth: int = 0) -> _Left | None:
        """Go through one chain; who comes out at its end, None where nobody does."""
        returned: list[_Left] = []
        now: _Left | None = left
        for line in chain.rules:
            if now is None:
                break
            rule = self.read(line, self.packet)
            if rule.verdict and rule.is_met:
                now = self._one(rule, now, returned, depth)
        ends = [*returned, *([now] if now else [])]
        if not ends:
            return None
        return _Left(all(one.is_limited for one in ends), any(one.is_unsure for one in ends))

    def _one(self, rule: Rule, left: _Left, returned: list[_Left], depth: int) -> _Left | None:
        if rule.verdict == "accept":
            self.said.append(UNSURE if rule.is_odd else self.way(_narrowed(rule, left)))
            return None if rule.is_plain else left
        if rule.verdict == "drop":
            return _without(rule, left)
        if rule.verdict == "return":
            returned.append(_narrowed(rule, left))
            return None if rule.is_plain else _without(rule, left)
        return self._jumped(rule, left, returned, depth)

    def _jumped(self, rule: Rule, left: _Left, returned: list[_Left], depth: int) -> _Left | None:
        chain = self.chains.get(f"{self.prefix} {rule.target}")
        if chain is None or depth >= _DEEPEST or rule.is_odd:
            self.said.append(UNSURE)
            return left
        before = len(self.said)
        out = self.through(chain, _narrowed(rule, left), depth + 1)
        if rule.verdict == "goto" and out is not None:
            returned.append(out)
            out = None
        if rule.is_plain:
            return out
        has_dropped_all = out is None and len(self.said) == before and not returned
        return _without(rule, left) if has_dropped_all else left

    @staticmethod
    def way(left: _Left) -> str:
        """How those are let in who are left when a rule or the chain's policy accepts."""
        if left.is_unsure:
            return UNSURE
        return LIMITED if left.is_limited else OPEN


def _narrowed(rule: Rule, left: _Left) -> _Left:
    return _Left(left.is_limited or rule.by_source == "in", left.is_unsure or rule.is_odd)


def _without(rule: Rule, left: _Left) -> _Left | None:
    """Who is left when those whom a rule concerns are gone: all but some sources are still all."""
    if rule.is_plain:
        return None
    if rule.by_source == "out" and not (rule.by_place or rule.by_chance or rule.is_odd):
        return replace(left, is_limited=True)
    return replace(left, is_unsure=left.is_unsure or rule.by_place or rule.is_odd)


def let_in(found: PacketFilter, packet: Packet) -> str:
    """How the filter meets a new connection from somewhere far: OPEN, LIMITED to some sources, CLOSED, or UNSURE."""
    chains = {one.name: one for one in found.chains}
    ways = [_of_base(one, chains, packet) for one in found.chains if is_base(one, packet.family)]
    return next((way for way in (CLOSED, LIMITED, UNSURE) if way in ways), OPEN)


def is_base(chain: FilterChain, family: int) -> bool:
    """Whether the kernel itself sends what comes in from outside through this chain."""
    words = chain.name.split(" ")
    if family not in _FAMILIES.get(words[0], ()):
        return False
    if words[0] in {"iptables", "ip6tables"}:
        return " ".join(words[1:]) in _OLD_BASES
    return chain.head.startswith("type filter") and ("hook input" in chain.head or "hook prerouting" in chain.head)


def _of_base(chain: FilterChain, chains: Mapping[str, FilterChain], packet: Packet) -> str:
    prefix, _space, _name = chain.name.rpartition(" ")
    is_old = chain.name.startswith(("iptables", "ip6tables"))
    walk = _Walk(chains, packet, read_tables if is_old else read_nft, prefix)
    left = walk.through(chain, _Left())
    if left is not None and not (chain.head == "DROP" or "policy drop" in chain.head):
        walk.said.append(walk.way(left))
    return next((way for way in (OPEN, UNSURE, LIMITED) if way in walk.said), CLOSED)
