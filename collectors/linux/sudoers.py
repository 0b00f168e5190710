r"""The rules of sudo: /etc/sudoers and all that it includes, in the order in which they hold, and the local groups.

Root's awk follows the includes itself; behind an included file the lines that are left of the including one come under its
head again. A continued line is put together there; comments, and what Defaults give in quotes or keep of the environment,
stay there: somebody may have written a password into them.

Sample::

    @host app01
    @sources files sss
    @file /etc/sudoers
     Defaults use_pty
     @includedir /etc/sudoers.d
    @file /etc/sudoers.d/ops
     %ops ALL=(ALL) ALL
    @file /etc/sudoers
    @read 2
    @groups
     ops 1001 anna,ben
    @count 1
    @lines 12
    @end
"""

from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, Root, SessionError, Shell
from collectors.facts.sudoers import SUDOERS, Sudoers, SudoGroup
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from collectors.linux.sudoers_grammar import Reading, logical, take
from config.text import _

_COMMAND: Final = counting(r"""
echo "@host $(uname -n)"
if [ ! -r /etc/nsswitch.conf ] && [ -e /etc/nsswitch.conf ]; then echo '@unread /etc/nsswitch.conf'; else
  echo "@sources $(sed -n 's/#.*//; s/^sudoers:[[:space:]]*//p' /etc/nsswitch.conf 2>/dev/null | tail -n 1)"
fi
for f in /etc/sud?.conf; do
  [ -e "$f" ] || continue
  [ -r "$f" ] || { echo "@unread $f"; continue; }
  awk '$1 == "Plugin" && $2 ~ /policy/ && $3 !~ /(^|\/)sudoers\.so$/ { print "@plugin " $3 }' "$f"
done
if [ ! -e /etc/sudoers ]; then echo '@none /etc/sudoers'; else
  $S awk '
function tell(f, depth,  l, c, j, n, w, p, d, a, i, m, q, s) {
  if (depth > 16 || files > 300) { print "@unread " f; return }
  if ((s = (getline l <f)) < 0) { print "@unread " f; return }
  files++; print "@file " f
  for (; s > 0; s = (getline l <f)) {
    sub(/\r$/, "", l); w = l; q = c; c = l ~ /\\[ \t]*$/ && (q || l !~ /^[ \t]*#($|[^0-9-])/)
    if (!q) j = ""
    if (c) sub(/\\[ \t]*$/, " ", l)
    j = j l
    if (!c) { if (j ~ /^[ \t]*#($|[^0-9i-])/) j = "#"
      if (j ~ /^[ \t]*Defaults/) {
        gsub(/env_(keep|check|delete)[ \t]*[+-]?=[ \t]*("[^"]*"|[^, \t"]+)/, "env_keep=-", j); gsub(/"[^"]*"/, "-", j) }
      sub(/[ \t]#([^0-9-].*)?$/, "", j); print " " j }
    if (q || w !~ /^[ \t]*[@#]include(dir)?[ \t]+[^ \t]/) continue
    d = w ~ /includedir/; c = 0; sub(/^[ \t]*[@#]include(dir)?[ \t]+/, "", w)
    if (w ~ /^"/) { sub(/^"/, "", w); sub(/".*/, "", w) } else sub(/[ \t].*/, "", w)
    gsub(/%h/, host, w)
    if (w !~ /^\//) { p = f; sub(/[^\/]*$/, "", p); w = p w }
    if (w !~ /^[A-Za-z0-9_.\/@+~-]+$/) { print "@unread " w; print "@file " f; continue }
    if (!d) { tell(w, depth + 1); print "@file " f; continue }
    m = "if [ -d " w " ]; then LC_ALL=C ls -Ap " w " 2>/dev/null && echo /ok; else echo /none; fi"; n = 0; p = ""
    while ((m | getline i) > 0) { if (i ~ /^\//) p = i; else a[++n] = i }
    close(m); sub(/\/$/, "", w)
    if (p == "") print "@unread " w
    for (i = 1; p == "/ok" && i <= n; i++)
      if (a[i] !~ /\./ && a[i] !~ /[~\/]$/) {
        if (a[i] ~ /[^A-Za-z0-9_@+=,~-]/) print "@unread " w "/" a[i]; else tell(w "/" a[i], depth + 1) }
    print "@file " f }
  if (c) print " " j
  close(f) }
BEGIN { "uname -n" | getline host; sub(/\..*/, "", host); tell("/etc/sudoers", 0); print "@read " files + 0 }' /dev/null
fi
echo @groups
awk -F: 'FNR == NR { if ($4 != "") own[$4] = own[$4] "," $1; next }
NF > 2 && $1 !~ /[ \t]/ { n++; m = $4 own[$3]; sub(/^,/, "", m); gsub(/[ \t]/, "", m)
  print " " $1, $3, (m == "" ? "-" : m) }
END { print "@count " n + 0 }' /etc/pass?d /etc/group""")
_AS_ROOT: Final = _("Let the inspecting account read sudo’s rules as root (sudo: true in the target’s entry).")


