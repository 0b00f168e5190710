"""Words for what the operating system refused: an ``OSError`` as people read it, by its number, never by its English."""

import errno
from collections.abc import Mapping
from typing import Final

from config.text import Text, _

OS_WORDS: Final[Mapping[int, Text]] = {
    errno.ENOENT: _("no such file or folder"),
    errno.EACCES: _("the right to it is missing"),
    errno.EPERM: _("the operation is not permitted"),
    errno.EISDIR: _("it is a folder"),
    errno.ENOTDIR: _("a part of the path is no folder"),
    errno.EEXIST: _("it exists already"),
    errno.ENOSPC: _("no space left on the device"),
    errno.EDQUOT: _("the disk quota is used up"),
    errno.EFBIG: _("the file would be too large"),
    errno.EROFS: _("the file system is read-only"),
    errno.EIO: _("an input or output error"),
    errno.EMFILE: _("too many open files"),
    errno.ENFILE: _("too many open files"),
    errno.ENOMEM: _("out of memory"),
    errno.ELOOP: _("too many symbolic links"),
    errno.ENAMETOOLONG: _("the name is too long"),
    errno.ENOEXEC: _("it is no program that can run here"),
    errno.EPIPE: _("the other side has closed"),
    errno.EINVAL: _("an invalid argument"),
    errno.ECONNREFUSED: _("connection refused"),
    errno.ECONNRESET: _("the connection was reset"),
    errno.ECONNABORTED: _("the connection was broken off"),
    errno.ETIMEDOUT: _("no answer"),
    errno.EHOSTUNREACH: _("no route to the host"),
    errno.ENETUNREACH: _("the network cannot be reached"),
    errno.EHOSTDOWN: _("the host is down"),
    errno.ENETDOWN: _("the network is down"),
    errno.EADDRNOTAVAIL: _("the address is not available here"),
    errno.EAFNOSUPPORT: _("this kind of address is not supported here"),
}
"""By errno (errno(3)): those that opening files, starting programs and connecting can give."""


def os_words(error: OSError) -> Text:
    """Say what went wrong; of a number that is not known here the system's own words, quoted."""
    known = OS_WORDS.get(error.errno) if error.errno is not None else None
    return known or quoted(error.strerror or str(error) or type(error).__name__)


def quoted(words: str) -> Text:
    """Another program's own words within ours: quoted as they are."""
    return _("“{words}”", words=words)
