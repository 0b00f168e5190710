r"""The keys that open local accounts by SSH, where sshd looks for them: one ask a pattern of AuthorizedKeysFile.

A key itself stays on the target: ssh-keygen makes its fingerprint there. Of its comment only what looks like user@host is
told, of command= only that it is there.

Sample::

    @accounts 31
    @path d 700 root root /root/.ssh
    @path f 600 root root /root/.ssh/authorized_keys
    @key 256 SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDszadAmb25KyHCtYk ED25519 from 10.0.0.9 ops@bastion /root/.ssh/authorized_keys
    @keys 1
    @lines 5
    @end
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from collectors.base import (
    LINUX,
    Answer,
    Derived,
    FollowUp,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
    Walk,
)
from collectors.facts.authorized_keys import AUTHORIZED_KEYS, KEY_LOGINS, AuthorizedKey, AuthorizedKeys, KeyLogins, KeyPath
from collectors.facts.ssh_effective import SSH_EFFECTIVE, SshEffective
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import number, passages
from config.text import _

_COMMAND: Final = counting(r"""
t=$TMPDIR/key-places
awk -F: -v p="$1" '
function put(s, what, by,  i, o) { o = ""
  while ((i = index(s, what))) { o = o substr(s, 1, i - 1) by; s = substr(s, i + 2) }
  return o s }
