"""kdump: is a crash kernel loaded, how much memory is set aside for it, which dumps lie in /var/crash.

kexec_crash_loaded is there on every kernel that can load a crash kernel; /sys/kernel listed without it is a kernel that
cannot (kernel: Documentation/ABI/testing/sysfs-kernel-kexec-kdump).

Sample::

    @sys 14
    @loaded 1
    @size 268435456
    @crashkernel crashkernel=256M
    @conf path /var/crash
    @dumps 1
    @dump 1763712000 812345678 /var/crash/127.0.0.1-2026-11-21-08:00:00/vmcore
    @end
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from collectors.base import LINUX, Answer, Collector, Derived, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.identity import IDENTITY, Identity
from collectors.facts.kernel_settings import CRASH_DUMPS, CRASH_READINESS, CrashDumps, CrashReadiness, Dump
from collectors.facts.processes import PROCESSES, Processes
from collectors.linux.database_programs import databases_of
from collectors.linux.passages import Passage, number, passages, whole

_COMMAND: Final = r"""
set -- /sys/kernel/*; [ ! -e "$1" ] || echo "@sys $#"
for f in loaded size; do
  v=; { read -r v </sys/kernel/kexec_crash_$f; } 2>/dev/null; [ -z "$v" ] || echo "@$f $v"
done
read -r v </proc/cmdline; for w in $v; do case $w in crashkernel=*) printf '@crashkernel %s\n' "$w" ;; esac; done
[ ! -r /etc/kdump.conf ] || while read -r k v; do
  case $k in path|nfs|nfs4|ssh|raw|ext[234]|xfs|btrfs|minix|net) printf '@conf %s %s\n' "$k" "$v" ;; esac
done </etc/kdump.conf
if [ ! -d /var/crash ]; then [ ! -r /var ] || echo '@dumps 0'
elif v=$($S find /var/crash -maxdepth 2 -type f -size +64k -printf '%T@ %s %p\n'); then
  v=$(printf '%s\n' "$v" | grep -E '/(vmcore|dump\.[0-9])[^/]*$' | grep -v dmesg | sort -rn | head -n 50)
  set -- $(printf '%s\n' "$v" | grep -c .); echo "@dumps $1"; printf '%s\n' "$v" | sed -n '/./s/^/@dump /p'
else echo '@unread /var/crash'
fi
echo @end"""

_USUAL_PATH: Final = "/var/crash"


def parse(answer: Answer) -> CrashDumps:
    """Read both. Raises SessionError where /sys/kernel could not be listed and nothing is known."""
    parts = whole(answer.text)
    heads = passages(answer.text)
    if "loaded" not in parts and "sys" not in parts:
        raise SessionError(Reason.EMPTY, "/sys/kernel")
    if "loaded" in parts and parts["loaded"].rest not in {"0", "1"}:
        raise ParseError("kexec_crash_loaded", parts["loaded"].rest)
    dumps = tuple(_dump(one.rest) for one in heads if one.kind == "dump")
    told = {one.rest.partition(" ")[0]: one.rest.partition(" ")[2] for one in heads if one.kind == "conf"}
    path = told.pop("path", _USUAL_PATH)
    other = [f"{key} {value}" for key, value in told.items()] + ([path] if path.rstrip("/") != _USUAL_PATH else [])
    return CrashDumps(
        is_supported="loaded" in parts,
        is_loaded="loaded" in parts and parts["loaded"].rest == "1",
        reserved_bytes=number(parts["size"].rest) if "size" in parts else 0,
        asked_for=" ".join(one.rest for one in heads if one.kind == "crashkernel"),
        dumps=dumps,
        elsewhere=", ".join(other),
        folder_unseen=_unseen(heads, len(dumps), answer),
    )


def _unseen(heads: Iterable[Passage], found: int, answer: Answer) -> Unseen | None:
    counted = [number(one.rest) for one in heads if one.kind == "dumps"]
    if not counted:
        said = answer.stderr.strip().splitlines()
        return Unseen(
            "dumps", Reason.FAILED if answer.is_privileged else Reason.DENIED, said[-1][:200] if said else _USUAL_PATH
        )
    return Unseen("dumps", Reason.CUT, _USUAL_PATH) if counted[0] != found else None


def _dump(rest: str) -> Dump:
    at, _space, more = rest.partition(" ")
    size, _space, path = more.partition(" ")
    if not path:
        raise ParseError("a dump", rest)
    return Dump(path, number(size, rest), datetime.fromtimestamp(number(at.partition(".")[0], rest), tz=UTC))


def derive(
    dumps: CrashDumps | Exception, identity: Identity | Exception, processes: Processes | Exception
) -> CrashReadiness:
    """Put beside the dumps what decides how much they matter. Raises what the dumps came to where they were not seen."""
    if isinstance(dumps, Exception):
        raise dumps
    kind = None if isinstance(identity, Exception) else identity.virtualisation
    return CrashReadiness(dumps, kind, databases_of(processes))


CRASH_DUMPS_KDUMP: Final = Collector(
    id="linux.crash_dumps",
    provides=CRASH_DUMPS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="sed", seconds=10, kib=32, root=Root.BETTER),
    parse=parse,
)
CRASH_READINESS_DERIVED: Final = Derived(
    id="linux.crash_dumps.derived",
    provides=CRASH_READINESS,
    of=(CRASH_DUMPS, IDENTITY, PROCESSES),
    derive=derive,
)
