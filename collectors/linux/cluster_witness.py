"""What every ask about clusters begins with: which processes of cluster software run, and which of its files exist.

Sample::

    @processes 214 (corosync) (pacemakerd)
    @file yes /etc/corosync/corosync.conf
    @file no /etc/cluster/cluster.conf
    @has no pacemakerd

Of what follows, each command's exit code stands at its head and the count of its lines at its foot::

    @quorumtool 0
     Quorum information
    @lines quorumtool 1
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.linux.passages import Passage, number, passages, whole
from collectors.linux.programs import NAMED

_NAMES: Final = ("corosync", "pacemakerd", "sbd", "keepalived", "ohasd", "crsd", "aisexec", "heartbeat")
"""How the names of cluster software's processes begin."""
_LOOP: Final = rf"""
n=0; c=
{NAMED}
for p in /proc/[0-9]*; do
  l=; {{ IFS= read -r l <"$p/$o"; }} 2>/dev/null || continue
  n=$((n + 1))
  case $l in {"|".join(f"{name}*|*'({name}'*" for name in _NAMES)}) ;; *) continue ;; esac
  v=; s=; {{ read -r k v s r <"$p/stat"; }} 2>/dev/null
  case $s in Z*|'') ;; *) c="$c $v" ;; esac
done
"""
HEAD: Final = (
    _LOOP
    + r"""
[ -r /proc/1/stat ] || n=0
echo "@processes $n$c"
file() {
  if [ ! -e "$1" ]; then echo "@file no $1"; return; fi
  if grep -q '^[^#]*_addr:' "$1" 2>/dev/null && ! grep '^[^#]*_addr:' "$1" | grep -vq ':[[:space:]]*127[.]0[.]0[.]1'
  then echo "@file default $1"; else echo "@file yes $1"; fi
}
has() { v=$1; shift; if "$@" >/dev/null 2>&1; then echo "@has yes $v"; else echo "@has no $v"; fi; }
show() {
  printf '@%s %s\n' "$1" "$2"; printf '%s\n' "$v" | sed 's/^/ /'
  printf '@lines %s %s\n' "$1" "$(printf '%s\n' "$v" | sed -n '$=')"
}
"""
)
"""A corosync.conf whose every node is 127.0.0.1 is the package's own example (Debian), and configures nothing.

Defines ``show NAME CODE`` for what ``$v`` holds, ``file PATH``, and ``has NAME COMMAND``: whether the command succeeds. A
/proc that hides processes counts as none seen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one command printed, and its exit code."""

    exit_code: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """The processes and files, and what the ask's commands printed, by the name given to ``show``."""

    seen_count: int
    processes: tuple[str, ...]
    files: tuple[str, ...]
    shown: dict[str, Shown]
    has: dict[str, bool]
    """What ``has`` looked for, and whether it is there."""

    def runs(self, *names: str) -> bool:
        """Whether a process of one of these names runs. Raises SessionError where processes are hidden from us."""
        if any(one.startswith(f"({name}") for one in self.processes for name in names):
            return True
        if not self.seen_count:
            raise SessionError(Reason.DENIED, "/proc/1/stat")
        return False


def witness_of(text: str, files: Sequence[str]) -> Witness:
    """Read an answer of such an ask. Raises SessionError (cut) where the processes, a file or a line is missing."""
    parts = whole(text)
    heads = passages(text)
    said = {path: word for word, path in _pairs(heads, "file")}
    counts = dict(_pairs(heads, "lines"))
    bodies = {one.kind: one for one in heads if one.kind not in {"processes", "file", "has", "lines", "end"}}
    missing = [name for name in files if name not in said]
    missing += [kind for kind, one in bodies.items() if counts.get(kind) != str(len(one.lines))]
    missing += [kind for kind in counts if kind not in bodies]
    if "processes" not in parts or missing:
        raise SessionError(Reason.CUT, " ".join(missing) or "processes")
    seen, *names = parts["processes"].rest.split()
    shown = {kind: Shown(number(one.rest), tuple(one.lines)) for kind, one in bodies.items()}
    existing = tuple(name for name in files if said[name] == "yes")
    has = {name: word == "yes" for word, name in _pairs(heads, "has")}
    return Witness(number(seen), tuple(names), existing, shown, has)


def _pairs(heads: Iterable[Passage], kind: str) -> list[tuple[str, str]]:
    words = [one.rest.partition(" ") for one in heads if one.kind == kind]
    return [(first, last) for first, _space, last in words]
