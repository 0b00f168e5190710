"""The vault's file: found, read once a run, written so that a crash leaves the old one or the new one."""

import ctypes
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Final

import click

from config.problems import ConfigError
from config.secrets import Secret, private_bytes
from config.text import Text, _
from config.vault import MOST_BYTES, Entry, VaultError, Wrong, opened, sealed

FILE_NAME: Final = "xunjian.vault"
PATH_VARIABLE: Final = "XUNJIAN_VAULT"
PASSPHRASE_VARIABLE: Final = "XUNJIAN_VAULT_PASSPHRASE_FILE"  # noqa: S105 - a variable's name
NEW_PASSPHRASE_VARIABLE: Final = "XUNJIAN_VAULT_NEW_PASSPHRASE_FILE"  # noqa: S105 - as above
PASSPHRASE_PROMPT = _("Passphrase of the vault")
_PR_SET_DUMPABLE: Final = 4  # prctl(2)

WRONG_WORDS: Final[Mapping[Wrong, Text]] = {
    Wrong.NO_VAULT: _("{path} is no vault of this version of xunjian"),
    Wrong.DAMAGED: _("{path} is damaged: its checksum does not fit. Put back a copy of it"),
    Wrong.COSTLY: _("{path} asks for more memory than a vault needs; it is not opened"),
    Wrong.PASSPHRASE: _("the passphrase does not open {path}; nothing was offered to any target"),
}
_NO_TERMINAL = _("no terminal to ask for the vault's passphrase on; name a file that holds it in {variable}")


class VaultTrouble(Exception):  # noqa: N818 - what an operator can put right, no error of the program
    """The vault cannot be used; ``text`` says why, and never holds a secret."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.template)
        self.text = text


def vault_path(configured: str) -> Path:
    """Where the vault lies: $XUNJIAN_VAULT, else as configured (beside the configuration), else in this folder."""
    return Path(os.environ.get(PATH_VARIABLE) or configured or FILE_NAME).absolute()


def ask_passphrase(prompt: str, variable: str = PASSPHRASE_VARIABLE) -> Secret:
    """The passphrase: from the file that the environment names, else typed. Raises VaultTrouble where nobody can type."""
    named = os.environ.get(variable, "")
    if named:
        content = _private(Path(named))
        try:
            return Secret(content.decode("utf-8").rstrip("\r\n"))
        except UnicodeDecodeError:
            pass  # its context would carry the bytes
        raise VaultTrouble(_("{path} is no text in UTF-8", path=named))
    if not sys.stdin.isatty():
        raise VaultTrouble(Text(_NO_TERMINAL.template, {"variable": variable}))
    return Secret(str(click.prompt(prompt, hide_input=True, err=True)))


def _private(path: Path) -> bytes:
    """Read a file that nobody else may read. Raises VaultTrouble."""
    try:
        return private_bytes(str(path), "", str(path), most=MOST_BYTES)
    except ConfigError as error:
        problem = error.problems[0]
        raise VaultTrouble(_("{found}; {write}", found=problem.found, write=problem.write)) from None


def load(path: Path, passphrase: Callable[[], Secret]) -> tuple[dict[str, Entry], bytes]:
    """Open the vault: its entries, and the bytes they were read from. Raises VaultTrouble."""
    if not path.exists():
        raise VaultTrouble(_("there is no vault {path}; make one: xunjian credentials init", path=str(path)))
    content = _private(path)
    keep_out_of_dumps()
    try:
        return opened(content, passphrase()), content
    except VaultError as error:
        raise VaultTrouble(Text(WRONG_WORDS[error.why].template, {"path": str(path)})) from None


def save(path: Path, entries: Mapping[str, Entry], passphrase: Secret, before: bytes | None) -> None:
    """Write the vault whole, 0600, in the old one's place. Raises OSError, VaultTrouble where another wrote meanwhile."""
    content = sealed(entries, passphrase)
    place = path.resolve()
    made = place.with_name(f".{place.name}.{token_hex(6)}")
    try:
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with _only_writer(place.parent):
            if before is not None and place.read_bytes() != before:
                raise VaultTrouble(_("{path} was changed by another meanwhile; do it again", path=str(path)))
            if before is None:
                os.link(made, place)  # fails where one is there already
                made.unlink()
            else:
                made.replace(place)
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Between looking and replacing nobody else replaces: two who add an entry at once must not lose one. Then to disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        flock(descriptor, LOCK_EX)
        yield
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def keep_out_of_dumps() -> None:
    """From now on this process leaves no core dump, also not through a pipe, and no other account's debugger reads it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):  # only Linux has it
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class Vault:
    """A vault that is opened at most once a run, when the first reference needs it; what failed is not tried again."""

    def __init__(self, path: Path, passphrase: Callable[[], Secret]) -> None:
        self._path = path
        self._passphrase = passphrase
        self._entries: dict[str, Entry] = {}
        self._trouble: Text | None = None
        self._is_open = False
        self._lock = Lock()

    def open(self) -> dict[str, Entry]:
        """Every entry by name. Raises VaultTrouble, the same each time."""
        with self._lock:
            if not self._is_open:
                self._is_open = True
                try:
                    self._entries, _content = load(self._path, self._passphrase)
                except VaultTrouble as trouble:
                    self._trouble = trouble.text
            if self._trouble is not None:
                raise VaultTrouble(self._trouble)
            return self._entries

    def secret(self, name: str, field: str) -> Secret:
        """One secret. Raises VaultTrouble where the vault does not open, or has no such entry."""
        entry = self.open().get(name)
        if entry is None or field not in entry.secrets:
            found = _("{path} has no {field} of “{name}”; add it: xunjian credentials add {name}")
            raise VaultTrouble(Text(found.template, {"path": str(self._path), "field": field, "name": name}))
        return entry.secrets[field]

    def __repr__(self) -> str:
        return "Vault(***)"
