"""Who listens: ss, else netstat, else the kernel's own tables. Without root the process is not told.

Sample (of ss)::

    Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
    udp   UNCONN 0      0          127.0.0.1:323       0.0.0.0:*    users:(("chronyd",pid=612,fd=5))
    tcp   LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=811,fd=3))
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Root, Shell
from collectors.facts.network import LISTENERS, Listener
from collectors.linux.passages import number, passages

_PROCESS = re.compile(r'users:\(\("(?P<name>(?:[^"\\]|\\.)*)",(?:pid=)?(?P<pid>[0-9]+),')
_PROGRAM = re.compile(r"(?P<pid>[0-9]+)/(?P<name>.+)")
_HEX = re.compile(r"(?P<address>[0-9A-F]{8}|[0-9A-F]{32}):(?P<port>[0-9A-F]{4})")


def parse_ss(answer: Answer) -> Listing[Listener]:
    """Read ``ss -lntup``; the head line is the witness that it looked."""
    lines = answer.text.split("\n")
    if not lines[0].startswith("Netid"):
        raise ParseError("ss printed no head", lines[0])
    return Listing(_once(_of_ss(line) for line in lines[1:] if line.strip()))


def _of_ss(line: str) -> Listener:
    words = line.split()
    if len(words) < 6 or words[1] not in {"LISTEN", "UNCONN"}:  # noqa: PLR2004 - up to the peer
        raise ParseError("ss line", line)
    address, port = _place(words[4], line)
    match = _PROCESS.search(line)
    return Listener(words[0], address, port, match["name"] if match else "", int(match["pid"]) if match else None)


def parse_netstat(answer: Answer) -> Listing[Listener]:
    """Read ``netstat -lntup`` of net-tools or busybox."""
    lines = answer.text.split("\n")
    head = next((n for n, line in enumerate(lines) if line.startswith("Proto")), None)
    if head is None:
        raise ParseError("netstat printed no head", lines[0])
    return Listing(_once(_of_netstat(line) for line in lines[head + 1 :] if line.strip()))


def _of_netstat(line: str) -> Listener:
    words = line.split()
    if len(words) < 5 or words[0] not in {"tcp", "tcp6", "udp", "udp6"}:  # noqa: PLR2004 - up to the peer
        raise ParseError("netstat line", line)
    address, port = _place(words[3], line)
    match = _PROGRAM.match(" ".join(words[6 if words[0].startswith("tcp") else 5 :]))
    return Listener(
        words[0][:3],
        address,
        port,
        match["name"].partition(":")[0].strip() if match else "",
        int(match["pid"]) if match else None,
    )


def _place(word: str, line: str) -> tuple[str, int]:
    address, colon, port = word.rpartition(":")
    if not colon or not address:
        raise ParseError("no address and port", line)
    bare = address.removeprefix("[").replace("]", "")
    return "::" if bare in {"::", ":::"} else bare, number(port, line)


def parse_tables(answer: Answer) -> Listing[Listener]:
    """Read /proc/net/tcp, tcp6, udp and udp6 of a little-endian machine (x86, ARM, LoongArch)."""
    found = passages(answer.text)
    if not any(one.kind == "table" for one in found):
        raise ParseError("no table of sockets", answer.text[:80])
    return Listing(_once(_of_table(one.rest[:3], line) for one in found for line in one.lines))


def _of_table(protocol: str, line: str) -> Listener:
    words = line.split()
    match = _HEX.fullmatch(words[1]) if len(words) > 3 else None  # noqa: PLR2004 - sl, local, peer, state
    if not match:
        raise ParseError("a socket", line)
    return Listener(protocol, _address(match["address"]), int(match["port"], 16))


def _address(digits: str) -> str:
    """Write an address of the kernel's table: words of four bytes in the machine's own order."""
    words = [bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8)]
    if len(words) == 1:
        return ".".join(str(byte) for byte in words[0])
    from ipaddress import IPv6Address  # noqa: PLC0415 - wanted by this last rung alone

    whole = IPv6Address(b"".join(words))
    return f"::ffff:{whole.ipv4_mapped}" if whole.ipv4_mapped else str(whole)


def _once(listeners: Iterable[Listener]) -> tuple[Listener, ...]:
    return tuple(dict.fromkeys(_sorted(listeners)))


def _sorted(listeners: Iterable[Listener]) -> Iterator[Listener]:
    yield from sorted(listeners, key=lambda one: (one.protocol, one.port, one.address, one.process, one.pid or 0))


LISTENERS_SS: Final = Collector(
    id="linux.listeners.ss",
    provides=LISTENERS,
    on=LINUX,
    ask=Shell("$S ss -lntup", tool="ss", seconds=10, kib=512, root=Root.BETTER),
    parse=parse_ss,
)
LISTENERS_NETSTAT: Final = Collector(
    id="linux.listeners.netstat",
    provides=LISTENERS,
    on=LINUX,
    ask=Shell("$S netstat -lntup", tool="netstat", seconds=10, kib=512, root=Root.BETTER),
    parse=parse_netstat,
)
LISTENERS_TABLES: Final = Collector(
    id="linux.listeners.tables",
    provides=LISTENERS,
    on=LINUX,
    ask=Shell(
        'for t in tcp tcp6 udp udp6; do [ -r /proc/net/$t ] || continue; echo "@table $t"; '
        "case $t in tcp*) s=0A ;; *) s=07 ;; esac; awk -v s=$s '$4 == s { print \" \" $0 }' /proc/net/$t; done",
        tool="awk",
        seconds=10,
        kib=256,
    ),
    parse=parse_tables,
)
