"""Files that the record cites: issued documents, scans of signed ones. Named by their sha256, kept once, never changed."""

import time

import sqlalchemy as sa

from agent.store.inserting import insert_or_ignore
from agent.store.packing import pack, unpack, word
from agent.store.tables import ATTACHMENTS
from agent.store.values import StoreError, Trouble

_ROW = ATTACHMENTS.c


def attach(connection: sa.Connection, name: str, media: str, content: bytes) -> str:
    """Keep a file; give its digest. One that is there already stays as it is, under the name that it had."""
    made = pack(content)
    row = {
        "digest": made.digest,
        "body": made.body,
        "checksum": made.checksum,
        "size_bytes": len(content),
        "name": word(name),
        "media": word(media),
        "at": time.time(),
    }
    insert_or_ignore(connection, ATTACHMENTS, [row])
    return made.digest


def read(connection: sa.Connection, digest: str, place: str) -> bytes:
    """Give a file byte for byte. Raises StoreError: it is not there; ChangedError where a byte differs."""
    statement = sa.select(_ROW.body, _ROW.checksum).where(_ROW.digest == digest)
    found = connection.execute(statement).one_or_none()
    if found is None:
        raise StoreError(Trouble.UNKNOWN_ID, place, digest)
    return unpack(digest, bytes(found.body), found.checksum)
