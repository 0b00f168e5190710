r"""What sshd does for a login: sshd -T with the running daemon's options, for connections that Match blocks name.

sshd itself lists its Match blocks (-t -ddd), through every include, and says which of them fit a connection (-T -ddd -C);
of each set of blocks that fit, one answer is read. The connections are all users (root, an unknown one, those of Match
blocks and of privileged groups) from all places (an unknown one, those of Match blocks), at most 48 of them.

A daemon read its settings when it started or, after a reload, at the date of the file that holds its number; files that
changed since are newer than what runs.

Sample::

    @loaded 1795300000
    @daemon
    @option -oCiphers=aes256-ctr
    @match User backup
    @checked 0
    @file 1790000000 /etc/ssh/sshd_config
    @connection - user=xunjian-guest,host=xunjian.invalid,addr=198.51.100.253,laddr=192.0.2.253,lport=22
    @connection 0 user=backup,host=xunjian.invalid,addr=198.51.100.253,laddr=192.0.2.253,lport=22
    @answer - 0
     permitrootlogin no
    @answer 0 0
     permitrootlogin yes
    @hostkey 600 root root 256 ED25519 /etc/ssh/ssh_host_ed25519_key
    @lines 13
    @end
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.ssh_effective import SSH_EFFECTIVE, HostKey, SshAnswer, SshDaemon, SshEffective
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

WANTED: Final = (
    "permitrootlogin permitemptypasswords passwordauthentication pubkeyauthentication ciphers macs kexalgorithms "
    "maxauthtries logingracetime clientaliveinterval clientalivecountmax loglevel usepam port strictmodes "
    "hostbasedauthentication ignorerhosts rhostsrsaauthentication allowusers allowgroups denyusers denygroups "
    "authorizedkeysfile authorizedkeyscommand trustedusercakeys authenticationmethods hostkey banner"
)
_COMMAND: Final = counting(
    r"""
[ -x /usr/sbin/sshd ] || { echo @no-sshd; return; }
[ -r /proc/1/cmdline ] || echo '@hidden /proc'
w='WANTED'; t=$TMPDIR/ssh-asked
: >"$t-daemons"; : >"$t-pids"
for p in $(grep -lsx sshd /proc/[0-9]*/comm); do
  p=${p%/comm}
  grep -qsE '^(/|sshd: /|sshd: sshd )' "$p/cmdline" || continue
  awk '/^Uid:/ && $2 != 0 { r = 1 } /^NSpid:/ && NF > 2 { r = 1 } END { exit r }' "$p/status" 2>/dev/null || continue
  tr '\0' '\n' <"$p/cmdline" 2>/dev/null
  echo @
  echo "$p" >>"$t-pids"
done | awk '
function keep(v) { if (v !~ /^[A-Za-z0-9@_.,=+:\/^*-]+$/) odd(v); else kept = kept " " v }
function odd(v) { gsub(/[^A-Za-z0-9@_.,=+:\/-]/, "?", v); wrong = wrong " ?" substr(v, 1, 60) }
function one(v,  k, a) {
  if (first) { first = 0; if (v != "/usr/sbin/sshd" && v != "sshd") odd(v); return }
  if (want != "") { k = want; want = ""
    if (k == "-o") keep("-o" v); else if (k != "skip") { keep(k); keep(v) }
    return }
  if (v == "-R") { passing = 1; return }
  while (v ~ /^-[Dediq46]./) v = "-" substr(v, 3)
  if (v ~ /^-[Dediq46]$/) return
  k = substr(v, 1, 2); a = substr(v, 3)
  if (k ~ /^-[ubkEc]$/) { if (a == "") want = "skip"; return }
  if (k !~ /^-[ofpgh]$/) { odd(v); return }
  if (a == "") want = k; else if (k == "-o") keep(v); else { keep(k); keep(a) } }
BEGIN { first = 1 }
/^@$/ { if (!passing) print "daemon" wrong kept; first = 1; passing = 0; kept = wrong = want = ""; next }
/^sshd: / && first { sub(/^sshd: /, ""); if (!sub(/ \[listener\].*/, "")) odd("listener"); n = split($0, a, " ")
  for (i = 1; i <= n; i++) one(a[i]); next }
