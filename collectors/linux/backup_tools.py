"""What backup programs say of their own backups: pgBackRest and Barman where they are configured; others are only named.

restic, borg and WAL-G need a repository and its keys, which no ask reads; the agents of backup suites (NetBackup, Veeam,
Commvault, Bacula, NetWorker, Spectrum Protect, AnyBackup 爱数, Scutech 鼎甲) know only what their server tells them: both
are told as agents, to be looked at there.

Sample::

    @now 1790000000
    @found 2
    @pgbackrest 0
     [{"name":"main","status":{"code":0,"message":"ok"},"backup":[{"type":"full","timestamp":{"stop":1789990000}}]}]
    @agent NetBackup
    @lines 5
    @end
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from collectors.base import (
    LINUX,
    Absent,
    Answer,
    Collector,
    Listing,
    ParseError,
    Reason,
    Root,
    SessionError,
    Shell,
    Unseen,
)
from collectors.facts.backups import BACKUP_TOOLS, ToolBackup, ToolBackups
from collectors.linux.counted_lines import complete, counting
from collectors.linux.passages import Passage, number, passages
from config.text import _

_COMMAND: Final = counting(r"""
echo "@now $(date +%s)"
k=0
agent() { l=$1; shift; for p; do [ ! -e "$p" ] || { k=$((k + 1)); echo "@agent $l"; return; }; done; }
if command -v pgbackrest >/dev/null 2>&1; then
  for f in /etc/pgbackrest.conf /etc/pgbackrest/pgbackrest.conf /etc/pgbackrest/conf.d; do
    [ -e $f ] || continue
    v=$($S pgbackrest info --output=json --log-level-console=off --log-level-file=off 2>&1); r=$?
    k=$((k + 1)); echo "@pgbackrest $r"; printf '%s\n' "$v" | cut -c1-200000 | sed 's/^/ /'; break
  done
fi
if command -v barman >/dev/null 2>&1 && { [ -e /etc/barman.conf ] || [ -e /etc/barman/barman.conf ]; }; then
  v=$($S barman -f json list-backups all 2>&1); r=$?
  k=$((k + 1)); echo "@barman $r"; printf '%s\n' "$v" | cut -c1-200000 | sed 's/^/ /'
fi
for f in restic borg wal-g; do
  ! command -v $f >/dev/null 2>&1 || { k=$((k + 1)); echo "@agent $f"; }
done
agent NetBackup /usr/openv/netbackup/bin
agent Veeam /etc/veeam /opt/veeam
agent Commvault /opt/commvault /etc/CommVaultRegistry
agent Bacula /etc/bacula/bacula-fd.conf
agent Bareos /etc/bareos/bareos-fd.d
agent NetWorker /nsr/res
agent 'Spectrum Protect' /opt/tivoli/tsm/client
agent AnyBackup /opt/AnyBackup /usr/local/AnyBackup /etc/AnyBackup
agent 'Scutech DBackup' /opt/scutech /etc/opt/scutech
echo "@found $k"
""")

_ASK_THERE: Final = _(
    "Look at the console of the backup server (or run the program with its repository and pass phrase by hand): the last "
    "successful backup of this machine, its size and its errors; note them in the report."
)
_RUN_AS: Final = _(
    "Let the inspecting account run it: a sudoers line for this very command, or run it by hand as the account that makes "
    "the backups (pgBackRest: postgres, Barman: barman), and note the result."
)
_BARMAN_TIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]\d \d\d:\d\d:\d\d \d{4}", re.ASCII)


def parse(answer: Answer) -> ToolBackups:
    """Read every program's account. Raises Absent where no program of those known here is installed."""
    parts = complete(answer.text)
    found = passages(answer.text)
    if not {"now", "found"} <= parts.keys():
        raise ParseError("no time or not all looked for", answer.text[:80])
    agents = tuple(one.rest for one in found if one.kind == "agent")
    told = [one for one in found if one.kind in _READERS]
    if number(parts["found"].rest) != len(agents) + len(told):
        raise SessionError(Reason.CUT, f"@found {parts['found'].rest}")
    if not agents and not told:
        raise Absent("pgbackrest barman restic borg /usr/openv /etc/veeam /opt/commvault ...: @found 0")
    records: list[ToolBackup] = []
    unseen: list[Unseen] = []
    for one in told:
        try:
            records += _read(one)
        except (SessionError, ParseError) as error:
            reason = error.reason if isinstance(error, SessionError) else Reason.NOT_UNDERSTOOD
            unseen.append(Unseen(one.kind, reason, str(error)[:200], _RUN_AS))
    unseen += [Unseen(name, Reason.NOT_ASKED, name, _ASK_THERE) for name in agents]
    return ToolBackups(_at(number(parts["now"].rest)), Listing(tuple(records), tuple(unseen)), agents)


