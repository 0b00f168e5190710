"""Processes in two samples of /proc/PID/stat: names, zombies with their parents, what is stuck in the kernel.

A cat for some thousands of them (the kernel takes 2 MiB of arguments) and one awk for all; arguments are never read. A name
may hold anything, line ends too (prctl(2)): a line is whole only with the fields up to the start time after its last
bracket; one that never becomes whole is counted.

Sample::

    @uptime 351735.45 1200.02
    @all 3 2
    @count S 1
    @count D 1
    @count Z 1
    @D 812 1 311200 0 rsync (rpc_wait_bit_killable) systemd
    @Z 990 812 311300 0 sh () rsync
    @names
     rsync
     sh
     systemd
"""

import re
from collections.abc import Iterable
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.processes import PROCESSES, Process, Processes
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = r"""
IFS= read -r v </proc/uptime; echo "@uptime $v"
{ [ -r /proc/1/stat ] && IFS= read -r v </proc/1/stat; } 2>/dev/null || echo '@hidden'
(cd /proc/ && for p in [0-9]*; do echo "$p/stat"; done | xargs cat 2>/dev/null) | awk '
{ l=held $0; a=index(l,"("); b=0; n0=0; if (match(l,/.*\)/)) { b=RLENGTH; n0=split(substr(l,b+2),f," ") }
  ok=l ~ /^[0-9]+ \(/ && f[1] ~ /^[A-Za-z]$/; for (i=2;ok&&i<=20;i++) ok=f[i] ~ /^-?[0-9]+$/
  if (n0<20 || !ok) { if (length(l)<=80 && l ~ /^[0-9]+ \(/) held=l "?"; else { broken++; held="" } next }
  held=""; pid=substr(l,1,a-2); c=substr(l,a+1,b-a-1)
  gsub(/\t/,"?",c)
  all++; count[f[1]]++; name[pid]=c; seen[c]=1
  if (f[1]=="D"||f[1]=="Z") { odd[++n]=pid; st[pid]=f[1]; pp[pid]=f[2]; at[pid]=f[20]; k[pid]=(f[2]==2||pid==2) } }
END { for (s in count) print "@count " s " " count[s]
  print "@all " all+0 " " n+0; if (held!="") broken++; if (broken) print "@broken " broken
  for (i=1;i<=n&&i<=2000;i++) { p=odd[i]; print "@" st[p] " " p " " pp[p] " " at[p] " " k[p] " " name[p] "\t" name[pp[p]] }
  print "@names"; for (c in seen) print " " c }' | while IFS= read -r v; do
  case $v in
    @D*) set -- $v; w=; { IFS= read -r w <"/proc/$2/wchan"; } 2>/dev/null; printf '%s\t%s\n' "$v" "$w" ;;
    *) printf '%s\n' "$v" ;;
  esac
done"""

_HIDDEN = _("inspect with root's rights: /proc is mounted with hidepid and hides the processes of others")


def parse(answer: Answer) -> Processes:
    """Compare both samples: what is in D in both is stuck, whatever else is in D was only waiting; Z in both is a zombie.

    A process that has just ended is a zombie until its parent has asked, the ends of this very pipeline too.

    Raises SessionError (empty) where no process could be read, which proves nothing: this one ran.
    """
    now = passages(answer.text)
    if not _all(now):
        raise SessionError(Reason.EMPTY, "/proc/*/stat")
    before = passages(answer.earlier) if answer.earlier else ()
    odd = tuple(_process(one) for one in now if one.kind in {"D", "Z"})
    _counted(now, odd)
    then = tuple(_process(one) for one in before if one.kind in {"D", "Z"})
    _counted(before, then)
    earlier = {(p.pid, p.started_ticks, p.state) for p in then}
    waiting = tuple(p for p in odd if p.state == "D")
    names = {line for one in now if one.kind == "names" for line in one.lines}
    hidden = any(one.kind == "hidden" for one in now)
    return Processes(
        total_count=_all(now),
        names=tuple(sorted(names)),
        zombies=tuple(p for p in odd if p.state == "Z" and (not before or _key(p) in earlier)),
        waiting=waiting,
        stuck=tuple(p for p in waiting if _key(p) in earlier),
        window_seconds=round(_uptime(now) - _uptime(before), 2) if before else 0.0,
        broken_count=_broken(now) + _broken(before),
        hidden=Unseen("", Reason.DENIED, "hidepid", _HIDDEN) if hidden else None,
    )


def _key(one: Process) -> tuple[int, int, str]:
    return one.pid, one.started_ticks, one.state


def _process(one: Passage) -> Process:
    line = f"@{one.kind} {one.rest}"
    head, *more = one.rest.split("\t")
    match = re.fullmatch(r"([0-9]+) ([0-9]+) ([0-9]+) ([01]) (.*)", head)
    if not match or len(more) not in {1, 2}:
        raise ParseError("a process", line)
    pid, parent, ticks, kernel, name = match.groups()
    channel = more[1] if len(more) > 1 else ""
    return Process(
        int(pid), int(parent), name, more[0], one.kind, int(ticks), kernel == "1", "" if channel == "0" else channel
    )


def _all(found: Iterable[Passage]) -> int:
    whole = next((one.rest for one in found if one.kind == "all"), "")
    return number(whole.partition(" ")[0], f"@all {whole}")


def _broken(found: Iterable[Passage]) -> int:
    return sum(number(one.rest, f"@broken {one.rest}") for one in found if one.kind == "broken")


def _counted(found: tuple[Passage, ...], odd: tuple[Process, ...]) -> None:
    """Hold the lines against the counts that the same pass made; 2000 odd ones are named at most."""
    if not found:
        return
    whole = next((one.rest for one in found if one.kind == "all"), "")
    expected = number(whole.partition(" ")[2], f"@all {whole}")
    if len(odd) < min(expected, 2000):
        raise ParseError(f"{len(odd)} of {expected} processes in D or Z", whole)


def _uptime(found: Iterable[Passage]) -> float:
    said = next((one.rest for one in found if one.kind == "uptime"), "")
    match = re.match(r"([0-9]+(?:\.[0-9]+)?)(?: |$)", said)
    if not match:
        raise ParseError("no uptime", said)
    return float(match[1])


PROCESSES_STAT: Final = Collector(
    id="linux.processes.stat",
    provides=PROCESSES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=15, kib=512, samples=2),
    parse=parse,
)
