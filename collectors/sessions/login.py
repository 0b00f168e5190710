"""Logging in: which credentials are offered to a target, in which order, each once.

A target locks an account after a few refusals, so nothing is offered twice, a one-time code is asked once, and what was
refused is CredentialRefused: the caller offers it to that target no more.
"""

import re
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from collectors.base import Reason, SessionError
from config.os_words import os_words, quoted
from config.secrets import Secret
from config.text import Text, _

if TYPE_CHECKING:
    from paramiko import PKey, Transport

AGENT_KEYS_MOST = 3
"""sshd's MaxAuthTries is 6 (sshd_config(5)); a key file and a password must still fit."""
CODE_SECONDS = 120
"""How long a person may take for a one-time code: sshd's LoginGraceTime (sshd_config(5))."""

_SAID_MOST = 200
"""Characters of another program's words that are kept: an error's line."""

_PASSWORD_PROMPT = re.compile(r"pass\s*word|密码|口令", re.IGNORECASE)
_CODE_PROMPT = re.compile(r"one.?time|otp|token|code|verif|动态|验证", re.IGNORECASE)


class CredentialRefused(SessionError):  # noqa: N818 - it is said of the target, as Absent is
    """The target knows us not by what we offered; ``tried`` names the methods. Not to be offered again."""

    def __init__(self, detail: str | Text, remedy: Text, tried: tuple[str, ...] = ()) -> None:
        super().__init__(Reason.REFUSED, detail, remedy)
        self.tried = tried


@dataclass(frozen=True, slots=True)
class Login:
    """What to prove ourselves with. ``code`` is given the prompt and returns a one-time code; it is called once."""

    user: str
    key_path: str = ""
    passphrase: Secret | None = None
    password: Secret | None = None
    use_agent: bool = False
    code: Callable[[str], str] | None = None


_REFUSED = _("check the account, its key or password and its lock on the target; it is not offered again until changed")
_NOTHING = _("name a key file, a password reference or an agent for this target's credential")
_KEY_FILE = _("check the key file's path, its rights and its passphrase")
_SLOW = _("find out why the target takes so long to log in (name service, PAM, load), then inspect again")
_ENDED = _("see the target's own log of logins for why it ended the connection")


def authenticate(transport: "Transport", login: Login, seconds: float) -> str:
    """Log in and name the methods that were accepted. Raises CredentialRefused, or SessionError when it broke off."""
    import paramiko  # noqa: PLC0415 - a heavy import

    transport.auth_timeout = max(seconds, CODE_SECONDS if login.code else 0)
    until = time.monotonic() + transport.auth_timeout
    tried: list[str] = []
    passed: list[str] = []
    wanted = _allowed(transport, login.user) if login.code else set()
    with closing(_attempts(transport, login)) as attempts:
        for method, attempt in attempts:
            if wanted and method not in wanted:
                continue
            tried.append(method)
            try:
                more = attempt()
            except paramiko.BadAuthenticationType as refusal:
                wanted = set(refusal.allowed_types)
                continue
            except (paramiko.SSHException, EOFError, OSError) as error:
                _broken_off(transport, error, until, (login.user, tried))
                continue
            passed.append(method)
            if not more:
                return "+".join(passed)
            wanted = set(more)
    if not tried:
        raise SessionError(Reason.NO_CREDENTIAL, _("{user}: nothing to log in with", user=login.user), _NOTHING)
    raise _refusal(login.user, tried)


def _allowed(transport: "Transport", user: str) -> set[str]:
    """Ask which methods there are (RFC 4252, 5.2): who asks for a code may count a password offered alone as wrong."""
    import paramiko  # noqa: PLC0415 - a heavy import

    try:
        transport.auth_none(user)
    except paramiko.BadAuthenticationType as refusal:
        return set(refusal.allowed_types)
    except (paramiko.SSHException, EOFError, OSError):
        return set()
    return set()


def _refusal(user: str, tried: list[str]) -> CredentialRefused:
    detail = _("credential of {user}; offered: {methods}", user=user, methods=tuple(dict.fromkeys(tried)))
    return CredentialRefused(detail, _REFUSED, tuple(tried))


def _broken_off(transport: "Transport", error: Exception, until: float, offered: tuple[str, list[str]]) -> None:
    """Return when the method was refused; raise when there is no connection to offer another one on."""
    if time.monotonic() >= until:
        raise SessionError(Reason.TIMEOUT, _("the login took too long"), _SLOW) from error
    if transport.is_active():
        return
    is_refusal = type(error).__name__ == "AuthenticationException" and "shut down" not in str(error)
    user, tried = offered
    if len(tried) > 1 or is_refusal:
        raise _refusal(user, tried) from error
    detail = _("closed during the login: {said}", said=quoted(str(error)[:_SAID_MOST] or type(error).__name__))
    raise SessionError(Reason.CUT, detail, _ENDED) from error


def _attempts(transport: "Transport", login: Login) -> Generator[tuple[str, Callable[[], list[str]]]]:
    """Give each credential that there is, with its method, in order."""
    import paramiko  # noqa: PLC0415 - a heavy import

    if login.key_path:
        key = private_key(login.key_path, login.passphrase)
        yield "publickey", partial(transport.auth_publickey, login.user, key)
    if login.use_agent:
        with closing(paramiko.Agent()) as agent:
            for agent_key in agent.get_keys()[:AGENT_KEYS_MOST]:
                yield "publickey", partial(transport.auth_publickey, login.user, agent_key)
    password = login.password
    if password:
        yield "password", lambda: transport.auth_password(login.user, password.reveal(), fallback=False)
    if password or login.code:
        answers = _Prompts(login)
        yield "keyboard-interactive", partial(transport.auth_interactive, login.user, answers)


def private_key(path: str, passphrase: Secret | None) -> "PKey":
    """Load a key file. Raises SessionError saying what is wrong with it."""
    try:
        return _loaded(path, Path(path).expanduser().stat().st_mtime_ns, passphrase)
    except OSError as error:
        raise SessionError(Reason.NO_CREDENTIAL, _("{path}: {why}", path=path, why=os_words(error)), _KEY_FILE) from error
    except Exception as error:  # noqa: BLE001 - paramiko and cryptography raise a dozen unrelated kinds
        # Not the library's words: they may quote the file.
        why = quoted(type(error).__name__)
        raise SessionError(Reason.NO_CREDENTIAL, _("{path}: {why}", path=path, why=why), _KEY_FILE) from None


@lru_cache(maxsize=32)
def _loaded(path: str, _changed_at: int, passphrase: Secret | None) -> "PKey":
    """A hundred targets share one key file: it is read, and its passphrase worked, once."""
    import paramiko  # noqa: PLC0415 - a heavy import

    words = passphrase.reveal().encode() if passphrase else None
    key: PKey = paramiko.PKey.from_path(path, words)  # type: ignore[arg-type]  # the stubs are of a later paramiko
    return key


class _Prompts:
    """Answers what a keyboard-interactive login asks: the password once, the code once, nothing twice."""

    def __init__(self, login: Login) -> None:
        self._password = login.password
        self._code = login.code

    def __call__(self, _title: str, _instructions: str, prompts: list[tuple[str, bool]]) -> list[str]:
        return [self._answer(prompt) for prompt, _echo in prompts]

    def _answer(self, prompt: str) -> str:
        is_code = bool(_CODE_PROMPT.search(prompt)) and not _PASSWORD_PROMPT.search(prompt)
        if self._password and not (is_code and self._code):
            password, self._password = self._password, None
            return password.reveal()
        if self._code:
            code, self._code = self._code, None
            return code(prompt.strip())
        return ""
