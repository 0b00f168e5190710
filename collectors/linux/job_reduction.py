"""The reduction of crontab lines on the target: what is not known to be harmless never leaves it.

A password may stand anywhere in a command line (``-p PW``, ``user/PW@db``, a plain word), so nothing is sought: of each
line only this passes: the times, the user, programs and scripts where a shell would run them (an absolute path or a bare
word), what they test or change to, redirections to absolute paths, operators, options of one letter or of two dashes
without a value. Every other word is ``***``; assignments are ``NAME=***``; a line whose words cannot be told apart is its
program and ``***``; where the column of the user may be missing (its word is no local account) no bare word passes but
the shells' own. A line that cron would not understand is ``?`` and its number. After the last line stands ``@read`` with
the count of lines: without it the file was not read to its end.

Sample::

     30 2 * * * root nice -n *** /opt/backup.sh -u *** -p *** >/dev/null 2>&1
     ?7
    @read 8
"""

from typing import Final

REDUCE: Final = r"""
reduce() { awk -v kind="$1" '
function path(w) {
  sub(/^([.~]|[$][A-Za-z_][A-Za-z_0-9]*|[$][{][A-Za-z_][A-Za-z_0-9]*[}])\//, "/", w)
  if (w !~ /^\// || w ~ /^\/\// || index(w, "[") || index(w, "]") || index(w, "\\") || index(w, q)) return 0
  return w !~ /[ \t"$`;&|<>()*?{}=@:%#!~^,]/
}
function bare(w) { return w ~ /^[A-Za-z_][A-Za-z0-9_.+-]*$/ || w == "." || w == "!" || w == "{" || w == "}" || test[w] }
function known(w) { return test[w] || opens[w] || keyword[w] || wrapper[w] || w ~ /^((ba|da|k)?sh|su)$/ }
function option(w) { return w ~ /^-[A-Za-z]?$/ || w ~ /^--$/ || w ~ /^--[a-z]+(-[a-z]+)*$/ }
function assigned(w) { return w ~ /^[A-Za-z_][A-Za-z0-9_]*=/ }
function simple(w,  c, t) {
  c = substr(w, 1, 1); t = substr(w, 2, length(w) - 2)
  if (length(w) > 1 && (c == q || c == "\"") && c == substr(w, length(w)) && !index(t, c) && !index(t, "\\")) return t
  return w
}
function nested(s, i,  d, c) {
  for (; i <= length(s); i++) {
    c = substr(s, i, 1)
    if (c == q || c == "\"" || c == "`") return 0
    if (c == "\\") i++
    if (c == "(") d++
    if (c == ")" && --d == 0) return i
  }
  return 0
}
function inside(s, i,  c, j) {
  c = substr(s, i, 1)
  if (c == "\\") return i < length(s) ? i + 1 : 0
  if (c == "`") { j = index(substr(s, i + 1), "`"); return j ? i + j : 0 }
  if (c == "$" && substr(s, i + 1, 1) == "(") return nested(s, i + 1)
  if (c == "$" && substr(s, i + 1, 1) == "{") {
    j = index(substr(s, i), "}"); return j && substr(s, i, j) !~ /["`]/ && !index(substr(s, i, j), q) ? i + j - 1 : 0
  }
  return i
}
function word(s, i,  c, j) {
  for (; i <= length(s); i++) {
    c = substr(s, i, 1)
    if (index(" \t;&|<>()", c)) return c == "(" ? 0 : i
    if (c == q) { j = index(substr(s, i + 1), q); if (!j) return 0; i += j }
    else if (c == "\"") {
      for (i++; i <= length(s) && substr(s, i, 1) != "\""; i++) if (!(i = inside(s, i))) return 0
      if (i > length(s)) return 0
    } else if (!(i = inside(s, i))) return 0
  }
  return i
}
function lex(s, d,  i, j, c, t, n, glued) {
  for (i = 1; i <= length(s); i = j) {
    c = substr(s, i, 1); t = substr(s, i, 2); j = i + 1
    if (c == " " || c == "\t") { glued = 0; continue }
    if (c == "#" && !glued) break
    K[d, ++n] = "o"; G[d, n] = glued; glued = 1
    if (t == "&&" || t == "||") j = i + 2
    else if (t == "&>" || c == ">" || c == "<") {
      if (c == "<" && t ~ /[<(>&]$/) return -1
      if (c != "<") { j = i + (c == "&") + 1; if (substr(s, j, 1) == ">") j++; if (substr(s, j, 1) == "&") j++ }
      if (index("(|", substr(s, j, 1))) if (j <= length(s)) return -1
      K[d, n] = "r"
    } else if (t == ";;" || t == "|&" || (c == "(" && G[d, n])) return -1
    else if (!index(";&|()", c)) {
      if (!(j = word(s, i))) return -1
      K[d, n] = "w"
      if (substr(s, i, j - i) ~ /^[0-9]$/ && substr(s, j, 1) ~ /[<>]/) {
        if (substr(s, j, 2) ~ /^(<[<(>&]|>[(|])/) return -1
        K[d, n] = "r"; j++
        if (substr(s, j, 1) == ">") j++
        if (substr(s, j, 1) == "&") j++
      }
    }
    W[d, n] = substr(s, i, j - i)
    if (K[d, n] == "o") glued = (c != "(")
  }
  return n
}
function after(w) {
  sub(/^.*\//, "", w); taken = 0
  if (wrapper[w]) return "wrapper"
  if (keyword[w]) return "command"
  if (w == "su" || w == "runuser") return "su"
  if (w ~ /^(ba|da|a|k|mk|z|c|tc)?sh$/) return "shell"
  if (w ~ /^(python|perl|php|ruby|expect)[0-9.]*$/) return "interpreter"
  return test[w] || opens[w] ? "paths" : "args"
}
function one(raw, d, n,  u) {
  u = simple(raw)
  if (state == "command" || state == "wrapper") {
    if (assigned(raw)) return substr(raw, 1, index(raw, "=")) "***"
    if (state == "wrapper" && option(u)) { taken = 1; return u }
    if (path(u) || known(u) || (bare(u) && !taken && (n == 1 || !G[d, n]))) {
      state = after(u); return u
    }
    if (state == "wrapper") taken = 1; else state = "args"
    return "***"
  }
  if (state == "code") { state = "args"; return d == 1 && u != raw ? q render(u, 2) q : "***" }
  if ((state == "shell" || state == "su") && u ~ /^-[elx]?c$/) { state = "code"; return "-c" }
  if (state == "shell" || state == "interpreter") {
    if (option(u)) { taken = 1; if (state == "interpreter" && u ~ /^-[ceEmr]$/) state = "args"; return u }
    if (path(u)) { state = "args"; return u }
    if (!taken) state = "args"
    taken = 0
    return "***"
  }
  if (option(u) || (state == "paths" && (path(u) || u ~ /^[]!]$/ || u == "]]"))) return u
  return "***"
}
function render(s, d,  n, i, out, w, keep, unsure) {
  unsure = doubtful
  keep = state; n = lex(s, d); state = "command"; taken = doubtful; doubtful = 0
  if (n >= 0) for (i = 1; i <= n; i++) {
    w = W[d, i]
    if (K[d, i] == "w") w = one(w, d, i)
    else if (K[d, i] == "o") { state = "command"; taken = 0 }
    else if (K[d, i + 1] == "w" && i < n) {
      i++; W[d, i] = simple(W[d, i])
      w = w ((path(W[d, i]) || (w ~ /&$/ && W[d, i] ~ /^[0-9-]$/)) ? W[d, i] : "***")
    } else w = w "***"
    if (w == "case" && state == "args") { n = -1; break }
    out = out (out == "" ? "" : " ") w
  }
  if (n < 0) {
    w = s; sub(/[ \t].*/, "", w)
    out = (path(w) || (bare(w) && !unsure && w !~ /[0-9]/) ? w " " : "") "***"
  }
  state = keep == "" ? state : d > 1 ? "args" : keep
  return out
}
function take() {
  match(rest, /^[^ \t]*/); field = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1); sub(/^[ \t]+/, "", rest)
  return field
}
function when(w) {
  w = tolower(w); gsub(/jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun/, "0", w)
  return w ~ /^[-0-9*,\/~]+$/ && w !~ /[0-9][0-9][0-9]/
}
function often(w) { return w ~ /^@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_minute)$/ }
function line(  i, times, fed) {
  rest = $0
  if (kind == "anacrontab") {
    if (take() !~ /^[0-9][0-9]?[0-9]?$/ && !often(field)) return "?" NR
    times = field; if (take() !~ /^[0-9][0-9]?[0-9]?[0-9]?$/) return "?" NR
    times = times " " field
  } else {
    sub(/^-/, "", rest); times = take()
    if (!often(field)) {
      if (!when(field)) return "?" NR
      for (i = 2; i <= 5; i++) { if (!when(take())) return "?" NR; times = times " " field }
    }
  }
  if (kind != "user") { if (take() !~ /^[A-Za-z_][A-Za-z0-9_.-]*$/) return "?" NR; times = times " " field }
  doubtful = kind == "anacrontab" || (kind != "user" && !(field in account))
  if (rest == "") return "?" NR
  for (i = 1; i <= length(rest); i++) {
    if (substr(rest, i, 1) == "\\") i++
    else if (substr(rest, i, 1) == "%") { rest = substr(rest, 1, i - 1); fed = " %***"; break }
  }
  state = ""; return times " " render(rest, 1) fed
}
BEGIN {
  q = sprintf("%c", 39)
  while ((getline l < "/etc/passwd") > 0) { sub(/:.*/, "", l); account[l] = 1 }
  m = split("exec nohup nice ionice time sudo env setsid timeout chrt taskset stdbuf", a, " ")
  for (i = 1; i <= m; i++) wrapper[a[i]] = 1
  m = split("then do else elif if while until ! {", a, " "); for (i = 1; i <= m; i++) keyword[a[i]] = 1
  m = split("cd . source command run-parts flock pushd", a, " "); for (i = 1; i <= m; i++) opens[a[i]] = 1
  test["["] = test["[["] = test["test"] = 1
}
{ sub(/\r$/, ""); sub(/^[ \t]+/, "") }
/^#/ || $0 == "" { next }
/^["\047]?[A-Za-z_][A-Za-z0-9_]*["\047]?[ \t]*=/ { next }
{ print " " line() }
END { print "@read " NR }'; }
"""
