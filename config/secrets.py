"""Secrets: a reference in, the secret out; nothing else turns one into the other."""

import os
import re
from collections.abc import Callable
from stat import S_IMODE, S_ISREG
from threading import Lock
from typing import final

from config.credential_files import handed_file, is_handed, kept_file
from config.os_words import os_words
from config.problems import ConfigError, Problem, refuse
from config.text import _

MOST_BYTES = 64 * 1024  # a long key with its certificate has 16 KiB

_ENVIRONMENT = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
_FILE = re.compile(r"\$\{file:(/[^{}\x00]+)\}")
_CREDENTIAL = re.compile(r"\$\{credential:([A-Za-z0-9_][A-Za-z0-9_.-]*)\}")
_VAULT = re.compile(r"\$\{vault:([A-Za-z0-9_][A-Za-z0-9_-]*)(?:\.([a-z_]+))?\}")
_ASK = "${ask}"
_OTHERS = 0o077  # any right of the group or of others
_MASK_OF_ACL = 0o040
"""systemd gives a credential to the service's account by an access list, whose mask stands where the group's rights do."""


@final
class Secret:
    """A secret value that neither prints, compares nor pickles; ``reveal()`` at the last moment."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the value itself, to the driver that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(***)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


@final
class Asked:
    """Ask a person once per name and keep the answer in memory; safe to share between threads.

    Give it to ``resolve`` as ``ask``. ``prompt`` shows a name (``ops.password``) and returns what was typed.
    """

    __slots__ = ("_answers", "_lock", "_prompt")

    def __init__(self, prompt: Callable[[str], str]) -> None:
        self._prompt = prompt
        self._answers: dict[str, Secret] = {}
        self._lock = Lock()

    def __call__(self, name: str) -> str:
        """Give what was typed for ``name``, asking when it was not yet."""
        with self._lock:
            if name not in self._answers:
                self._answers[name] = Secret(self._prompt(name))
            return self._answers[name].reveal()

    def __repr__(self) -> str:
        return "Asked(***)"


def in_vault(reference: str) -> tuple[str, str] | None:
    """The entry and its field that ``${vault:NAME}`` or ``${vault:NAME.field}`` names; None for another reference."""
    found = _VAULT.fullmatch(reference)
    return (found[1], found[2] or "password") if found else None


def resolve(
    reference: str,
    *,
    ask: Callable[[str], str],
    place: str,
    name: str = "",
    vault: Callable[[str, str], Secret] | None = None,
) -> Secret:
    """Turn ``${env:NAME}``, ``${file:/path}``, ``${credential:NAME}``, ``${vault:NAME}`` or ``${ask}`` into the secret.

    Empty gives empty.

    ``name`` says which secret is asked for; ``place`` is where the reference stands. Raises ConfigError when the secret
    is missing, empty, or lies in a file that others can read; what ``ask`` and ``vault`` raise passes through.
    """
    if not reference:
        return Secret("")
    if vault is not None and (entry := in_vault(reference)):
        return vault(*entry)
    if reference == _ASK:
        return _some(ask(name or place), place, name)
    if found := _ENVIRONMENT.fullmatch(reference):
        return _from_environment(found[1], place, name)
    if found := _FILE.fullmatch(reference):
        return _some(_from_file(handed_file(found[1]) or found[1], place, name), place, name)
    if found := _CREDENTIAL.fullmatch(reference):
        return _some(_from_file(handed_file(found[1]) or kept_file(found[1]), place, name), place, name)
    raise refuse(place, name, _("a secret in clear text"), _HOW)


def check(reference: str, place: str, name: str = "") -> tuple[Problem, ...]:
    """Say what would keep ``resolve`` from succeeding, without asking anybody and without keeping the secret."""
    if reference == _ASK or in_vault(reference):
        return ()
    try:
        resolve(reference, ask=str, place=place, name=name)
    except ConfigError as error:
        return error.problems
    return ()


def check_key_file(path: str, place: str, name: str = "") -> tuple[Problem, ...]:
    """Hold a private key's file to the same rules: there, a file, ours or root's, and nobody else's to read."""
    try:
        _bytes(path, place, name)
    except ConfigError as error:
        return error.problems
    return ()


_HOW = _(
    'no secret stands in this file: write "${{env:NAME}}" for an environment variable, "${{file:/full/path}}" for a file'
    ' that only its owner can read, "${{credential:NAME}}" for a credential that systemd hands to the service,'
    ' "${{vault:NAME}}" for an entry of xunjian credentials, or "${{ask}}" to be asked when it runs'
)


def _some(value: str, place: str, name: str) -> Secret:
    if not value:
        raise refuse(place, name, _("an empty secret"), _("give it a value"))
    return Secret(value)


def _from_environment(variable: str, place: str, name: str) -> Secret:
    if variable not in os.environ:
        found = _("no environment variable {variable}", variable=variable)
        raise refuse(
            place, name, found, _("set it for the process that runs xunjian: export {variable}=…", variable=variable)
        )
    return _some(os.environ[variable], place, name)


def _from_file(path: str, place: str, name: str) -> str:
    content = _bytes(path, place, name)
    try:
        return content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        pass  # its context would carry the bytes
    raise refuse(place, name, _("{path}, which is no text in UTF-8", path=path), _("save it as UTF-8"))


def _bytes(path: str, place: str, name: str) -> bytes:
    return private_bytes(path, place, name, most=MOST_BYTES)


def private_bytes(path: str, place: str, name: str, *, most: int) -> bytes:
    """Read a file that nobody else may read or write, of at most ``most`` bytes. Raises ConfigError.

    It is read through one descriptor: what was checked is what is read. Links lead to the file that is checked.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a named pipe must not hold us
    except OSError as error:
        reason = os_words(error)
        found = _("{path}, which cannot be read ({reason})", path=path, reason=reason)
        raise refuse(
            place, name, found, _("put the secret there, readable by the account that runs xunjian only")
        ) from None
    try:
        _guard(os.fstat(descriptor), path, place, name)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(descriptor)
    if len(content) > most:
        raise refuse(
            place, name, _("{path}, which is too long for a secret", path=path), _("name the file that holds it alone")
        )
    return content


def _guard(status: os.stat_result, path: str, place: str, name: str) -> None:
    if not S_ISREG(status.st_mode):
        raise refuse(
            place, name, _("{path}, which is no ordinary file", path=path), _("name the file that holds the secret")
        )
    if status.st_uid not in (os.geteuid(), 0):
        found = _("{path}, which belongs to another account", path=path)
        raise refuse(place, name, found, _("make it yours: chown {uid} {path}", uid=os.geteuid(), path=path))
    if status.st_mode & (_OTHERS & ~_MASK_OF_ACL if is_handed(path) else _OTHERS):
        found = _("{path}, which others can read or write (mode {mode})", path=path, mode=f"{S_IMODE(status.st_mode):04o}")
        raise refuse(place, name, found, _("take their rights away: chmod 600 {path}", path=path))
