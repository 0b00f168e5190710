"""The map of a site's mask, beside its store: a key, and what each word became. It never leaves the site."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from agent.masking import Mask, pseudonym
from agent.store.values import default_path
from config.text import Text, _


class MapError(Exception):
    """The map cannot be read: masked anew, what left before would no longer fit. ``text`` says what to do."""

    def __init__(self, place: Path) -> None:
        self.text: Text = _(
            "{file}: the map of the masks cannot be read. Put it back from a backup; if what was masked before is no "
            "longer needed, move it away, and a new one is made.",
            file=str(place),
        )
        super().__init__(str(self.text))


@dataclass(frozen=True, slots=True)
class _Map:
    key: bytes
    words: Mapping[str, str]


def place_of(store_place: str) -> Path:
    """Where the map of a store lies: beside its file; of a database among this account's own data."""
    if "://" in store_place:
        return default_path().parent / f"masks-{sha256(store_place.encode()).hexdigest()[:16]}.json"
    return Path(f"{store_place}.masks.json")


def mask_of(place: Path, words: Iterable[str]) -> Mask:
    """The mask that hides these words, the same for each as ever; new ones are added to the map. Raises MapError."""
    known = _read(place)
    made = dict(known.words)
    taken = set(made.values())
    for word in sorted(set(words) - set(made)):
        made[word] = pseudonym(known.key, word, frozenset(taken))
        taken.add(made[word])
    if len(made) > len(known.words) or not place.exists():
        _write(place, _Map(known.key, made))
    return Mask(known.key, made)


def _read(place: Path) -> _Map:
    try:
        raw: Any = json.loads(place.read_text(encoding="utf-8"))
        return _Map(bytes.fromhex(raw["key"]), {str(word): str(masked) for word, masked in raw["words"].items()})
    except FileNotFoundError:
        return _Map(secrets.token_bytes(32), {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MapError(place) from error


def _write(place: Path, one: _Map) -> None:
    """Whole or not at all, and readable by its owner alone."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=place.parent, prefix=f".{place.name}-", delete=False, encoding="utf-8") as made:
        try:
            json.dump({"key": one.key.hex(), "words": dict(one.words)}, made, ensure_ascii=False, indent=1)
            made.flush()
            os.fsync(made.fileno())
            Path(made.name).replace(place)
        except BaseException:
            with suppress(OSError):
                Path(made.name).unlink()
            raise
