"""Lines of a configuration whose order decides: of a filter or a routing policy the first line that fits is taken.

Evidence: the makers' command references. Most number these lines by themselves and show them by number; those that do not
(numbered access lists of IOS, filters of ASA, older RGOS) are read from the top.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Path = tuple[str, ...]
"""A line below the sections that it is indented under."""

_ORDERED: Final = re.compile(
    r"(?:(?:ip|ipv6|mac|arp|expert) )?access-list (?:(?:standard|extended|expert) )?\S+|acl\b.*|"
    r"(?:ip|ipv6) (?:prefix-list|ip-prefix|ipv6-prefix|as-path(?: access-list)?|as-path-filter|community-list|"
    r"community-filter) (?:(?:standard|extended) )?\S+|"
    r"(?:route-map|route-policy|policy-map|traffic policy|qos policy|object-policy ip|prefix-list) \S+|"
    r"security-policy\b.*|firewall (?:interzone|packet-filter)\b.*|policy interzone\b.*|rulebase\b.*",
    re.IGNORECASE,
)
"""The head of such a list, up to its name: either the section that its lines stand in, or what each of them begins with."""


def moved(now: Sequence[Path], then: Sequence[Path]) -> Iterator[Path]:
    """Lines of ``now`` that both have, where those of one list stand in another order."""
    before = _by_list(then)
    for name, mine in _by_list(now).items():
        other = before.get(name, [])
        kept, had = [one for one in mine if one in other], [one for one in other if one in mine]
        yield from (one for one, instead in zip(kept, had, strict=True) if one != instead)


def _by_list(paths: Iterable[Path]) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(paths):
        if name := _list_of(path):
            found.setdefault(name, []).append(path)
    return found


def _list_of(path: Path) -> Path:
    """The list that a line belongs to: the section around it, or the words that it shares with the others; () for none."""
    for depth, words in enumerate(path):
        if head := _ORDERED.match(words):
            return path[: depth + 1] if depth + 1 < len(path) else (*path[:depth], head[0].lower())
    return ()
