"""From a fresh line to a device's prompt: its banner passed, its questions answered no, its family known, its pager off."""

import time
from dataclasses import dataclass, field
from typing import Final

from collectors.base import Reason, SessionError
from collectors.sessions.cli import prompts
from collectors.sessions.cli.commands import is_own
from collectors.sessions.cli.families import FAMILIES, commands_to_know, known_by
from collectors.sessions.cli.line import Line
from collectors.sessions.cli.prompts import Prompt
from collectors.sessions.cli.refusals import refusal
from collectors.sessions.cli.screen import shown, words_of
from collectors.sessions.cli.secrets import masked
from collectors.sessions.cli.talking import QUIET_SECONDS, Talk
from collectors.sessions.login import CredentialRefused
from config.os_words import quoted
from config.secrets import Secret
from config.text import _

_KIB: Final = 256
_KEYS_MOST: Final = 8
"""Keys that are pressed for a device before it shows a prompt."""
_STEP_SECONDS: Final = 20.0
"""A version page or a switch of the pager takes no longer."""
_LETTING_GO_SECONDS: Final = 1.0

_CHANGE = _(
    "log in by hand with this account once and give it the password that the device wants, then write that one into the "
    "credential; an inspection changes no password"
)
_ENABLE = _("correct enable: of the credential, or have the device put the account into the privileged mode at its login")


@dataclass
class Met:
    """What was met on the way in. ``said`` are the questions that were answered, each with what was typed."""

    said: list[str] = field(default_factory=list)
    is_paged: bool = False


def find_prompt(line: Line, met: Met, seconds: float) -> Prompt:
    """Pass what stands before the prompt, and prove the prompt: an empty line brings the very same one again.

    Raises SessionError where none comes, or the device wants a password changed before it gives one.
    """
    until = time.monotonic() + seconds
    while True:
        tail = line.wait(_is_at_something, until)
        if not prompts.may_be_prompt(tail):
            if not line.listen(QUIET_SECONDS):  # else it was the end of a piece, not of what is said
                _answer(line, met, tail)
            continue
        mark = line.count
        line.type(line.enter)
        again = line.wait(lambda last: line.count > mark and _is_at_something(last), until)  # noqa: B023 - ended within
        prompt = Prompt(tail.strip())
        if prompts.may_be_prompt(again) and prompt.only(shown(line.since(mark))):
            return prompt


def _is_at_something(tail: str) -> bool:
    return prompts.may_be_prompt(tail) or prompts.waits(tail) or bool(prompts.wants_key(tail))


def _answer(line: Line, met: Met, tail: str) -> None:
    """Answer what stands before the prompt: a key where one is wanted, no where something is asked, nothing else."""
    words = words_of(tail).strip()
    key = prompts.wants_key(tail)
    mark = line.count
    if key or prompts.is_more(tail):
        line.type(key or " ")
    elif prompts.is_question(tail):
        met.said.append(f"{words} N")
        line.type("N" + line.enter)
    else:
        raise SessionError(
            Reason.DENIED, _("before its prompt the device asks {question}", question=quoted(line.last())), _CHANGE
        )
    if len(met.said) > _KEYS_MOST:
        raise SessionError(Reason.FAILED, _("the device asks again and again: {question}", question=quoted(words)), _CHANGE)
    until = time.monotonic() + _STEP_SECONDS
    line.wait(lambda last: line.count > mark and not (last.strip() and words_of(last).strip().endswith(words)), until)


def find_family(talk: Talk) -> str:
    """Find out what a device is by what it shows of itself. Raises SessionError where nothing tells."""
    said = ""
    for command in commands_to_know(talk.prompt.shown):
        try:
            said = words_of(talk.say(command, _STEP_SECONDS, _KIB))
        except SessionError as error:
            if error.reason in {Reason.CUT, Reason.BUDGET}:
                raise
            talk.recover(_STEP_SECONDS)
            continue
        if family := known_by(command, said):
            return family
    first = next((line.strip() for line in said.split("\n") if line.strip()), "")
    detail = _("what device it is could not be found out; it said {said}", said=quoted(masked(first)[:120]))
    remedy = _("write platform: in the target's entry, one of {families}", families=tuple(FAMILIES))
    raise SessionError(Reason.FAILED, detail, remedy)


def enable(talk: Talk, met: Met, user: str, secret: Secret) -> None:
    """Go into the privileged mode; the password is typed once. Raises CredentialRefused where the device refuses it."""
    line, before = talk.line, talk.prompt
    line.clear(_KIB * 1024)
    type_own(line, "enable")
    until = time.monotonic() + _STEP_SECONDS
    tail = line.wait(lambda last: prompts.wants_password(last) or _is_prompt_of(last, before), until)
    if prompts.wants_password(tail):
        mark = line.count
        line.type_secret(secret)
        line.type(line.enter)
        tail = line.wait(
            lambda last: line.since(mark).count("\n") > 0 and (prompts.wants_password(last) or _is_prompt_of(last, before)),
            until,
        )
    if prompts.wants_password(tail) or before.fits(tail):
        raise CredentialRefused(
            _("enable of {user}; the device said {said}", user=user, said=quoted(line.last())), _ENABLE, ("enable",)
        )
    talk.prompt = find_prompt(line, met, _STEP_SECONDS)


def _is_prompt_of(tail: str, before: Prompt) -> bool:
    """Whether a line is the prompt as it was, or the same with another sign at its end."""
    plain, was = tail.strip(), before.shown.strip()
    return before.fits(tail) or (plain[:-1] == was[:-1] and plain.endswith(("#", ">", "$")))


def no_pager(talk: Talk, met: Met, family: str) -> None:
    """Turn the pager off for this login. Where the device does not let us, its marks are answered page by page."""
    command = FAMILIES[family].paging
    if not command or not is_own(command):
        met.is_paged = True
        return
    met.is_paged = refusal(words_of(talk.say(command, _STEP_SECONDS, _KIB))) is not None


def leave(line: Line, family: str) -> None:
    """Take leave, so that the device's line is free at once: it has five. Waits a moment for it to hang up."""
    type_own(line, FAMILIES[family].leave if family else "exit")
    until = time.monotonic() + _LETTING_GO_SECONDS
    while time.monotonic() < until:
        tail = line.tail()
        if prompts.is_question(tail):  # what is not saved is asked about: nothing of ours, and no
            line.type("N" + line.enter)
        line.listen(0.2)


def type_own(line: Line, command: str) -> None:
    """Type what the session may type by itself. Raises ValueError for anything else."""
    if not is_own(command):
        raise ValueError(command)
    line.type(command + line.enter)
