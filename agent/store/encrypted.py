"""A store whose file is encrypted page by page, with its journal (SQLCipher): for a laptop that may be lost.

The key of the pages is made of the configured secret and the file's own salt, its first sixteen bytes
(www.zetetic.net/sqlcipher/design), by scrypt: once when the store is opened, where SQLCipher's own derivation would cost
every connection.
"""

import os
from hashlib import scrypt
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from agent.store.engine import prepared
from agent.store.values import StoreError, Trouble
from config.text import _

SALT_BYTES: Final = 16
_COST: Final = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024, "dklen": 32}
"""RFC 7914's parameters: 32 MiB and some tenth of a second, as our vault's."""
_ABSENT: Final = _("store.key needs SQLCipher: pip install 'xunjian[encrypted]'")
_OTHER_KEY: Final = _("it does not open with store.key: it is encrypted under another one, or it is no store")


def encrypted(url: sa.URL, busy_seconds: float, secret: str, place: str) -> sa.Engine:
    """Make the engine of an encrypted file, and see that its key opens it. Raises StoreError."""
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - an extra that only an encrypted store needs
    except ImportError as error:
        raise StoreError(Trouble.FAILED, place, _ABSENT) from error
    options = {"timeout": busy_seconds, "check_same_thread": False}
    engine = sa.create_engine(url, module=dbapi2, hide_parameters=True, connect_args=options)
    prepared(engine, f"PRAGMA key = \"x'{_key(Path(place), secret)}'\"")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except (sa.exc.DatabaseError, dbapi2.DatabaseError) as error:
        engine.dispose()
        raise StoreError(Trouble.NOT_A_STORE, place, _OTHER_KEY) from error
    return engine


def _key(path: Path, secret: str) -> str:
    """The raw key and the salt in hexadecimal, as SQLCipher takes them."""
    with path.open("rb") as file:
        salt = file.read(SALT_BYTES)
    if len(salt) < SALT_BYTES:  # a new file
        salt = os.urandom(SALT_BYTES)
    return scrypt(secret.encode(), salt=salt, **_COST).hex() + salt.hex()
