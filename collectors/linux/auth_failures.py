"""Failed logins, counted on the target by source: secure or auth.log with their rotated files, else the journal, else btmp.

Names that the machine does not know never leave it (people type passwords where a name is asked), and of the lines only
counts do. PAM repeats what sshd says: of sshd only its own "Failed" lines count, of other programs PAM's. A key that was
refused is no guess. The login of this very inspection is left out: it succeeded within the last minutes, by our account.

Sample::

    @now 1790000000 +0800
    @up 1420.83 2723.97
    @days 92
    @record files
    @first Sep 20 03:12:01
    @source 10.0.0.9 34 30 12 0 3 Sep 21 10:00:01
     root
    @total 34 30 900 1 0
    @lines 8
    @end
"""

from typing import Final

from collectors.base import LINUX, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.logins import LOGIN_FAILURES, LoginFailures, LoginSource
from collectors.facts.logs import READ_LOGS
from collectors.linux.counted_lines import complete, counting
from collectors.linux.log_lines import LOG_DAYS
from collectors.linux.log_stamps import MOMENT, moment, read_line
from collectors.linux.passages import Passage, number, passages

_COMMAND: Final = counting(
    f"d=$1 left=134217728; {MOMENT}"
    r"""
count() {
  awk -v users="$(echo /etc/pass?d)" -v me="$(id -un)" -v now="$(date '+%b %e %H:%M') $(date '+%Y-%m-%dT%H:%M')" '
BEGIN { while ((getline l < users) > 0) { sub(/:.*/, "", l); known[l] = 1 }
  split(now, w, " "); soon = w[1] " " w[2] " " substr(w[3], 1, 4); iso = substr(w[4], 1, 15) }
function stamp() { return ($0 ~ /^20[0-9][0-9]-/) ? substr($1, 1, 10) " " substr($1, 12, 8) : $1 " " $2 " " $3 }
function today() { return ($0 ~ /^20[0-9][0-9]-/) ? substr($1, 1, 10) : $1 " " $2 }
function failed(from, user, times) {
  if (from == "") from = "local"
  if (from !~ /^[0-9A-Za-z.:_%-]+$/) from = "other"
  if (!(from in c)) { if (n >= 400) { left++; return } o[++n] = from }
  c[from] += times; run[from] += times; k = from SUBSEP today(); day[k] += times
  if (day[k] > most[from]) most[from] = day[k]
  a = today(); all[a] += times; if (all[a] > peak) peak = all[a]
  total += times; last[from] = stamp()
  if (!(user in known)) odd[from] += times
  else if (index(" " who[from] " ", " " user " ") == 0 && length(who[from]) < 120) who[from] = who[from] " " user
}
function after(word,  i) { for (i = 1; i < NF; i++) if ($i == word) return $(i + 1); return "" }
function value(name,  t) {
  if (!match($0, " " name "=[^ ]*")) return ""
  t = substr($0, RSTART, RLENGTH); sub(/^[^=]*=/, "", t); return t
}
{ lines++; if (lines == 1) print "@first " (($0 ~ /^20/) ? $1 : stamp()) }
/sshd(-session)?(\[[0-9]+\])?: (message repeated [0-9]+ times: \[ )?Failed (password|keyboard-interactive)/ {
  m = 1; if (match($0, /repeated [0-9]+ times/)) { t = substr($0, RSTART + 9, RLENGTH); m = t + 0 }
  u = after("for"); if (u == "invalid") u = ""
  f = ""; for (i = NF; i > 1; i--) if ($(i - 1) == "from") { f = $i; break }
  failed(f, u, m); next
}
/sshd(-session)?(\[[0-9]+\])?: Accepted / {
  u = after("for"); f = ""; for (i = NF; i > 1; i--) if ($(i - 1) == "from") { f = $i; break }
  s = ($0 ~ /^20/) ? substr($1, 1, 15) : $1 " " $2 " " substr($3, 1, 4)
  if (u == me && (s == soon || s == iso)) next
  if (run[f] >= 10) { if ($0 ~ /Accepted (publickey|hostbased|gssapi)/) { if (run[f] > key[f]) key[f] = run[f] }
    else if (run[f] > in_[f]) in_[f] = run[f] }
  run[f] = 0; next
}
/pam_[a-z0-9_]*\([a-z0-9_.-]*:auth\): authentication failure/ && !/\(sshd:auth\)/ {
  failed(value("rhost"), value("user"), 1)
}
END {
  for (i = 1; i <= n; i++) { f = o[i]
    printf "@source %s %d %d %d %d %d %s\n", f, c[f], most[f], in_[f], key[f], odd[f], last[f]
    if (who[f] != "") print who[f] }
  printf "@total %d %d %d %d %d\n", total, peak, lines, n, left }'
}
b=
for n in secure auth.log; do [ ! -e /var/log/$n ] || { b=$n; break; }; done
if [ "$b" ]; then
  keep=
  for f in $(ls -1td /var/log/$b $(find /var/log -maxdepth 1 -type f -name "$b[.-]*" -mtime "-$d") | uniq); do
    v=$($S wc -c "$f" 2>/dev/null) || { echo "@denied $f"; continue; }
    v=${v%% *}; case $f in *.gz | *.xz) v=$((v * 10)) ;; esac
    [ "$v" -le $left ] || { echo "@skipped $f"; continue; }
    $S head -c 1 "$f" >/dev/null 2>&1 || { echo "@denied $f"; continue; }
    left=$((left - v)) keep="$f $keep"
  done
  if [ "$keep" ]; then
    echo '@record files'
    for f in $keep; do
      case $f in *.gz) $S gzip -dc "$f" ;; *.xz) $S xz -dc "$f" ;; *) $S cat "$f" ;; esac
    done 2>/dev/null | count
    return 0
  fi
fi
for j in /var/log/journal/* /run/log/journal/*; do [ ! -d "$j" ] || b=journal; done
if [ "$b" = journal ] && command -v journalctl >/dev/null 2>&1; then
  echo '@record journal'
  $S journalctl --no-pager -q -o short-iso -n 200000 SYSLOG_FACILITY=4 + SYSLOG_FACILITY=10 2>/dev/null | count
elif [ -e /var/log/btmp ] && command -v lastb >/dev/null 2>&1; then
  echo '@record btmp'
  $S lastb -w -n 100000 2>/dev/null | awk 'NF > 6 && !/^btmp begins/ { f = $3; i = 4
if (f ~ /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)$/) { f = "local"; i = 3 }
l[++n] = $(i + 1) " " $(i + 2) " " $(i + 3) ":00 x sshd: Failed password for " $1 " from " f }
END { for (; n > 0; n--) print l[n] }' | count
fi"""
)


