"""Who may write the programs that sudo's rules name, and the folders above them: of each its rights up to the root.

Asked only where some rule or setting asks for no password. A link is gone up both ways: where it stands and where it leads.

Sample::

    @rights
     755 root root /opt/tools/backup.sh
     775 root ops /opt/tools
     755 root root /opt
     755 root root /
    @lines 5
    @end
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from collectors.base import LINUX, Answer, Derived, FollowUp, ParseError, Reason, Root, SessionError, Shell, Unseen, Walk
from collectors.facts.files import FileRights
from collectors.facts.sudoers import SUDO_PROGRAMS, SUDO_RIGHTS, SUDOERS, Sudoers, SudoRights
from collectors.linux.counted_lines import complete, counting
from config.text import _

_COMMAND: Final = counting(
    r"""
echo @rights
for p in "$1" "$(readlink -f -- "$1" 2>/dev/null)"; do
  case $p in /*) ;; *) continue ;; esac
  while :; do
    s=$(stat -Lc '%a %U %G' "$p" 2>/dev/null || $S stat -Lc '%a %U %G' "$p" 2>/dev/null)
    d=${p%/*}
    if [ -n "$s" ]; then echo " $s $p"
    elif [ -r "${d:-/}" ] && [ -x "${d:-/}" ] && [ ! -e "$p" ]; then echo " none $p"
    else echo " unseen $p"; fi
    [ "$p" != / ] || break
    p=${d:-/}
  done
done | awk '!s[$0]++ { print }'
"""
)
_PLAIN: Final = re.compile(r"/[A-Za-z0-9_./+@,-]+")
_RIGHTS: Final = re.compile(r"(?P<mode>[0-7]{1,4}) (?P<user>\S+) (?P<group>\S+) (?P<path>/.*)")
_AS_ROOT: Final = _("Let the inspecting account read these folders as root (sudo: true in the target’s entry).")


def paths(found: Sudoers) -> Iterator[str]:
    """The programs and folders that rules name by a whole path; none where every rule asks for a password."""
    commands = [one for rule in found.rules for one in rule.commands]
    settings = {one.name for one in found.defaults}
    if not (any(one.is_free for one in commands) or settings & {"authenticate", "exempt_group"}):
        return
    named = [one.words for one in commands]
    named += [words for name, members in found.aliases.items() if name.startswith("Cmnd ") for words in members]
    for words in named:
        program = words.removeprefix("!").split(" ")[0]
        if _PLAIN.fullmatch(program) and program != "/" and "/../" not in program:
            yield program.rstrip("/")


def parse(walk: Walk[Answer]) -> Mapping[str, tuple[FileRights, ...] | Unseen]:
    """Read the rights by program; an Unseen where some of them were not seen."""
    read = {path: one if isinstance(one, Unseen) else _rights(path, one) for path, one in walk.items.items()}
    return read | {one.subject: one for one in walk.unseen}


def _rights(path: str, answer: Answer) -> tuple[FileRights, ...] | Unseen:
    parts = complete(answer.text)
    if "rights" not in parts:
        raise ParseError(f"{path}: rights", answer.text[:80])
    found = []
    for line in parts["rights"].lines:
        if line.startswith("unseen "):
            return Unseen(path, Reason.DENIED, line.removeprefix("unseen "), _AS_ROOT)
        if line.startswith("none /"):
            continue
        match = _RIGHTS.fullmatch(line)
        if match is None:
            raise ParseError(f"{path}: rights", line)
        found.append(FileRights(match["path"], int(match["mode"], 8), match["user"], match["group"]))
    if "/" not in {one.path for one in found}:
        raise SessionError(Reason.CUT, path)
    return tuple(found)


def derive(sudoers: object, programs: object) -> SudoRights:
    """Put both together; without the rights each program is unseen. Raises what kept the rules from being seen."""
    if isinstance(sudoers, Exception):
        raise sudoers
    if not isinstance(sudoers, Sudoers):
        raise SessionError(Reason.NOT_UNDERSTOOD, "sudoers")
    if isinstance(programs, Mapping):
        return SudoRights(sudoers, dict(programs))
    reason = programs.reason if isinstance(programs, SessionError) else Reason.NOT_UNDERSTOOD
    detail = programs.detail if isinstance(programs, SessionError) else ""
    return SudoRights(sudoers, {path: Unseen(path, reason, detail) for path in paths(sudoers)})


SUDO_PROGRAMS_STAT: Final = FollowUp(
    id="linux.sudo_programs",
    provides=SUDO_PROGRAMS,
    on=LINUX,
    after=SUDOERS,
    template=Shell(_COMMAND, tool="stat", seconds=4, kib=8, root=Root.BETTER),
    items=paths,
    parse=parse,
    most=64,
)
SUDO_RIGHTS_DERIVED: Final = Derived(
    id="linux.sudo_rights", provides=SUDO_RIGHTS, of=(SUDOERS, SUDO_PROGRAMS), derive=derive
)
