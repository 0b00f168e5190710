"""disql, as DM8 has it: columns parted by a sign of the run's own, the count that it prints as the witness.

It logs in as the account of the operating system (``/ as ...``: dm.ini ENABLE_LOCAL_OSAUTH, groups dmdba, dmusers and the
like) or by a wallet; -L offers a login once. DM8 has no statement timeout of a session: a run that takes too long is ended
with its client. Not run on a real DM8 so far: options, SET words and outputs are those of the DIsql manual (DM8,
eco.dameng.com) and of scripts that others run. What the form cannot carry is no answer: a row that does not part into its
columns, or another number of rows than was counted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.clients.base import Frame, Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import between
from collectors.sessions.dameng_errors import BAD_LOGIN, DENIED, REFUSED, meaning
from collectors.sessions.login import CredentialRefused
from collectors.sessions.script import quote
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server
from config.text import _

_WHO: Final = "select svr_version, instance_name from v$instance"
_UNKNOWN_VERSION: Final = 800
_VERSION: Final = re.compile(r"\bV(\d+)(?:\.(\d+))?", re.IGNORECASE)
_RIGHTS: Final = frozenset({"sysdba", "syssso", "sysauditor", "users", "auto"})
_FOLDERS: Final = (
    "/opt/dmdbms/bin",
    "/home/dmdba/dmdbms/bin",
    "/dm8/bin",
    "/dm/dmdbms/bin",
    "/opt/dm*/bin",
    "/data/dmdbms/bin",
)
_PARTED: Final = "\x1f"
_LOOK: Final = (
    "set define off",
    "set char_code utf8",
    "set echo off",
    "set timing off",
    "set time off",
    "set autotrace off",
    "set lineshow off",
    "set heading on",
    "set feedback 1",
    "set pagesize 100000",
    "set linesize 131072",
    "set long 131072",
    "set trimspool on",
    f"set colsep '{_PARTED}'",
)
"""One a line: behind a word that a release does not know, disql reads no further."""
_CALL: Final = 'as env LD_LIBRARY_PATH="${{c%/*}}" "$c" -S -L {logon}'
_KNOWN: Final = """awk '/[vV][0-9]/ { f = 1 } END { if (f) { print 800; print "dameng"; print 0 } }'"""
_COUNT: Final = re.compile(r"^\s*(\d+) rows? got\s*$", re.MULTILINE)
_NONE: Final = re.compile(r"^\s*(?:no rows|未选定行|0 rows got)\s*$", re.MULTILINE | re.IGNORECASE)
_ERROR: Final = re.compile(r"^.{0,80}?\[(?:CODE:)?(-\d{1,6})\]\s*[:：]?\s*(.*)$", re.MULTILINE)
"""``[-2106]:无效的表或视图名`` or ``第1 行附近出现错误[-2502]:...``."""
_RULE: Final = re.compile(r"^[-\s\x1f]*-[-\s\x1f]*$")
_ACCOUNT = _(
    "on the host, let an account of the operating system log in (ENABLE_LOCAL_OSAUTH = 1 of dm.ini, its group dmdba or "
    "dmusers), run the client as that account (os_user), or keep the password in a wallet (dm_svc.conf, WALLET_LOCATION)"
)
_DOWN = _("see whether the instance runs on that host (DmService) and on which port (PORT_NUM; access.sql.port)")


@dataclass(frozen=True, slots=True)
class Disql:
    """How it is called: ``user`` may be sysdba, users or another such right ("": what fits), ``port`` the instance's."""

    user: str = ""
    port: int | None = None

    @property
    def who(self) -> tuple[str, ...]:
        """One statement."""
        return (_WHO,)

    @property
    def relatives(self) -> frozenset[str]:
        """None: whoever speaks this protocol is Dameng."""
        return frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """As Linux has it."""
        return ("disql", "DIsql")

    @property
    def folders(self) -> tuple[str, ...]:
        """Where installers and books put it."""
        return _FOLDERS

    def call(self) -> str:
        """Its libraries lie beside it."""
        right = self.user.lower() if self.user.lower() in _RIGHTS else "auto"
        where = f"@localhost:{self.port}" if self.port else ""
        return _CALL.format(logon=f"{quote(f'/{where}')} as {right}")

    def known(self) -> str:
        """All of DM8 understand the same statements."""
        return _KNOWN

    def listed(self) -> str:
        """An instance has one database."""
        return ":"

    def sent(self, statement: str) -> str:
        """As it is."""
        return statement

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Each statement in a read-only transaction of its own; without ``set auto on`` nothing is committed."""
        before = ("set transaction read only;", "prompt {mark} {number}")
        return (Frame((*_LOOK, "set auto off"), before, (";", "prompt {mark} {number}.", "rollback;")),)

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Read the answer to ``who``."""
        (first,) = said
        if isinstance(first, SessionError):
            raise first
        if isinstance(first, StatementFailed) or len(first.rows) != 1:
            raise SessionError(Reason.FAILED, first.words if isinstance(first, StatementFailed) else "", _DOWN)
        words, name = first.rows[0]
        found = _VERSION.search(words or "")
        number = int(found[1]) * 100 + int(found[2] or 0) if found else _UNKNOWN_VERSION
        return Server("dameng", number, f"DM {words or ''}".strip()), name or ""

    def heard(self, run: Run, wanted: Sequence[Wanted], _server: Server, mark: str) -> Heard:
        """Rows between the marks, as many as were counted."""
        said = between(re.sub(rf"^(?:SQL>\s*)*({re.escape(mark)} \d+\.?)\s*$", r"\1", run.out, flags=re.MULTILINE), mark)
        if not said:
            return Heard(failure=_refusal(f"{run.out}\n{run.err}")) if run.exit_code or _ERROR.search(run.out) else Heard()
        found: dict[int, Said] = {}
        for one in wanted:
            section, is_whole = said.get(one.number, ("", False))
            if is_whole:
                found[one.number] = _answer(section)
        return Heard(found)


