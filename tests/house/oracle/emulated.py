"""An emulated Oracle: the catalogue's views in SQLite, one database a container, behind the session's own protocol.

A DATE is a number of days, so that its arithmetic is Oracle's (days); NOW is fixed. What Oracle says otherwise is turned
over: ``#`` of names, ``sysdate``, division without truncation, LIKE by case, the empty string as null.
"""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.oracle_packs import allowed
from collectors.sessions.sql import Check, Rows, StatementFailed
from collectors.tables import Server
from tests.house.oracle.dictionary import VERSIONS, known

NOW: Final = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
_START: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FORMATS: Final = {"YYYY-MM-DD HH24": "%Y-%m-%d %H", "MM/DD/YYYY HH24:MI:SS": "%m/%d/%Y %H:%M:%S"}
_KINDS: Final = {"VARCHAR2": "TEXT", "NUMBER": "ANY", "DATE": "REAL", "TIMESTAMP": "REAL", "RAW": "TEXT"}

_HIDDEN: Final = {byte: byte + 0xE1000 for byte in range(0xDC80, 0xDD00)}
"""Bytes that are no text, as the driver gives them: SQLite keeps no lone surrogates."""
_SHOWN: Final = {hidden: byte for byte, hidden in _HIDDEN.items()}
Value = str | int | float | None
Content = Mapping[str, Sequence[Mapping[str, Value]]]
"""View to rows."""


def ago(days: float = 0, hours: float = 0, seconds: float = 0) -> float:
    """A DATE so long before NOW."""
    return (NOW - _START) / timedelta(days=1) - days - hours / 24 - seconds / 86400


def written(moment: float, form: str = "MM/DD/YYYY HH24:MI:SS") -> str:
    """A DATE as a view of text shows it."""
    return (_START + timedelta(days=moment) + timedelta(milliseconds=1)).strftime(_FORMATS[form])


@dataclass(frozen=True)
class World:
    """One database: its version, what every container shows (V$, GV$), and what each shows of its own (DBA_)."""

    version: str
    shared: Content
    containers: Mapping[str, Content] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()
    """Views that the account may not see."""
    name: str = "ORCL"
    is_mounted: bool = False
    """Its dictionary is closed: only fixed views answer."""
    packs: tuple[str, ...] = ()
    """What is declared as licensed; the gate is that of the session."""

    @property
    def number(self) -> int:
        """The version's number."""
        return VERSIONS[self.version]

    @property
    def root(self) -> str:
        """The container that one comes to first."""
        return "CDB$ROOT" if "CDB$ROOT" in self.containers else self.name


def turned(statement: str) -> str:
    """A statement of ours as SQLite understands it."""
    text = re.sub(r"(?<=\w)#", "__", statement)
    text = re.sub(r"\b(sysdate|systimestamp)\b", "now_day()", text)
    text = re.sub(r"\blimit\b", '"limit"', text)
    text = re.sub(r" / ", " * 1.0 / ", text)
    return re.sub(r"\bv\$", "v$", text)


class EmulatedConnection:
    """One container of a world, opened."""

    def __init__(self, world: World, container: str) -> None:
        self.server = Server("oracle", world.number, f"Oracle Database {world.version} (emulated)")
        self.database = container
        self._world = world
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("pragma case_sensitive_like = on")
        self._functions(container)
        views = known(world.number)
        for view, columns in views.items():
            if view not in world.denied and not (world.is_mounted and _is_dictionary(view)):
                named = ", ".join(f'"{name.replace("#", "__")}" {_KINDS[kind]}' for name, kind in columns.items())
                self._db.execute(f'create table "{view}" ({named}) strict')
        for content in (world.shared, world.containers.get(container, {})):
            for view, rows in content.items():
                if view in views and view not in world.denied and not (world.is_mounted and _is_dictionary(view)):
                    self._fill(view, views[view], rows)
        if "dual" not in world.shared:
            self._db.execute("insert into dual values ('X')")

    def _functions(self, container: str) -> None:
        make = self._db.create_function
        make("now_day", 0, ago)
        make("to_char", 1, lambda value: None if value is None else _plain(value))
        make("to_char", 2, lambda value, form: None if value is None else written(value, form))
        make("to_number", 1, lambda value: None if value is None else float(value))
        make("to_date", 2, _to_date)
        make("sys_extract_utc", 1, lambda value: value)
        make(
            "sys_context", 2, lambda _space, name: {"CON_NAME": container, "DB_NAME": self._world.name, "CON_ID": "1"}[name]
        )

    def _fill(self, view: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Value]]) -> None:
        for row in rows:
            unknown = row.keys() - columns.keys()
            later = {name for other in VERSIONS.values() for name in known(other).get(view, {})}
            assert unknown <= later, f"{view} has no {unknown}"
            kept = {name: None if value == "" else value for name, value in row.items() if name in columns}
            names = ", ".join(f'"{name.replace("#", "__")}"' for name in kept)
            marks = ", ".join("?" * len(kept))
            values = tuple(value.translate(_HIDDEN) if isinstance(value, str) else value for value in kept.values())
            self._db.execute(f'insert into "{view}" ({names}) values ({marks})', values)

    def run(self, statement: str, seconds: int, most: int, until: float, check: Check) -> Rows:
        """Run one statement of ours; a view that is not there, or is denied, is ORA-00942."""
        del seconds, until, check  # nothing here waits
        try:
            cursor = self._db.execute(turned(allowed(statement, self._world.packs)))
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                view = str(error).partition("no such table: ")[2]
                if self._world.is_mounted and _is_dictionary(view):
                    raise StatementFailed("failed", "ORA-01219: database or pluggable database not open") from None
                state = "denied" if view in self._world.denied else "failed"
                raise StatementFailed(state, "ORA-00942: table or view does not exist") from None
            raise
        columns = tuple(one[0].lower().replace("__", "#") for one in cursor.description)
        rows = tuple(tuple(None if v is None else _plain(v) for v in row) for row in cursor.fetchmany(most + 1))
        return Rows(columns, rows)

    def close(self) -> None:
        """Forget it."""
        self._db.close()


def _is_dictionary(view: str) -> bool:
    """Whether it is a view of the dictionary, and no fixed one."""
    return not view.startswith(("v$", "gv$")) and view != "dual"


def _to_date(text: str | None, form: str) -> float | None:
    if text is None:
        return None
    return (datetime.strptime(text, _FORMATS[form]).replace(tzinfo=UTC) - _START) / timedelta(days=1)


def _plain(value: object) -> str:
    """A value as Oracle writes it: a whole number without a point, another without its noise."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12g}"
    return str(value).translate(_SHOWN)


@dataclass(frozen=True)
class EmulatedDialect:
    """How an emulated world is connected to. ``closed`` containers refuse."""

    world: World
    closed: frozenset[str] = frozenset()

    @property
    def relatives(self) -> frozenset[str]:
        """None."""
        return frozenset()

    def connect(self, database: str, until: float, check: Check) -> EmulatedConnection:
        """Open a container."""
        del until, check  # nothing here waits
        if database in self.closed:
            raise SessionError(Reason.DENIED, "ORA-01031: insufficient privileges")
        return EmulatedConnection(self.world, database or self.world.root)
