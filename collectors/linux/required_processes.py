r"""Processes that fit the operator's patterns. Only their number, user, memory and age leave the machine, never arguments.

``ps`` prints whole command lines, and awk holds them against the patterns on the target. Our own processes carry a mark and
are left out. Kernels before 4.2 cut a command line after 4096 bytes, ps itself after 131,072 (procps-ng 4.0.2, tried): how
many were cut is told, as what a pattern looks for may have stood behind. One of 10,000 bytes is whole.

Sample::

    @p -Dcatalina.base=/opt/tomcat
    @is 4711 tomcat 262144 1-02:03:04
    @cut 0
    @all 210 1 1
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import (
    LINUX,
    Answer,
    Collector,
    Listing,
    Parameter,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Source,
)
from collectors.facts.middleware import REQUIRED_PROCESSES, MatchedProcess, RequiredProcess
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = r"""
[ -n "$1" ] || { echo @none; echo @end; exit 0; }
{ [ -r /proc/1/stat ] && IFS= read -r v </proc/1/stat; } 2>/dev/null || echo '@hidden'
ps -eww -o pid= -o user= -o rss= -o etime= -o args= | P=$1 awk '
BEGIN { xunjian_own=1; m=split(ENVIRON["P"],want,"|") }
/xunjian_own/ || /ps -eww -o pid= -o user= -o rss= -o etime=/ { next }
{ all++; line=$0; for (i=1;i<=4;i++) sub(/^ *[^ ]+/,"",line); sub(/^ /,"",line)
  l=length(line); if (l==4095 || l==4096 || l>=130000) cut++
  for (i=1;i<=m;i++) if (index(line, want[i])) { n[i]++; hit++; is[i]=is[i] "@is " $1 " " $2 " " $3 " " $4 "\n" } }
END { for (i=1;i<=m;i++) { print "@p " want[i]; printf "%s", is[i] }
  print "@cut " cut+0; print "@all " all+0 " " m " " hit+0 }'
echo @end"""
_AGE: Final = re.compile(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)")
_KIB: Final = 1024
PATTERNS: Final = "process_patterns"
"""The parameter: the patterns' texts, joined by bars."""
_HIDDEN: Final = _("inspect with root's rights: /proc is mounted with hidepid and hides the processes of others")


def parse(answer: Answer) -> Listing[RequiredProcess]:
    """Read what fits each text; nothing where the operator named none."""
    if not answer.text.endswith("@end\n"):
        raise SessionError(Reason.CUT, answer.text[-80:])
    found = passages(answer.text)
    if any(one.kind == "none" for one in found):
        return Listing(())
    if any(one.kind == "hidden" for one in found):
        raise SessionError(Reason.DENIED, "hidepid", _HIDDEN)
    return Listing(tuple(_counted(found)))


def _counted(found: tuple[Passage, ...]) -> Iterator[RequiredProcess]:
    """Hold the lines against the counts that the same pass made."""
    whole = next((one.rest for one in found if one.kind == "all"), "")
    looked, wanted, hits = (number(word, whole) for word in (whole.split() or ["0"] * 3))
    cut = sum(number(one.rest) for one in found if one.kind == "cut")
    by_pattern: list[tuple[str, list[MatchedProcess]]] = []
    for one in found:
        if one.kind == "p":
            by_pattern.append((one.rest, []))
        elif one.kind == "is":
            by_pattern[-1][1].append(_process(one))
    if not looked:
        raise SessionError(Reason.FAILED, "ps -eww -o pid,user,rss,etime,args")
    if len(by_pattern) != wanted or sum(len(of) for _pattern, of in by_pattern) != hits:
        raise ParseError("not as many as were counted", whole)
    yield from (RequiredProcess(pattern, tuple(of), cut) for pattern, of in by_pattern)


def _process(one: Passage) -> MatchedProcess:
    words = one.rest.split()
    age = _AGE.fullmatch(words[3]) if len(words) == 4 else None  # noqa: PLR2004 - pid, user, rss, etime
    if age is None:
        raise ParseError("a process", one.rest)
    days, hours, minutes, seconds = (int(part or 0) for part in age.groups())
    return MatchedProcess(
        number(words[0], one.rest),
        words[1],
        number(words[2], one.rest) * _KIB,
        ((days * 24 + hours) * 60 + minutes) * 60 + seconds,
    )


REQUIRED_PROCESSES_PS: Final = Collector(
    id="linux.required_processes",
    provides=REQUIRED_PROCESSES,
    on=LINUX,
    ask=Shell(
        _COMMAND,
        tool="ps",
        seconds=15,
        kib=256,
        parameters=(Parameter(PATTERNS, r"[^\n\r\t\0]{0,2000}", Source.CONFIGURATION),),
    ),
    parse=parse,
)
