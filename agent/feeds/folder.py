"""A folder where there is no mail: one numbered folder a message, whole or not there at all.

In it lie the files, ``SHA256SUMS`` (sha256sum -c reads it), a text of what is for whom, and ``receipt.json``.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from agent.feeds.mail import File
from config.os_words import os_words
from config.text import render
from reports.record.outbox import Again, Outcome, Sent

SUMS: Final = "SHA256SUMS"
RECEIPT: Final = "receipt.json"
TEXT: Final = "说明.txt"
_NUMBERED: Final = re.compile(r"(\d{4,})-([0-9a-f]{12})(?:-.*)?")
_UNFIT: Final = re.compile(r"[^\w.\-\u3007\u3400-\u9fff]+")
_NAME_LENGTH: Final = 60
_TRIES: Final = 50


def put(folder: str, key: str, title: str, text: str, files: Iterable[File], at: datetime) -> Outcome:
    """Write one message; one that is there already under its key is left as it is."""
    place = Path(folder)
    mark = sha256(key.encode()).hexdigest()[:12]
    try:
        place.mkdir(parents=True, exist_ok=True)
        there = _of(place, mark)
        if there is not None:
            return Sent(there.name)
        made = place / f".{mark}.{os.getpid()}.part"
        shutil.rmtree(made, ignore_errors=True)
        _written(made, {**_named(files), TEXT: text.encode("utf-8")}, key, at)
        return Sent(_moved(made, place, mark, _fit(title)))
    except OSError as error:
        return Again(f"{folder}: {render(os_words(error), 'en')}", is_channels=True)


def _named(files: Iterable[File]) -> dict[str, bytes]:
    return {_fit(one.name, keeps_end=True): one.content for one in files}


def _fit(words: str, *, keeps_end: bool = False) -> str:
    """Words as a file's name: without a stroke, never hidden, not too long."""
    made = _UNFIT.sub("_", words).strip("._") or "_"
    return made[-_NAME_LENGTH:].lstrip("._") if keeps_end else made[:_NAME_LENGTH]


def _of(place: Path, mark: str) -> Path | None:
    """The message of a key, where it is there."""
    return next((one for one in sorted(place.iterdir()) if (m := _NUMBERED.fullmatch(one.name)) and m[2] == mark), None)


def _written(made: Path, contents: Mapping[str, bytes], key: str, at: datetime) -> None:
    made.mkdir(mode=0o750)
    sums = {name: sha256(content).hexdigest() for name, content in contents.items()}
    receipt = {"key": key, "written_at": at.isoformat(), "files": sums}
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    wrapped = {SUMS: listed.encode(), RECEIPT: json.dumps(receipt, ensure_ascii=False, indent=2, sort_keys=True).encode()}
    for name, content in {**contents, **wrapped}.items():
        with (made / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    synced(made)


def _moved(made: Path, place: Path, mark: str, title: str) -> str:
    """Give it the next number; another process that took that one first costs a try."""
    for _try in range(_TRIES):
        taken = [int(m[1]) for one in place.iterdir() if (m := _NUMBERED.fullmatch(one.name))]
        number = max(taken, default=0) + 1
        wanted = place / f"{number:04d}-{mark}-{title}"
        if any(one.name.startswith(f"{number:04d}-") for one in place.iterdir()):
            continue
        made.rename(wanted)  # a folder: all of it, or nothing
        synced(place)
        return wanted.name
    raise FileExistsError(str(place))


def synced(place: Path) -> None:
    """See that a folder's entries are on the disk."""
    descriptor = os.open(place, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replaced(path: Path, content: bytes) -> None:
    """Write a file in the place of what is there, whole or not at all."""
    made = path.with_name(f".{path.name}.{os.getpid()}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with made.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    made.replace(path)
    synced(path.parent)
