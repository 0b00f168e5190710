"""Documents go out: files are held against the register, kept byte for byte, and what they cite is pinned."""

import mimetypes
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.hand import Read, read_back
from agent.hand_docx import HandError, read
from agent.registering import entry, versions
from agent.store.record import new_id
from config.text import Text, _
from reports.record.register import Register, Step, Told, Version
from reports.record.register_rules import named_in, refusal, too_early, whose_file

if TYPE_CHECKING:
    from agent.store.store import Store

_MEDIA: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_UNKNOWN: Final = "application/octet-stream"


_SCANS: Final = (
    *((mark, 0) for mark in (b"%PDF", b"PK\x03\x04", b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF", b"BM")),
    (b"ftyp", 4),
)
"""How files of what scanners and telephones write begin (their formats' own marks), after how many bytes; OFD is a zip."""


class IssueError(Exception):
    """It cannot be done; ``text`` says why and what is missing, ``read`` what a docx said."""

    def __init__(self, text: Text, read_: Read | None = None) -> None:
        super().__init__(str(text))
        self.text = text
        self.read = read_


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file that is to be issued."""

    path: Path
    content: bytes
    is_typed_into: bool = False

    @property
    def digest(self) -> str:
        """By which the store knows it."""
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What a file is: of which version (None where of none), and whether it is byte for byte what the register has."""

    version: Version | None
    is_same: bool = False
    is_scan: bool = False
    is_older: bool = False
    """A draft that was written anew since, or that was not the one issued."""


def step(store: "Store", number: str, what: Step, by: str, at: datetime, note: str = "") -> Version:
    """Take a step that needs no file. Raises IssueError where it cannot be taken."""
    version = _allowed(store, number, what, at)
    return _told(store, version, Told(new_id(), number, what, at, datetime.now(UTC), by, note))


def issue(store: "Store", number: str, by: str, at: datetime, files: Sequence[Path]) -> tuple[Version, tuple[Path, ...]]:
    """Issue a version: the files named, else those that were written last. Give also what was left out.

    A docx that somebody typed into is read first, and is issued as it is, alone: the other forms lack what was typed.
    Raises IssueError.
    """
    version = _allowed(store, number, Step.ISSUED, at)
    chosen = [_chosen(store, version, path, by) for path in files or _written(version)]
    typed = [one for one in chosen if one.is_typed_into]
    others = [one.path for one in chosen if not one.is_typed_into] if typed else []
    if others and files:
        raise IssueError(
            _("{files}: written before the docx was typed into; write the document anew", files=_names(others))
        )
    out = typed or chosen
    names = {one.path.name: store.attach(one.path.name, media(one.path.name), one.content) for one in out}
    for inspection in version.inspections:
        store.pin(inspection, f"document {number}")
    told = Told(new_id(), number, Step.ISSUED, at, datetime.now(UTC), by, files=names)
    return _told(store, version, told), tuple(others)


def sign(store: "Store", number: str, by: str, at: datetime, scan: Path) -> Version:
    """Write down who signed it when, and keep the scan. Raises IssueError."""
    version = _allowed(store, number, Step.SIGNED, at)
    content = scan.read_bytes()
    if not any(content[skip:].startswith(mark) for mark, skip in _SCANS):
        raise IssueError(_("{file} is no scan: a PDF, OFD, JPEG, PNG, TIFF, WebP, HEIC or BMP is kept", file=scan.name))
    digest = store.attach(scan.name, media(scan.name), content)
    told = Told(new_id(), number, Step.SIGNED, at, datetime.now(UTC), by, files={scan.name: digest})
    return _told(store, version, told)


def one_of(known: Register, number: str) -> Version:
    """The version of a number, in whatever case it is typed. Raises IssueError where there is none."""
    found = [one for name, one in known.items() if name.lower() == number.strip().lower()]
    if not found:
        raise IssueError(_("no document {number}; see xunjian documents list --all", number=number))
    return found[0]


def identified(known: Register, content: bytes) -> Known:
    """Say what a file is."""
    digest = sha256(content).hexdigest()
    scan = next((one for one in known.values() if any(digest in act.files.values() for act in one.signed)), None)
    if scan is not None:
        return Known(scan, is_same=True, is_scan=True)
    version = whose_file(known, digest)
    if version is not None:
        is_last = digest in version.files.values()
        return Known(version, is_same=is_last, is_older=not is_last)
    try:
        return Known(named_in(known, read(content).names))
    except HandError:
        return Known(None)


def files_of(store: "Store", version: Version) -> Iterable[tuple[str, bytes]]:
    """The files of an issued version and the scans of its signatures, by name. Raises IssueError: none was issued."""
    if version.issued is None:
        raise IssueError(
            _("{number} is not issued: its files stand in {folder}", number=version.number, folder=version.folder)
        )
    for name, digest in {**version.files, **{n: d for act in version.signed for n, d in act.files.items()}}.items():
        yield name, store.attachment(digest)


def media(name: str) -> str:
    """The kind of a file, by its name."""
    return _MEDIA.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0] or _UNKNOWN


def _allowed(store: "Store", number: str, what: Step, at: datetime) -> Version:
    version = one_of(versions(store), number)
    why = refusal(version, what) or too_early(version, what, at)
    if why is not None:
        raise IssueError(why)
    return version


def _told(store: "Store", version: Version, told: Told) -> Version:
    store.record([entry(told)])
    return versions(store)[version.number]


def _written(version: Version) -> list[Path]:
    return [Path(version.folder) / name for name in version.files]


def _chosen(store: "Store", version: Version, path: Path, by: str) -> Chosen:
    """Hold a file against the register."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IssueError(_("{file} cannot be read; name the files with --file", file=str(path))) from error
    one = Chosen(path, content)
    if one.digest in version.files.values():
        return one
    known = identified(versions(store), content)
    if known.version is None or known.version.number != version.number:
        raise IssueError(_("{file} is no file of {number}", file=path.name, number=version.number))
    if known.is_older or path.suffix.lower() != ".docx":
        raise IssueError(_("{file} is a draft that was written anew since; issue that one", file=path.name))
    found = read_back(store, content, path.name, by)
    if not found.is_clear:
        raise IssueError(_("{file} says what is not settled yet", file=path.name), found)
    return Chosen(path, content, is_typed_into=True)


def _names(paths: Iterable[Path]) -> str:
    return ", ".join(path.name for path in paths)
