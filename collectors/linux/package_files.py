r"""The programs of few packages beside the sums that they were installed with: dpkg's lists, or rpm's own verification.

The packages are those that own the programs of root's processes, programs with setuid in the system's folders, and the
tools by which a host is looked at. Settings are left aside: they are meant to be changed. Files of a package that another
one diverted are looked for where they were put.

Sample::

    @root-programs 14
    @system dpkg
    @changed coreutils /usr/bin/ls
    @unread sudo /usr/bin/sudo
    @package coreutils 108 107
    @package sudo 12 11
    @lines 6
    @end
"""

from collections.abc import Iterable
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.package_files import VERIFIED_PACKAGES, VerifiedPackage, VerifiedPackages
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from collectors.linux.rpm_database import RPMS

VERIFY_SECONDS: Final = 60
"""How long the sums may be worked out; a hundred packages of a plain system take three seconds where files are cached."""
_COMMAND: Final = counting(
    RPMS
    + r"""
d=$TMPDIR
$S find /proc -maxdepth 2 -name exe -user 0 -printf '%l\n' 2>/dev/null | sed '/^\//!d; s/ (deleted)$//' |
  sort -u >"$d/verify-root"
awk 'END { print "@root-programs " NR }' "$d/verify-root"
{ cat "$d/verify-root"
  find /bin /sbin /usr/bin /usr/sbin /usr/libexec /usr/lib/openssh /usr/lib/dbus-1.0 /usr/lib/polkit-1 -xdev -type f \
    -perm /6000 2>/dev/null
  for f in /bin/sh /bin/bash /bin/ls /bin/ps /bin/grep /bin/login /usr/bin/awk /usr/bin/find /usr/bin/ss /usr/bin/top \
    /usr/bin/lsof /usr/bin/ssh /usr/sbin/sshd /lib*/*/libc.so.6 /lib64/libc.so.6 /lib*/security/pam_unix.so \
    /lib/*/security/pam_unix.so; do
    [ ! -e "$f" ] || echo "$f"
  done
} | awk '{ print } /^\/usr\// { print substr($0, 5); next } /^\/(s?bin|lib[^\/]*)\// { print "/usr" $0 }' |
  sort -u >"$d/verify-start"
set -f; IFS='
'
set -- $(cat "$d/verify-start")
unset IFS; set +f
if [ -s /var/lib/dpkg/status ]; then
  echo '@system dpkg'
  dpkg-query -S "$@" 2>/dev/null | sed -n 's/^\([^ ]*\): \/.*/\1/p' | sort -u >"$d/verify-packages"
  set --
  while read -r n; do
    f=/var/lib/dpkg/info/$n.md5sums
    [ -e "$f" ] || f=/var/lib/dpkg/info/${n%%:*}.md5sums
    if [ -r "$f" ] && [ -s "$f" ]; then set -- "$@" "$f"; else echo "@late $n"; fi
  done <"$d/verify-packages"
  [ $# = 0 ] || awk -v of="$d/verify-of" -v moved=/var/lib/dpkg/diversions '
BEGIN { while ((getline a <moved) > 0 && (getline b <moved) > 0 && (getline c <moved) > 0) { to[a] = b; by[a] = c } }
FNR == 1 { n = FILENAME; sub(/.*\//, "", n); sub(/[.]md5sums$/, "", n); m = n; sub(/:.*/, "", m) }
{ p = "/" substr($0, 35)
  if (p !~ /^\/(usr\/)?(s?bin|lib(exec|32|64|x32)?)\// || p ~ /[\\\n]/ || p ~ /^\/(usr\/)?lib\/(modules|firmware)\//) next
  if ((p in to) && by[p] != m) p = to[p]
  print n " " p >of; print substr($0, 1, 32) "  " p }' "$@" >"$d/verify-sums"
  [ ! -s "$d/verify-sums" ] || md5sum -c "$d/verify-sums" 2>/dev/null | awk -v of="$d/verify-of" -v most=SECONDS '
BEGIN { srand(); srand(); start = srand()
  while ((getline l <of) > 0) { i = index(l, " "); p = substr(l, i + 1); w[p] = substr(l, 1, i - 1); t[w[p]]++ } }
{ p = $0; sub(/: (OK|FAILED|FAILED open or read)$/, "", p); r[w[p]]++ }
/: OK$/ { s[w[p]]++ }
/: FAILED$/ { print "@changed " w[p] " " p }
/: FAILED open or read$/ { print "@closed " w[p] " " p }
++k % 50 == 0 { srand(); if (srand() - start > most) exit }
END { for (n in t) print (r[n] < t[n] ? "@late " n : "@package " n " " t[n] " " s[n] + 0) }' | while read -r k n p; do
    if [ "$k" != @closed ]; then echo "$k $n $p"
    elif [ -e "$p" ] || [ ! -x "${p%/*}" ]; then echo "@unread $n $p"
    else echo "@missing $n $p"; fi
  done
elif rpms; then
  echo '@system rpm'
  rpm -qf --qf '%{NAME}\n' "$@" 2>/dev/null | grep -v ' ' | sort -u >"$d/verify-packages"
  e=$(($(date +%s) + SECONDS))
  while read -r n; do
    [ "$(date +%s)" -lt $e ] || { echo "@late $n"; continue; }
    rpm -Vv --nodeps --noscripts "$n" </dev/null 2>/dev/null | awk -v n="$n" '
{ p = substr($0, index($0, "/")) }
p !~ /^\/(usr\/)?(s?bin|lib(exec|32|64)?)\// || p ~ /^\/(usr\/)?lib\/(modules|firmware)\// || $2 ~ /^[cdglnr]$/ { next }
{ t++ }
$1 == "missing" && / \(.*\)$/ { sub(/ \([^(]*\)$/, "", p); print "@unread " n " " p; next }
$1 == "missing" { print "@missing " n " " p; next }
$1 ~ /[S5L]/ { print "@changed " n " " p; next }
$1 ~ /\?/ { print "@unread " n " " p; next }
{ s++ }
END { print (NR ? "@package " n " " t + 0 " " s + 0 : "@late " n) }'
  done <"$d/verify-packages"
fi"""
).replace("SECONDS", str(VERIFY_SECONDS))


