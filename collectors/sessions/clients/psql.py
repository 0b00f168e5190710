"""psql, and ksql and gsql, which are its children.

COPY ... TO STDOUT as CSV with every value quoted tells null (nothing) from empty (""). An error stands on its own output
with the line of the script, whatever language the server speaks. ksql and gsql: not run on real ones so far.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.clients.base import Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import between, blamed, spans
from collectors.sessions.login import CredentialRefused
from collectors.sessions.postgres import LOCK_MILLISECONDS, SETTINGS, WHO
from collectors.sessions.postgres_words import RELATIVES, product_of, refusal
from collectors.sessions.sql import Rows, StatementFailed
from collectors.sessions.sql_errors import state_of
from collectors.tables import Server
from config.text import _

_NAMES: Final = {"kingbase": ("ksql", "psql", "gsql"), "": ("psql", "gsql", "ksql")}
_FOLDERS: Final = (
    "/usr/pgsql-*/bin",
    "/usr/lib/postgresql/*/bin",
    "/usr/local/pgsql/bin",
    "/opt/postgresql*/bin",
    "/opt/Kingbase/ES/V*/Server/bin",
    "/home/kingbase/*/Server/bin",
    "/usr/local/opengauss/bin",
    "/opt/huawei/install/app/bin",
    "/gaussdb/app/bin",
)
"""Where packages and installers put it that do not change PATH."""
_BEGIN: Final = SETTINGS.partition(";")[0]
_ERROR: Final = re.compile(r"^\S*?:(\d+): [^:：]{1,20}[:：]\s+(?!0[012])([0-9A-Z]{5})[:：] (.*)$", re.MULTILINE)
"""``psql:<stdin>:12: ERROR:  42501: permission denied for ...``; classes 00 to 02 are warnings and notices."""
_VALUE: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|\Z)')
_ACCOUNT = _(
    "on the host, let the account of the operating system log in to the database (pg_hba.conf: peer, with a map), or keep "
    "the database's password in ~/.pgpass of the inspecting account"
)
_NO_ANSWER = _("look at the server with its own client on the host and see what it says")


@dataclass(frozen=True, slots=True)
class Psql:
    """How it is called: ``place`` is the folder of the Unix socket or a host, ``user`` "" is the OS account's."""

    database: str = "postgres"
    user: str = ""
    place: str = ""
    port: int | None = None
    kind: str = ""

    @property
    def who(self) -> tuple[str, ...]:
        """One statement."""
        return (WHO,)

    @property
    def relatives(self) -> frozenset[str]:
        """As the driver's."""
        return frozenset(RELATIVES)

    @property
    def names(self) -> tuple[str, ...]:
        """The product's own first."""
        return _NAMES.get(self.kind, _NAMES[""])

    @property
    def folders(self) -> tuple[str, ...]:
        """Of PostgreSQL's packages and of its relatives' installers."""
        return _FOLDERS

    def call(self) -> str:
        """No file of settings, no password asked for, only what the statements print."""
        return 'as "$c" -X -q -A -t -w -d "$1" -f -'

    def value(self, database: str) -> str:
        """A connection string: so no name of a database is taken for one."""
        words = {
            "dbname": database or self.database or "postgres",
            "user": self.user,
            "host": self.place,
            "port": str(self.port or ""),
            "application_name": "xunjian",
            "client_encoding": "UTF8",
            "connect_timeout": "10",
        }
        return " ".join(f"{name}='{_escaped(value)}'" for name, value in words.items() if value)

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Read the answer to ``WHO``."""
        (first,) = said
        if isinstance(first, StatementFailed):
            raise SessionError(Reason.FAILED, first.words, _NO_ANSWER)
        number, words, name = first.rows[0]
        return Server(product_of(words or ""), int(number or 0), words or ""), name or ""

    def text(self, wanted: Sequence[Wanted], server: Server, mark: str, _database: str = "") -> str:
        r"""Each statement in a read-only transaction of its own. ``\;`` sends what stands before it with what follows."""
        lines = [r"\set VERBOSITY verbose"]
        if server.product in RELATIVES:
            lines += [f"{one.replace('set local', 'set')};" for one in _settings(60)]
        for one in wanted:
            begin = f"{_BEGIN};" if server.product in RELATIVES else _joined(one.seconds)
            lines += [
                f"\\echo {mark} {one.number}",
                begin,
                "copy (",
                one.text,
                ") to stdout csv header force quote *;",
                "rollback;",
                f"\\echo {mark} {one.number}.",
            ]
        return "\n".join(lines)

    def heard(self, run: Run, wanted: Sequence[Wanted], server: Server, mark: str) -> Heard:
        """Rows between the marks, unless an error names a line of theirs."""
        said = between(run.out, mark)
        if not said:
            return Heard(failure=_refused(_first_line(run.err)) if run.exit_code else None)
        where = spans(self.text(wanted, server, mark), wanted, f"\\echo {mark} {{}}", f"\\echo {mark} {{}}.")
        errors = blamed(((int(line), f"{code} {words}") for line, code, words in _ERROR.findall(run.err)), where)
        found: dict[int, Said] = {}
        for one in wanted:
            if one.number in errors:
                words = errors[one.number][:300]
                found[one.number] = StatementFailed(state_of(words[:5]), words)
            elif said.get(one.number, ("", False))[1] and said[one.number][0]:
                found[one.number] = _rows(said[one.number][0])
        return Heard(found)


def _settings(seconds: int) -> Iterator[str]:
    """The driver's settings, one by one."""
    written = SETTINGS.format(milliseconds=seconds * 1000, lock=LOCK_MILLISECONDS)
    yield from (one.strip() for one in written.split(";")[1:] if one.strip())


def _joined(seconds: int) -> str:
    return f"{_BEGIN}\\; " + "\\; ".join(_settings(seconds)) + ";"


def _rows(text: str) -> Rows:
    """Read CSV in which every value of a row stands in quotes, and null is nothing."""
    lines: list[tuple[str | None, ...]] = []
    row: list[str | None] = []
    at = 0
    while at < len(text) or row:
        found = _VALUE.match(text, at)
        if found is None:
            break
        at = found.end()
        row.append(found[1].replace('""', '"') if found[1] is not None else found[2] if not lines else found[2] or None)
        if found[3] != ",":
            lines.append(tuple(row))
            row = []
    return Rows(tuple(name or "" for name in lines[0]), tuple(lines[1:]))


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _refused(words: str) -> SessionError:
    error = refusal(words)
    return CredentialRefused(error.detail, _ACCOUNT) if isinstance(error, CredentialRefused) else error


def _first_line(words: str) -> str:
    """What a client says of why it does not connect."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[0] if lines else ""