def _read(one: Passage) -> list[ToolBackup]:
    text = "\n".join(one.lines)
    if number(one.rest):
        denied = "ermission" in text or "must be run" in text or "sudo:" in text
        raise SessionError(Reason.DENIED if denied else Reason.FAILED, text[:160])
    if not text.strip():
        raise SessionError(Reason.EMPTY, one.kind)
    try:
        records = list(_READERS[one.kind](json.loads(text)))
    except (RecursionError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ParseError(f"{one.kind}: {error}", text[:80]) from error
    if not records:  # a package's own configuration names no stanza and no server: nothing is known of any backup
        raise SessionError(Reason.EMPTY, f"{one.kind} {text.strip()[:40]}")
    return records


def _pgbackrest(said: object) -> Iterator[ToolBackup]:
    """Stanzas as ``pgbackrest info --output=json`` tells them (pgBackRest command reference, info)."""
    for stanza in _items(said):
        status = _mapping(stanza["status"])
        good = [one for one in map(_mapping, _items(stanza["backup"])) if not one.get("error")]
        newest = max(good, key=_stop, default=None)
        size = _mapping(newest.get("info") or {}).get("size") if newest else None
        yield ToolBackup(
            "pgbackrest",
            str(stanza["name"]),
            _at(_stop(newest)) if newest else None,
            kind=str(newest.get("type", "")) if newest else "",
            size_bytes=size if isinstance(size, int) else None,
            trouble="" if status["code"] == 0 else str(status["message"]),
        )


def _barman(said: object) -> Iterator[ToolBackup]:
    """Servers as ``barman -f json list-backups all`` tells them: newest first, FAILED ones without an end."""
    for name, backups in sorted(_mapping(said).items()):
        told = [_mapping(one) for one in _items(backups)]
        good = [one for one in told if one.get("status") not in {"FAILED", "STARTED", "EMPTY"}]
        ends = [at for at in (_barman_end(one) for one in good) if at]
        trouble = "FAILED" if told and told[0].get("status") == "FAILED" else ""
        yield ToolBackup("barman", name, max(ends, default=None), trouble=trouble)


def _barman_end(one: dict[str, object]) -> datetime | None:
    stamp = one.get("end_time_timestamp")
    if isinstance(stamp, str) and stamp.isdigit():
        return _at(int(stamp))
    word = str(one.get("end_time", ""))
    return datetime.strptime(word, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC) if _BARMAN_TIME.fullmatch(word) else None


def _stop(one: dict[str, object]) -> int:
    stop = _mapping(one["timestamp"])["stop"]
    if not isinstance(stop, int):
        raise TypeError(f"no time: {stop!r}")
    return stop


def _items(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError(f"no list: {str(value)[:40]}")
    return [_mapping(one) for one in value]


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"no object: {str(value)[:40]}")
    return value


def _at(epoch: int) -> datetime:
    try:
        return datetime.fromtimestamp(epoch, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ParseError(f"no time: {error}", str(epoch)) from error


_READERS: Final = {"pgbackrest": _pgbackrest, "barman": _barman}

BACKUP_TOOLS_INFO: Final = Collector(
    id="linux.backup_tools.info",
    provides=BACKUP_TOOLS,
    on=LINUX,
    ask=Shell(_COMMAND, seconds=40, kib=512, root=Root.BETTER),
    parse=parse,
)
