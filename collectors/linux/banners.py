r"""What a machine says at a login: issue and motd with their folders, and each file that sshd itself names as Banner.

Of each text only words that warn or name a system leave the target: somebody may have written a password there.

Sample::

    @text /etc/issue
     Debian
 Linux
    @missing /etc/issue.net
    @lines 4
    @end
"""

import re
from collections.abc import Iterator
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Derived,
    FollowUp,
    ParseError,
    Reason,
    SessionError,
    Shell,
    Unseen,
    Walk,
)
from collectors.facts.banners import BANNER_FILES, BANNER_TEXTS, BANNERS, BannerFiles, Banners
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import passages

_WORDS: Final = r"""
w='\\[rmsvS]|Debian|Ubuntu|Red ?Hat|RHEL|CentOS|Rocky|AlmaLinux|Oracle Linux|SUSE|openEuler|Kylin|UOS|UnionTech|Anolis'
w="$w|EulerOS|Fedora|Linux|[0-9]+\.[0-9]+\.[0-9]+-[0-9]|麒麟|统信|欧拉|authori[sz]ed|prohibited|forbidden|monitored|warning"
w="$w|legal|授权|警告|警示|禁止|监控|审计|法律|责任"
for f; do
  if [ -f "$f" ] && [ -r "$f" ]; then echo "@text $f"
    head -n 60 "$f" | grep -oiE "$w" | awk '!s[$0]++ { print " " $0 }'
  elif [ -e "$f" ]; then echo "@unread $f"; else echo "@missing $f"; fi
done"""
_COMMAND: Final = counting(
    r"""
set -- /etc/issue /etc/issue.net
for f in /etc/issue.d/*.issue /run/issue.d/*.issue /etc/motd /etc/motd.d/*; do [ ! -e "$f" ] || set -- "$@" "$f"; done
for f in /etc/issue.d /etc/motd.d; do [ ! -d "$f" ] || [ -r "$f" ] || echo "@unread $f"; done
"""
    + _WORDS
)
_WITHOUT_FOLDERS: Final = "5bed3b301971179743007b5e8c086bc6a823915ea27e813dd31b6354635ea310"
"""Of the ask as it was before it read the folders beside /etc/issue, and sshd's own files for their Banner."""
_PLAIN: Final = re.compile(r"/[A-Za-z0-9_./-]+")
_KNOWN: Final = frozenset({"/etc/issue", "/etc/issue.net", "none", ""})


def parse(answer: Answer) -> BannerFiles:
    """Read the texts. Raises SessionError (cut) where a line is missing."""
    complete(answer.text)
    found = passages(answer.text)
    texts = {one.rest: "\n".join(one.lines) for one in found if one.kind == "text"}
    missing = tuple(one.rest for one in found if one.kind == "missing")
    unread = tuple(one.rest for one in found if one.kind == "unread")
    if not {"/etc/issue", "/etc/issue.net"} <= {*texts, *missing, *unread}:
        raise ParseError("no word about /etc/issue", answer.text[:80])
    return BannerFiles(texts, missing, unread)


def banners(found: SshEffective) -> Iterator[str]:
    """The files that sshd says it shows, for any login, but those that are read anyway."""
    for daemon in found.daemons:
        for one in daemon.answers:
            path = one.settings.get("banner", "")
            if path not in _KNOWN and _PLAIN.fullmatch(path):
                yield path


def parse_texts(walk: Walk[Answer]) -> BannerFiles:
    """Read the texts that sshd shows; what was not seen of them is unread."""
    texts: dict[str, str] = {}
    missing: list[str] = []
    unread = [one.subject for one in walk.unseen]
    for path, answer in walk.items.items():
        if isinstance(answer, Unseen):
            unread.append(path)
            continue
        complete(answer.text)
        found = passages(answer.text)
        texts |= {one.rest: "\n".join(one.lines) for one in found if one.kind == "text"}
        missing += [one.rest for one in found if one.kind == "missing"]
        unread += [one.rest for one in found if one.kind == "unread"]
    return BannerFiles(texts, tuple(missing), tuple(unread))


def derive(files: object, ssh: object, shown: object) -> Banners:
    """Put all together. Raises the error of the files where they were not read."""
    if not isinstance(files, BannerFiles):
        raise files if isinstance(files, Exception) else SessionError(Reason.NOT_UNDERSTOOD, str(files)[:200])
    if isinstance(shown, BannerFiles):
        texts = {**files.texts, **shown.texts}
        files = BannerFiles(texts, (*files.missing, *shown.missing), (*files.unread, *shown.unread))
    if isinstance(ssh, SshEffective):
        return Banners(files, ssh)
    if isinstance(ssh, Absent):
        return Banners(files, SshEffective(()))
    if isinstance(ssh, SessionError):
        return Banners(files, Unseen("Banner", ssh.reason, ssh.detail, ssh.remedy))
    return Banners(files, Unseen("Banner", Reason.NOT_UNDERSTOOD, str(ssh)[:200]))


BANNER_FILES_READ: Final = Collector(
    id="linux.banners",
    provides=BANNER_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=5, kib=128),
    parse=parse,
    also_reads=(_WITHOUT_FOLDERS,),
)
BANNER_TEXTS_SHOWN: Final = FollowUp(
    id="linux.banner_texts",
    provides=BANNER_TEXTS,
    on=LINUX,
    after=SSH_EFFECTIVE,
    template=Shell(counting(_WORDS), tool="awk", seconds=4, kib=16),
    items=banners,
    parse=parse_texts,
    most=8,
)
BANNERS_DERIVED: Final = Derived(
    id="linux.banners.derived", provides=BANNERS, of=(BANNER_FILES, SSH_EFFECTIVE, BANNER_TEXTS), derive=derive
)
