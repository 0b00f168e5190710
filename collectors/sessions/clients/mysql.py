"""The mysql or mariadb client: XML tells null from the word NULL, an error names its line, marks stand between results.

XML of this client has no names of columns where there are no rows, and writes a NUL as a space. Whoever has an account
with a password keeps it in ``~/.my.cnf`` of the inspecting account on the host; without it, the socket proves who it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import unescape

from collectors.base import Reason, SessionError
from collectors.sessions import mysql_errors
from collectors.sessions.clients.base import Frame, Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import blamed
from collectors.sessions.clients.words import MYSQL_KNOWN
from collectors.sessions.login import CredentialRefused
from collectors.sessions.mysql_connection import (
    DETACHED,
    KIN,
    KIN_ASK,
    SETTINGS,
    STRANGERS,
    WHO,
    product_of,
    unquoted,
    version_of,
)
from collectors.sessions.script import quote
from collectors.sessions.sql import Rows, StatementFailed
from collectors.tables import Server
from config.text import Text, _

_FOLDERS: Final = (
    "/usr/local/mysql/bin",
    "/opt/mysql*/bin",
    "/usr/local/mariadb/bin",
    "/opt/mariadb*/bin",
    "/data/mysql/bin",
)
_ERROR: Final = re.compile(r"^ERROR (\d+) \(\w+\) at line (\d+)(?: in file: '[^']*')?: (.*)$", re.MULTILINE)
_AT_LOGIN: Final = re.compile(r"^ERROR (\d+) \(\w+\): (.*)$", re.MULTILINE)
_RESULT: Final = re.compile(r"<resultset\b.*?</resultset>", re.DOTALL)
_HEAD: Final = re.compile(r'\A<resultset statement=".*?" xmlns:xsi="[^"]*">', re.DOTALL)
_ROW: Final = re.compile(r"<row>(.*?)</row>", re.DOTALL)
_FIELD: Final = re.compile(r'<field name="(.*?)"(?: xsi:nil="true" />|>(.*?)</field>)', re.DOTALL)
_PASSWORD = _("the server wants a password, and the client has none: {said}")
_ASKED: Final = "using password: NO"
_ENTITIES: Final = {"&quot;": '"'}
_ACCOUNT = _("check the account on the server, or the user and password in ~/.my.cnf of the inspecting account on the host")
_DOWN = _("see whether the server runs and where its socket is (access.sql.socket)")


@dataclass(frozen=True, slots=True)
class Mysql:
    """How it is called: ``place`` is the Unix socket or a host ("": its own), ``user`` "" the OS account's."""

    database: str = ""
    user: str = ""
    place: str = ""
    port: int | None = None

    @property
    def who(self) -> tuple[str, ...]:
        """As the driver asks."""
        return (WHO, KIN_ASK)

    @property
    def relatives(self) -> frozenset[str]:
        """As the driver's."""
        return frozenset(STRANGERS)

    @property
    def names(self) -> tuple[str, ...]:
        """Since MariaDB 11 there may be no mysql."""
        return ("mysql", "mariadb")

    @property
    def folders(self) -> tuple[str, ...]:
        """Where tarballs are unpacked."""
        return _FOLDERS

    def call(self) -> str:
        """What its files of settings say of the output is said otherwise here; the account they name is used."""
        where = "".join(f" {word}" for word in self._where())
        return (
            f'd=$1\n[ -n "$d" ] || d={quote(self.database)}\n'
            'as "$c" --batch --xml --quick --force --skip-reconnect --skip-pager --skip-tee --no-auto-rehash'
            f' --skip-safe-updates --default-character-set=utf8mb4 --connect-timeout=10{where} --database="$d"'
        )

    def known(self) -> str:
        """By version, its comment and what only relatives have, as the driver does; what fits first is the last line."""
        named = {**STRANGERS, **KIN}
        lines = "\n".join(f'  if (w ~ /{one.pattern}/) p = "{name}"' for name, one in reversed(named.items()))
        return MYSQL_KNOWN.format(products=lines, relatives="|".join(STRANGERS))

    def listed(self) -> str:
        """It is asked in one database only."""
        return ":"

    def _where(self) -> Sequence[str]:
        name = "socket" if self.place.startswith("/") else "host"
        words = {name: self.place, "port": str(self.port or "") if name == "host" else "", "user": self.user}
        return [f"--{key}={quote(value)}" for key, value in words.items() if value]

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Read the answers to ``who``."""
        first, kin = said
        if isinstance(first, SessionError):
            raise first
        if isinstance(first, StatementFailed):
            raise SessionError(Reason.FAILED, first.words, _DOWN)
        version, comment, name = (first.rows[0][n] or "" for n in range(3))
        words = f"{version} {comment}".strip()
        more = " ".join(str(row[0]) for row in kin.rows) if isinstance(kin, Rows) else ""
        return Server(product_of(f"{words} {more}"), version_of(version), words), name or self.database

    def sent(self, statement: str) -> str:
        """As it is."""
        return statement

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Settings one by one, as not every server has all; each statement in a read-only transaction of its own."""
        head = (f"{DETACHED};", *(f"SET SESSION {one};" for one in (*SETTINGS, "TRANSACTION READ ONLY")))
        most = "SET SESSION sql_select_limit={rows};"
        begin = ("START TRANSACTION READ ONLY;", "SELECT '{mark} {number}' AS xunjian;")
        after = (";", "SELECT '{mark} {number}.' AS xunjian;", "ROLLBACK;")
        return (
            Frame(head, (most, "SET SESSION max_execution_time={milliseconds};", *begin), after),
            Frame(head, (most, "SET SESSION max_statement_time={seconds};", *begin), after, products=("mariadb",)),
        )

    def heard(self, run: Run, wanted: Sequence[Wanted], _server: Server, mark: str) -> Heard:
        """The result between the marks, unless an error names a line there."""
        results = [_rows(found[0]) for found in _RESULT.finditer(run.out)]
        if not results and run.exit_code:
            return Heard(failure=_refusal(run.err))
        errors = blamed(((int(line), f"{number} {words}") for number, line, words in _ERROR.findall(run.err)), run.where)
        between = _between(results, mark)
        found: dict[int, Said] = {}
        for one in wanted:
            if one.number in errors:
                number = int(errors[one.number].partition(" ")[0])
                state = "unreachable" if number in mysql_errors.LOST else mysql_errors.state_of(number)
                if number not in mysql_errors.LOST or one.number in between:
                    found[one.number] = StatementFailed(state, errors[one.number][:300])
            elif between.get(one.number):
                found[one.number] = unquoted(between[one.number][0])
        return Heard(found)


