"""The files that backup jobs leave, by the operator's patterns: newest first, with size, device, growth and integrity.

The patterns and the places of the data travel as parameters, joined by ``|``. The newest file of each pattern is looked at
twice where it is young (is it still being written?), and tested where that is cheap: an archive of at most 128 MiB,
256 MiB in all. Where a pattern names more than 20,000 files, only those of the last day, month or three years are looked
at, by which there are the forty newest: names cost a tenth of what a stat and the sorting of each do.

Sample::

    @now 1790000000
    @pattern /backup/erp/*.dmp.gz
     2049 1789990000 1073741824 1789990100 regular file|/backup/erp/erp-20260920.dmp.gz
    @files 1
    @again 1073741824 /backup/erp/erp-20260920.dmp.gz
    @test 0 /backup/erp/erp-20260920.dmp.gz
    @checked 2
    @place 2050 /var/lib/oracle
    @lines 8
    @end
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from collectors.base import LINUX, Answer, Collector, Parameter, ParseError, Reason, Root, SessionError, Shell, Source
from collectors.facts.backups import BACKUP_FILES, BackupFile, BackupFiles, BackupListing, DataPlace
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

PATHS: Final = r"(/[^\n\r\0|]*(\|/[^\n\r\0|]*)*)?"
"""Absolute paths or patterns, joined by ``|``; nothing where none is configured."""
BACKUP_GLOBS: Final = Parameter("backup_globs", PATHS, Source.CONFIGURATION)
BACKUP_PLACES: Final = Parameter("backup_places", PATHS, Source.CONFIGURATION)

_COMMAND: Final = counting(r"""
now=$(date +%s) left=268435456
echo "@now $now"
[ -n "$1" ] || echo @none
c=0
named() {
  set +f; IFS='|'
  for p in ${d:-/}; do
    unset IFS
    [ ! -e "$p" ] || [ -d "$p" ] || continue
    $S find "$p/" -maxdepth 1 -mindepth 1 '(' -type f -o -type d ')' -name "$n" "$@"
  done
  set -f; unset IFS
}
set -f; IFS='|'
for g in $1; do
  unset IFS
  echo "@pattern $g"
  d=${g%/*} n=${g##*/} w=
  k=$(named 2>/dev/null | awk 'END { print NR }')
  [ "$k" -le 20000 ] || for w in 1440 43200 1576800 ''; do
    [ -n "$w" ] && [ "$(named -mmin "-$w" 2>/dev/null | head -n 40 | awk 'END { print NR }')" = 40 ] && break
  done
  named ${w:+-mmin "-$w"} -exec stat -c '%d %Y %s %Z %F|%n' {} + 2>&1 | sort -k 2,2nr | awk -v all="${w:+$k}" '
/^[0-9]+ -?[0-9]+ [0-9]+ [0-9]+ [a-z ]+[|]\// { if (++k <= 40) print " " $0; next }
{ s = $0; if (++m <= 5) print "@said " substr(s, 1, 200) }
END { print "@files " (all ? all : k + 0) }'
done >"$TMPDIR/backups"
set +f; unset IFS
cat "$TMPDIR/backups"
awk -v now="$now" '/^@pattern/ { want = 1 } want && /^ / { want = 0; at = $2; size = $3; folder = /[|]/ && / directory[|]/
sub(/^[^|]*[|]/, ""); if (!folder) print (now - at < 3600 ? "y" : "o") "|" size "|" $0 }' \
  "$TMPDIR/backups" >"$TMPDIR/newest-backups"
! grep -q '^y' "$TMPDIR/newest-backups" || sleep 2
while IFS='|' read -r a s f; do
  [ "$a" = o ] || { v=$($S stat -c %s "$f" 2>/dev/null); c=$((c + 1)); echo "@again ${v:--1} $f"; }
  case $f in
    *.gz | *.tgz) t=gzip ;; *.xz | *.txz) t=xz ;; *.zst) t=zstd ;; *.bz2) t=bzip2 ;;
    *.zip) t=unzip ;; *.tar) t=tar ;; *) continue ;;
  esac
  [ "$s" -le 134217728 ] && [ "$s" -le "$left" ] && [ "$s" -gt 0 ] && command -v $t >/dev/null 2>&1 || continue
  left=$((left - s))
  case $t in
    gzip) $S gzip -t "$f" 2>/dev/null ;; xz) $S xz -t "$f" 2>/dev/null ;;
    zstd) $S zstd -t -q "$f" 2>/dev/null ;; bzip2) $S bzip2 -t "$f" 2>/dev/null ;;
    unzip) $S unzip -tq "$f" >/dev/null 2>&1 ;; tar) $S tar -tf "$f" >/dev/null 2>&1 ;;
  esac
  v=$? c=$((c + 1)); echo "@test $v $f"
