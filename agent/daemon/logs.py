"""The daemon's log: a line an event, to standard error as the journal reads it, or to a file that is rotated."""

import logging
import os
import sys
import time
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from typing import Final

_MIB: Final = 1024 * 1024
_PRIORITIES: Final = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}
"""Levels as sd-daemon(3) writes them before a line."""


class _Journal(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = super().format(record).replace("\n", "\\n")
        return f"<{_PRIORITIES.get(record.levelno, 6)}>{said}"


class _Lines(logging.Formatter):
    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\n", "\\n")


def begin(asked: Mapping[str, object]) -> None:
    """Send the log where the configuration says; called again when it says otherwise."""
    root = logging.getLogger("xunjian.daemon")
    for old in tuple(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(_handler(asked))
    root.setLevel(logging.INFO)
    root.propagate = False


def _handler(asked: Mapping[str, object]) -> logging.Handler:
    made: logging.Handler
    path = str(asked.get("path") or "")
    plain = _Lines("%(asctime)sZ level=%(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    if path:
        try:
            size, keep = int(str(asked["megabytes"])) * _MIB, int(str(asked["keep"]))
            made = RotatingFileHandler(path, maxBytes=size, backupCount=keep, encoding="utf-8")
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}; the log goes to standard error\n")
        else:
            made.setFormatter(plain)
            return made
    made = logging.StreamHandler()
    made.setFormatter(_Journal("%(message)s") if os.environ.get("JOURNAL_STREAM") else plain)
    return made