$0 != "" { one($0) }' | sort -u | awk 'NR <= 4 { print } NR == 5 { print "daemon ?more" }' >"$t-daemons"
[ -s "$t-daemons" ] || {
  if grep -qs CRYPTO_POLICY= /etc/crypto-policies/back-ends/opensshserver.config; then echo 'daemon ?CRYPTO_POLICY'
  else echo daemon; fi >"$t-daemons"; }
u=$(echo /etc/pass?d)
set -f
b=$(awk '$1 == "btime" { print $2 }' /proc/stat 2>/dev/null); h=$(getconf CLK_TCK 2>/dev/null)
while read -r p; do
  s=$(awk -v b="$b" -v h="${h:-100}" '{ sub(/^.*\) /, ""); printf "%d", b + $20 / h }' "$p/stat" 2>/dev/null)
  [ -n "$s" ] && [ -n "$b" ] || continue
  if [ "$(cat /run/sshd.pid 2>/dev/null)" = "${p#/proc/}" ]; then
    m=$(stat -Lc %Y /run/sshd.pid 2>/dev/null); [ "${m:-0}" -le "$s" ] || s=$m
  fi
  echo "@loaded $s"
done <"$t-pids"
while read -r v; do
  set --; echo @daemon
  for o in ${v#daemon}; do case $o in '?'*) echo "@odd ${o#?}" ;; *) set -- "$@" "$o"; echo "@option $o" ;; esac; done
  $S /usr/sbin/sshd -t -ddd "$@" </dev/null >/dev/null 2>"$t-said"; r=$?
  awk '/checking syntax for .Match / { sub(/^.*checking syntax for .Match /, ""); sub(/.\r?$/, ""); gsub(/[\t]/, " ")
    print "@match " substr($0, 1, 300); if (inside) print "@nested" }
/parse_server_config.*checking syntax only/ { inside = 1 }' "$t-said" >"$t-blocks"
  cat "$t-blocks"
  grep -v '^debug[123]: ' "$t-said" | tail -n 2 | cut -c1-160 | sed 's/^/@said /'
  echo "@checked $r"
  [ $r = 0 ] || continue
  awk '/load_server_config: filename / { sub(/\r$/, ""); print $NF }' "$t-said" | sort -u | head -n 40 |
  while read -r f; do
    m=$(stat -Lc %Y "$f" 2>/dev/null || $S stat -Lc %Y "$f" 2>/dev/null)
    [ -z "$m" ] || echo "@file $m $f"
  done
  { grep '^@match ' "$t-blocks" && { sed 's/^/group:/' /etc/group; sed 's/^/user:/' "$u"; }; } 2>/dev/null | awk -F: '
