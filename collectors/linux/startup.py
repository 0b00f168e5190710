"""What runs by itself: /etc/ld.so.preload, rc.local and its like; with them jobs, timers, enabled units and start scripts.

A start file may hold anything, so of its effective lines only the checksum leaves the target.

Sample::

    @looked
    @preload /usr/lib/libinner.so
    @file /etc/rc.local 3012871023 48
    @lines 3
    @end
"""

from collections.abc import Iterator
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.jobs import JOBS, Job
from collectors.facts.services import BOOT_SERVICES, UNITS, BootServices, Unit
from collectors.facts.startup import STARTUP, STARTUP_FILES, Startup, StartupFiles
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import passages

_COMMAND: Final = counting(r"""
[ ! -r /etc/ld.so.cache ] || echo @looked
if [ -r /etc/ld.so.preload ]; then
  awk '{ sub(/#.*/, ""); gsub(/[:,]/, " "); for (i = 1; i <= NF; i++) print "@preload " $i }' /etc/ld.so.preload
elif [ -e /etc/ld.so.preload ]; then echo '@unread /etc/ld.so.preload'
fi
for f in /etc/rc.local /etc/rc.d/rc.local /etc/rc.d/rc.sysinit.local /etc/init.d/boot.local /etc/init.d/after.local; do
  [ -f "$f" ] && [ ! -L "$f" ] && [ -x "$f" ] || continue
  [ -r "$f" ] || { echo "@unread $f"; continue; }
  v=$(sed -e 's/^[ \t]*//' -e '/^#/d' -e '/^$/d' -e '/^exit 0$/d' -e '/^touch \/var\/lock\/subsys\/local$/d' "$f")
  [ -z "$v" ] || echo "@file $f $(printf '%s' "$v" | cksum)"
done
""")
_STARTS: Final = frozenset({"enabled", "enabled-runtime", "linked", "linked-runtime", "generated"})
_UNIT_KINDS: Final = (".service", ".socket", ".timer", ".path")


def parse(answer: Answer) -> StartupFiles:
    """Read all of it. Raises SessionError (failed) where not even the loader's cache, which all may read, could be read."""
    complete(answer.text)
    found = passages(answer.text)
    if not any(one.kind in {"looked", "preload", "file", "unread"} for one in found):
        raise SessionError(Reason.FAILED, "/etc/ld.so.cache")
    files: list[tuple[str, str]] = []
    for one in found:
        if one.kind == "file":
            path, _space, checksum = one.rest.partition(" ")
            files.append((path, checksum))
    return StartupFiles(
        tuple(one.rest for one in found if one.kind == "preload"),
        tuple(files),
        tuple(one.rest for one in found if one.kind == "unread"),
    )


def derive(files: object, jobs: object, units: object, scripts: object) -> Startup:
    """Put together what was seen. Raises the files' error where nothing was."""
    given = (files, jobs, units, scripts)
    if all(isinstance(one, Exception) for one in given) and isinstance(files, Exception):
        raise files
    kinds = (("file", files), ("job", jobs), ("unit", units), ("script", scripts))
    entries = tuple(sorted({entry for _kind, facts in kinds for entry in _entries(facts)}))
    return Startup(entries, tuple(unseen for kind, facts in kinds for unseen in _unseen(kind, facts)))


def _entries(facts: object) -> Iterator[tuple[str, str]]:
    match facts:
        case StartupFiles(preloads=preloads, files=files):
            yield from (("preload", path) for path in preloads)
            yield from (("file", f"{path} {checksum}") for path, checksum in files)
        case BootServices(started=started):
            yield from (("script", name) for name in started)
        case Listing(records=records):
            for one in records:
                if isinstance(one, Job):
                    yield ("timer", one.schedule) if one.source == "timer" else ("job", f"{one.source}: {one.command}")
                elif isinstance(one, Unit) and one.enablement in _STARTS and one.name.endswith(_UNIT_KINDS):
                    yield ("unit", one.name)
        case _:
            return


def _unseen(kind: str, facts: object) -> Iterator[Unseen]:
    """What was not seen of a kind; of units only what makes the list itself incomplete."""
    match facts:
        case Absent():
            return
        case SessionError(reason=reason, detail=detail, remedy=remedy):
            yield Unseen(kind, reason, detail, remedy)
        case Exception():
            yield Unseen(kind, Reason.NOT_UNDERSTOOD, facts.line if isinstance(facts, ParseError) else "")
        case StartupFiles(unread=unread) if unread:
            yield Unseen(kind, Reason.DENIED, " ".join(unread))
        case Listing(unseen=unseen):
            for one in unseen:
                if one.subject != "restarts":
                    yield Unseen(kind, one.reason, one.detail or one.subject, one.remedy)
        case _:
            return


STARTUP_FILES_LOADER: Final = Collector(
    id="linux.startup.files",
    provides=STARTUP_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=64, root=Root.BETTER),
    parse=parse,
)
STARTUP_DERIVED: Final = Derived(
    id="linux.startup", provides=STARTUP, of=(STARTUP_FILES, JOBS, UNITS, BOOT_SERVICES), derive=derive
)