def parse(answer: Answer) -> VerifiedPackages:
    """Read each package. Raises SessionError without a package system, or where a file is not accounted for."""
    parts = complete(answer.text)
    if "root-programs" not in parts:
        raise ParseError("no programs of root", answer.text[:80])
    if "system" not in parts:
        raise SessionError(Reason.TOOL_MISSING, "dpkg, rpm")
    found = passages(answer.text)
    packages = tuple(_package(one.rest, found) for one in found if one.kind == "package")
    late = tuple(VerifiedPackage(one.rest.strip(), is_reached=False) for one in found if one.kind == "late")
    if not packages and not late:
        raise SessionError(Reason.EMPTY, parts["system"].rest)
    return VerifiedPackages(parts["system"].rest, (*packages, *late), number(parts["root-programs"].rest))


def _package(line: str, found: Iterable[Passage]) -> VerifiedPackage:
    words = line.split(" ")
    if len(words) != 3:  # noqa: PLR2004 - name, files, unchanged files
        raise ParseError("no package", line)
    name, files, same = words[0], number(words[1], line), number(words[2], line)
    kinds = {kind: _paths(found, kind, name) for kind in ("changed", "missing", "unread")}
    if same + sum(map(len, kinds.values())) != files:
        raise SessionError(Reason.CUT, f"@package {line}")
    return VerifiedPackage(name, files, same, kinds["changed"], kinds["missing"], kinds["unread"])


def _paths(found: Iterable[Passage], kind: str, package: str) -> tuple[str, ...]:
    parted = (one.rest.partition(" ") for one in found if one.kind == kind)
    return tuple(path for name, _space, path in parted if name == package)


PACKAGE_FILES_VERIFIED: Final = Collector(
    id="linux.package_files.verify",
    provides=VERIFIED_PACKAGES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=90, kib=128, root=Root.BETTER),
    parse=parse,
)