function some(p) { sub(/^!/, "", p); gsub(/"/, "", p); gsub(/[*?]/, "x", p); return p }
function spot(p) { p = p == "*" ? "" : p; sub(/^!/, "", p); sub(/\/.*/, "", p); gsub(/[*?]/, "1", p); return p }
function user(n) { if (n ~ /^[A-Za-z0-9_][A-Za-z0-9_.@-]*$/ && !u[n]++ && nu < 12) us[++nu] = n }
function place(h, a, l, p, r,  s) {
  s = "host=" (h == "" ? "xunjian.invalid" : h) ",addr=" (a == "" ? "198.51.100.253" : a)
  s = s ",laddr=" (l == "" ? "192.0.2.253" : l) ",lport=" (p == "" ? "22" : p) (r == "" ? "" : ",rdomain=" r)
  if (s ~ /^[A-Za-z0-9_.:@,=%-]+$/ && !q[s]++ && np < 8) ps[++np] = s }
function read(line,  n, a, i, k, m, b, j, c) {
  n = split(line, a, /[ \t=]+/); delete_all()
  for (i = 1; i < n; i += 2) {
    k = tolower(a[i]); m = split(a[i + 1], b, ",")
    for (j = 1; j <= m; j++) {
      if (k == "user") { if (b[j] != "*") wanted[++nw] = "u" some(b[j]) }
      else if (k == "group") wanted[++nw] = "g" b[j]
      else { c = k == "host" || k == "rdomain" ? (b[j] == "*" ? "" : some(b[j])) : spot(b[j])
        if (m == 1 || b[j] !~ /^!/ || !(k in f)) { if (!(k in f) || f[k] ~ /^!/) f[k] = c }
        alt[++na] = k " " c } } }
  for (i = 1; i <= na; i++) { split(alt[i], b, " "); told(b[1], b[2]) }
  if (na) told("", "") }
function delete_all(  k) { na = 0; for (k in f) delete f[k] }
function of(k, name, v) { return k == name ? v : f[name] }
function told(k, v) { place(of(k, "host", v), of(k, "address", v), of(k, "localaddress", v), of(k, "localport", v),
  of(k, "rdomain", v)) }
BEGIN { user("xunjian-guest"); user("root"); place() }
/^@match / { line = $0; sub(/^@match /, "", line); read(line); next }
/^group:/ { gid[$4] = $2; members[$2] = $5; groups[++ng] = $2; next }
/^user:/ { if ($5 in gid) members[gid[$5]] = members[gid[$5]] "," $2 }
END {
  for (i = 1; i <= nw; i++) {
    k = substr(wanted[i], 1, 1); v = substr(wanted[i], 2)
    if (k == "u") { user(v); continue }
    sub(/^!/, "", v); x = v; gsub(/[.+$^(){}|\[\]\\]/, "\\\\&", x); gsub(/[*]/, ".*", x); gsub(/[?]/, ".", x)
    for (j = 1; j <= ng; j++) if (groups[j] ~ ("^" x "$") && split(members[groups[j]], b, ",")) {
      user(b[1] == "" ? b[2] : b[1]) } }
  if (nw || np > 1) { c = split("wheel sudo admin root", g, " ")
    for (i = 1; i <= c; i++) { m = split(members[g[i]], b, ","); for (j = 1; j <= m; j++) user(b[j]) } }
  for (i = 1; i <= nu; i++) pair(i, 1)
  for (j = 1; j <= np; j++) { pair(1, j); pair(2, j) }
  for (i = 1; i <= nu; i++) for (j = 1; j <= np; j++) pair(i, j) }
function pair(i, j) { if (!d[i "," j]++ && ++asked <= 48) print "user=" us[i] "," ps[j] }' >"$t-connections"
  : >"$t-sets"
  while read -r c; do
    b=-
    if [ -s "$t-blocks" ]; then
      b=$($S /usr/sbin/sshd -T -ddd "$@" -C "$c" </dev/null 2>&1 >/dev/null | awk '
/checking match for / { n++; if (/checking match for .[Aa][Ll][Ll]. /) s = s "," n - 1 }
/debug3: match found/ { s = s "," n - 1 } END { print s == "" ? "-" : substr(s, 2) }')
    fi
    echo "@connection $b $c"
    grep -qsx -e "$b" "$t-sets" && continue
    echo "$b" >>"$t-sets"
    v=$($S /usr/sbin/sshd -T "$@" -C "$c" </dev/null 2>/dev/null); r=$?
    echo "@answer $b $r"
    printf '%s\n' "$v" | awk -v w=" $w " 'index(w, " " tolower($1) " ") { print " " substr($0, 1, 3000)
      if (tolower($1) == "hostkey") print $2 >>f }' f="$t-keys"
  done <"$t-connections"
done <"$t-daemons"
[ ! -s "$t-keys" ] || sort -u "$t-keys" | head -n 12 | while read -r f; do
  case $f in *[!A-Za-z0-9_./+@-]*) echo "@hostkey - - - - - $f"; continue ;; esac
  s=$(stat -Lc '%a %U %G' "$f" 2>/dev/null || $S stat -Lc '%a %U %G' "$f" 2>/dev/null)
  k=$($S ssh-keygen -lf "$f" </dev/null 2>/dev/null | awk 'NR == 1 { gsub(/[()]/, "", $NF); print $1, $NF }')
  echo "@hostkey ${s:-- - -} ${k:-- -} $f"
done
:
""".replace("WANTED", WANTED)
)

_WITHOUT_BANNER: Final = "d1ed053a61976e963a8d20c2f70d4e62d4b9331157f21a8c8c30b55be514507d"
"""Of the ask as it was before it told the banner and which files are newer than what runs."""
_INEXACT_SECONDS: Final = 2
"""The kernel tells when it started (btime, proc(5)) and when a process did in whole seconds and hundredths of them."""
_AS_ROOT: Final = _(
    "Let the inspecting account run /usr/sbin/sshd -T as root (sudo: true in the target's entry); where it says that there "
    "are no host keys or no /run/sshd, the service was never started. Then inspect again."
)
_SETTING: Final = re.compile(r"(?P<name>[A-Za-z0-9]+)(?:[ \t]+(?P<value>.*\S))?[ \t]*")


def parse(answer: Answer) -> SshEffective:
    """Read every daemon's answers. Raises SessionError where sshd gave none."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if "no-sshd" in parts:
        raise SessionError(Reason.TOOL_MISSING, "/usr/sbin/sshd")
    hidden = tuple(one.rest for one in found if one.kind == "hidden")
    failure = Reason.FAILED if answer.is_privileged else Reason.DENIED
    loaded = [number(one.rest) for one in found if one.kind == "loaded"]
    daemons = tuple(_daemon(one, hidden, failure, min(loaded, default=None)) for one in _daemons(found))
    if not daemons:
        raise ParseError("no daemon", answer.text[:80])
    return SshEffective(daemons, tuple(_host_key(one.rest) for one in found if one.kind == "hostkey"))


def _daemons(found: Iterable[Passage]) -> Iterator[Sequence[Passage]]:
    made: list[Passage] | None = None
    for one in found:
        if one.kind == "daemon":
            if made is not None:
                yield made
            made = []
        elif made is not None:
            made.append(one)
    if made is not None:
        yield made


def _daemon(parts: Sequence[Passage], hidden: tuple[str, ...], failure: Reason, loaded: int | None) -> SshDaemon:
    said = " ".join(one.rest for one in parts if one.kind == "said")
    if not any(one.kind == "checked" and one.rest == "0" for one in parts):
        raise SessionError(failure, said or "sshd -t", _AS_ROOT)
    matches = tuple(one.rest for one in parts if one.kind == "match")
    logins = [one.rest.partition(" ") for one in parts if one.kind == "connection"]
    answers = []
    for one in parts:
        if one.kind == "answer":
            blocks, _space, code = one.rest.partition(" ")
            if code != "0" or not one.lines:
                raise SessionError(Reason.FAILED, said or "sshd -T -C", _AS_ROOT)
            asked = tuple(login for of, _blank, login in logins if of == blocks)
            answers.append(SshAnswer(_settings(one.lines), _blocks(blocks, len(matches)), asked))
    if not answers:
        raise SessionError(Reason.CUT, "sshd -T -C")
    unclear = [f"/usr/sbin/sshd … {one.rest}" for one in parts if one.kind == "odd"]
    unclear += ["Match … Include … Match"] * any(one.kind == "nested" for one in parts)
    options = tuple(one.rest for one in parts if one.kind == "option")
    files = [one.rest.partition(" ") for one in parts if one.kind == "file"]
    newer = tuple(path for at, _space, path in files if loaded is not None and number(at) > loaded + _INEXACT_SECONDS)
    return SshDaemon(options, matches, tuple(answers), (*hidden, *unclear), newer)


def _blocks(word: str, count: int) -> tuple[int, ...]:
    found = () if word == "-" else tuple(number(one, word) for one in word.split(","))
    if any(not 0 <= one < count for one in found):
        raise ParseError("a Match block that was not listed", word)
    return found


def _settings(lines: Iterable[str]) -> dict[str, str]:
    made: dict[str, str] = {}
    for line in lines:
        match = _SETTING.fullmatch(line)
        if match is None:
            raise ParseError("no setting of sshd", line)
        name, value = match["name"].lower(), match["value"] or ""
        made[name] = f"{made[name]} {value}" if name in made else value
    return made


def _host_key(rest: str) -> HostKey:
    words = rest.split(" ", 5)
    if len(words) != 6:  # noqa: PLR2004 - mode, owner, group, bits, kind, path
        raise ParseError("no host key", rest)
    mode, user, group, bits, kind, path = words
    if mode == "-":
        return HostKey(path, None)
    if not re.fullmatch("[0-7]{1,5}", mode):
        raise ParseError("no rights of a file", rest)
    return HostKey(
        path, int(mode, 8), user, group, "" if kind == "-" else kind, None if bits == "-" else number(bits, rest)
    )


SSH_EFFECTIVE_SSHD: Final = Collector(
    id="linux.ssh_effective",
    provides=SSH_EFFECTIVE,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=30, kib=256, root=Root.BETTER),
    parse=parse,
    also_reads=(_WITHOUT_BANNER,),
)
