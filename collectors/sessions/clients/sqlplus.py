"""sqlplus, as every Oracle from 11.2 on has it: rows as HTML, for its CSV came with 12.2 only; each count is a witness.

It logs in as the account of the operating system ("identified externally"), or where the entry's user is sysdba or its
like by that right. Oracle has no statement timeout: a run that takes too long is ended with its client. Not run on a
real Oracle so far: the form of its output is that of the SQL*Plus User's Guide and Reference ("Generating HTML Reports").
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.clients.base import Frame, Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import between
from collectors.sessions.clients.words import SQLPLUS_CALL, SQLPLUS_KNOWN, SQLPLUS_LISTED
from collectors.sessions.login import CredentialRefused
from collectors.sessions.oracle import CONTAINER, SETTINGS, WHO, number_of
from collectors.sessions.oracle_errors import Why, codes_in, state_of, why
from collectors.sessions.oracle_packs import allowed
from collectors.sessions.script import quote
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server
from config.text import _

_VERSION: Final = "select version from v$instance"
"""A fixed view: a mounted standby answers it too."""
_RIGHTS: Final = frozenset({"sysdba", "sysoper", "sysbackup", "sysdg", "syskm", "sysrac"})
_FOLDERS: Final = (
    "/u0*/app/oracle/product/*/*/bin",
    "/u0*/oracle/product/*/*/bin",
    "/opt/oracle/product/*/*/bin",
    "/oracle/app/product/*/*/bin",
    "/home/oracle/app/oracle/product/*/*/bin",
)
_LOOK: Final = (
    "set echo off feedback 1 heading on pagesize 50000 linesize 32767 long 1000000 longchunksize 32767 numwidth 40",
    "set trimout on tab off define off verify off sqlblanklines on termout on serveroutput off timing off time off",
    "set markup html on entmap on preformat off spool off",
)
_TABLE: Final = re.compile(r"<table\b.*?</table>", re.DOTALL | re.IGNORECASE)
_ROW: Final = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL | re.IGNORECASE)
_CELL: Final = re.compile(r"<t([hd])\b[^>]*>(.*?)</t\1>", re.DOTALL | re.IGNORECASE)
_COUNT: Final = re.compile(r"\b(no|\d+) rows? selected", re.IGNORECASE)
_SAID: Final = re.compile(r"(?:ORA|SP2)-\d{4,5}: [^\n<]*")
_NULL: Final = frozenset({"", "&nbsp;"})
_ACCOUNT = _(
    "on the host, make a database account for the inspecting account (create user ... identified externally; parameter "
    "os_authent_prefix), or let it run sqlplus as the owner of Oracle (os_user) with the user sysdba"
)
_DOWN = _("see whether the instance runs on that host, and name its ORACLE_SID (access.sql.database)")


@dataclass(frozen=True, slots=True)
class Sqlplus:
    """How it is called: ``sid`` is ORACLE_SID ("": the last of oratab); ``user`` may be sysdba or another such right."""

    sid: str = ""
    user: str = ""
    packs: tuple[str, ...] = ()
    """What Oracle sells apart and somebody declared as bought."""

    @property
    def who(self) -> tuple[str, ...]:
        """Who answers, its version, its container."""
        return (WHO, _VERSION, CONTAINER)

    @property
    def relatives(self) -> frozenset[str]:
        """None, as the driver's."""
        return frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """One name."""
        return ("sqlplus",)

    @property
    def folders(self) -> tuple[str, ...]:
        """Where the Optimal Flexible Architecture and its kin put it."""
        return _FOLDERS

    def call(self) -> str:
        """By oratab the home of the instance, and its right where the entry names one."""
        right = self.user.lower()
        return SQLPLUS_CALL.format(sid=quote(self.sid), logon=f'"/ as {right}"' if right in _RIGHTS else "/")

    def known(self) -> str:
        """By the version of the instance."""
        return SQLPLUS_KNOWN

    def listed(self) -> str:
        """The one column of the table."""
        return SQLPLUS_LISTED

    def sent(self, statement: str) -> str:
        """Behind the gate before what Oracle sells apart."""
        return allowed(statement, self.packs)

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Read the answers to ``who``; before 12.1 there is no container."""
        banner, version, container = said
        if isinstance(banner, SessionError):
            raise banner
        if isinstance(banner, StatementFailed):
            raise SessionError(Reason.FAILED, banner.words, _DOWN)
        words, name = banner.rows[0]
        number = number_of(version.rows[0][0] or "") if isinstance(version, Rows) and version.rows else 0
        within = container.rows[0][0] if isinstance(container, Rows) and container.rows else None
        return Server("oracle", number, words or ""), within or name or ""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Each statement alone in a read-only transaction (which SYS has not: it only reads all the same)."""
        into = (f"prompt {{mark}} {_CONTAINER_NUMBER}", 'alter session set container = "{database}";')
        before = ("set transaction read only;", "prompt {mark} {number}")
        after = ("/", "prompt {mark} {number}.", "rollback;")
        return (Frame((*_LOOK, f"{SETTINGS};"), before, after, into=into),)

    def heard(self, run: Run, wanted: Sequence[Wanted], _server: Server, mark: str) -> Heard:
        """The table between the marks, whole where it has as many rows as sqlplus counted."""
        out = re.sub(rf"^[^\S\n]*({re.escape(mark)} \d+\.?)[^\S\n]*(?:<br>)?[^\S\n]*$", r"\1", run.out, flags=re.MULTILINE)
        said = between(out, mark)
        if not said:
            return Heard(failure=_refusal(f"{run.out}\n{run.err}")) if run.exit_code else Heard()
        moved = _SAID.search(said.pop(_CONTAINER_NUMBER, ("", True))[0])
        if moved is not None:
            return Heard(failure=SessionError(Reason.DENIED, unescape(moved[0])[:300], _ACCOUNT))
        found: dict[int, Said] = {}
        for one in wanted:
            section, is_whole = said.get(one.number, ("", False))
            answered = _answer(section) if is_whole else None
            if answered is not None:
                found[one.number] = answered
        return Heard(found)


