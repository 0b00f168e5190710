"""Open the store, and make it where there is none."""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.store.values import StoreError, Trouble, default_path
from config.os_words import os_words
from config.text import _

if TYPE_CHECKING:  # the database library is loaded when a store is opened, not when a command is parsed
    import sqlalchemy as sa

    from agent.store.store import Store

BUSY_SECONDS = 30.0
"""Ours: how long to wait for another process's write; each lasts milliseconds, a purge seconds."""

_SEALED: Final = _("if it is encrypted, the configuration lacks its store.key")
_NOT_SEALED: Final = _("it is not encrypted, and the configuration has a store.key: begin an encrypted one beside it")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MAGIC = b"SQLite format 3\0"  # sqlite.org/fileformat2.html, section 1.3


def open_store(
    place: str | Path = "", *, create: bool = True, busy_seconds: float = BUSY_SECONDS, password: str = "", key: str = ""
) -> "Store":
    """Open a path, ``sqlite:///...`` or ``postgresql://...``; without one, the account's own. Use it in a ``with``.

    ``password`` is that of a database whose URL has none; ``key`` the secret under which a file is encrypted.
    Inspections that a dead process left running are marked cut off and sealed. A ``Store`` may serve many threads; a forked
    child opens its own. Raises StoreError: place, what was found, what to do.
    """
    from agent.store.schema import ensure  # noqa: PLC0415 - 0.2 s that only commands with a store pay
    from agent.store.store import Store  # noqa: PLC0415 - as above

    engine, shown = open_engine(place, create=create, busy_seconds=busy_seconds, password=password, key=key)
    try:
        ensure(engine, shown)
        store = Store(engine, shown)
        store.mark_cut_off()
    except BaseException:
        engine.dispose()
        raise
    return store


def open_engine(
    place: str | Path = "", *, create: bool = True, busy_seconds: float = BUSY_SECONDS, password: str = "", key: str = ""
) -> tuple["sa.Engine", str]:
    """Open as ``open_store`` does, but leave the store at the revision that it has; give the place as it may be shown."""
    import sqlalchemy as sa  # noqa: PLC0415 - 0.2 s that only commands with a store pay

    from agent.store.encrypted import encrypted  # noqa: PLC0415 - as above
    from agent.store.engine import connect  # noqa: PLC0415 - as above

    written = str(place or default_path())
    try:
        url = sa.make_url(written) if "://" in written else sa.URL.create("sqlite", database=written)
    except sa.exc.ArgumentError as error:
        raise StoreError(Trouble.UNREACHABLE, "--store", "URL?") from error  # the words may hold a password
    if password and url.get_backend_name() != "sqlite":
        url = url.set(password=password)
    shown = url.render_as_string(hide_password=True) if url.get_backend_name() != "sqlite" else str(url.database or "")
    if url.get_backend_name() == "sqlite":
        _prepare(Path(shown), create=create, is_plain=not key)
    elif url.get_backend_name() != "postgresql":
        raise StoreError(Trouble.UNREACHABLE, shown, "sqlite, postgresql")
    return encrypted(url, busy_seconds, key, shown) if key else connect(url, busy_seconds), shown


def _prepare(path: Path, *, create: bool, is_plain: bool) -> None:
    """See that the file can be used; make it, 0600 in a folder 0700, where there is none."""
    place = str(path)
    if not path.name or path.is_dir():
        raise StoreError(Trouble.NOT_A_STORE, place)
    try:
        if not path.exists():
            if not create:
                raise StoreError(Trouble.MISSING, place)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        trouble = Trouble.FULL if error.errno in _FULL else Trouble.NOT_WRITABLE
        raise StoreError(trouble, place, os_words(error)) from error
    if magic and is_plain and magic != _MAGIC:
        raise StoreError(Trouble.NOT_A_STORE, place, _SEALED)
    if not is_plain and magic == _MAGIC:
        raise StoreError(Trouble.NOT_A_STORE, place, _NOT_SEALED)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError(Trouble.NOT_WRITABLE, place)
