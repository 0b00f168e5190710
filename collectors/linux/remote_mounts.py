"""Whether each remote mount answers: one ``statfs`` a mount, each with its own few seconds.

A mount whose server is gone blocks whoever touches it, often beyond kill; that is the finding. Nothing is mounted by
looking: autofs points are not remote kinds, only what is mounted already is asked.

Sample::

    @mounts
     sysfs /sys sysfs rw 0 0
     nas:/export /mnt/nas nfs4 rw,hard,vers=4.1 0 0
    @end
    =/mnt/nas
"""

from dataclasses import replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Each, Listing, Reason, SessionError, Shell, Unseen, Walk
from collectors.facts.mounts import REMOTE_MOUNTS, RemoteMount, Response
from collectors.linux.mounts import (
    LOCAL_FUSE_KINDS,
    REMOTE_KINDS,
    UNESCAPE,
    MountLine,
    is_remote,
    kinds_of,
    mount_lines,
    unescape,
)
from collectors.linux.passages import whole

_ITEMS: Final = f"""
echo @mounts; sed 's/^/ /' /proc/mounts; echo @end
while read -r d m t o; do
  case $t in {"|".join(LOCAL_FUSE_KINDS)}) ;; {"|".join(REMOTE_KINDS)}) printf '=%s\\n' "$m" ;; esac
done </proc/mounts"""

_FAILS: Final = (
    *("Stale", "endpoint is not connected", "Host is down", "Input/output error", "No route to host", "Connection "),
    *("cannot send after transport endpoint", "No such device", "Network is unreachable", "timed out", "Remote I/O error"),
)
"""What the C library says when the other side is gone (errno(3)); any other failure is ours to find out."""


def parse(walk: Walk[Answer]) -> Listing[RemoteMount]:
    """Read the mount table and one answer a mount. A mount that hangs was seen: it hangs."""
    head, end, _items = walk.listing.text.partition("\n@end\n")
    parts = whole(head + end)
    lines = mount_lines(parts["mounts"].lines) if "mounts" in parts else ()
    if not lines:
        raise SessionError(Reason.EMPTY, walk.listing.stderr[-200:] or "/proc/mounts")
    remote = {one.mount: one for one in lines if is_remote(one)}
    if not remote:
        raise Absent(f"/proc/mounts: {kinds_of(lines)}")
    answers = {unescape(item): answer for item, answer in walk.items.items()}
    left_out = {unescape(one.subject): one for one in walk.unseen}
    records, unseen = [], []
    for mount, line in remote.items():
        said = _read(line, answers.get(mount, left_out.get(mount, Unseen(mount, Reason.NOT_ASKED))))
        if isinstance(said, RemoteMount):
            records.append(said)
        else:
            unseen.append(said)
    return Listing(tuple(records), tuple(unseen))


def _read(line: MountLine, answer: Answer | Unseen) -> RemoteMount | Unseen:
    if isinstance(answer, Unseen):
        if answer.reason in {Reason.TIMEOUT, Reason.STUCK}:
            return _mount(line, Response.HANGS, answer.reason.value)
        return replace(answer, subject=line.mount)
    why = answer.stderr.strip().splitlines()[-1].rsplit(": ", 1)[-1][:200] if answer.stderr.strip() else ""
    if answer.exit_code == 0 and answer.text.startswith("@type "):
        return _mount(line, Response.ANSWERS)
    if any(word in why for word in _FAILS):
        return _mount(line, Response.FAILS, why)
    denied = why in {"Permission denied", "Operation not permitted"}
    return Unseen(line.mount, Reason.DENIED if denied else Reason.FAILED if why else Reason.EMPTY, why)


def _mount(line: MountLine, response: Response, detail: str = "") -> RemoteMount:
    return RemoteMount(line.mount, line.source, line.kind, response, detail, line.options)


REMOTE_MOUNTS_STATFS: Final = Collector(
    id="linux.remote_mounts.statfs",
    provides=REMOTE_MOUNTS,
    on=LINUX,
    ask=Each(
        items=Shell(_ITEMS, tool="sed", seconds=10, kib=512),
        ask=Shell(
            f'{UNESCAPE}\nunescape "$1"; stat -f -c "@type %T" -- "$u"',
            tool="stat",
            seconds=5,
            kib=4,
            ok=(0, 1),
            may_be_empty=True,
        ),
        most=24,
    ),
    parse=parse,
)
