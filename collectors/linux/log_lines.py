"""How our asks search a log on the target, and how the hits are read: one program of awk, one reading of stamps.

The target groups lines that differ in numbers only and sends, of each group, how many there were, the first and the last: a
flood of one kind cannot crowd out the one line of another, and a log of any size gives a bounded answer.

Sample::

    @now 1795325655 +0800
    @up 1420.83 2723.97
    @days 92
    @hit 3
     Nov 20 10:00:01 db01 kernel: blk_update_request: I/O error, dev sdb, sector 1234
     Nov 21 11:00:01 db01 kernel: blk_update_request: I/O error, dev sdb, sector 5678
    @uncounted 0
    @lines 3
    @end
"""

from datetime import UTC, datetime
from typing import Final

from collectors.base import Absent, Parameter, ParseError, Source
from collectors.facts.log_signatures import MARKS, recognise
from collectors.facts.logs import LogReading, LogSight, LogSource
from collectors.linux.log_restarts import Period, is_within, restarts
from collectors.linux.log_stamps import MOMENT, Moment, moment, read_line
from collectors.linux.passages import Passage, number, passages, whole

LOG_DAYS: Final = Parameter("log_days", "[1-9][0-9]{0,3}", Source.CONFIGURATION, "92")
"""How far back logs are read; a quarter unless the operator says otherwise."""
EACH: Final = "[Ll]ink (is )?[Dd]own|link status definitely down|Linux version |Journal stopped|exiting on signal 15"
"""Of these the target sends more than the first and last: what a line means depends on when it was written."""
MOST_STAMPS = 64
"""How many of a group of these; with 160 bytes each, sixteen interfaces fit beside the rest."""
MOST_KINDS = 600
"""Kinds of line that are kept; with two lines of 400 bytes each they stay below the ask's bound."""

HEAD: Final = f"d=$1 p='{MARKS}'; {MOMENT}"
GROUP: Final = (
    f'awk -v p="$p" -v q="$q" -v most={MOST_KINDS} -v e=\'{EACH}\' \''
    'NR == 1 { print "@first"; print " " substr($0, 1, 400) } '
    "$0 ~ p && $0 ~ q { t = substr($0, 1, 400); k = t; "
    'sub(/^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9:]+ /, "", k); sub(/^[0-9-]+T[^ ]+ /, "", k); '
    'gsub(/\\[ *[0-9]+[.][0-9]+\\]/, "", k); gsub(/0x[0-9a-f]+/, "X", k); '
    'gsub(/ [0-9]+ /, " N ", k); gsub(/( |=|,|#|\\(|\\[)[0-9][0-9][0-9]+/, " N", k); '
    "if (!(k in c)) { if (n >= most) { other++; next } n++; o[n] = k; f[k] = t } c[k]++; "
    f'if (c[k] > 2 && c[k] <= {MOST_STAMPS} && t ~ e) s[k] = s[k] substr(l[k], 1, 160) RS " "; l[k] = t }} '
    'END { for (i = 1; i <= n; i++) { k = o[i]; print "@hit " c[k]; print " " f[k]; if (c[k] > 1) print " " s[k] l[k] } '
    'print "@uncounted " other + 0; print "@lines " NR }'
    "'; echo @end"
)
"""Group what comes on standard input: ``p`` marks, ``q`` which programs' lines count."""

STORES: Final = (
    "for x in /run/log /var/log; do "
    "{ [ -x $x ] && { [ ! -e $x/journal ] || [ -r $x/journal ]; }; } || [ ! -e $x ] || "
    'echo "@denied $x"; '
    'for j in $x/journal/*; do [ -d "$j" ] && echo "@store $j"; done; done; '
)
"""Where journals are kept, and where we may not look: only a folder that was looked into is a witness of none."""

PROGRAMS: Final = " (kernel|multipathd|iscsid|journal|systemd-journald|rsyslogd)[^ ]*: "


def need_store(parts: dict[str, Passage]) -> str:
    """Say which folder refused us, empty where a journal is kept. Raises Absent where none is."""
    if "store" in parts:
        return ""
    if "denied" in parts:
        return parts["denied"].rest
    raise Absent("/run/log/journal, /var/log/journal: -")


def heads(text: str) -> tuple[dict[str, Passage], Moment]:
    """Split an answer; each kind of head once (the last). Raises SessionError where the end is missing."""
    parts = whole(text)
    return parts, moment(parts)


def sights(text: str, seen: Moment) -> tuple[LogSight, ...]:
    """Recognise the hits of an answer: one sight for each signature and entity, in order of first appearance."""
    found: dict[tuple[str, str], LogSight] = {}
    around = restarts(text, seen)
    for hit in passages(text):
        if hit.kind == "hit":
            if not hit.lines:
                raise ParseError("a hit without a line")
            sight = _sight(hit, seen, around)
            if sight:
                key = (sight.signature, sight.entity)
                found[key] = join(found[key], sight, add=True) if key in found else sight
    return tuple(found.values())


def _sight(hit: Passage, seen: Moment, around: tuple[Period, ...]) -> LogSight | None:
    lines = [(read_line(line, seen), line) for line in hit.lines]
    named = recognise(lines[-1][0].message)
    if not named:
        return None
    count = number(hit.rest)
    if named[0] == "interface-down":
        others = [one for one in lines if not is_within(one[0].at, around)]
        count = max(count - len(lines) + len(others), len(others))
        if not count:
            return None
        lines = others or lines  # none of those sent, but some of those between: when, nobody can tell
    stamps = [line.at for line, _raw in lines if line.at]
    return LogSight(
        *named,
        count=count,
        first_at=min(stamps, default=None),
        last_at=max(stamps, default=None),
        quote=lines[-1][1][:300],
    )


def join(one: LogSight, other: LogSight, *, add: bool) -> LogSight:
    """Join two sights of the same trouble: counts of one log are added, of two logs of the same lines the larger holds."""
    newer = other if (other.last_at or _LONG_AGO) > (one.last_at or _LONG_AGO) else one
    return LogSight(
        one.signature,
        one.entity,
        one.count + other.count if add else max(one.count, other.count),
        min((at for at in (one.first_at, other.first_at) if at), default=None),
        newer.last_at,
        newer.quote,
    )


_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


def reading(seen: Moment, source: LogSource) -> LogReading:
    """Make the facts of one way of reading."""
    return LogReading(seen.now_at, seen.booted_at, seen.window_days, source)


def uncounted(parts: dict[str, Passage]) -> int:
    """Matching lines beyond the most kinds. Raises ParseError where the search did not come to its end."""
    if "uncounted" not in parts:
        raise ParseError("the search did not come to its end")
    return number(parts["uncounted"].rest)