done <"$TMPDIR/newest-backups"
echo "@checked $c"
set -f; IFS='|'
for p in $2; do unset IFS; v=$($S stat -L -c %d "$p" 2>/dev/null); echo "@place ${v:--} $p"; done""")

_FILE = re.compile(
    r"(?P<device>[0-9]+) (?P<at>-?[0-9]+) (?P<size>[0-9]+) (?P<changed>[0-9]+) (?P<kind>[a-z ]+)\|(?P<path>/.*)", re.ASCII
)
_UNTOLD: Final = _("no backup of this machine was named to us")
NOT_CONFIGURED: Final = _(
    "Tell us which backups of this machine are made: what is backed up, where the files lie and how often. From the next "
    "inspection on their age, size and wholeness are looked at. For the inspecting engineer: name them in the "
    "configuration under server.backup_freshness, for example jobs: "
    "['erp /backup/erp/*.dmp.gz period=1d least=1GiB data=/var/lib/oracle']."
)


def parse(answer: Answer) -> BackupListing:
    """Read what each pattern names. Raises SessionError (not asked) where no job is configured."""
    parts = complete(answer.text)
    if "now" not in parts:
        raise ParseError("no time", answer.text[:80])
    if "none" in parts:
        raise SessionError(Reason.NOT_ASKED, _UNTOLD, NOT_CONFIGURED)
    found = passages(answer.text)
    if any(one.lines for one in found if one.kind not in {"pattern", "said"}):
        raise ParseError("files without a pattern", answer.text[:80])
    if number(parts["checked"].rest if "checked" in parts else "") != sum(one.kind in {"again", "test"} for one in found):
        raise SessionError(Reason.CUT, "@checked")
    again = {path: number(size) for size, path in _pairs(found, "again")}
    tests = {path: number(code) == 0 for code, path in _pairs(found, "test")}
    return BackupListing(
        _at(parts["now"].rest),
        tuple(_pattern(found, at, again, tests) for at, one in enumerate(found) if one.kind == "pattern"),
        tuple(DataPlace(path, None if said == "-" else number(said)) for said, path in _pairs(found, "place")),
    )


def _pairs(found: Sequence[Passage], kind: str) -> list[tuple[str, str]]:
    pairs = [one.rest.partition(" ") for one in found if one.kind == kind]
    return [(first, rest) for first, _space, rest in pairs]


def _pattern(found: Sequence[Passage], at: int, again: Mapping[str, int], tests: Mapping[str, bool]) -> BackupFiles:
    """One pattern: its files stand below its head, or below what was said of its folder; their count follows."""
    said: list[str] = []
    lines = list(found[at].lines)
    for one in found[at + 1 :]:
        lines += one.lines
        if one.kind == "said":
            said.append(one.rest)
        elif one.kind == "files":
            count = number(one.rest)
            break
        else:
            raise ParseError("a pattern without a count", found[at].rest)
    else:
        raise ParseError("a pattern without a count", found[at].rest)
    if min(count, 40) != len(lines):
        raise SessionError(
            Reason.CUT, _("{path}: {count} of {expected} lines came", path=found[at].rest, count=len(lines), expected=count)
        )
    refusals = [line for line in said if "No such file" not in line]
    return BackupFiles(
        pattern=found[at].rest,
        count=count,
        files=tuple(_file(line, again, tests) for line in lines),
        denied=refusals[0] if refusals else "",
        has_folder=bool(lines) or not any("No such file" in line for line in said),
    )


def _file(line: str, again: Mapping[str, int], tests: Mapping[str, bool]) -> BackupFile:
    match = _FILE.fullmatch(line)
    if match is None:
        raise ParseError("no file of a backup", line)
    is_folder, size, path = match["kind"] == "directory", number(match["size"]), match["path"]
    return BackupFile(
        path=path,
        size_bytes=None if is_folder else size,
        modified_at=_at(match["at"]),
        device=number(match["device"]),
        is_folder=is_folder,
        is_growing=again.get(path, size) != size,
        is_whole=tests.get(path),
    )


def _at(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(epoch), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", epoch) from error


BACKUP_FILES_FIND: Final = Collector(
    id="linux.backup_files.find",
    provides=BACKUP_FILES,
    on=LINUX,
    ask=Shell(_COMMAND, tool="stat", seconds=60, kib=512, root=Root.BETTER, parameters=(BACKUP_GLOBS, BACKUP_PLACES)),
    parse=parse,
)
