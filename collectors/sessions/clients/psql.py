"""psql, and ksql and gsql, which are its children.

COPY ... TO STDOUT as CSV with every value quoted tells null (nothing) from empty (""). An error stands on its own output
with the line of the script, whatever language the server speaks. ksql and gsql: not run on real ones so far; their options
(-X -q -A -t, -d with a connection string, -f -) are those of their vendors' books and openGauss's source, and settings are
set one by one, as openGauss (of PostgreSQL 9.2) has no lock_timeout and would refuse them all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.clients.base import Frame, Heard, Run, Said, Wanted
from collectors.sessions.clients.marks import between, blamed
from collectors.sessions.clients.words import PSQL_CALL, PSQL_KNOWN, PSQL_LISTED
from collectors.sessions.login import CredentialRefused
from collectors.sessions.postgres import WHO
from collectors.sessions.postgres_settings import LOCK_MILLISECONDS, SETTINGS
from collectors.sessions.postgres_words import OTHER, RELATIVES, product_of, refusal
from collectors.sessions.script import quote
from collectors.sessions.sql import Rows, StatementFailed
from collectors.sessions.sql_errors import state_of
from collectors.tables import Server
from config.text import Text, _

_NAMES: Final = {"kingbase": ("ksql", "psql", "gsql"), "": ("psql", "gsql", "ksql")}
_DATABASES: Final = {"kingbase": "test"}
"""What initdb makes there beside the templates; elsewhere it is postgres."""
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
_HEAD: Final = r"\set VERBOSITY verbose"
_ECHO: Final = r"\echo {mark} {number}"
_AFTER: Final = (") to stdout csv header force quote *;", "rollback;", f"{_ECHO}.")
_TIMEOUT: Final = "set statement_timeout = {milliseconds};"
_ERROR: Final = re.compile(r"^\S*?:(\d+): [^:：]{1,20}[:：]\s+(?!0[012])([0-9A-Z]{5})[:：] (.*)$", re.MULTILINE)
"""``psql:<stdin>:12: ERROR:  42501: permission denied for ...``; classes 00 to 02 are warnings and notices."""
_VALUE: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^,"\n]*))(,|\n|\Z)')
_ACCOUNT = _(
    "on the host, let the account of the operating system log in to the database (pg_hba.conf: peer, with a map), or keep "
    "the database's password in ~/.pgpass (KingbaseES: ~/.kbpass) of the account that runs the client"
)
_ASKED: Final = re.compile(r"no password supplied|没有提供口令|未提供口令", re.IGNORECASE)
_PASSWORD = _("the client asked for a password: {said}")
_NO_ANSWER = _("look at the server with its own client on the host and see what it says")


@dataclass(frozen=True, slots=True)
class Psql:
    """How it is called: ``place`` is the folder of the Unix socket or a host, ``user`` "" is the OS account's."""

    database: str = ""
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
        words = {
            "user": self.user,
            "host": self.place,
            "port": str(self.port or ""),
            "application_name": "xunjian",
            "client_encoding": "UTF8",
            "connect_timeout": "10",
        }
        said = " ".join(f"{name}='{_escaped(value)}'" for name, value in words.items() if value)
        return PSQL_CALL.format(database=quote(self.database or _DATABASES.get(self.kind, "postgres")), words=quote(said))

    def known(self) -> str:
        """By the number, and by the words of version() as the driver does; the first product that fits is the last line."""
        lines = [f'  if (w ~ /{one.pattern}/) p = "{name}"' for name, one in RELATIVES.items() if name != OTHER]
        strange = f'  if ($2 != "PostgreSQL" || $3 !~ /^[0-9]/) p = "{OTHER}"'
        return PSQL_KNOWN.format(products="\n".join((strange, *reversed(lines))))

    def listed(self) -> str:
        """The first column of the CSV."""
        return PSQL_LISTED

    def met(self, said: Sequence[Said]) -> tuple[Server, str]:
        """Read the answer to ``WHO``."""
        (first,) = said
        if isinstance(first, SessionError):
            raise first
        if isinstance(first, StatementFailed):
            raise SessionError(Reason.FAILED, first.words, _NO_ANSWER)
        number, words, name = first.rows[0]
        return Server(product_of(words or ""), int(number or 0), words or ""), name or ""

    def sent(self, statement: str) -> str:
        """As it is."""
        return statement

    @property
    def frames(self) -> tuple[Frame, ...]:
        r"""Each statement in a read-only transaction of its own. ``\;`` sends what stands before it with what follows."""
        settings = tuple(_settings("{milliseconds}"))
        alone = tuple(f"{one.replace('set local', 'set')};" for one in settings if "statement_timeout" not in one)
        joined = f"{_BEGIN}\\; " + "\\; ".join(settings) + ";"
        return (
            Frame((_HEAD, *alone), (_TIMEOUT, _ECHO, f"{_BEGIN};", "copy ("), _AFTER),
            Frame((_HEAD,), (_ECHO, joined, "copy ("), _AFTER, products=("postgres",)),
        )

    def heard(self, run: Run, wanted: Sequence[Wanted], _server: Server, mark: str) -> Heard:
        """Rows between the marks, unless an error names a line of theirs."""
        said = between(run.out, mark)
        if not said:
            return Heard(failure=_refused(_first_line(run.err)) if run.exit_code else None)
        errors = blamed(((int(line), f"{code} {words}") for line, code, words in _ERROR.findall(run.err)), run.where)
        found: dict[int, Said] = {}
        for one in wanted:
            if one.number in errors:
                words = errors[one.number][:300]
                found[one.number] = StatementFailed(state_of(words[:5]), words)
            elif said.get(one.number, ("", False))[1] and said[one.number][0]:
                found[one.number] = _rows(said[one.number][0])
        return Heard(found)


def _settings(milliseconds: str) -> Iterator[str]:
    """The driver's settings, one by one."""
    written = SETTINGS.format(milliseconds=milliseconds, lock=LOCK_MILLISECONDS)
    yield from (one.strip() for one in written.split(";")[1:] if one.strip())


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
    if _ASKED.search(words):
        return CredentialRefused(Text(_PASSWORD.template, {"said": words[:300]}), _ACCOUNT)
    return CredentialRefused(error.detail, _ACCOUNT) if isinstance(error, CredentialRefused) else error


def _first_line(words: str) -> str:
    """What a client says of why it does not connect."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return lines[0] if lines else ""