NF > 5 { n++; f = p; if (f !~ /^\//) f = "%h/" f
  f = put(f, "%h", $6); f = put(f, "%u", $1); f = put(f, "%U", $3); gsub(/\/\/+/, "/", f)
  if (f ~ /[%\t "\\]/ || $6 == "") { odd++; next }
  if (seen[f]++ || n > 2000) next
  print $1 "\t" f "\tf"
  d = f; while (sub(/\/[^\/]*$/, "", d) && d != "") { print $1 "\t" d "\td"; if (d == $6 || d == "/etc/ssh") break } }
END { print n + 0 "\t" odd + 0 "\tn" }' /etc/pass?d >"$t"
awk -F'\t' '$3 == "n" { print "@accounts " $1; if ($2) print "@odd " $2; if ($1 > 2000) print "@odd " $1 - 2000 }' "$t"
awk -F'\t' '$3 != "n" && !s[$2]++ { print $2 }' "$t" >"$t-all"
set --; while read -r f; do set -- "$@" "$f"; done <"$t-all"
[ $# -gt 0 ] || return 0
$S find -L "$@" -maxdepth 0 '(' -type f -o -type d ')' -printf '%y\t%m\t%u\t%p\n' >"$t-found" 2>"$t-said"
grep -c 'Permission denied' "$t-said" | sed 's/^/@denied-count /'
grep -v -e 'Permission denied' -e 'No such file' -e 'Not a directory' "$t-said" | head -n 2 | cut -c1-160 |
  sed 's/^/@failed /'
awk -F'\t' 'FNR == NR { if ($3 != "n" && !($2 in u)) u[$2] = $1; if ($3 == "f") k[$2] = 1; next }
$1 == "f" && $4 in k { keep[++n] = $4 }
$1 == "f" && !($4 in k) { next }
{ line[++m] = "@path " $1 " " $2 " " $3 " " u[$4] " " $4; of[m] = $4; kind[m] = $1 }
END { for (i = 1; i <= m; i++) { show = kind[i] == "f"
    for (j = 1; j <= n && !show; j++) show = index(keep[j], of[i] "/") == 1
    if (show) print line[i] } }' "$t" "$t-found" >"$t-kept"
cat "$t-kept"
sed -n 's/^@path f [^ ]* [^ ]* [^ ]* //p' "$t-kept" >"$t-files"
set --; while read -r f; do set -- "$@" "$f"; done <"$t-files"
[ $# -gt 0 ] || { echo '@keys 0'; return 0; }
$S awk '
{ sub(/\r$/, ""); sub(/^[ \t]+/, ""); if ($0 == "" || /^#/) next
  s = $0; o = ""; src = "-"; sure = 0
  if (s !~ /^(ssh-|ecdsa-|sk-)/) {
    q = 0; w = ""
    for (i = 1; i <= length(s); i++) { c = substr(s, i, 1)
      if (c == "\\" && q) { w = w c substr(s, ++i, 1); continue }
      if (c == "\"") q = !q
      if (!q && (c == "," || c == " " || c == "\t")) { word(w); w = ""; if (c != ",") break } else w = w c }
    s = substr(s, i); sub(/^[ \t]+/, "", s) }
  split(s, a, /[ \t]+/); c = a[3]
  if (a[2] == "" || a[4] != "" || c !~ /^[a-z_][a-z0-9_.-]*@[a-z][a-z0-9.-]*$/ || length(c) > 64) c = "-"
  if (a[1] !~ /^(ssh|ecdsa|sk)-[a-z0-9@.-]+$/ || a[2] !~ /^[A-Za-z0-9+\/=]+$/) { print "@unfit " FILENAME; next }
  print a[1] " " a[2] " " (o == "" ? "-" : substr(o, 2)) " " src " " c " " FILENAME }
function word(w,  k, v) { k = w; sub(/=.*/, "", k); k = tolower(k); if (k !~ /^[a-z0-9-]+$/) k = "?"
  o = o "," k; v = w; sub(/^[^=]*=/, "", v); gsub(/"/, "", v)
  if (k == "from") src = v ~ /^[A-Za-z0-9_.:,*?!\/-]+$/ ? substr(v, 1, 120) : "?" }' "$@" 2>"$t-said" >"$t-keys"
grep '^@unfit ' "$t-keys" | sort | uniq -c | head -n 20 | awk '{ n = $1; sub(/^ *[0-9]+ @unfit /, "")
  print "@unfit " n " " $0 }'
grep -c . "$t-said" | sed 's/^/@closed-count /'
grep -v '^@' "$t-keys" | head -n 500 | awk '{ print $1, $2, "k" NR }' | ssh-keygen -lf - 2>/dev/null >"$t-prints"
grep -v '^@' "$t-keys" | awk -v prints="$t-prints" '
BEGIN { while ((getline l <prints) > 0) { n = split(l, a, " "); gsub(/[()]/, "", a[n]); p[a[3]] = a[1] " " a[2] " " a[n] } }
NR <= 500 { k = "k" NR; f = $0; for (i = 0; i < 5; i++) sub(/^[^ ]* /, "", f)
  print "@key " (k in p ? p[k] : "- - " $1) " " $3 " " $4 " " $5 " " f }
END { print "@keys " NR }'
""")
_AS_ROOT: Final = _("Let the inspecting account read the files of keys as root (sudo: true in the target's entry).")
_MOST: Final = 500


def items(ssh: SshEffective) -> Iterator[str]:
    """The patterns of AuthorizedKeysFile of all answers; none where keys open nothing."""
    seen = dict.fromkeys(
        pattern
        for daemon in ssh.daemons
        for answer in daemon.answers
        for pattern in answer.settings.get("authorizedkeysfile", "").split()
    )
    yield from (one for one in seen if one != "none")


def parse(walk: Walk[Answer]) -> AuthorizedKeys:
    """Put the patterns' answers together. Raises SessionError where none came."""
    keys: dict[AuthorizedKey, None] = {}
    paths: dict[str, KeyPath] = {}
    unseen = list(walk.unseen)
    accounts = more = 0
    for item, answer in walk.items.items():
        if isinstance(answer, Unseen):
            unseen.append(answer)
            continue
        found = _of_pattern(item, answer)
        accounts = max(accounts, found.accounts_count)
        paths |= {one.path: one for one in found.paths}
        keys |= dict.fromkeys(found.keys)
        unseen += found.unseen
        more += found.more_count
    if not accounts and unseen:
        raise SessionError(unseen[0].reason, unseen[0].detail, unseen[0].remedy)
    return AuthorizedKeys(accounts, tuple(keys), tuple(paths.values()), tuple(unseen), more)


def _of_pattern(item: str, answer: Answer) -> AuthorizedKeys:
    parts = complete(answer.text)
    found = passages(answer.text)
    if "accounts" not in parts or not number(parts["accounts"].rest):
        raise SessionError(Reason.EMPTY, "/etc/passwd")
    paths = tuple(_path(one.rest) for one in found if one.kind == "path")
    owner = {one.path: one.account for one in paths}
    keys = tuple(_key(one.rest, owner) for one in found if one.kind == "key")
    count = number(parts["keys"].rest) if "keys" in parts else 0
    if min(count, _MOST) != len(keys):
        raise SessionError(Reason.CUT, f"@keys {count}")
    unseen = tuple(_unseen(item, ((one.kind, one.rest) for one in found), counted="keys" in parts))
    return AuthorizedKeys(number(parts["accounts"].rest), keys, paths, unseen, max(0, count - _MOST))


def _unseen(item: str, found: Iterable[tuple[str, str]], *, counted: bool) -> Iterator[Unseen]:
    for kind, rest in found:
        if kind in {"denied-count", "closed-count"} and number(rest):
            yield Unseen(item, Reason.DENIED, _("{count:number} files or folders of keys", count=number(rest)), _AS_ROOT)
        elif kind == "failed":
            yield Unseen(item, Reason.FAILED, rest)
        elif kind == "odd":
            said = _("{count:number} accounts whose file of keys could not be named", count=number(rest))
            yield Unseen(item, Reason.NOT_UNDERSTOOD, said)
        elif kind == "unfit":
            count, _space, path = rest.partition(" ")
            said = _("{count:number} lines of {path} are no keys", count=number(count, rest), path=path)
            yield Unseen(path, Reason.NOT_UNDERSTOOD, said)
    if not counted:
        yield Unseen(item, Reason.EMPTY, "find")


def _path(rest: str) -> KeyPath:
    words = rest.split(" ", 4)
    if len(words) != 5 or not re.fullmatch("[0-7]{1,5}", words[1]):  # noqa: PLR2004 - kind, mode, owner, account, path
        raise ParseError("no path of keys", rest)
    kind, mode, owner, account, path = words
    return KeyPath(path, account, int(mode, 8), owner, is_folder=kind == "d")


def _key(rest: str, owner: dict[str, str]) -> AuthorizedKey:
    words = rest.split(" ", 6)
    if len(words) != 7:  # noqa: PLR2004 - bits, fingerprint, kind, options, sources, comment, path
        raise ParseError("no key", rest)
    bits, fingerprint, kind, options, sources, comment, path = ("" if one == "-" else one for one in words)
    if path not in owner:
        raise SessionError(Reason.CUT, f"@path {path}")
    names = tuple(one for one in options.split(",") if one)
    return AuthorizedKey(
        owner[path], path, kind, number(bits, rest) if bits else None, fingerprint, names, sources, comment
    )


def derive(ssh: object, keys: object) -> KeyLogins:
    """Put both together. Raises the error of what was not told; where sshd reads no file of keys, there are none."""
    if not isinstance(ssh, SshEffective):
        raise ssh if isinstance(ssh, Exception) else SessionError(Reason.NOT_UNDERSTOOD, str(ssh)[:200])
    if not isinstance(keys, AuthorizedKeys) and not any(items(ssh)):
        return KeyLogins(ssh, AuthorizedKeys(0, ()))
    if not isinstance(keys, AuthorizedKeys):
        raise keys if isinstance(keys, Exception) else SessionError(Reason.NOT_UNDERSTOOD, str(keys)[:200])
    return KeyLogins(ssh, keys)


AUTHORIZED_KEYS_FILES: Final = FollowUp(
    id="linux.authorized_keys",
    provides=AUTHORIZED_KEYS,
    on=LINUX,
    after=SSH_EFFECTIVE,
    template=Shell(_COMMAND, tool="awk", seconds=15, kib=256, root=Root.BETTER),
    items=items,
    parse=parse,
    most=8,
)
KEY_LOGINS_DERIVED: Final = Derived(
    id="linux.key_logins", provides=KEY_LOGINS, of=(SSH_EFFECTIVE, AUTHORIZED_KEYS), derive=derive
)
