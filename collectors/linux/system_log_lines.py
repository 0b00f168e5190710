"""How our asks search the system log on the target, and how what they send is read: one program of awk, one reading.

Lines that a signature may know are sent as ``@hit``, the other lines that tell of trouble as ``@kind``: grouped on the
target over their numbers, each group's count with its first and last line, at most so many groups. What the groups beyond
held is counted. ``@hits`` and ``@kinds`` say how many groups there are: a lost one shows.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @begun first
    @hit 3
     Nov 20 10:00:01 db01 systemd[1]: nginx.service: Failed with result 'exit-code'.
     Nov 21 11:00:01 db01 systemd[1]: nginx.service: Failed with result 'exit-code'.
    @kind 1
     Nov 21 11:02:01 db01 app[77]: ERROR cannot reach 10.0.0.7
    @hits 1
    @kinds 1
    @uncounted 0
    @unmined 0
    @lines 4
    @mark 131:2048:3915528286
    @end
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from collectors.base import Parameter, ParseError, Source
from collectors.facts.log_signatures import MARKS
from collectors.facts.log_system_signatures import AUTH_WORDS, NOISE, SYSTEM_MARKS, SYSTEM_NOISE, recognise_system
from collectors.facts.logs import LogSight
from collectors.facts.system_logs import LogLine, LogReversal
from collectors.linux.log_lines import join
from collectors.linux.log_stamps import MOMENT, Moment, read_line
from collectors.linux.passages import Passage, number, passages

MOST_HITS: Final = 400
MOST_KINDS: Final = 400
"""Groups that are sent; with two lines of 300 bytes each, both together stay below the ask's bound."""

MOST_MATCHED: Final = 1_500_000
"""Lines with such words that are looked at, at the least some 100,000 a second: a flood beyond is left out, and said."""

EXPECTED: Final = Parameter("log_expected", r"[\w :/.@|-]{0,800}", Source.CONFIGURATION, "")
"""Texts that the operator wants to see in the log, ``|`` between them."""

_GBK: Final = (r"\264\355\316\363", r"\312\247\260\334", r"\322\354\263\243", r"\270\346\276\257")
_UTF8: Final = tuple(
    "".join(f"\\{byte:03o}" for byte in word.encode())
    for word in ("错误", "失败", "异常", "告警", "警告", "严重", "拒绝", "오류", "실패", "에러", "경고")
)
WORDS: Final = (
    "[Ee]rror|ERR|[Ff]ail|FAIL|[Ff]atal|FATAL|[Pp]anic|PANIC|[Cc]ritical|CRIT|[Ww]arn|WARN|[Dd]enied|[Rr]efused|"
    "[Tt]im(ed|e) ?-?out|TIMEOUT|[Cc]orrupt|[Aa]bort|[Ee]xception|[Uu]nable to|[Cc]annot |[Cc]an't |lost|SEVERE|ALERT|EMERG"
)
"""Words by which a line of a file, which carries no priority, is taken for one to look at; no judgement hangs on them."""

VARIABLES: Final = (
    f"d=$1 c=$2 x=$3; k='{MARKS}' p='{SYSTEM_MARKS}' z='{SYSTEM_NOISE}|{AUTH_WORDS}' "
    f"w=\"{WORDS}$(printf '|{'|'.join((*_UTF8, *_GBK))}')\"; "
    f"{MOMENT}"
)
"""The heads; the marks of kernel and system, the noise, the words; days, bookmark and expected texts as given."""

KERNEL: Final = " (kernel|multipathd|iscsid)(.[0-9]+.)?: "
"""Whose lines the check on the kernel's log judges where its signatures know them."""

GROUP: Final = (
    f'awk -v k="$k" -v p="$p" -v z="$z" -v w="$w" -v x="$x" -v m="$m" -v o="{KERNEL}" '
    f"-v h={MOST_HITS} -v l={MOST_KINDS} -v most={MOST_MATCHED} '"
    "function key(t) { "
    'sub(/^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9:.]+ [^ ]+ /, "", t); sub(/^[0-9-]+T[^ ]+ [^ ]+ /, "", t); '
    'gsub(/\\[ *[0-9.]+\\]/, "", t); gsub(/0x[0-9a-fA-F]+/, "X", t); gsub(/[0-9][0-9][0-9]+/, "N", t); '
    'gsub(/ [0-9]+/, " N", t); gsub(/[=:,#.("][0-9]+/, "#N", t); return substr(t, 1, 300) } '
    'BEGIN { s = split(x, e, "|") } '
    '/^-- cursor: / { cursor = substr($0, 12); next } { sub(/\\r$/, ""); '
    # A message of several lines: the journal prints the others under the first, and what they are said by is the same.
    "if ($0 !~ /^ /) above = $0; else if (match(above, /^[0-9-]+T[^ ]+ [^ ]+ [^ ]+: /)) { "
    'y = substr(above, 1, RLENGTH); sub(/^ +/, ""); $0 = y $0 } n++; t = substr($0, 1, 300) } '
    'n > most { n--; v["h"]++; v["k"]++; exit } '
    'n == 1 && m != "kinds" { print "@first"; print " " t } '
    "{ for (i = 1; i <= s; i++) if (length(e[i]) && index($0, e[i])) { f[i]++; g[i] = t } } "
    '{ a = "" } $0 ~ o && $0 ~ k { next } '
    'm != "kinds" && $0 ~ p { a = "h" } '
    'a == "" && m != "hits" && $0 !~ p && $0 !~ z && (m == "kinds" || $0 ~ w) { a = "k" } '
    'a != "" { y = a key(t); if (!(y in q)) { if (++r[a] > (a == "h" ? h : l)) { r[a]--; v[a]++; next } '
    "u[a, r[a]] = y; b[y] = t } q[y]++; j[y] = t } "
    'END { for (i = 1; i <= r["h"]; i++) show("hit", u["h", i]); for (i = 1; i <= r["k"]; i++) show("kind", u["k", i]); '
    'for (i = 1; i <= s; i++) if (length(e[i])) { print "@expected " f[i] + 0 " " e[i]; if (f[i]) print " " g[i] } '
    'if (m != "kinds") { print "@hits " r["h"] + 0; print "@uncounted " v["h"] + 0; print "@lines " n + 0 } '
    'if (m != "hits") { print "@kinds " r["k"] + 0; print "@unmined " v["k"] + 0 } '
    'if (cursor) print "@mark " cursor } '
    'function show(what, y) { print "@" what " " q[y]; print " " b[y]; if (q[y] > 1) print " " j[y] }'
    "' | mask"
)
"""Group what comes on standard input. ``m``: ``hits`` (signatures only), ``kinds`` (the others, all of them), else both."""


