"""Signs of life: a file, a call to a URL, a file in OpenMetrics text. None of them may hold up or end the daemon."""

import json
import logging
import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

log = logging.getLogger("xunjian.daemon")

_CALL_SECONDS: Final = 10.0
MOST_FAILED: Final = 4
"""Ours: as many turns as the pauses of the daemon grow, 23 minutes; a lock or a backup of the store is shorter."""
_THREAD: Final = "heartbeat"
_MEANT: Final[Mapping[str, str]] = {
    "up": "1 while the daemon runs",
    "heartbeat_timestamp_seconds": "When it last showed that it lives",
    "wake_timestamp_seconds": "When something is due next; 0 where nothing is",
    "occasions_open": "Steps that wait or run",
    "occasions_failing": "Steps that failed at least once and are tried again",
    "occasions_done": "Steps done in the last 92 days",
    "occasions_missed": "Occasions that never began in the last 92 days",
    "outbox_waiting": "Pieces that wait to be sent",
    "outbox_dead": "Pieces that were given up",
    "store_bytes": "Size of the store with what lies beside it",
    "resident_bytes": "Resident memory of the daemon",
    "turns_failing": "Turns that failed since the last that did not; the other figures are of that one",
    "configuration_valid": "0 while the configuration has a mistake and the one before it counts",
}
_METRIC: Final = "xunjian_daemon_"


def beat(told: Mapping[str, Any], status: str, failed: int) -> None:
    """Show by every way that is configured that the daemon lives; ``told`` is what the last turn told.

    ``failed`` turns came after it. A daemon that can do nothing any more calls no URL: who waits for the call shall know.
    """
    figures: dict[str, float] = {**told["figures"], "up": 1.0, "heartbeat_timestamp_seconds": round(time.time(), 3)}
    figures |= {"resident_bytes": float(resident_bytes()), "wake_timestamp_seconds": told["wake_at"] or 0.0}
    figures["turns_failing"] = float(failed)
    ways = told["beat"]
    if ways["file"]:
        write_file(ways["file"], {"pid": os.getpid(), "status": status, **figures})
    if told["metrics"]:
        write_metrics(told["metrics"], figures)
    if ways["url"] and failed < MOST_FAILED:
        call(ways["url"])


def write_file(path: str, facts: Mapping[str, object]) -> None:
    """Write what is known as JSON, whole or not at all."""
    _write(path, json.dumps(facts, ensure_ascii=False) + "\n")


def write_metrics(path: str, figures: Mapping[str, float]) -> None:
    """Write the figures in OpenMetrics text (openmetrics.io, 1.0), for a collector that reads such files."""
    lines: list[str] = []
    for name, meant in _MEANT.items():
        if name in figures:
            lines += [f"# TYPE {_METRIC}{name} gauge", f"# HELP {_METRIC}{name} {meant}."]
            lines.append(f"{_METRIC}{name} {figures[name]:.17g}")
    _write(path, "\n".join([*lines, "# EOF", ""]))


def call(url: str) -> None:
    """Call a URL in a thread of its own; what it answers is not read."""
    if any(one.name == _THREAD for one in threading.enumerate()):
        return  # the call before this one is still under way
    try:
        threading.Thread(target=_called, args=(url,), name=_THREAD, daemon=True).start()
    except RuntimeError:  # no thread to be had
        log.warning("heartbeat not delivered: no thread")


def resident_bytes() -> int:
    """Of this process."""
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib is not needed for one call
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _called(url: str) -> None:
    import http.client  # noqa: PLC0415 - 1 MB that only a daemon with a URL pays
    import urllib.request  # noqa: PLC0415 - as above

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(urllib.request.Request(url, headers={"User-Agent": "xunjian"}), timeout=_CALL_SECONDS).close()  # noqa: S310 - http and https alone pass the configuration
    except (OSError, ValueError, http.client.HTTPException) as error:  # URLError is an OSError; the address may be a secret
        log.warning("heartbeat not delivered: %s", type(error).__name__)


def _write(path: str, text: str) -> None:
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "w", encoding="utf-8") as file:  # noqa: PTH123 - as above
            file.write(text)
        os.replace(beside, path)  # noqa: PTH105 - as above
    except OSError as error:
        log.warning("%s not written: %s", path, error.strerror)
        with suppress(OSError):
            os.unlink(beside)  # noqa: PTH108 - as above
