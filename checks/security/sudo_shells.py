"""Which of sudo's commands are as good as a shell of root: by what the program can do, and by who may write it."""

import re
from collections.abc import Mapping
from typing import Final

from collectors.base import Unseen
from collectors.facts.files import FileRights
from collectors.facts.sudoers import Command, Sudoers

_ESCAPES: Final = frozenset("vi vim view nano emacs ed less more man most pg ftp gdb visudo vipw rvim vimdiff".split())  # noqa: SIM905
_BY_ARGUMENTS: Final = frozenset(
    "sh bash dash ksh mksh zsh csh tcsh fish su sudo env nice ionice nohup setsid timeout time watch xargs awk gawk mawk "  # noqa: SIM905
    "perl python python2 python3 ruby lua php node java expect find tar zip rsync scp ssh strace tcpdump git docker podman "
    "ctr kubectl mysql psql sqlite3 systemctl systemd-run chroot unshare nsenter mount cp mv dd tee install ln sed chmod "
    "chown passwd chpasswd usermod useradd crontab at apt apt-get aptitude yum dnf zypper rpm dpkg pip make screen tmux "
    "script busybox nmap start-stop-daemon runuser setpriv capsh taskset flock".split()
)
"""Programs that give a shell or write any file: those above whatever they are given, these where that is left open.

Those of them that servers commonly have; which programs do it is listed by GTFOBins (https://gtfobins.github.io).
"""
_SUDOEDIT: Final = re.compile(
    r"/etc/(sudo|passwd|shadow|group|gshadow|pam|security/|cron|anacrontab|at\.|ssh/|profile|bash|environment|ld\.so|systemd|init"
    r"|rc|nsswitch|modprobe|udev|logrotate|apt|yum|dnf|polkit|xinetd|exports|fstab|crypttab|sysctl|login|security|default/"
    r"|audit|rsyslog|NetworkManager|network)|/etc/?[*?\[]|/(root|boot|usr|bin|sbin|lib|lib64)(/|$)|/var/spool/(cron|at)"
)
"""Files by which who edits them becomes root: accounts, rules, jobs, what root's shells, logins and services read. Ours."""


def is_root(one: Command) -> bool:
    """Whether it runs as root."""
    return one.users is None or bool({"root", "ALL", "#0"} & set(one.users)) or any(name.isupper() for name in one.users)


def weight(one: Command, *, is_written: bool = False) -> int:
    """How much a command gives: 2 a shell of root, 1 more than one command, 0 one fixed command.

    ``is_written``: who may run it may write its program too, and so decides what runs.
    """
    program, _space, arguments = one.words.partition(" ")
    names = _names_of(program)
    is_open = not arguments or bool(re.search(r"[*?\[]|^\^", arguments)) or (names & _SHELLS and "/" not in arguments)
    gives = one.words == "ALL" or (names & _ESCAPES and "NOEXEC" not in one.tags) or (names & _BY_ARGUMENTS and is_open)
    is_wide = program.endswith("/") or bool(re.search(r"[*?\[]|^\^", one.words)) or program == "sudoedit"
    is_key = program == "sudoedit" and (not arguments or _edits_the_host(arguments))
    return (2 if is_root(one) else 1) if gives or is_written or is_key else int(is_wide)


def _edits_the_host(files: str) -> bool:
    """Whether one of the files makes root of who edits it; a pattern from the root of the tree reaches them all."""
    return any(_SUDOEDIT.match(file) or file[:2] in {"*", "/*", "/?", "/["} for file in files.split(" "))


def _names_of(program: str) -> frozenset[str]:
    """A program's name, without its version and its flavour too: python3.11, vim.basic."""
    name = program.rpartition("/")[2]
    return frozenset({name, name.partition(".")[0], name.rstrip("0123456789.")})


_SHELLS: Final = frozenset({"sh", "bash", "dash", "ksh", "mksh", "zsh", "csh", "tcsh", "fish", "su"})
"""What opens a shell unless it is given a script by its path."""


def writable(found: Sudoers, user: str, program: str, rights: Mapping[str, tuple[FileRights, ...] | Unseen]) -> str:
    """The path that a member of a rule may write so that another program runs in the place of this one; "" none is known.

    Who owns it may give himself the right; in a folder with the sticky bit only its own files may be replaced.
    """
    seen = rights.get(program.rstrip("/"), ())
    if isinstance(seen, Unseen):
        return ""
    names, groups = _who(found, user)
    for one in seen:
        is_free = bool(one.mode & 0o002) or (bool(one.mode & 0o020) and one.group in groups)
        is_sticky = bool(one.mode & 0o1000) and one.path != program
        if one.user in names or (is_free and not is_sticky):
            return one.path
    return ""


def _who(found: Sudoers, user: str) -> tuple[frozenset[str], frozenset[str]]:
    """The accounts and the groups that a member of a rule stands for; root's own are none."""
    if user == "ALL":
        everybody = {one.name for one in found.groups} - {"root"}
        return frozenset(name for one in found.groups for name in one.members) - {"root"}, frozenset(everybody)
    if user.startswith("%"):
        mine = [one for one in found.groups if user.removeprefix("%") in {one.name, f"#{one.gid}"}]
        accounts = {name for one in mine for name in one.members}
        return frozenset(accounts - {"root"}), frozenset({user.removeprefix("%"), *(one.name for one in mine)})
    return frozenset({user}), frozenset(one.name for one in found.groups if user in one.members)
