"""How our asks find running programs by name: a loop of the shell's own words over /proc/PID/comm, not one process more.

A name is comm (proc(5): 15 characters at most); kernels before 2.6.33 tell it in /proc/PID/stat alone. Shells read a line
byte by byte (dash, busybox, mksh), so a line of comm costs a fifth of one of stat (20,000 processes: 0.35 s for 1.8 s). The
ask that begins with ``finding(...)`` has the numbers
in ``$f``, prints ``@hidden`` where /proc hides the processes of others (hidepid), and ends with ``FOUND``: how many
processes were looked at, how many are the program's.
"""

from collections.abc import Iterable
from typing import Final

from collectors.base import Absent, ParseError, Reason, SessionError, Unseen
from collectors.linux.passages import Passage, number, passages
from config.text import _

NAMED: Final = "o=comm; [ -r /proc/self/comm ] || o=stat"
"""Sets ``$o`` to the file below /proc/PID whose first line tells the name."""
_LOOP: Final = rf"""
f=; n=0; k=0
{NAMED}
{{ [ -r /proc/1/stat ] && IFS= read -r l </proc/1/stat; }} 2>/dev/null || echo '@hidden'
for d in /proc/[0-9]*; do
  l=; {{ IFS= read -r l <"$d/$o"; }} 2>/dev/null || continue
  n=$((n+1))
  case $l in NAMES) p=${{d#/proc/}}; f="$f $p"; k=$((k+1)) ;; esac
done
"""
FOUND: Final = r"""
echo "@found $n $k"
echo @end"""
SAFELY: Final = r"""
me=$(id -u)
safe() {
  _f=
  _o=$(readlink -f "$1" 2>/dev/null) && [ "-${2:-f}" "$_o" ] || return 1
  set -- "$_o"
  while [ -n "$_o" ]; do _o=${_o%/*}; set -- "$@" "${_o:-/}"; done
  [ "$(stat -c '%u %a' "$@" 2>/dev/null | grep -cE "^(0|$me) [0-7]*[0145][0145]\$")" = $# ] && _f=$1
}
as_user_of() {
  _u=$(awk '$1=="Uid:" { u=$2 } $1=="Gid:" { print u " " $2; exit }' "/proc/$1/status" 2>/dev/null); shift
  _g=${_u#* } _u=${_u% *}
  case $me:$_u in
    0:[1-9]*) nice -n 19 setpriv --reuid="$_u" --regid="$_g" --clear-groups "$@" ;;
    *) echo "xunjian: permission denied: others can change what would run: $1" >&2; return 126 ;;
  esac
}
by() {
  _p=$1; shift
  if safe "$1"; then shift; nice -n 19 "$_f" "$@"; else as_user_of "$_p" "$@"; fi
}
"""
"""Functions for asks that run a program which a process named: any user can start one that is called java or nginx, with
another program beside it, and what root inspects must not run that as root.

``safe FILE``, ``safe FOLDER d``: only root or we can change it and every folder above it. It leaves in ``$_f`` the path
without links that it looked at: who was told yes runs that path and no other, as a link may lead elsewhere by then.
``by PID PROGRAM ARGUMENTS`` runs it as ourselves where only root or we can change it and every folder above it; else, as
root, as the user of the process (the one that /proc/PID/status tells: the owner of /proc/PID is root for some); else not.
"""
_HIDDEN: Final = _("inspect with root's rights: /proc is mounted with hidepid and hides the processes of others")


def finding(*names: str) -> str:
    """The shell text that finds the programs of these names."""
    return _LOOP.replace("NAMES", "|".join(f'{name}|*"({name}) "*' for name in names))


def instances(text: str, head: str, program: str) -> tuple[tuple[Passage, ...], tuple[Unseen, ...]]:
    """The passages of an answer, from the first ``head`` on; and what was not seen.

    Raises Absent where every process was looked at and none is the program's, SessionError (cut), ParseError where fewer
    heads came than were counted.
    """
    if not text.endswith("\n@end\n"):
        raise SessionError(Reason.CUT, text[-80:])
    found = passages(text)
    counted = [one.rest for one in found if one.kind == "found"]
    looked, mine = (number(word, counted[0]) for word in counted[0].split(" ")) if counted else (0, 0)
    hidden = any(one.kind == "hidden" for one in found)
    heads = sum(one.kind == head for one in found)
    if not looked or heads != mine:
        raise ParseError(f"{heads} of {mine} {program}", counted[0] if counted else text[-80:])
    if not mine and hidden:
        raise SessionError(Reason.DENIED, "hidepid", _HIDDEN)
    if not mine:
        raise Absent(f"/proc: {looked} processes, no {program}")
    return found, (Unseen("", Reason.DENIED, "hidepid", _HIDDEN),) if hidden else ()


def groups(found: Iterable[Passage], head: str) -> list[dict[str, Passage]]:
    """By instance, its passages by kind; each instance begins with its ``head``."""
    made: list[dict[str, Passage]] = []
    for one in found:
        if one.kind == head:
            made.append({})
        if made and one.kind not in {"found", "end", "hidden"}:
            made[-1][one.kind] = one
    return made


def said(of: dict[str, Passage], kind: str) -> str:
    """What follows a head, "" where it is not there."""
    return of[kind].rest if kind in of else ""


def optional(of: dict[str, Passage], kind: str) -> int | None:
    """The count that follows a head; None where it is not there."""
    return number(of[kind].rest) if said(of, kind) else None