def _answer(section: str) -> Said:
    """What stands between two marks: a table and its count, that there is none, or an error."""
    lines = [line for line in section.splitlines() if line.strip()]
    rule = next((number for number, line in enumerate(lines) if _RULE.match(line)), None)
    if rule is None:
        error = _ERROR.search(section)
        if error is not None:
            return StatementFailed(meaning(int(error[1]), error[2]), f"{error[1]} {error[2]}".strip()[:300])
        return Rows((), ()) if _NONE.search(section) else StatementFailed("cut", section.strip()[:200])
    columns = tuple(name.strip().lower() for name in "".join(lines[:rule]).split(_PARTED))
    rows, count = _rows(lines[rule + 1 :], len(columns))
    if count != len(rows) or any(len(row) != len(columns) for row in rows):
        return StatementFailed("cut", f"{len(rows)}: {count}")
    return Rows(columns, tuple(rows))


def _rows(lines: Sequence[str], width: int) -> tuple[list[tuple[str | None, ...]], int | None]:
    """Rows behind the rule, and the count below them; a value of several lines goes on until its row has all columns."""
    rows: list[tuple[str | None, ...]] = []
    pending = ""
    for line in lines:
        counted = _COUNT.match(line)
        if counted is not None and not pending:
            return rows, int(counted[1])
        pending = f"{pending}\n{line}" if pending else line
        if pending.count(_PARTED) >= width - 1:
            cells = [cell.strip() for cell in pending.split(_PARTED)]
            rows.append(tuple(None if cell in {"NULL", ""} else cell for cell in cells))
            pending = ""
    return rows, None


def _refusal(said: str) -> SessionError:
    """What kept it from logging in."""
    error = _ERROR.search(said)
    words = (
        error[0].strip()[:300] if error else next((line.strip()[:300] for line in said.splitlines() if line.strip()), "")
    )
    if (error and int(error[1]) in REFUSED | DENIED) or BAD_LOGIN.search(said):
        return CredentialRefused(words, _ACCOUNT)
    return SessionError(Reason.UNREACHABLE, words, _DOWN)
