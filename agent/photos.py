"""Photos that were handed in with a form: TARGET-ITEM.jpg, where ITEM is the item's number on the form or its id."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.sheets.filled import FilledSheet
from collectors.facts.forms import Photo
from config.os_words import os_words
from config.problems import Problem
from config.text import Text, _

ENDINGS: Final = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".bmp"})
MOST_BYTES: Final = 8 * 1024**2
"""Ours: a telephone's picture has 3 to 6 MiB."""
MOST_OF_TARGET_BYTES: Final = 64 * 1024**2
_SHRINK: Final = _("hand in a smaller picture")
_NAME: Final = _("name it TARGET-ITEM.jpg, ITEM being the number on the form")


@dataclass
class Album:
    """What was found: photos by (target, item), their bytes by digest, and what could not be taken."""

    photos: dict[tuple[str, str], list[Photo]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of(self, target: str, item: str) -> tuple[Photo, ...]:
        """The photos of one item."""
        return tuple(self.photos.get((target, item), ()))

    def pieces(self, target: str) -> dict[str, bytes]:
        """The bytes of a target's photos, by digest."""
        own = (photo.sha256 for (of, _item), photos in self.photos.items() if of == target for photo in photos)
        return {digest: self.contents[digest] for digest in own}


def album(folder: Path, sheets: Sequence[FilledSheet]) -> Album:
    """Take every picture of a folder that names a target and an item of these sheets."""
    made = Album()
    names = _names(sheets)
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS):
        found = _owner(path.stem, names)
        if found is None:
            made.problems.append(Problem(path.name, "", _("a photo of no item of these forms"), _NAME))
        else:
            _take(path, found, made)
    return made


def _names(sheets: Iterable[FilledSheet]) -> Mapping[str, tuple[str, str]]:
    """What a photo may be called, without ending, and whose it then is."""
    found = {}
    for sheet in sheets:
        for row in sheet.rows:
            for name in (row.number, row.item, row.item.partition(".")[2]):
                if name:
                    found[f"{sheet.target}-{name}".casefold()] = (sheet.target, row.item)
    return found


def _owner(stem: str, names: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    """``ups01-3`` and, of several pictures, ``ups01-3-2``."""
    plain = stem.casefold()
    head, _sign, tail = plain.rpartition("-")
    return names.get(plain) or (names.get(head) if tail.isdigit() else None)


def _take(path: Path, owner: tuple[str, str], made: Album) -> None:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if 0 < size <= MOST_BYTES else b""
    except OSError as error:
        made.problems.append(Problem(path.name, "", os_words(error), _NAME))
        return
    target, _item = owner
    if why := _too_much(size, sum(map(len, made.pieces(target).values()))):
        made.problems.append(Problem(path.name, "", why, _SHRINK))
        return
    digest = sha256(content).hexdigest()
    made.contents[digest] = content
    made.photos.setdefault(owner, []).append(Photo(path.name, digest, size))


def _too_much(size: int, others: int) -> Text | None:
    if not size:
        return _("an empty file")
    if size > MOST_BYTES:
        return _("a picture of {size:bytes}, more than {most:bytes}", size=size, most=MOST_BYTES)
    if others + size > MOST_OF_TARGET_BYTES:
        return _("more than {most:bytes} of pictures of one target", most=MOST_OF_TARGET_BYTES)
    return None
