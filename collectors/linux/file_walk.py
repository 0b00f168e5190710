r"""One walk over the local filesystems: programs with setuid or setgid, what everybody may write to, orphans, rhosts.

find prints a mark for each folder too, so that whoever reads it can stop it when its time is up: it ends at its next word
to a closed pipe. The trees of containers' images are left aside and named. Which package owns a program one call of dpkg
or rpm tells for all; where /bin is a link to /usr/bin, dpkg may know it by either name.

Sample::

    @place /
    @walk 12000 folders
    @setid 4755 root root /usr/bin/su
    @writable 777 app app /opt/app/conf
    @orphan user 1005 12 /srv/old/a
    @rhosts /home/oracle/.rhosts
    @more setid 0
    @more writable 0
    @more rhosts 0
    @aside /var/lib/docker/overlay2
    @owners dpkg
    @owner util-linux /usr/bin/su
    @owners-end
    @lines 12
    @end
"""

from collections.abc import Iterable
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.files import FILE_WALK, FileRights, FileWalk, Orphans, SetIdFile
from collectors.linux.counted_lines import complete, counting
from collectors.linux.critical_files import rights_of
from collectors.linux.passages import Passage, number, passages
from collectors.linux.rpm_database import RPMS
from config.text import _

WALK_SECONDS: Final = 60
"""How long the walk may take in all; a filesystem of a million files takes ten seconds where its inodes are cached."""
_KINDS: Final = "ext[234]|xfs|btrfs|zfs|jfs|reiserfs|f2fs|overlay|tmpfs"
_COMMAND: Final = counting(RPMS + r"""
m=$(awk '$3 ~ /^(KINDS)$/ && !s[$2]++ && $2 !~ /^\/(proc|sys|dev|run)(\/|$)/ &&
  $2 !~ /\/(docker|containers|containerd|kubelet|snapd|machines)(\/|$)/ && (!d[$1]++ || $3 ~ /^(overlay|tmpfs)$/) {
  print $2 }' /proc/self/mounts)
{ getent passwd | awk -F: '{ print "user " $3 }'; getent group | awk -F: '{ print "group " $3 }'; } >"$TMPDIR/walk-known"
set -f; IFS='
'
for d in $m; do
  d=$(printf '%b' "$d"); echo "@place $d" >&3
  $S find "$d" -xdev '(' '(' -path '*/docker/overlay2' -o -path '*/containers/storage/overlay' -o \
    -path '*/containerd/io.containerd.*' -o -path '*/.snapshots' ')' -prune -printf 'A %p\0' ')' -o \
    '(' '(' -type d -printf 'D\0' -o -true ')' \
    '(' '!' -uid 0 -printf 'U %U %p\0' -o -true ')' '(' '!' -gid 0 -printf 'G %G %p\0' -o -true ')' \
    '(' -type f -perm /6000 -printf 'S %m %u %g %p\0' -o -true ')' \
    '(' -perm -0002 '(' -type f -o -type d '!' -perm -1000 ')' -printf 'W %m %u %g %p\0' -o -true ')' \
    '(' -name .rhosts -o -name .shosts -o -path /etc/hosts.equiv -o -path /etc/ssh/shosts.equiv -o -path \
    /etc/shosts.equiv ')' -printf 'R %p\0' ')' 2>>"$TMPDIR/walk-said"
done 3>"$TMPDIR/walk-mounts" | tr '\n\0' '\001\n' | awk -v known="$TMPDIR/walk-known" -v most=SECONDS '
function more(k, l) { if (++n[k] <= 300) print "@" k " " substr(l, 3, 400) }
BEGIN { srand(); srand(); start = srand(); while ((getline l <known) > 0) has[l] = 1
  if (!("user 0" in has) || !("group 0" in has)) print "@no-names" }
++t % 5000 == 0 { srand(); if (srand() - start > most) { print "@stopped"; exit } }
/^D/ { f++; next }
/^[UG]/ { k = (/^U/ ? "user " : "group ") $2
  if (!(k in has)) { if (!c[k]++) { p = $0; sub(/^. [^ ]* /, "", p); e[k] = substr(p, 1, 400) } }
  next }
/^S/ { more("setid", $0); next }
/^W/ { more("writable", $0); next }
/^R/ { more("rhosts", $0); next }
/^A/ { print "@aside " substr($0, 3, 400) }
END { print "@walk " f + 0 " folders"
  for (k in c) if (++o <= 50) print "@orphan " k " " c[k] " " e[k]
  for (i = split("setid writable rhosts", a, " "); i > 0; i--) print "@more " a[i] " " (n[a[i]] > 300 ? n[a[i]] - 300 : 0)
}' >"$TMPDIR/walk-found"
cat "$TMPDIR/walk-mounts" "$TMPDIR/walk-found"
grep -c 'Permission denied' "$TMPDIR/walk-said" | sed 's/^/@denied-count /'
sed -n 's/.*find: .\(\/[^:]*\).: Permission denied.*/@denied \1/p' "$TMPDIR/walk-said" | head -n 20 | cut -c1-300
grep -vE 'Permission denied|No such file|Broken pipe|SIGPIPE|write error' "$TMPDIR/walk-said" | head -n 3 | cut -c1-200 |
  sed 's/^/@failed /'
for w in $(sed -n 's/^@orphan \([a-z]* [0-9]*\) .*/\1/p' "$TMPDIR/walk-found"); do
  case $w in user*) getent passwd "${w#* }" ;; *) getent group "${w#* }" ;; esac >/dev/null && echo "@known $w"
done
set --
for p in $(sed -n 's/^@setid [0-7]* [^ ]* [^ ]* //p' "$TMPDIR/walk-found"); do set -- "$@" "$p"; done
unset IFS
if [ $# -eq 0 ]; then :
elif [ -s /var/lib/dpkg/status ]; then
  echo '@owners dpkg'
  for p; do
    case $p in
      /usr/bin/*|/usr/sbin/*|/usr/lib/*) set -- "$@" "${p#/usr}" ;;
      /bin/*|/sbin/*|/lib/*) set -- "$@" "/usr$p" ;;
    esac
  done
  dpkg-query -S "$@" 2>/dev/null | sed -n 's/^\([^ ]*\): \(\/.*\)/@owner \1 \2/p'
  echo @owners-end
elif rpms; then
  echo '@owners rpm'
  rpm -qf --qf '%{NAME}\n' "$@" 2>/dev/null >"$TMPDIR/walk-owners"
  while read -r v; do
    case $v in *' '*) ;; *) echo "@owner $v $1" ;; esac
    shift
  done <"$TMPDIR/walk-owners"
  [ $# -gt 0 ] || echo @owners-end
fi""").replace("KINDS", _KINDS).replace("SECONDS", str(WALK_SECONDS))  # fmt: skip
_AS_ROOT: Final = _("Let the inspecting account use sudo for find, as the generated sudoers file says.")
_BY_HAND: Final = _("Walk the rest by hand in a quiet hour: find <folder> -xdev -perm /6000.")


