"""One command and its answer: typed, read to the prompt, and the prompt proved to be the end and no line of the answer.

netmiko's driver of the family types and waits; what it waits on is ours. Left to itself it takes the first place where the
prompt's text stands for the end, so a log that quotes the prompt would come short; it drops bytes that are no UTF-8, and
reads without bound from a device that never stops.
"""

import logging
import re
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from collectors.base import Reason, SessionError
from collectors.sessions.cli import prompts
from collectors.sessions.cli.families import FAMILIES, INTERRUPT
from collectors.sessions.cli.line import Line
from collectors.sessions.cli.prompts import Prompt
from collectors.sessions.cli.screen import shown, words_of
from collectors.sessions.cli.secrets import masked
from config.os_words import quoted
from config.text import _

if TYPE_CHECKING:
    from netmiko import BaseConnection

ANY_FAMILY: Final = "generic"
"""netmiko's name for a device that is not known yet."""
QUIET_SECONDS: Final = 0.3
"""How long a device is silent that waits for an answer."""
_STILL_SECONDS: Final = 0.05
"""How long nothing more comes after an answer's end: one that quotes two prompts in two lines goes on there."""
_LONGER_SECONDS: Final = 3600
"""netmiko's own bound, beyond all of ours."""
_ASKS = _(
    "log in by hand and see what the device asks for; it was answered no, for an inspection confirms nothing and changes "
    "no password"
)
_WANTS_PASSWORD = _("log in by hand once and see what password the device wants there; an inspection types none")


class Talk:
    """A conversation with one device behind one line. ``until`` is when the answer must be there (monotonic seconds)."""

    def __init__(self, line: Line, prompt: Prompt) -> None:
        self.line = line
        self.prompt = prompt
        self.until = 0.0
        self.dropped_bytes = 0
        self._interrupt = INTERRUPT
        self._driver = _driver(self, ANY_FAMILY)

    def speak(self, family: str) -> None:
        """Take netmiko's driver of this family."""
        self.end()
        self._interrupt = FAMILIES[family].interrupt
        self._driver = _driver(self, family)

    def say(self, command: str, seconds: float, kib: int) -> str:
        """Type a command and give its answer, without its echo and the prompt; ``dropped_bytes`` is what was too much.

        Raises SessionError where the answer does not come to its end in time, or the device asks something.
        """
        self.line.clear(kib * 1024 + 2 * len(command) + 512)
        self.until = time.monotonic() + seconds
        ending = re.escape(self.prompt.shown.strip()) + r"\s*\Z"
        said = self._driver.send_command(
            command,
            expect_string=ending,
            read_timeout=_LONGER_SECONDS,
            strip_prompt=False,
            strip_command=False,
            cmd_verify=False,
        )
        return without_echo(str(said), command, self.prompt)

    def type(self, text: str) -> None:
        """Type what netmiko's driver wrote."""
        self.line.type(text)

    def whole(self) -> str:
        """Read an answer to its end, and give it as it stands on the screen, the prompt last."""
        while True:
            self._to_prompt(0)
            mark = self.line.count
            self.line.type(self.line.enter)
            self._to_prompt(mark)
            while self.prompt.only(shown(self.line.since(mark))):
                if not self.line.listen(_STILL_SECONDS):
                    self.dropped_bytes = self.line.dropped(mark)
                    return f"{shown(self.line.until(mark))}\n{self.prompt.shown.strip()}"
                self._to_prompt(mark)  # late prompts of ours, or the answer goes on

    def recover(self, seconds: float) -> None:
        """Break off what runs, and come back to the prompt. Raises SessionError where that fails."""
        self.line.type(self._interrupt)
        self.until = time.monotonic() + seconds
        self.line.clear(0)
        self.line.type(self.line.enter)
        self._to_prompt(1)
        self.whole()

    def end(self) -> None:
        """Let the driver go; netmiko hangs a filter on its log for each."""
        logging.getLogger("netmiko").removeFilter(self._driver._secrets_filter)  # noqa: SLF001 - no public way

    def _to_prompt(self, mark: int) -> None:
        """Wait until the prompt stands there, paging on, with more than so many bytes heard."""
        while True:
            tail = self.line.wait(partial(self._is_something_after, mark), self.until)
            if self.prompt.fits(tail):
                return
            if prompts.is_more(tail):
                self.line.drop_tail()
                mark = self.line.count
                self.line.type(prompts.page_key(tail))
            elif not self.line.listen(QUIET_SECONDS):  # else it was the end of a piece, not of what is said
                self._refuse(tail)

    def _is_something_after(self, mark: int, tail: str) -> bool:
        return self.line.count > mark and self._is_something(tail)

    def _is_something(self, tail: str) -> bool:
        return self.prompt.fits(tail) or prompts.is_more(tail) or prompts.is_question(tail) or prompts.wants_password(tail)

    def _refuse(self, tail: str) -> None:
        """Say no to a question, break off a wish for a password, and say what it was."""
        asked = quoted(masked(words_of(tail).strip()))
        if prompts.is_question(tail):
            self.line.type("N" + self.line.enter)
            raise SessionError(Reason.FAILED, _("the device asked {question}", question=asked), _ASKS)
        raise SessionError(Reason.DENIED, _("the device asked {question}", question=asked), _WANTS_PASSWORD)


def without_echo(said: str, command: str, prompt: Prompt) -> str:
    """Take the echo of a command, what stood before it, and the prompts at the end off an answer."""
    lines = prompts.without_marks(said).split("\n")
    while lines and (prompts.is_beside(lines[-1]) or prompt.fits(lines[-1])):
        lines.pop()
    start = next((at for at, line in enumerate(lines) if not (prompts.is_beside(line) or prompt.fits(line))), len(lines))
    for end in range(start + 1, min(start + 4, len(lines)) + 1):  # a terminal of 80 columns wraps an echo
        echo = "".join(line.strip() for line in lines[start:end]).replace(" ", "")
        wanted = command.replace(" ", "")
        if echo == wanted or (echo.endswith(wanted) and prompt.fits(echo[: -len(wanted)])):
            start = end
            break
    return "".join(f"{line}\n" for line in lines[start:])


def _driver(talk: Talk, family: str) -> "BaseConnection":
    """Make netmiko's driver of a family over our own line; it opens nothing and logs in to nothing."""
    from netmiko.channel import Channel  # noqa: PLC0415 - a heavy import
    from netmiko.ssh_dispatcher import ssh_dispatcher  # noqa: PLC0415 - as above

    class Through(Channel):
        """netmiko's way to the device: what it reads is a whole answer."""

        def __init__(self) -> None:
            self.remote_conn = None

        def read_buffer(self) -> str:
            return talk.whole()

        def read_channel(self) -> str:
            return talk.whole()

        def write_channel(self, out_data: str) -> None:
            talk.type(out_data)

    _silence()
    made: BaseConnection = ssh_dispatcher(device_type=family)(
        host="device",
        device_type=family,
        auto_connect=False,
        encoding="latin-1",
        default_enter=talk.line.enter,
        disable_lf_normalization=True,
    )
    made.channel = Through()
    return made


def _silence() -> None:
    """Keep netmiko's own words, which hold every answer before it is masked, out of every log."""
    logger = logging.getLogger("netmiko")
    if logger.level <= logging.CRITICAL:
        logger.setLevel(logging.CRITICAL + 1)
