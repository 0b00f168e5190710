"""Files that people write: their bytes within bounds, and their text, or what is wrong with them.

The daemon's children read the configuration as it was when it was last found good: ``$XUNJIAN_AS_READ`` names a file of
that, and what it holds comes before what lies on the disk by now.
"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from config.os_words import os_words
from config.problems import refuse
from config.text import Text, _, verbatim

MOST_BYTES = 4 * 1024**2  # a site of 2000 targets has 0.5 MiB


AS_READ = "XUNJIAN_AS_READ"


def kept(files: Mapping[str, bytes]) -> bytes:
    """What a file that ``$XUNJIAN_AS_READ`` names holds: files by their absolute path."""
    return json.dumps({name: b64encode(content).decode() for name, content in files.items()}).encode()


@lru_cache(maxsize=2)
def _kept(named: str) -> Mapping[str, bytes]:
    return {name: b64decode(content) for name, content in json.loads(Path(named).read_bytes()).items()}


def bytes_of(path: Path, wanted_at: tuple[str, str]) -> bytes:
    """Read a file; ``wanted_at`` is the place and the field that named it. Raises ConfigError."""
    name, named = str(path), os.environ.get(AS_READ, "")
    if named and (as_read := _kept(named).get(os.path.abspath(path))) is not None:  # noqa: PTH100 - links stay
        return as_read
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a named pipe must not hold us
    except FileNotFoundError:
        raise refuse(*wanted_at, _("no file “{name}”", name=name), _CREATE) from None
    except (OSError, ValueError) as error:
        reason = os_words(error) if isinstance(error, OSError) else verbatim(type(error).__name__)
        found = _("“{name}”, which cannot be read ({reason})", name=name, reason=reason)
        raise refuse(*wanted_at, found, _("let the account that runs xunjian read it")) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if S_ISDIR(mode):
            raise refuse(*wanted_at, _("the folder “{name}”", name=name), _("name the file itself"))
        if not S_ISREG(mode):
            raise refuse(*wanted_at, _("“{name}”, which is no file", name=name), _("name the file itself"))
        content = os.read(descriptor, MOST_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > MOST_BYTES:
        raise refuse(*wanted_at, _("a file of more than {most:bytes}", most=MOST_BYTES), _("split it with “include”"))
    return content


_CREATE = _("check the path, or write a first file with “xunjian init”")


def text_of(content: bytes, path: Path) -> str:
    """Its text, which is UTF-8. Raises ConfigError with the line where it is not."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise refuse(f"{path}:{line}", "", _encoding(content), _("save the file as UTF-8")) from None


def _encoding(content: bytes) -> Text:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("text in {encoding}", encoding="UTF-16")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return _("bytes that are no text in UTF-8")
    return _("text in {encoding}", encoding="GB18030 (ANSI)")