def parse(answer: Answer) -> Sudoers:
    """Read all of it. Raises Absent where there are no rules at all, SessionError where they were not seen or are cut."""
    parts = complete(answer.text)
    if not {"host", "groups", "count"} <= parts.keys() or not {"read", "none"} & parts.keys():
        raise ParseError("no host, rules or groups", answer.text[:80])
    found = passages(answer.text)
    groups = tuple(map(_group, parts["groups"].lines))
    if number(parts["count"].rest) != len(groups) or not groups:
        raise SessionError(Reason.CUT, f"@count {parts['count'].rest}")
    elsewhere = _elsewhere(found)
    if "none" in parts and not elsewhere:
        raise Absent("there is no /etc/sudoers")
    files = tuple(one for one in found if one.kind == "file")
    unread = tuple(one.rest for one in found if one.kind == "unread")
    if "none" not in parts and not number(parts["read"].rest):
        raise SessionError(Reason.DENIED, "/etc/sudoers", _AS_ROOT)
    names = tuple(dict.fromkeys(one.rest for one in files))
    reading, unclear = _read(files)
    rules, defaults, host = tuple(reading.rules), tuple(reading.defaults), parts["host"].rest
    return Sudoers(rules, defaults, reading.aliases, names, unread, unclear, elsewhere, host, groups)


def _read(files: tuple[Passage, ...]) -> tuple[Reading, tuple[str, ...]]:
    """All rules, and the lines that were not understood, by file and number: a file goes on where an include ended."""
    reading, unclear, before = Reading(), [], dict.fromkeys((one.rest for one in files), 0)
    for one in files:
        for at, line in logical(one.lines):
            if not line.startswith(("@include", "#include")) and not take(line, reading, one.rest):
                unclear.append(f"{one.rest}: {before[one.rest] + at}")
        before[one.rest] += len(one.lines)
    return reading, tuple(unclear)


def _elsewhere(found: tuple[Passage, ...]) -> tuple[str, ...]:
    """Sources of rules that are no file: of nsswitch.conf, and other policy plug-ins."""
    words = [word for one in found if one.kind == "sources" for word in one.rest.split() if not word.startswith("[")]
    return tuple(one for one in words if one != "files") + tuple(one.rest for one in found if one.kind == "plugin")


def _group(line: str) -> SudoGroup:
    words = line.split(" ")
    if len(words) != 3:  # noqa: PLR2004 - name, number, members
        raise ParseError("no group", line)
    members = () if words[2] == "-" else tuple(dict.fromkeys(words[2].split(",")))
    return SudoGroup(words[0], number(words[1], line), members)


SUDOERS_FILES: Final = Collector(
    id="linux.sudoers",
    provides=SUDOERS,
    on=LINUX,
    ask=Shell(_COMMAND, tool="awk", seconds=10, kib=256, root=Root.BETTER),
    parse=parse,
)
