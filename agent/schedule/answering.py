"""A turn of the ledger as the daemon asks for it: request and answer are JSON, with the figures for its metrics."""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from agent.commands.options import open_the_store, store_place
from agent.known_checks import KnownChecks
from agent.schedule.ledger import OPEN, State
from agent.schedule.places import about, as_read_of, keep, read
from agent.schedule.tick import Ended, plain, turn

if TYPE_CHECKING:
    from agent.store.store import Store

_BACK: Final = timedelta(days=92)
"""Ours: the figures tell of a quarter."""


def answer(path: Path | None, store_url: str | None, request: Mapping[str, Any]) -> dict[str, object]:
    """Do a turn. Exits as every command does where neither configuration nor store can be had."""
    as_read = as_read_of(path)
    site, files, trouble = read(path, as_read, KnownChecks())
    if as_read and not trouble:
        keep(as_read, files)
    place = store_place(store_url, site)
    needed = about(site, place, files, trouble) | {"as_read": str(as_read or "")}
    now = datetime.now(UTC)
    ended = request.get("ended")
    folder = Path(site.keeping.folder or Path(str(needed["lock"])).parent / "reports")
    with open_the_store(store_url, site) as store:
        told = turn(
            store,
            site,
            now,
            folder,
            Ended(**ended) if ended else None,
            begins=bool(request.get("begins")) or "://" not in place,  # the lock of a file: no other daemon runs a step
            runs=str(request.get("runs") or ""),
        )
        figures = _figures(store, now, place) | {"configuration_valid": 0.0 if trouble else 1.0}
    return {**needed, **plain(told), "figures": figures}


def _figures(store: "Store", now: datetime, place: str) -> dict[str, float]:
    """What a metrics file tells of the ledger, the outbox and the store."""
    steps = store.occasions(now - _BACK, now + timedelta(days=1))
    states = [one.state for one in steps]
    missed = sum(int(one.note.get("count", "1")) for one in steps if one.state is State.MISSED)
    pieces = [one.state.value for one in store.outbox()]
    return {
        "occasions_open": float(sum(state in OPEN for state in states)),
        "occasions_failing": float(sum(one.state is State.WAITING and one.attempts > 0 for one in steps)),
        "occasions_done": float(states.count(State.DONE)),
        "occasions_missed": float(missed),
        "outbox_waiting": float(pieces.count("waiting") + pieces.count("sending")),
        "outbox_dead": float(pieces.count("dead")),
        "store_bytes": float(_size(place)),
    }


def _size(place: str) -> int:
    if "://" in place:
        return 0
    found = 0
    for path in (place, f"{place}-wal", f"{place}.run-log.jsonl"):
        with suppress(OSError):
            found += os.stat(path).st_size  # noqa: PTH116 - three paths of one name
    return found