_CONTAINER_NUMBER: Final = 999_999


def _answer(section: str) -> Said:
    """Rows where they are as many as were counted; else what stands beside the tables says why not."""
    beside = _TABLE.sub(" ", section)
    error = _SAID.search(beside)
    if error is not None:
        words = unescape(error[0])[:300]
        return StatementFailed("unreachable" if words.startswith("SP2-0640") else state_of(why(words)), words)
    columns: tuple[str, ...] = ()
    rows: list[tuple[str | None, ...]] = []
    for row in _ROW.findall("".join(_TABLE.findall(section))):
        cells = _CELL.findall(row)
        if cells and cells[0][0].lower() == "h":
            columns = tuple(unescape(text.strip()).lower() for _kind, text in cells)
        elif cells:
            rows.append(tuple(None if text.strip() in _NULL else unescape(text.strip("\n")) for _kind, text in cells))
    count = _COUNT.search(beside)
    if count is None or len(rows) != (0 if count[1].lower() == "no" else int(count[1])):
        return StatementFailed("cut", f"{len(rows)}: {count[0] if count else ''}")
    return Rows(columns, tuple(rows))


def _refusal(said: str) -> SessionError:
    """What kept it from logging in."""
    codes = codes_in(said)
    words = next((line.strip()[:300] for line in said.splitlines() if codes_in(line)), said.strip()[:300])
    if why(said) in {Why.CREDENTIAL, Why.DENIED}:
        return CredentialRefused(words, _ACCOUNT)
    return SessionError(
        Reason.UNREACHABLE, words if codes else said.strip().splitlines()[-1][:300] if said.strip() else "", _DOWN
    )