_ESCAPED = re.compile(r"\\x([89a-f][0-9a-f])")
_CUT_SIGN = re.compile(r"\\x[ef][0-9a-f](?:\\x[89ab][0-9a-f]){0,2}$|\\x[cd][0-9a-f]$")
_CUT_AT_BYTES = 200
"""Lines are cut at 200 bytes or more, which may cut a sign of UTF-8."""


def readable(text: str) -> str:
    r"""Read words of GBK (GB 18030) where a line was no UTF-8; what is neither stays as ``\xNN``."""
    parts = _ESCAPED.split(text)
    if len(parts) == 1:
        return text
    whole = _CUT_SIGN.sub("", text)
    raw = b"".join(bytes([int(part, 16)]) if place % 2 else part.encode() for place, part in enumerate(parts))
    if len(raw) >= _CUT_AT_BYTES and not _ESCAPED.search(whole):
        return whole
    for candidate in (raw, raw[:-1]):
        try:
            return candidate.decode("gb18030")
        except UnicodeDecodeError:
            continue
    return text


def counted(parts: Mapping[str, Passage], kind: str) -> int:
    """A count that the search prints at its end. Raises ParseError where it did not come so far."""
    if kind not in parts:
        raise ParseError(f"the search did not come to its end: no {kind}")
    return number(parts[kind].rest)


def groups(text: str, parts: Mapping[str, Passage], kind: str) -> list[Passage]:
    """The groups of a kind. Raises ParseError where one of them is missing or empty."""
    found = [one for one in passages(text) if one.kind == kind]
    if len(found) != counted(parts, f"{kind}s") or not all(one.lines for one in found):
        raise ParseError(f"groups of {kind} are missing", f"{len(found)}")
    return found


def hits(found: Iterable[Passage], seen: Moment) -> tuple[tuple[LogSight, ...], list[Passage]]:
    """Recognise the groups that a signature may know: one sight for each signature and entity, and the groups none knew."""
    sights: dict[tuple[str, str], LogSight] = {}
    others = []
    for hit in found:
        lines = [(read_line(readable(line), seen), readable(line)) for line in hit.lines]
        named = recognise_system(lines[-1][0].program, lines[-1][0].message)
        if named is None:
            others.append(hit)
        elif named != NOISE:
            stamps = [line.at for line, _raw in lines if line.at]
            sight = LogSight(
                *named, number(hit.rest), min(stamps, default=None), max(stamps, default=None), lines[-1][1][:300]
            )
            sights[named] = join(sights[named], sight, add=True) if named in sights else sight
    return tuple(sights.values()), others


def lines_of(found: Iterable[Passage], seen: Moment) -> tuple[LogLine, ...]:
    """Read the groups that no signature knows."""
    made = []
    for one in found:
        lines = [read_line(readable(line), seen) for line in one.lines]
        stamps = [line.at for line in lines if line.at]
        last = lines[-1]
        made.append(
            LogLine(
                last.program,
                last.message.strip(),
                number(one.rest),
                min(stamps, default=None),
                max(stamps, default=None),
                readable(one.lines[-1])[:300],
            )
        )
    return tuple(made)


def expected(text: str, seen: Moment) -> tuple[tuple[str, int, datetime | None], ...]:
    """How often each of the operator's own texts was seen, and when last."""
    found = []
    for one in passages(text):
        if one.kind == "expected":
            count, _space, words = one.rest.partition(" ")
            found.append((words, number(count), read_line(one.lines[-1], seen).at if one.lines else None))
    return tuple(found)


def reversal(parts: Mapping[str, Passage]) -> LogReversal | None:
    """The widest step back of a log's stamps, where there was one."""
    one = parts.get("reversal")
    return LogReversal(number(one.rest), readable(one.lines[-1])[:200]) if one and one.lines else None


def stamp_of(parts: Mapping[str, Passage], kind: str, seen: Moment) -> datetime | None:
    """The first stamp below a head."""
    stamps = (read_line(line, seen).at for line in (parts[kind].lines if kind in parts else ()))
    return next((at for at in stamps if at), None)
