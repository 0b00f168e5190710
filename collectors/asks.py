"""Asks: data that a session can send, and the question that one becomes with the values of its parameters."""

import hashlib
import json
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from collectors.answers import Answer, Walk
from collectors.devices import Cli, Snmp, Ways
from collectors.parameters import Ask, Parameter, Root
from collectors.statements import EachDatabase, Sql


@dataclass(frozen=True, slots=True)
class Shell(Ask[Answer]):
    r"""A read-only POSIX shell command, run on the target under ``LC_ALL=C`` with closed standard input.

    ``"$1"``... are the parameters in order (in a walk ``"$1"`` is the item and they follow). ``$S`` stands before what
    root should run: a word before a command, wherever the ask's own shell runs it (not in another shell, ``xargs`` or
    ``find -exec``). It is empty, or where the target's entry allows sudo ``sudo -n``, or a function that uses sudo only
    for what sudoers allows. ``tool`` is the command without which there is nothing to ask. ``samples=2`` runs it at the
    round's start and end, ``seconds`` and ``kib`` bound one run. Exit codes outside ``ok`` and an empty output are
    SessionErrors, unless ``may_be_empty``.
    """

    command: str
    tool: str = ""
    seconds: int = 10
    kib: int = 128
    root: Root = Root.NEVER
    samples: int = 1
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Recall(Ask[Answer]):
    """What we kept of a target ourselves, from our own store: the bookmark of a collector. No session sees it.

    Its answer is evidence like any other, so a replay reads what was known that day. It is empty at the first time.
    """

    of: str
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = True


@dataclass(frozen=True, slots=True)
class Each(Ask[Walk[Answer]]):
    r"""One ask repeated per item on the target itself, one bound and state per item.

    ``items`` prints one item a line behind ``=``; every other line is witness of how it looked. At most ``most`` are
    asked; the rest become unseen.
    """

    items: Shell
    ask: Shell
    most: int = 64


@dataclass(frozen=True, slots=True)
class Process(Ask[Answer]):
    """A program on our own side that asks a target over the network, as ``ipmitool -I lanplus`` does.

    In ``argv`` the words ``{address}``, ``{port}`` and ``{user}`` are the target's entry; its password travels in the
    environment variable ``secret`` alone. Bounds and exit codes as in ``Shell``.
    """

    argv: tuple[str, ...]
    secret: str = ""
    seconds: int = 30
    kib: int = 256
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False

    @property
    def tool(self) -> str:
        """The program itself."""
        return self.argv[0]


@dataclass(frozen=True, slots=True)
class Tree(Ask[Answer]):
    """A walk over JSON documents by HTTP GET, as Redfish links them.

    From ``start`` along every ``{"@odata.id": path}`` that stands under a key of ``follow``. The answer's text is one JSON
    object: ``documents`` (by path), ``unseen`` (path, reason, detail) of those that were linked and not had.
    """

    start: str
    follow: tuple[str, ...]
    most: int = 600
    seconds: int = 180
    kib: int = 16384
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Http(Ask[Answer]):
    """One page by HTTP GET, below the target's address; the answer's text is one JSON object of what was met.

    ``headers`` are sent; the credential travels as basic authentication where the target's entry names one. ``more`` are
    further pages of the same service, asked one after the other and written under ``more`` by their paths. What fits the
    regular expression ``hide`` is taken out of each before it is written down.
    """

    path: str = ""
    more: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    hide: str = ""
    seconds: int = 20
    kib: int = 512
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Tls(Ask[Answer]):
    """A TLS handshake with the target's address: protocol, cipher, chain, as one JSON object."""

    seconds: int = 20
    kib: int = 256
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Tcp(Ask[Answer]):
    """A TCP connection with the target's address, ``tries`` times: times and what it said, as one JSON object.

    ``say`` is sent once connected (a read-only request of a line protocol), after the credential where there is one; where
    there is nothing to say, what the peer says first is read.

    Of the line protocol of Redis ``say`` may have further lines, ``pattern -> words``: they are said once for each line of
    the first answer that the pattern fits from its beginning (16 at most), ``{}`` in them being its group.
    """

    say: str = ""
    tries: int = 3
    seconds: int = 15
    kib: int = 256
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Transact(Ask[Answer]):
    """The steps that the target's entry in the configuration writes down, in one web session, as one JSON object."""

    seconds: int = 120
    kib: int = 1024
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Form(Ask[Answer]):
    """A form that a person fills in; the answer's text is one JSON object of what was written, with the questions."""

    of: str
    tool: str = ""
    ok: tuple[int, ...] = (0,)
    may_be_empty: bool = False


Single = Shell | Process | Tree | Http | Tls | Tcp | Transact | Form | Recall | Sql | Snmp | Cli | Ways
"""An ask with one answer."""
Repeated = Each | EachDatabase
"""An ask with one answer an item."""


@dataclass(frozen=True, slots=True)
class Question:
    """One ask with the values of its parameters, as a session sends it. ``items`` are a follow-up's."""

    id: str
    ask: Ask[Any]
    values: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    most: int = 64

    @property
    def digest(self) -> str:
        """The ask's own identity: sha256 over what it would run, without the values."""
        return ask_digest(self.ask)


@lru_cache(maxsize=4096)
def ask_digest(ask: Ask[Any]) -> str:
    """Name an ask by what it would run: equal text, equal digest, over all versions of the program."""
    words = ask_words(ask)
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


_BOUNDS = frozenset({"seconds", "kib", "most", "tries", "tool", "ok", "may_be_empty", "secret", "hide"})
"""Fields of an ask that say how long, how much and what of the answer is not kept, not what is asked."""


def ask_words(ask: Ask[Any]) -> list[object]:
    """Give what an ask would do, without its bounds."""
    if isinstance(ask, Each):
        return ["each", ask.items.command, ask.ask.command, ask.ask.samples]
    if isinstance(ask, Shell):
        return ["shell", ask.command, ask.samples]
    if isinstance(ask, EachDatabase):
        return ["each_database", ask_words(ask.items), ask_words(ask.ask)]
    if isinstance(ask, Sql):
        return ["sql", [[one.text, one.since, one.before, *one.products] for one in ask.statements]]
    if isinstance(ask, Snmp):
        return ["snmp", [[*one.of, "", *one.scalars, "", *one.columns] for one in ask.parts], ask.samples]
    if not isinstance(ask, Single):
        raise TypeError(f"no words for {type(ask).__name__}")
    words = [getattr(ask, one.name) for one in fields(ask) if one.name not in _BOUNDS]
    return [type(ask).__name__.lower(), *words]
