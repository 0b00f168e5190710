"""Addresses of a machine's interfaces, as ip or the older ifconfig print them.

Loopback and link-local ones are left out.
"""

import re
from collections.abc import Iterable, Iterator

from collectors.base import ParseError
from collectors.facts.assets import Address
from collectors.linux.passages import Passage

_ADDRESS = re.compile(r"\d+: +(?P<card>[^\s@]+)(?:@\S+)? +inet6? +(?P<address>\S+)(?: .*?)? scope (?P<scope>\S+).*")
_OLD_CARD = re.compile(r"(?P<card>\S+?):?\s")
_OLD_ADDRESS = re.compile(r"\s+inet6? (?:addr: ?)?(?P<address>[0-9a-fA-F.:]+)(?:/(?P<bits>\d+))?")


def addresses_of(found: Iterable[Passage]) -> tuple[Address, ...]:
    """Give each address once. Raises ParseError for a line of ip that is not understood."""
    return tuple(dict.fromkeys(_addresses(found)))


def _addresses(found: Iterable[Passage]) -> Iterator[Address]:
    for one in found:
        if one.kind == "addresses":
            yield from _of_ip(one.lines)
        elif one.kind == "ifconfig":
            yield from _of_ifconfig(one.lines)


def _of_ip(lines: Iterable[str]) -> Iterator[Address]:
    for line in lines:
        match = _ADDRESS.fullmatch(line.strip())
        if match and match["scope"] in {"global", "site"}:
            yield Address(match["card"], match["address"])
        elif not match and " inet" in line:
            raise ParseError("ip -o addr", line)


def _of_ifconfig(lines: Iterable[str]) -> Iterator[Address]:
    card = ""
    for line in lines:
        if line and not line[0].isspace() and (match := _OLD_CARD.match(f"{line} ")):
            card = match["card"]
        elif match := _OLD_ADDRESS.match(line):
            address = match["address"]
            if not address.startswith(("127.", "fe80:")) and address != "::1":
                yield Address(card, f"{address}/{match['bits']}" if match["bits"] else address)
