"""One turn: the desks are read, what happened is gathered, the outbox is emptied, sheets and calendars are written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.feeds.delivering import SENT_BY, Emptied, empty
from agent.feeds.desk_reading import read_desk
from agent.feeds.keys import Keys, keys_of
from agent.feeds.roundup import DeskTrouble
from agent.feeds.telling import gather
from collectors.base import SessionError
from config.os_words import os_words
from config.text import Text, _

if TYPE_CHECKING:
    from agent.store.store import Store
    from config.deliveries import Delivery
    from config.site import Site

Resolve = Callable[[str, str, str], str]
_READ: Final = "roundup"


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of it."""

    gathered: int = 0
    channels: tuple[Emptied, ...] = ()
    files: tuple[Path, ...] = ()
    notes: tuple[Text, ...] = field(default=())
    read: int = 0
    """Entries that a desk told of."""


def turn(store: "Store", site: "Site", resolve: Resolve, only: Sequence[str] = ()) -> Turn:
    """Do all of it, or that of the channels in ``only``. One channel's trouble is a note, and holds up no other."""
    keys, notes = _keys(site, resolve, only)
    now = datetime.now(UTC)
    read = 0
    for one in site.deliveries:
        if one.kind == _READ and one.name in keys:
            count, trouble = _read(store, site, one, keys[one.name], now)
            read += count
            notes += trouble
    made = gather(store, site, now)
    channels = empty(store, site, keys, only)
    files, untold = _files(store, site, now, only)
    said = [one.note for one in channels if one.note is not None]
    return Turn(made.count, tuple(channels), tuple(files), (*notes, *made.notes, *said, *untold), read)


def _keys(site: "Site", resolve: Resolve, only: Sequence[str]) -> tuple[dict[str, Keys], list[Text]]:
    found: dict[str, Keys] = {}
    notes: list[Text] = []
    for one in site.deliveries:
        if one.kind in SENT_BY and (not only or one.name in only):
            keys = keys_of(site, one, resolve)
            if isinstance(keys, Text):
                notes.append(keys)
            else:
                found[one.name] = keys
    return found, notes


def _read(store: "Store", site: "Site", one: "Delivery", keys: Keys, now: datetime) -> tuple[int, list[Text]]:
    try:
        return read_desk(store, site, one, keys, now), []
    except (SessionError, DeskTrouble) as error:
        why = str(error)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        why = f"{type(error).__name__} {error}"
    return 0, [_("{name}: the desk was not read: {why}", name=one.name, why=why)]


def _files(store: "Store", site: "Site", now: datetime, only: Sequence[str]) -> tuple[list[Path], list[Text]]:
    from agent.feeds import calendar_file, sheets  # noqa: PLC0415 - only where they are written

    writers: Mapping[str, Callable[..., list[Path]]] = {"sheets": sheets.write, "calendar": calendar_file.write}
    files: list[Path] = []
    notes: list[Text] = []
    for one in site.deliveries:
        if one.kind in writers and (not only or one.name in only):
            try:
                files += writers[one.kind](store, site, one.folder, now)
            except OSError as error:
                notes.append(_("{name}: {why}", name=one.name, why=os_words(error)))
    return files, notes
