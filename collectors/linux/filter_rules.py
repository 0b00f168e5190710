"""The two texts of a packet filter, as chains: ``nft list ruleset`` (nft(8)) and iptables-save (iptables-save(8))."""

import re
from collections.abc import Iterable, Iterator

from collectors.base import ParseError
from collectors.facts.routing import FilterChain

_BLOCK = re.compile(
    r"(?P<kind>table|chain|set|map|flowtable|counter|quota|ct \w+|limit|secmark|synproxy) (?P<name>\S.*?) \{"
)
_CHAIN = re.compile(r":(?P<name>\S+) (?P<head>\S+)(?: \[\d+:\d+\])?")
_PASSING = re.compile(r" (?:f2b-|kube-proxy|calico|cali-|cilium|libvirt_|docker|podman|netavark)")
"""Tables that fail2ban, Kubernetes, libvirt and container engines make and fill by themselves."""
_DEEPEST = 2
"""A table, and in it a chain or a set."""


def of_nft(lines: Iterable[str]) -> Iterator[FilterChain]:
    """Chains and sets of every table. Elements that come and go by themselves (dynamic, with a timeout) are left out.

    Raises ParseError for a line that stands in no block.
    """
    heads: list[str] = []  # of the blocks that are open: a table, and what stands in it
    own: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if len(heads) < _DEEPEST and (block := _BLOCK.fullmatch(line)):
            heads.append(block["name"] if block["kind"] in {"table", "chain"} else f"{block['kind']} {block['name']}")
            own = []
        elif not heads:
            raise ParseError("a line of no table", line)
        elif line != "}":
            own.append(line)
        else:
            if len(heads) == _DEEPEST and not _PASSING.search(heads[0]):
                yield _chain(" ".join(heads), own)
            heads.pop()
    if heads:
        raise ParseError("a table without its end", heads[0])


def _chain(name: str, lines: list[str]) -> FilterChain:
    """Of a base chain the head is its line ``type ... hook ...; policy ...;``; of a set its type and flags."""
    heads = [one for one in lines if one.startswith(("type ", "typeof ", "flags ", "hook ", "policy "))]
    rules = [one for one in lines if one not in heads]
    if any("dynamic" in one or "timeout" in one for one in heads):
        rules = []
    return FilterChain(name, " ".join(heads), tuple(rules))


def of_tables(tool: str, lines: Iterable[str]) -> Iterator[FilterChain]:
    """Chains of the old tables. Raises ParseError for a rule before its table, or a table without its COMMIT."""
    table = ""
    heads: dict[str, str] = {}
    rules: dict[str, list[str]] = {}
    for line in (one.strip() for one in lines):
        if line.startswith("*"):
            table = line[1:]
        elif line == "COMMIT":
            yield from (
                FilterChain(f"{tool} {table} {name}", head, tuple(rules.get(name, ()))) for name, head in heads.items()
            )
            table, heads, rules = "", {}, {}
        elif match := _CHAIN.fullmatch(line):
            heads[match["name"]] = match["head"].removeprefix("-")
        elif line.startswith("-A ") and table:
            _dash, name, rule = line.split(" ", 2)
            rules.setdefault(name, []).append(rule)
        elif line:
            raise ParseError("no rule of iptables-save", line)
    if table:
        raise ParseError("a table without its COMMIT", table)