def parse(answer: Answer) -> LoginFailures:
    """Read the counts. Raises SessionError (denied, empty, no record) where no record of logins could be read."""
    parts = complete(answer.text)
    seen = moment(parts)
    found = passages(answer.text)
    if "record" not in parts:
        if "denied" in parts:
            raise SessionError(Reason.DENIED, parts["denied"].rest, READ_LOGS)
        raise SessionError(Reason.NO_RECORD, "/var/log/secure /var/log/auth.log journal btmp")
    if "total" not in parts:
        raise ParseError("the count did not come to its end", answer.text[-80:])
    record = parts["record"].rest
    total, peak, lines, count, left = _numbers(parts["total"])
    sources = tuple(_source(one) for one in found if one.kind == "source")
    if count != len(sources) or total != sum(one.count for one in sources):
        raise SessionError(Reason.CUT, f"@total {parts['total'].rest}")
    if not lines:
        raise SessionError(Reason.EMPTY if answer.is_privileged else Reason.DENIED, record, READ_LOGS)
    first = read_line(parts["first"].rest, seen).at if "first" in parts else None
    return LoginFailures(
        record=record,
        covered_from=first,
        now_at=seen.now_at,
        window_days=seen.window_days,
        lines_count=lines,
        most_a_day=peak,
        sources=sources,
        left_out=left,
        knows_success=record != "btmp" and not {"denied", "skipped"} & parts.keys(),
    )


def _numbers(one: Passage) -> tuple[int, int, int, int, int]:
    words = one.rest.split()
    if len(words) != 5:  # noqa: PLR2004 - total, peak, lines, sources, left out
        raise ParseError("no total", one.rest)
    total, peak, lines, count, left = (number(word) for word in words)
    return total, peak, lines, count, left


def _source(one: Passage) -> LoginSource:
    words = one.rest.split(" ")
    if len(words) < 6 or len(one.lines) > 1:  # noqa: PLR2004 - source, five counts, the last stamp
        raise ParseError("no source of logins", one.rest)
    count, most, broken, key, strangers = (number(word) for word in words[1:6])
    return LoginSource(
        source=words[0],
        count=count,
        most_a_day=most,
        broken_in_after=broken,
        key_after=key,
        strangers_count=strangers,
        users=tuple(one.lines[0].split()) if one.lines else (),
        last=" ".join(words[6:]),
    )


AUTH_FAILURES_LOGS: Final = Collector(
    id="linux.auth_failures.logs",
    provides=LOGIN_FAILURES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=40, kib=128, root=Root.BETTER, parameters=(LOG_DAYS,)),
    parse=parse,
)
