"""Two years of a daemon in minutes: the real turns, ledger, documents and mail, under a clock that the test moves.

What a child would do is done here, in this process: a round is stored as a round is, documents and mail are made by the
commands that the daemon would start. Everything that can happen to the machine happens to it: outages over due times,
reboots between any two moments, a clock that jumps, a store that is locked or full, a mail server that is gone, a password
that is changed, a configuration that is broken.
"""

import random
import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Final

import pytest
import time_machine
from click.testing import CliRunner

from agent.commands.evidence import command as evidence
from agent.commands.outbox import command as outbox
from agent.commands.report import command as report
from agent.schedule.answering import answer
from agent.schedule.steps import key_of
from agent.store import open as opening
from agent.store.store import Store
from agent.store.values import StoreError
from checks.base import Level
from tests import stored

BEGINS: Final = datetime(2026, 1, 10, 1, 0, tzinfo=UTC)
ENDS: Final = datetime(2028, 1, 12, tzinfo=UTC)
_COMMANDS: Final = {"report": report, "outbox": outbox, "evidence": evidence}
_LIMIT: Final = resource.RLIMIT_FSIZE


class KilledError(Exception):
    """The machine, or the daemon, went down here."""


@dataclass
class World:
    """One customer's host: its files, its clock, and what befell it."""

    folder: Path
    traveller: time_machine.Traveller
    monkeypatch: pytest.MonkeyPatch
    dice: random.Random
    kills: float = 0.02
    """How often a step is cut off, at one of four places."""
    ran: list[tuple[str, datetime]] = field(default_factory=list)
    """Rounds that came to their end: the step, and when."""
    is_up: bool = True
    begins: bool = True
    ended: dict[str, Any] | None = None
    events: list[tuple[datetime, Callable[["World"], None]]] = field(default_factory=list)

    @property
    def config(self) -> Path:
        return self.folder / "xunjian.yaml"

    @property
    def store(self) -> Path:
        return self.folder / "x.db"

    def now(self) -> datetime:
        return datetime.now(UTC)

    def at(self, moment: datetime, what: Callable[["World"], None]) -> None:
        self.events.append((moment, what))
        self.events.sort(key=lambda one: one[0])

    def live(self, ends: datetime) -> None:
        """From event to event and from one due moment to the next."""
        wake_at: datetime | None = None
        while self.now() < ends:
            if self.is_up:
                wake_at = self._woken()
            moments = [ends, *(moment for moment, _what in self.events[:1])]
            if self.is_up:
                moments.append(wake_at or self.now() + timedelta(hours=6))
            self.traveller.move_to(max(min(moments), self.now() + timedelta(seconds=1)))
            while self.events and self.events[0][0] <= self.now():
                self.events.pop(0)[1](self)

    def _woken(self) -> datetime | None:
        """Turn upon turn, until nothing is ready; a turn that fails is tried again later."""
        while True:
            try:
                told = answer(self.config, None, {"ended": self.ended, "begins": self.begins})
            except (SystemExit, StoreError):
                return self.now() + timedelta(minutes=15)
            self.ended, self.begins = None, False
            if told["sends"]:
                self._command(("outbox", "send"))
            ready: Any = told["ready"]
            if ready is None:
                at = told["wake_at"]
                return datetime.fromtimestamp(at, UTC) if isinstance(at, float) else None
            try:
                self.ended = self._step(ready["name"], ready["words"])
            except KilledError:
                self.begins, self.ended = True, None
                self.traveller.shift(timedelta(minutes=self.dice.randint(2, 9)))

    def _step(self, name: str, words: tuple[str, ...]) -> dict[str, Any]:
        fate = self.dice.choice(("before", "within", "after", "settled")) if self.dice.random() < self.kills else ""
        if fate == "before":
            raise KilledError
        code = self._round(name, words, fate) if words[0] == "run" else self._command(words)
        if fate:
            raise KilledError
        return {"name": name, "code": code}

    def _round(self, name: str, words: tuple[str, ...], fate: str) -> int:
        try:
            with opening.open_store(self.store) as store:
                self._inspect(store, name, words, is_cut=fate == "within")
        except StoreError:
            return 69
        if fate == "within":
            raise KilledError
        self.ran.append((name, self.now()))
        return 0

    def _inspect(self, store: Store, name: str, words: tuple[str, ...], *, is_cut: bool) -> None:
        purpose = "security" if "--security" in words else "routine" if "--routine" in words else "on-demand"
        one = store.begin(stored.header("app01", purpose=purpose, started_at=self.now()))
        store.refer_step(key_of(name), one)
        store.commit_target(one, stored.result(findings=[stored.finding(Level.OK)], at=self.now()), {})
        if not is_cut:
            store.finish(one)

    def _command(self, words: tuple[str, ...]) -> int:
        more = ("--form", "docx", "--form", "html") if words[0] == "report" else ()
        done = CliRunner().invoke(_COMMANDS[words[0]], [*words[1:], *more, "--config", str(self.config)])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code

    # --- what befalls it

    def goes_down(self) -> None:
        self.is_up, self.begins, self.ended = False, True, None

    def comes_up(self) -> None:
        self.is_up = True

    def jumps(self, by: timedelta) -> None:
        self.traveller.shift(by)

    @contextmanager
    def years_ahead(self) -> Iterator[None]:
        self.jumps(timedelta(days=900))
        yield
        self.jumps(-timedelta(days=900))

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """No file can grow beyond a page."""
        soft, hard = resource.getrlimit(_LIMIT)
        try:
            with redirect_stderr(StringIO()):  # what pytest captures is a file too
                resource.setrlimit(_LIMIT, (4096, hard))
                yield
        finally:
            resource.setrlimit(_LIMIT, (soft, hard))

    @contextmanager
    def locked(self) -> Iterator[None]:
        other = sqlite3.connect(self.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()

    def suffers(self, trouble: Callable[[], Any], hours: float) -> None:
        """Live on for some hours with a trouble."""
        events, self.events = self.events, []
        with trouble():
            self.live(self.now() + timedelta(hours=hours))
        self.events = sorted([*self.events, *events], key=lambda one: one[0])


@contextmanager
def world(folder: Path, config: str, seed: int) -> Iterator[World]:
    """A host with a store and a configuration, at the beginning of its two years."""
    patch = pytest.MonkeyPatch()
    patch.setattr(opening, "open_store", partial(opening.open_store, busy_seconds=0.2))
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setattr("agent.schedule.places.default_path", lambda: folder / "data" / "xunjian.db")
    patch.delenv("XUNJIAN_CONFIG", raising=False)
    patch.delenv("XUNJIAN_STORE", raising=False)
    patch.delenv("XUNJIAN_AS_READ", raising=False)
    patch.setattr("agent.schedule.tick.AS_OF", BEGINS.date())
    (folder / "xunjian.yaml").write_text(config, encoding="utf-8")
    with suppress(AttributeError):
        threading.current_thread().name = "world"
    try:
        with time_machine.travel(BEGINS, tick=True) as traveller:
            yield World(folder, traveller, patch, random.Random(seed))
    finally:
        patch.undo()
