"""What the ask of a custom check may not hold: words and redirections that write.

It keeps an operator from a slip, not from himself: whoever writes the configuration could log in as well.
"""

import re
import shlex
from typing import Final

from config.text import Text, _

MOST_CHARACTERS: Final = 1000
REFUSED: Final = frozenset(
    "rm rmdir mv cp ln dd mkfs mkswap fdisk parted sfdisk gdisk wipefs shred kill killall pkill reboot shutdown halt "  # noqa: SIM905
    "poweroff telinit chmod chown chgrp chattr setfacl useradd userdel usermod groupadd groupdel passwd chpasswd "
    "crontab tee truncate touch mkdir mknod umount mount swapoff swapon losetup iptables ip6tables nft "
    "modprobe insmod rmmod eval exec source sudo su doas nohup setsid wget curl telnet ssh scp sftp rvi vim nano ed "
    "apt apt-get yum dnf zypper xargs logger mail sendmail sync fsck lvremove vgremove pvremove "
    "sh bash dash ksh zsh perl python python3 ruby".split()
)
"""Words that write, start another program than the one named, or leave the target."""
_VERBS: Final = {
    "systemctl": frozenset({"is-active", "is-enabled", "is-failed", "is-system-running", "show", "status", "list-units",
                            "list-unit-files", "list-timers", "list-sockets", "cat", "get-default"}),
    "service": frozenset({"status", "--status-all"}),
}  # fmt: skip
"""Programs that only read under these verbs."""
_WORD: Final = re.compile(r"(?<![\w./-])(?:/(?:usr/)?(?:local/)?s?bin/)?([a-z][\w-]*)(?:\.[a-z0-9]+)?(?![\w/=-])")
_WRITES: Final = re.compile(
    r"(?<![\w-])(?:-delete|-exec|-execdir|-ok|-fprint\w*|-fls|--in-place)(?![\w-])|\bsed\s+-\w*i|\bsysctl\s.*-w\b"
)
_AWK: Final = re.compile(r"\bprintf?\b[^;}|]*>\s*\\?[\"/$a-z]|\bsystem\s*\(")
_REDIRECTION: Final = re.compile(r"(?:[0-9]?>>?|&>>?)\s*(/dev/null|&[0-9-])?")


def refused(ask: str) -> tuple[Text, Text] | None:
    """What of an ask is refused, and what to write; None where nothing is."""
    for judged in (_shape, _words, _verbs, _options, _redirections):
        said = judged(ask)
        if said:
            return said
    return None


Said = tuple[Text, Text] | None


def _shape(ask: str) -> Said:
    if len(ask) > MOST_CHARACTERS:
        return _("{count} characters", count=len(ask)), _("write at most {most} characters", most=MOST_CHARACTERS)
    if any(not sign.isprintable() for sign in ask):
        return _("a line break or another sign that is not printed"), _("write the command on one line")
    try:
        shlex.split(ask)
    except ValueError:
        return _("a quotation mark that is not closed"), _("close it")
    return None


def _words(ask: str) -> Said:
    for found in _WORD.finditer(ask):
        if found[1] in REFUSED or found[1].startswith("mkfs"):
            return (
                _("the word “{word}”", word=found[0]),
                _("write a command that only reads; where the word is only searched for, write its first sign as [x]"),
            )
    return None


def _verbs(ask: str) -> Said:
    for program, allowed in _VERBS.items():
        for found in re.finditer(rf"(?<![\w.-]){program}\s+([^|;&]*)", ask):
            if not allowed & set(found[1].split()):
                return _("“{words}”", words=found[0].strip()), _(
                    "write it with one of: {known}", known=tuple(sorted(allowed))
                )
    return None


def _options(ask: str) -> Said:
    found = _WRITES.search(_bare(ask)) or (_AWK.search(ask) if re.search(r"awk\b", ask) else None)
    return (_("“{words}”", words=found[0]), _("write a command that only reads")) if found else None


def _redirections(ask: str) -> Said:
    bare = _bare(ask)
    if "<<" in bare or re.search(r"(?<![&>|])&(?![&>0-9-])", bare):
        return _("a here-document or a command in the background"), _(
            "write one command, or a pipeline, that ends by itself"
        )
    for found in _REDIRECTION.finditer(bare):
        if not found[1]:
            return _("a redirection into a file"), _("write no more than 2>/dev/null or 2>&1")
    return None


def _bare(ask: str) -> str:
    """The ask without what stands in quotes, or behind a backslash."""
    return re.sub(r"""\\.|'[^']*'|"(?:\\.|[^"\\])*\"""", "Q", ask)
