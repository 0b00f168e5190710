r"""The rights of the files that decide over the host: accounts, sudo, jobs, the SSH server, the boot loader, start files.

One find looks at all: where a folder is closed to the inspecting account, what it holds was not seen.

Sample::

    @files
     644 root root /etc/passwd
     640 root shadow /etc/shadow
    @count 2
    @denied /etc/sudoers.d
    @missing /etc/cron.deny
    @lines 5
    @end
"""

import re
from typing import Final

from collectors.base import LINUX, Answer, Collector, Listing, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.files import CRITICAL_FILES, CriticalFiles, FileRights
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import number, passages

FILES: Final = (
    "/etc/passwd /etc/passwd- /etc/group /etc/group- /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- "
    "/etc/security/opasswd /etc/sudoers /etc/sudoers.d /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/crontab "
    "/etc/cron.d /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /etc/cron.allow /etc/at.allow "
    "/etc/pam.d /etc/profile /etc/bashrc /etc/bash.bashrc /etc/profile.d /etc/hosts /etc/hosts.allow /etc/hosts.deny "
    "/etc/fstab /etc/sysctl.conf /etc/ld.so.preload /etc/ld.so.conf /etc/rc.local /etc/rc.d/rc.local /etc/shells "
    "/boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/grub2/user.cfg /root"
)
"""What is looked at; of a folder also the files in it, but not of /root."""
_COMMAND: Final = counting(
    r"""
set --
for f in FILES; do
  if [ -e $f ]; then set -- "$@" $f; continue; fi
  d=${f%/*}
  if [ -x "${d:-/}" ]; then echo "@missing $f"; else set -- "$@" $f; fi
done
v=$($S find -L "$@" -maxdepth 1 '(' -path '/root/?*' -prune ')' -o \
  '(' -type f -o -type d ')' -printf ' %m %u %g %p\n' 2>"$TMPDIR/critical-said" | cut -c1-300)
echo @files; [ -z "$v" ] || printf '%s\n' "$v"
echo "@count $(printf '%s\n' "$v" | grep -c .)"
sed -n 's/.*find: .\(\/[^:]*\).: Permission denied.*/@denied \1/p' "$TMPDIR/critical-said" | head -n 20
sed -n 's/.*find: .\(\/[^:]*\).: No such file.*/@missing \1/p' "$TMPDIR/critical-said" | head -n 20
! grep -vE 'Permission denied|No such file' "$TMPDIR/critical-said" | head -n 1 | sed 's/^/@failed /' | cut -c1-200
""".replace("FILES", FILES)
)
_RIGHTS: Final = re.compile(r"(?P<mode>[0-7]{1,5}) (?P<user>\S+) (?P<group>\S+) (?P<path>/.*)", re.ASCII)


def parse(answer: Answer) -> CriticalFiles:
    """Read the rights. Raises SessionError where find could not, or the answer is not whole."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"files", "count"} <= parts.keys():
        raise ParseError("no files", answer.text[:80])
    lines = [one for one in parts["files"].lines if one]
    if number(parts["count"].rest) != len(lines):
        raise SessionError(Reason.CUT, f"@count {parts['count'].rest}")
    if not lines:
        raise SessionError(Reason.FAILED, parts["failed"].rest if "failed" in parts else "find")
    unseen = [Unseen(one.rest, Reason.DENIED, one.rest) for one in found if one.kind == "denied" and one.rest != "/root"]
    unseen += [Unseen("", Reason.FAILED, one.rest) for one in found if one.kind == "failed"]
    rights = Listing(tuple(rights_of(one) for one in lines), tuple(unseen))
    return CriticalFiles(rights, tuple(one.rest for one in found if one.kind == "missing"))


def rights_of(line: str) -> FileRights:
    """Read ``640 root shadow /etc/shadow``. Raises ParseError."""
    match = _RIGHTS.fullmatch(line)
    if match is None:
        raise ParseError("no rights of a file", line)
    return FileRights(match["path"], int(match["mode"], 8), match["user"], match["group"])


CRITICAL_FILES_FIND: Final = Collector(
    id="linux.critical_files.find",
    provides=CRITICAL_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=10, kib=64, root=Root.BETTER),
    parse=parse,
)