def _between(results: Sequence[Rows], mark: str) -> dict[int, list[Rows]]:
    """By number, the results behind its mark; of one whose end is missing, none counts."""
    found: dict[int, list[Rows]] = {}
    pending: list[Rows] = []
    at = -1
    for one in results:
        said = one.rows[0][0] or "" if one.columns == ("xunjian",) and one.rows else ""
        if not said.startswith(f"{mark} "):
            pending.append(one)
            continue
        is_end = said.endswith(".")
        if is_end and at >= 0:
            found[at] = pending
        elif not is_end:
            at = int(said.removeprefix(f"{mark} "))
            found[at] = []
        pending = []
    return found


def _rows(text: str) -> Rows:
    """Read one result. Signs that XML does not allow stand in it as they are, so no reader of XML would do."""
    body = text[found.end() :] if (found := _HEAD.match(text)) else text
    rows = [[(_plain(name), value) for name, value in _fields(row)] for row in _ROW.findall(body)]
    columns = tuple(name for name, _value in rows[0]) if rows else ()
    return Rows(columns, tuple(tuple(value for _name, value in row) for row in rows))


def _fields(row: str) -> Sequence[tuple[str, str | None]]:
    return [(one[1], None if one[0].endswith(' xsi:nil="true" />') else _plain(one[2])) for one in _FIELD.finditer(row)]


def _plain(text: str) -> str:
    return unescape(text, _ENTITIES)


def _refusal(err: str) -> SessionError:
    """What kept it from logging in."""
    found = _AT_LOGIN.search(err)
    said = f"{found[1]} {found[2]}"[:300] if found else (err.strip().splitlines() or [""])[-1][:300]
    if found and int(found[1]) in mysql_errors.REFUSED:
        told = Text(_PASSWORD.template, {"said": said}) if _ASKED in said else said
        return CredentialRefused(told, _ACCOUNT)
    if found and int(found[1]) in mysql_errors.NO_RIGHT:
        return SessionError(Reason.DENIED, said, _ACCOUNT)
    return SessionError(Reason.UNREACHABLE, said, _DOWN)
