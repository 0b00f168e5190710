"""A network device's command line as a session: by the SSH session that all targets share, or by telnet.

    ssh = SshSession(address, access, login, budget, known_hosts=..., jump=..., names=...)
    session = CliSession(ssh, budget, family="huawei_vrp", user=login.user, enable=secret, menu=access.menu, names=names)

Nothing is sent but what ``commands`` lets through, every answer is masked before it is evidence, and an answer that did not
come to its end is none.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Final

from collectors.base import Cli, Question, Reason, SessionError
from collectors.evidence import Reply, encode
from collectors.sessions.base import Budget
from collectors.sessions.cli import domains, entering
from collectors.sessions.cli.commands import is_read_only
from collectors.sessions.cli.families import FAMILIES
from collectors.sessions.cli.line import Line, Wire
from collectors.sessions.cli.refusals import refusal
from collectors.sessions.cli.screen import words_of
from collectors.sessions.cli.secrets import masked
from collectors.sessions.cli.talking import Talk
from collectors.sessions.cli.telnet import TelnetWay
from collectors.sessions.notices import Cost
from collectors.sessions.ssh import SshSession
from collectors.sessions.terminal import Terminal, walk
from collectors.sessions.watch import Watch, closed
from config.secrets import Secret
from config.text import _

if TYPE_CHECKING:
    from paramiko import Channel

COLUMNS, ROWS = 511, 1000
"""The terminal that a device is told of: so wide that no line is wrapped, so high that few pagers begin (netmiko's own)."""
_RECOVER_SECONDS: Final = 5.0
_NO_LINE = _(
    "see on the device whether all of its lines (VTY) are in use, and whether the account may have a command line over SSH"
)
_NO_WAY_BACK = _("the device hung at an earlier command; see its log, then inspect again")


@dataclass(frozen=True, slots=True)
class Way:
    """How the commands travel: ``family`` is a word of config.kinds.FAMILIES, "" finds it out.

    ``enable`` opens the privileged mode; ``menu`` are a bastion's steps, with ``names`` for their placeholders.
    """

    family: str = ""
    user: str = ""
    enable: Secret | None = None
    menu: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


class CliSession:
    """A session with one device. Many rounds share one login, for a device has few lines to log in on."""

    def __init__(self, through: SshSession | TelnetWay, budget: Budget, way: Way) -> None:
        self._through = through
        self._budget = budget
        self._way = way
        self._family = way.family
        self._watch = Watch(budget)
        self._closed = Event()
        self._met = entering.Met()
        self._domains = domains.Domains()
        self._name = ""
        self._wire: Wire | None = None
        self._talk: Talk | None = None
        self._failure: SessionError | None = None
        self._is_busy = False

    @property
    def transport(self) -> Mapping[str, str]:
        """What the way says of itself, and the device's family, name, rights and pager, and what it asked at the login."""
        said = dict(self._through.transport)
        if self._talk is not None:
            said |= {
                "way": said.get("way", "cli"),
                "family": self._family,
                "device_name": self._name,
                "is_user_mode": _yes(self._is_low),
                "is_paged": _yes(self._met.is_paged),
            }
        if self._met.said:
            said["asked_at_login"] = " / ".join(self._met.said)
        return said

    @property
    def costs(self) -> Sequence[Cost]:
        """What each command of the last round took."""
        return self._watch.costs

    @property
    def _is_low(self) -> bool:
        family = FAMILIES.get(self._family)
        return self._talk is not None and family is not None and family.has_enable and self._talk.prompt.is_low

    def connect(self) -> None:
        """Reach the device, log in, find its prompt and family. Connected already, it does nothing."""
        if self._talk is not None:
            return
        if self._failure is not None:
            raise self._failure
        try:
            self._through.connect()
            self._watch.start()
            self._enter()
        except SessionError as error:
            self._failure = closed() if self._closed.is_set() else error
            self._hang_up()
            raise self._failure from None

    def ask(self, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes | SessionError]]:
        """Carry one round, a command after the other; yield each question with its evidence, or why there is none."""
        self._watch.start()
        for question in questions:
            started = time.monotonic()
            try:
                reply: bytes | SessionError = self._asked(question)
            except SessionError as error:
                reply = error
            self._watch.costs.append(Cost(question.id, time.monotonic() - started, 0.0))
            yield question, reply
        if self._talk is not None and self._failure is None:
            try:
                self._domains.leave(self._talk, self._met)
            except SessionError as error:
                self._failure = error

    def close(self) -> None:
        """End it at once; between two commands with a word of leave, so that the device's line is free."""
        self._closed.set()
        if self._talk is not None and not self._is_busy and self._failure is None:
            line = self._talk.line
            with suppress(SessionError, OSError):
                entering.leave(Line(line.wire, lambda: None), self._family)
        self._hang_up()

    def _enter(self) -> None:
        line = self._line()
        seconds = self._budget.connect_seconds * 2
        if isinstance(self._through, TelnetWay):
            line.enter = "\r\n"
            self._through.log_in(line)
        talk = Talk(line, entering.find_prompt(line, self._met, seconds))
        try:
            self._family = self._family or entering.find_family(talk)
            talk.speak(self._family)
            family = FAMILIES[self._family]
            if family.has_enable and talk.prompt.is_low and self._way.enable:
                entering.enable(talk, self._met, self._way.user, self._way.enable)
            entering.no_pager(talk, self._met, self._family)
        except BaseException:
            talk.end()
            raise
        self._talk, self._name = talk, talk.prompt.name

    def _line(self) -> Line:
        """Open the shell, and pass a bastion's menu."""
        if isinstance(self._through, TelnetWay):
            self._wire = self._through.shell()
            return Line(self._wire, self._check)
        try:
            channel: Channel = self._through.shell(COLUMNS, ROWS)
        except SessionError as error:
            if error.reason is not Reason.REFUSED:
                raise
            raise SessionError(Reason.REFUSED, error.detail, _NO_LINE) from None
        self._wire = channel
        if not self._way.menu:
            return Line(channel, self._check)
        terminal = Terminal(channel, self._watch, self._check, self._budget.connect_seconds * 2)
        walk(terminal, self._way.menu, self._way.names)
        return Line(channel, self._check, terminal.heard)

    def _asked(self, question: Question) -> bytes:
        ask = question.ask
        if not isinstance(ask, Cli):
            raise TypeError(f"{question.id}: a device's command line cannot ask {type(ask).__name__}")
        if not is_read_only(ask.command):
            raise ValueError(f"{question.id}: {ask.command!r} is none of the commands that only show")
        if self._failure is not None or self._talk is None:
            raise self._failure or SessionError(Reason.CUT, _("not connected"))
        if self._family not in ask.families:
            detail = _(
                "the command is for {families}; the device is of {family}", families=ask.families, family=self._family
            )
            raise SessionError(Reason.NOT_OFFERED, detail)
        return self._answered(self._talk, ask)

    def _answered(self, talk: Talk, ask: Cli) -> bytes:
        self._check()
        self._is_busy = True
        try:
            if self._family == domains.FAMILY:
                self._domains.go(talk, self._met, ask.command)
            said = talk.say(ask.command, ask.seconds, ask.kib)
        except SessionError as error:
            if error.reason is not Reason.NOT_OFFERED:
                self._come_back(talk, error)
            raise
        finally:
            self._is_busy = False
        plain = said.encode("latin-1").decode("utf-8", errors="surrogateescape")
        out = masked(plain).encode("utf-8", errors="surrogateescape")
        # Of the masked text: a refusal is quoted with the lines around it.
        if found := refusal(words_of(out.decode("latin-1")), is_low=self._is_low, more=ask.refused):
            raise found
        return encode((Reply("ok", 0, out, cut_bytes=talk.dropped_bytes, is_privileged=not self._is_low),))

    def _come_back(self, talk: Talk, error: SessionError) -> None:
        """After an answer that did not end, find the prompt again; without it nothing more can be asked."""
        if error.reason in {Reason.CUT, Reason.BUDGET}:
            self._failure = error
            return
        try:
            talk.recover(_RECOVER_SECONDS)
        except SessionError as lost:
            is_ours = lost.reason is Reason.BUDGET
            self._failure = lost if is_ours else SessionError(Reason.CUT, lost.detail, _NO_WAY_BACK)

    def _check(self) -> None:
        if self._closed.is_set():
            raise closed()
        self._watch.check_total()

    def _hang_up(self) -> None:
        if self._talk is not None:
            self._talk.end()
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()
        self._through.close()


def _yes(is_so: bool) -> str:  # noqa: FBT001 - the one thing it tells
    return "yes" if is_so else "no"
