r"""Who may change what GRUB starts: of each of its files how many lines name superusers and set passwords. No hash is told.

RHEL writes into every grub.cfg lines that take the password from a variable; only user.cfg sets it.

Sample::

    @file /boot/grub2/grub.cfg
     superusers 1 hashed 0 plain 0 variable 1
    @file /boot/grub2/user.cfg
     superusers 0 hashed 1 plain 0 variable 0
    @found 2
    @lines 5
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.access_control import BOOT_LOADER, BootLoader, LoaderFile
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = counting(r"""
v=$($S find /boot -maxdepth 4 -type f '(' -name grub.cfg -o -name user.cfg -o -name grub.conf -o -name menu.lst ')' 2>&1)
n=0
set -f; IFS='
'
for f in $v; do
  case $f in
  find:*) echo "@refused $f"; continue ;;
  *[!A-Za-z0-9_./+-]*) continue ;;
  esac
  n=$((n + 1))
  c=$($S cat "$f" 2>&1) || { echo "@refused $f"; continue; }
  echo "@file $f"
  printf '%s\n' "$c" | awk '
/^[ \t]*set[ \t]+superusers=/ { s++ }
/^[ \t]*password[ \t]+--(md5|encrypted)/ || /^GRUB2_PASSWORD=grub\.pbkdf2/ { h++; next }
/^[ \t]*(password_pbkdf2|password)[ \t].*\$\{?[A-Z]/ { v++; next }
/^[ \t]*password_pbkdf2[ \t]/ { h++; next }
/^[ \t]*password[ \t]/ { p++ }
END { print " superusers", s + 0, "hashed", h + 0, "plain", p + 0, "variable", v + 0 }'
done
echo "@found $n" """)

_AS_ROOT: Final = _(
    "Let the inspecting account read /boot as root (sudo: true in the target's entry), or look at grub.cfg by hand."
)

_NONE: Final = _("no file of GRUB lies in /boot: a container, or another boot loader")
_BY_HAND: Final = _("Look by hand what starts the host and whether it asks for a password; a container has none.")


def parse(answer: Answer) -> BootLoader:
    """Read every file. Raises SessionError where one could not be read or none was found."""
    parts = complete(answer.text)
    if "found" not in parts:
        raise ParseError("no number of files", answer.text[-80:])
    if "refused" in parts:
        raise SessionError(Reason.DENIED, parts["refused"].rest[:200], _AS_ROOT)
    files = tuple(_file(one) for one in passages(answer.text) if one.kind == "file")
    if number(parts["found"].rest) != len(files):
        raise SessionError(Reason.CUT, f"@found {parts['found'].rest}")
    if not files:
        raise SessionError(Reason.NOT_OFFERED, _NONE, _BY_HAND)
    return BootLoader(files)


def _file(one: Passage) -> LoaderFile:
    words = " ".join(one.lines).split()
    if words[::2] != ["superusers", "hashed", "plain", "variable"] or len(words) != 8:  # noqa: PLR2004 - four words, four numbers
        raise ParseError("no counts of a boot loader's file", " ".join(words))
    superusers, hashed, plain, variable = map(number, words[1::2])
    return LoaderFile(one.rest, superusers, hashed, plain, variable)


BOOT_LOADER_GRUB: Final = Collector(
    id="linux.boot_loader.grub",
    provides=BOOT_LOADER,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=10, kib=16, root=Root.NEEDED),
    parse=parse,
)