def parse(answer: Answer) -> FileWalk:
    """Read what was found. Raises SessionError where nothing was walked or the answer is not whole."""
    parts = complete(answer.text)
    found = passages(answer.text)
    mounts = tuple(one.rest for one in found if one.kind == "place")
    if "walk" not in parts or "denied-count" not in parts:
        raise ParseError("no walk", answer.text[:80])
    folders = number(parts["walk"].rest.partition(" ")[0])
    if not mounts or not folders:
        raise SessionError(Reason.FAILED, parts["failed"].rest if "failed" in parts else "find")
    owners = _owners(found) if "owners-end" in parts else None
    known = {one.rest for one in found if one.kind == "known"}
    orphans = () if "no-names" in parts else tuple(one for one in found if one.kind == "orphan")
    return FileWalk(
        setid=tuple(_setid(rights_of(one.rest), owners) for one in found if one.kind == "setid"),
        writable=tuple(rights_of(one.rest) for one in found if one.kind == "writable"),
        orphans=tuple(one for one in map(_orphans, orphans) if one.who not in known),
        rhosts=tuple(one.rest for one in found if one.kind == "rhosts"),
        walked=mounts,
        folders_count=folders,
        more=tuple(_more(one) for one in found if one.kind == "more"),
        left_aside=tuple(one.rest for one in found if one.kind == "aside"),
        unseen=tuple(_unseen(parts["denied-count"], found)),
        package_system=parts["owners"].rest if "owners" in parts else "",
    )


def _setid(one: FileRights, owners: dict[str, str] | None) -> SetIdFile:
    return SetIdFile(one.path, one.mode, one.user, one.group, None if owners is None else owners.get(one.path, ""))


def _owners(found: Iterable[Passage]) -> dict[str, str]:
    """By path the package; a package that knows a program by /bin owns it as /usr/bin, and the other way round."""
    owners: dict[str, str] = {}
    for one in found:
        if one.kind == "owner":
            package, _space, path = one.rest.partition(" ")
            other = path.removeprefix("/usr") if path.startswith("/usr/") else f"/usr{path}"
            owners[path] = package
            owners.setdefault(other, package)
    return owners


def _orphans(one: Passage) -> Orphans:
    words = one.rest.split(" ", 3)
    if len(words) != 4:  # noqa: PLR2004 - user or group, number, how many, one of them
        raise ParseError("no orphans", one.rest)
    return Orphans(" ".join(words[:2]), number(words[2], one.rest), words[3])


def _more(one: Passage) -> tuple[str, int]:
    kind, _space, count = one.rest.partition(" ")
    return kind, number(count, one.rest)


def _unseen(counted: Passage, found: Iterable[Passage]) -> Iterable[Unseen]:
    """What was not walked: folders that are closed, and what came after the time was up."""
    named = 0
    for one in found:
        if one.kind == "denied":
            named += 1
            yield Unseen(one.rest, Reason.DENIED, one.rest, _AS_ROOT)
        elif one.kind == "failed":
            yield Unseen("", Reason.FAILED, one.rest)
        elif one.kind == "no-names":
            yield Unseen("", Reason.EMPTY, "getent passwd; getent group")
        elif one.kind == "stopped":
            yield Unseen("", Reason.TIMEOUT, f"find -xdev: {WALK_SECONDS} s", _BY_HAND)
    if number(counted.rest) > named:
        yield Unseen("", Reason.DENIED, _("{count:number} more folders", count=number(counted.rest) - named), _AS_ROOT)


FILE_WALK_FIND: Final = Collector(
    id="linux.file_walk.find",
    provides=FILE_WALK,
    on=LINUX,
    ask=Shell(_COMMAND, tool="find", seconds=90, kib=256, root=Root.BETTER),
    parse=parse,
)
