"""What the network stack dropped, in two samples: /proc/net/netstat, /proc/net/snmp, /proc/net/softnet_stat.

Both tables are a line of names above a line of values with the same beginning (kernel: net/ipv4/proc.c); softnet_stat is a
line of hexadecimal numbers a processor, of which the second are packets dropped and the third times squeezed
(kernel: net/core/net-procfs.c).

Sample::

    /proc/uptime:1420.83 2723.97
    /proc/net/netstat:TcpExt: SyncookiesSent ListenOverflows ListenDrops
    /proc/net/netstat:TcpExt: 0 3 3
    /proc/net/snmp:Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors
    /proc/net/snmp:Udp: 4512 17 0 4490 0
    /proc/net/softnet_stat:0001202d 00000000 00000001
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.network_counters import NETWORK_DROPS, Drops, NetworkDrops
from collectors.linux.kernel_files import KernelFiles, grep, natural, read, uptime, window
from config.text import _

_NETSTAT: Final = "/proc/net/netstat"
_SNMP: Final = "/proc/net/snmp"
_SOFTNET: Final = "/proc/net/softnet_stat"


def parse(answer: Answer) -> NetworkDrops:
    """Read both samples. Raises SessionError where a counter went back: the target was started again in between."""
    before, after = read(answer, answer.earlier), read(answer)
    first, last = _counters(before), _counters(after)

    def drops(name: str) -> Drops | None:
        if name not in last:
            return None
        grown = last[name] - first.get(name, last[name])
        if grown < 0:
            raise SessionError(Reason.FAILED, _("{name} went back between the samples", name=name))
        return Drops(last[name], grown)

    return NetworkDrops(
        window_seconds=window(before, after),
        uptime_seconds=uptime(after),
        listen_overflows=drops("ListenOverflows"),
        listen_drops=drops("ListenDrops"),
        udp_buffer_errors=drops("RcvbufErrors"),
        softnet_drops=drops("dropped"),
        softnet_squeezes=drops("squeezed"),
    )


def _counters(files: KernelFiles) -> dict[str, int]:
    return {**_table(files, _NETSTAT, "TcpExt:"), **_table(files, _SNMP, "Udp:"), **_softnet(files)}


def _table(files: KernelFiles, path: str, beginning: str) -> dict[str, int]:
    """Read the pair of lines of one protocol. Raises ParseError where they do not fit each other."""
    lines = [line.split() for line in files.need(path) if line.startswith(beginning)]
    if len(lines) != len(("names", "values")) or len(lines[0]) != len(lines[1]):
        raise ParseError(f"{path} {beginning}", " ".join(lines[0][:4]) if lines else "")
    return {name: _signed(word) for name, word in zip(lines[0][1:], lines[1][1:], strict=True)}


def _signed(word: str) -> int:
    """Read a count; a few fields of these tables are -1 where the kernel does not know (Tcp: MaxConn)."""
    return -natural(word[1:], word) if word.startswith("-") else natural(word)


def _softnet(files: KernelFiles) -> dict[str, int]:
    """Add up the processors; a container has no such file."""
    if files.is_missing(_SOFTNET):
        return {}
    dropped = squeezed = 0
    for line in files.need(_SOFTNET):
        words = line.split()
        try:
            _processed, lost, slices = (int(word, 16) for word in words[:3])
        except ValueError as error:
            raise ParseError("softnet_stat line", line) from error
        dropped, squeezed = dropped + lost, squeezed + slices
    return {"dropped": dropped, "squeezed": squeezed}


NETWORK_COUNTERS_PROC: Final = Collector(
    id="linux.network_counters.proc",
    provides=NETWORK_DROPS,
    on=LINUX,
    ask=Shell(
        grep("^(TcpExt|Udp):|^[0-9]+[.][0-9]+ |^[0-9a-f]{8} ", "/proc/uptime", _NETSTAT, _SNMP, _SOFTNET),
        tool="grep",
        seconds=5,
        kib=128,
        samples=2,
    ),
    parse=parse,
)
