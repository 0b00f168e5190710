"""Every installed package with its whole version: epoch, source package (dpkg), module (rpm), for advisories to be held to.

Lines: name, architecture, version with its epoch, source package, its version, label of the module; ``-`` for none.

Sample::

    @packages dpkg
     libssl3 amd64 3.0.11-1~deb12u2 openssl 3.0.11-1~deb12u2 -
     vim-common all 2:9.0.1378-2 vim 2:9.0.1378-2 -
    @lines 3
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, SessionError, Shell
from collectors.facts.advisories import PACKAGE_VERSIONS, Installed, PackageVersions
from collectors.linux.counted_lines import complete, counting
from collectors.linux.rpm_database import RPMS
from config.text import _

_COMMAND: Final = counting(
    RPMS
    + r"""
r= d= m='-'
if rpms; then
  ! rpm --querytags 2>/dev/null | grep -qx MODULARITYLABEL || m='%|MODULARITYLABEL?{%{MODULARITYLABEL}}:{-}|'
  r=$(rpm -qa --qf " %{NAME} %{ARCH} %|EPOCH?{%{EPOCH}}:{0}|:%{VERSION}-%{RELEASE} - - $m\n" 2>/dev/null)
fi
[ ! -s /var/lib/dpkg/status ] || d=$(awk '
  function tell() { if (s) print " " p, a, v, (o == "" ? p : o), (w == "" ? v : w), "-"; p = a = v = o = w = ""; s = 0 }
  $1 == "Package:" { p = $2 } $1 == "Status:" { s = $4 == "installed" } $1 == "Architecture:" { a = $2 }
  $1 == "Version:" { v = $2 } $1 == "Source:" { o = $2; w = $3; gsub(/[()]/, "", w) }
  /^$/ { tell() } END { tell() }' /var/lib/dpkg/status)
if [ ${#r} -gt ${#d} ]; then echo '@packages rpm'; d=$r; else echo '@packages dpkg'; fi
[ -z "$d" ] || printf '%s\n' "$d" | sort
"""
)
_FIELDS: Final = 6
_KEYS: Final = "gpg-pubkey"
"""Rpm keeps the keys that it trusts as packages; they are none."""
_NEITHER: Final = _("neither rpm nor dpkg lists any package here")


def parse(answer: Answer) -> PackageVersions:
    """Read the list. Raises SessionError (empty) where no package stands in it: every system has some."""
    parts = complete(answer.text)
    if "packages" not in parts:
        raise ParseError("no list of packages", answer.text[:80])
    found = [one for one in map(_installed, parts["packages"].lines) if one.name != _KEYS]
    if not found:
        raise SessionError(Reason.EMPTY, "rpm -qa, /var/lib/dpkg/status", _NEITHER)
    return PackageVersions(parts["packages"].rest, tuple(found))


def _installed(line: str) -> Installed:
    words = line.split(" ")
    if len(words) != _FIELDS or not all(words):
        raise ParseError("a package that is not told whole", line)
    return Installed(*("" if word == "-" else word for word in words))


PACKAGE_VERSIONS_LIST: Final = Collector(
    id="linux.package_versions",
    provides=PACKAGE_VERSIONS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=30, kib=1024),
    parse=parse,
)
