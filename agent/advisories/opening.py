"""A carried file opened: plain, gzip, bzip2 or xz, read in pieces and bounded."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, cast

from agent.advisories.refused import DataRefused
from config.text import _

MOST_BYTES: Final = 3 * 1024**3
"""Of what a file unpacks to; ours: the largest that vendors publish (Oracle Linux, all releases) is a quarter of it."""
PIECE_BYTES: Final = 1 << 18


def pieces(path: Path) -> Iterator[bytes]:
    """Give what is in the file, piece by piece. Raises DataRefused where it is damaged or unpacks to too much."""
    name, total = path.name, 0
    try:
        with _opened(path) as stream:
            while piece := stream.read(PIECE_BYTES):
                total += len(piece)
                if total > MOST_BYTES:
                    raise DataRefused(_("{file} unpacks to more than {most:bytes}", file=name, most=MOST_BYTES))
                yield piece
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        raise DataRefused(_("{file} is damaged or was not carried whole", file=name)) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise DataRefused(_("{file} is damaged or was not carried whole", file=name)) from error  # bz2 says so


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as raw:
        head = raw.read(2)
    match head:
        case b"\x1f\x8b":
            return cast("IO[bytes]", gzip.open(path, "rb"))
        case b"BZ":
            return bz2.open(path, "rb")
        case b"\xfd7":
            return lzma.open(path, "rb")
        case _other:
            return path.open("rb")


def digest_of(path: Path) -> str:
    """The sha256 of the file as it was carried."""
    made = sha256()
    with path.open("rb") as raw:
        while piece := raw.read(PIECE_BYTES):
            made.update(piece)
    return made.hexdigest()
