"""Oracle's listeners on their host: what runs is told by /proc, what it serves by its own lsnrctl.

lsnrctl answers the owner of the listener; from 10g on it refuses other accounts (TNS-01189, TNS-01190), which is then said.

Sample::

    @processes 210
    @listener LISTENER /u01/app/oracle/product/19c/bin/tnslsnr
     Alias                     LISTENER
     Version                   TNSLSNR for Linux: Version 19.0.0.0.0 - Production
     Service "orcl" has 1 instance(s).
       Instance "orcl", status READY, has 1 handler(s) for this service...
     The command completed successfully
    @lines 7
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen, listing
from collectors.base import Listing as Found
from collectors.facts.oracle.listeners import LISTENERS, ListenedService, OracleListener
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_BODY: Final = r"""
n=0
for p in /proc/[0-9]*; do
  n=$((n + 1))
  read -r c 2>/dev/null <"$p/comm" || continue
  [ "$c" = tnslsnr ] || continue
  w=$(tr '\000' ' ' <"$p/cmdline") b=${w%% *} a=${w#* }
  a=${a%% *}
  echo "@listener $a $b"
  h=${b%/bin/tnslsnr}
  ORACLE_HOME=$h; export ORACLE_HOME
  "$h/bin/lsnrctl" status "$a" 2>&1 </dev/null | cut -c1-300 | mask | sed 's/^/ /'
done
echo "@processes $n"
"""
_OWNER = _("let the owner of the listener (oracle or grid) run “lsnrctl status”, or look at it by hand")
_HEAD: Final = re.compile(r"(?P<key>Alias|Version|Listener Log File) {2,}(?P<value>\S.*)")
_SERVICE: Final = re.compile(r'Service "(?P<name>[^"]*)" has (?P<count>\d+) instance\(s\)\.')
_INSTANCE: Final = re.compile(r' +Instance "(?P<name>[^"]*)", status (?P<status>\w+), has ')
_ENDPOINT: Final = re.compile(
    r"\(PROTOCOL=(?P<protocol>\w+)\)(?:\(HOST=(?P<host>[^)]*)\)\(PORT=(?P<port>\d+)\)|\(KEY=(?P<key>[^)]*)\))"
)
_ENDED: Final = "The command completed successfully"


def parse(answer: Answer) -> Found[OracleListener]:
    """Read every listener that runs. Absent where none does, by the count of processes that were looked at."""
    parts = complete(answer.text)
    if "processes" not in parts or not number(parts["processes"].rest):
        raise SessionError(Reason.EMPTY, "/proc")
    found = [one for one in passages(answer.text) if one.kind == "listener"]
    if not found:
        raise Absent(f"{parts['processes'].rest} processes, no tnslsnr")
    return listing(_one(one) for one in found)


def _one(passage: Passage) -> OracleListener | Unseen:
    name = passage.rest.partition(" ")[0]
    lines = [line.rstrip() for line in passage.lines]
    if _ENDED not in lines:
        said = next((line.strip() for line in lines if "TNS-" in line), lines[-1].strip() if lines else "")
        denied = any(code in said for code in ("TNS-01189", "TNS-01190"))
        return Unseen(name, Reason.DENIED if denied else Reason.FAILED, said[:200], _OWNER)
    return read_status(name, lines)


def read_status(name: str, lines: list[str]) -> OracleListener:
    """Read what lsnrctl printed. Raises ParseError where a service has not the instances that it counts."""
    heads = {match["key"]: match["value"] for line in lines if (match := _HEAD.match(line))}
    ends = [_endpoint(match) for line in lines[_place(lines, "Listening Endpoints") :] if (match := _ENDPOINT.search(line))]
    return OracleListener(
        name=heads.get("Alias", name),
        version=heads.get("Version", ""),
        log=heads.get("Listener Log File", ""),
        endpoints=tuple(ends),
        services=tuple(_services(lines)),
    )


def _place(lines: list[str], start: str) -> int:
    return next((place for place, line in enumerate(lines) if line.startswith(start)), len(lines))


def _endpoint(match: re.Match[str]) -> str:
    where = match["key"] or f"{match['host']}:{match['port']}"
    return f"{match['protocol'].lower()} {where}"


def _services(lines: list[str]) -> Iterator[ListenedService]:
    starts = [(place, match) for place, line in enumerate(lines) if (match := _SERVICE.match(line))]
    for start, service in starts:
        instances = []
        for line in lines[start + 1 :]:
            if not (match := _INSTANCE.match(line)):
                break
            instances.append((match["name"], match["status"]))
        if len(instances) != int(service["count"]):
            raise ParseError("not as many instances as the service counts", lines[start])
        yield ListenedService(service["name"], tuple(instances))


LISTENERS_LSNRCTL: Final = Collector(
    id="linux.oracle_listeners",
    provides=LISTENERS,
    on=LINUX,
    ask=Shell(counting(_BODY), tool="tr", seconds=20, kib=128),
    parse=parse,
)
