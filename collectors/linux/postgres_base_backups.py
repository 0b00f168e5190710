"""Base backups of PostgreSQL on this host, as pg_basebackup leaves them: a data directory, or base.tar beside its manifest.

Looked at are the operator's own patterns of backups and the usual folders, five levels deep. ``backup_label`` tells a copy
that nobody has started yet (a standby made of it has renamed it); ``backup_manifest`` is written last (version 13 on), and
is called ``.tmp`` until then. Where pgBackRest or Barman is set up, their own account is what counts.

Sample::

    @now 1795325655
    @found 210 7
    @data 2049 /var/lib/postgresql/15/main
    @file 1795300000 2065 184 /backup/pg/2026-11-22/backup_label
    @file 1795300900 2065 178291 /backup/pg/2026-11-22/backup_manifest
    @files 2
    @lines 6
    @end
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, ParseError, Reason, Root, SessionError, Shell, Unseen
from collectors.facts.postgres.base_backups import BASE_BACKUPS, BaseBackup, BaseBackups
from collectors.linux.backup_files import BACKUP_GLOBS
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from collectors.linux.programs import finding
from config.text import _

_PLACES: Final = (
    "/backup /backups /bak /data/backup /data/backups /var/backups /pgbackup /pg_backup /pgbak /opt/backup "
    "/home/postgres /var/lib/pgsql /var/lib/postgresql"
)
_MOST: Final = 2000
_BODY: Final = (
    'g=$1; echo "@now $(date +%s)"\n' + finding("postgres", "postmaster").strip() + r"""
echo "@found $n $k"
grep -lsE '^ *(pg1-path|pg1-host|db-path|conninfo) *=' /etc/pgbackrest.conf /etc/pgbackrest/pgbackrest.conf \
  /etc/pgbackrest/conf.d/*.conf /etc/barman.conf /etc/barman/barman.conf /etc/barman.d/*.conf | sed 's/^/@tool /'
seen=
for p in $f; do
  a=$(tr '\0' '\n' <"/proc/$p/cmdline" 2>/dev/null |
    awk 'a == "-D" { print; exit } /^-D./ { print substr($0, 3); exit } { a = $0 }')
  case "|$seen|" in *"|$a|"*) continue ;; esac
  seen="$seen|$a"
  [ -z "$a" ] || { v=$($S stat -L -c %d "$a" 2>/dev/null); echo "@data ${v:--} $a"; }
done
look() {
  $S find "$1" -xdev -maxdepth 5 '(' -name pg_wal -o -name pg_xlog -o -name archive ')' -prune -o -type f \
    '(' -name backup_label -o -name backup_manifest -o -name backup_manifest.tmp -o -name postmaster.pid \
    -o -name 'base.tar*' ')' -exec stat -c '@file %Y %d %s %n' {} + 2>&1 |
    awk '/^@file [0-9]+ [0-9]+ [0-9]+ \// { print; next } /[Pp]ermission denied/ && !d++ { print "@denied " p }' p="$1"
}
{
  set -f; IFS='|'
  for y in $g; do
    set +f; IFS=
    for x in $y; do [ ! -d "$x" ] || look "$x"; done
    set -f; IFS='|'
  done
  set +f; unset IFS
"""
    f"  for x in {_PLACES}; do\n"
    r"""    [ ! -d "$x" ] || look "$x"
  done
} | sort -u | """
    f"head -n {_MOST} | awk '{{ print }} /^@file/ {{ n++ }} END {{ print \"@files \" n + 0 }}'\n"
)
_FILE: Final = re.compile(r"(?P<at>\d+) (?P<device>\d+) (?P<size>\d+) (?P<folder>/.*)/(?P<name>[^/]+)", re.ASCII)
_NAME = _(
    "Tell us how this PostgreSQL is backed up and where the backups lie. For the inspecting engineer: name their folders "
    "under server.backup_freshness, for example jobs: ['pg /backup/pg/* period=1d']; where a tool of its own makes them "
    "(pgBackRest, Barman, WAL-G, a backup suite), look at its console."
)
_READ = _("let the inspecting account look into the folder of the backups, or run the inspection with root's rights")


def parse(answer: Answer) -> BaseBackups:
    """Read what there is. Raises Absent where no PostgreSQL runs, or a backup program keeps its own account.

    Raises SessionError where one runs and nothing tells of its backups.
    """
    parts = complete(answer.text)
    if not {"now", "found", "files"} <= parts.keys():
        raise ParseError("not all was looked for", answer.text[-80:])
    found = passages(answer.text)
    rows = [_row(one) for one in found if one.kind == "file"]
    if number(parts["files"].rest) != len(rows):
        raise SessionError(Reason.CUT, f"@files {parts['files'].rest}")
    looked, servers = (number(word, parts["found"].rest) for word in parts["found"].rest.split(" "))
    unseen = tuple(Unseen(one.rest, Reason.DENIED, one.rest, _READ) for one in found if one.kind == "denied")
    backups = tuple(_backups(rows))
    if not backups:
        _none(found, unseen, looked, servers)
    devices = {number(word) for one in found if one.kind == "data" and (word := one.rest.partition(" ")[0]) != "-"}
    return BaseBackups(_at(parts["now"].rest), backups, tuple(sorted(devices)), unseen)


def _none(found: tuple[Passage, ...], unseen: tuple[Unseen, ...], looked: int, servers: int) -> None:
    tools = [one.rest for one in found if one.kind == "tool"]
    if tools:
        raise Absent(tools[0])
    if servers and unseen:
        raise SessionError(Reason.DENIED, unseen[0].subject, _READ)
    if servers or not looked:
        raise SessionError(Reason.NO_RECORD, "backup_label backup_manifest base.tar", _NAME)
    raise Absent(f"/proc: {looked} processes, no postgres")


def _row(one: Passage) -> re.Match[str]:
    match = _FILE.fullmatch(one.rest)
    if match is None:
        raise ParseError("no file of a backup", one.rest)
    return match


def _backups(rows: list[re.Match[str]]) -> Iterator[BaseBackup]:
    folders: dict[str, dict[str, re.Match[str]]] = {}
    for one in rows:
        folders.setdefault(one["folder"], {})[one["name"]] = one
    for folder, its in sorted(folders.items()):
        tars = [one for name, one in its.items() if name.startswith("base.tar")]
        if "postmaster.pid" in its or not (tars or "backup_label" in its):
            continue
        begun = tars[0] if tars else its["backup_label"]
        last = its.get("backup_manifest", begun)
        is_whole = True if "backup_manifest" in its else False if "backup_manifest.tmp" in its else None
        if tars and not number(tars[0]["size"]):
            is_whole = False
        yield BaseBackup(folder, "tar" if tars else "plain", _at(last["at"]), number(begun["device"]), is_whole)


def _at(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(number(epoch), UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", epoch) from error


BASE_BACKUPS_LINUX: Final = Collector(
    id="linux.postgres_base_backups",
    provides=BASE_BACKUPS,
    on=LINUX,
    ask=Shell(counting(_BODY), parameters=(BACKUP_GLOBS,), tool="find", seconds=40, kib=512, root=Root.BETTER),
    parse=parse,
)
