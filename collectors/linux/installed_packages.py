"""Installed packages and their versions, as rpm tells them or as dpkg's own list (dpkg-query(1), status) says.

Which of the two it is decides what its database holds, as linux.patches.release does. The lines are sorted, so that the
same packages are the same answer.

Sample::

    @packages rpm
     bash.x86_64 5.1.8-9.el9
     kernel-core.x86_64 5.14.0-427.13.1.el9_4
     kernel-core.x86_64 5.14.0-427.16.1.el9_4
    @lines 4
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.packages import PACKAGES, Package, Packages
from collectors.linux.counted_lines import complete, counting
from collectors.linux.rpm_database import RPMS
from config.text import _

_COMMAND: Final = counting(
    RPMS
    + r"""
r= d=
! rpms || r=$(rpm -qa --qf ' %{NAME}.%{ARCH} %{VERSION}-%{RELEASE}\n' 2>/dev/null)
[ ! -s /var/lib/dpkg/status ] || d=$(awk -F': ' '
  $1 == "Package" { p = $2 } $1 == "Status" { s = $2 } $1 == "Architecture" { a = $2 } $1 == "Version" { v = $2 }
  /^$/ { if (s ~ / installed$/) print " " p "." a " " v; s = "" }
  END { if (s ~ / installed$/) print " " p "." a " " v }' /var/lib/dpkg/status)
if [ ${#r} -gt ${#d} ]; then echo '@packages rpm'; d=$r; else echo '@packages dpkg'; fi
[ -z "$d" ] || printf '%s\n' "$d" | sort
"""
)
_KEYS: Final = "gpg-pubkey"
"""Rpm keeps the keys that it trusts as packages; they are none."""
_NEITHER: Final = _("neither rpm nor dpkg lists any package here")


def parse(answer: Answer) -> Packages:
    """Read the list. Raises SessionError (empty) where no package stands in it: every system has some."""
    parts = complete(answer.text)
    if "packages" not in parts:
        raise ParseError("no list of packages", answer.text[:80])
    found: dict[str, list[str]] = {}
    for line in parts["packages"].lines:
        name, space, version = line.partition(" ")
        if not (name and space and version):
            raise ParseError("a package without its version", line)
        if not name.startswith(_KEYS):
            found.setdefault(name, []).append(version)
    if not found:
        raise SessionError(Reason.EMPTY, "rpm -qa, /var/lib/dpkg/status", _NEITHER)
    return Packages(parts["packages"].rest, tuple(Package(name, tuple(versions)) for name, versions in found.items()))


PACKAGES_LIST: Final = Collector(
    id="linux.packages.list",
    provides=PACKAGES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=30, kib=512),
    parse=parse,
)
