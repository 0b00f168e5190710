"""Remote mounts. One dead server hangs every process that touches its mount, df and backup jobs among them."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Check, Finding, Level, NoLimits, Scene
from collectors.base import Listing
from collectors.facts.mounts import REMOTE_MOUNTS as REMOTE_MOUNTS_KIND
from collectors.facts.mounts import RemoteMount, Response
from config.limits import Layered
from config.text import Text, _


def judge(mounts: Listing[RemoteMount], limits: Layered[NoLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a remote mount."""
    for one in mounts.records:
        yield Finding(
            one.mount,
            Level.OK if one.response is Response.ANSWERS else Level.CRITICAL,
            _summary(one),
            observed=_("{source} ({kind})", source=one.source, kind=one.kind),
            expected=_("an answer within a few seconds"),
            quote=f"{one.source} {one.mount} {one.kind} {','.join(one.options)} {one.detail}".strip(),
        )


def _summary(one: RemoteMount) -> Text:
    match one.response:
        case Response.ANSWERS:
            return _("{mount} answers", mount=one.mount)
        case Response.HANGS:
            return _("{mount} hangs: no answer within the time allowed", mount=one.mount)
        case Response.FAILS:
            return _("{mount} does not work: {detail}", mount=one.mount, detail=one.detail)


REMOTE_MOUNTS: Final = Check(
    id="server.remote_mounts",
    title=_("Remote mounts answer"),
    area=Area.STORAGE,
    needs=REMOTE_MOUNTS_KIND,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("one statfs of each remote mount of /proc/mounts (NFS, CIFS, Ceph, GlusterFS ...), each with 5 seconds"),
    remedy=_(
        "See whether the server and the network to it are up (ping, rpcinfo -p, showmount -e; for CIFS port "
        "445), and the export and its rights there. Processes in D state wait on it: they go on when the "
        "server answers. Only where it does not come back, and with the application's owner: stop what uses "
        "it, umount -f or umount -l, and mount again; unwritten data are lost. A stale handle needs umount "
        "and mount. Mount data hard; what may be away, with nofail and autofs or x-systemd.automount."
    ),
    traps=(
        _("an autofs point that is not mounted is not touched"),
        _("each mount is asked by a process of its own that is left behind when it cannot be killed"),
        _("a refusal of the right to look is not inspected, not a fault"),
        _("GPFS and Lustre pause while they recover: ask again before acting"),
    ),
    clause="1.4.3.4",
    refs=("nfs(5)", "statfs(2)"),
)
