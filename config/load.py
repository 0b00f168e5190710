"""xunjian.yaml to a Site. An error names file:line, the field, what was found, what to write; all of them at once.

Import it where a file is read, not at a module's head: pydantic and yaml cost more than a help page. Its error,
``config.problems.ConfigError``, is light.
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from config.build import Source, built
from config.checklists.read import read as read_checklist
from config.os_words import os_words
from config.places import Tree, parse
from config.problems import ConfigError, Problem, refuse
from config.remainder import remainder
from config.rules import Known
from config.site import Site
from config.targets import beside
from config.text import Text, _, verbatim
from config.validate import validated

MOST_BYTES = 4 * 1024**2  # a site of 2000 targets has 0.5 MiB
MOST_FILES = 50


@dataclass(slots=True)
class _Reading:
    """The files read so far, included ones before those that include them."""

    sources: list[Source] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    """Places of entries that are read without what the schema refused in them."""
    is_torn: bool = False
    """A file is missing from ``sources``: what it should have named is not known."""


def load(path: Path, known_checks: Known | None = None) -> Site:
    """Read the operator's file and what it includes.

    ``known_checks`` (check id to its default limits) has the rules held against the checks they name. Secrets stay
    references: ``config.secrets`` resolves them. Raises ConfigError.
    """
    reading = _Reading()
    _read(path, reading, (str(path), ""), is_main=True)
    if reading.problems:
        raise ConfigError((*reading.problems, *_more(reading, known_checks or {})))
    site = built(tuple(reading.sources), known_checks or {})
    for name in site.checklists:
        read_checklist(Path(name))
    return site


def _more(reading: _Reading, known: Known) -> list[Problem]:
    """What else does not fit together, told in the same go; not of entries that the schema refused a part of."""
    if reading.is_torn:
        return []
    try:
        built(tuple(reading.sources), known)
    except ConfigError as error:
        return [one for one in error.problems if one.place not in reading.touched]
    return []


def _read(path: Path, reading: _Reading, wanted_at: tuple[str, str], *, is_main: bool) -> None:
    """Read one file and, before it, those it includes. ``wanted_at`` is the place and field that named it."""
    try:
        content = _bytes(path, wanted_at)
        tree = parse(_text(content, path), str(path))
    except ConfigError as error:
        reading.problems += error.problems
        reading.is_torn = True
        return
    reading.seen.add(path.resolve())
    _read_included(path, tree, reading)
    try:
        model = validated(tree)
    except ConfigError as error:
        reading.problems += error.problems
        left = remainder(tree)
        if left is None:
            reading.is_torn = True
            return
        tree, model = left.tree, left.model
        reading.touched |= left.touched
    reading.sources.append(Source(path.parent, tree, model, sha256(content).hexdigest(), is_main))


def _read_included(path: Path, tree: Tree, reading: _Reading) -> None:
    """Follow ``include:``, also of a file that has mistakes elsewhere; what is no text there the schema refuses."""
    named = tree.value.get("include") if isinstance(tree.value, dict) else None
    for number, name in enumerate([named] if isinstance(named, str) else named if isinstance(named, list) else []):
        place, about = tree.place(("include", number)), "include"
        if not isinstance(name, str) or "\0" in name:
            continue
        inner = beside(path.parent, name)
        if inner.resolve() in reading.seen:
            found = _("“{name}”, which is being read already", name=name)
            reading.problems.append(Problem(place, about, found, _("include each file once, and none from within itself")))
        elif len(reading.seen) >= MOST_FILES:
            found = _("more than {most} files", most=MOST_FILES)
            reading.problems.append(Problem(place, about, found, _("put several into one")))
        else:
            _read(inner, reading, (place, about), is_main=False)


def _bytes(path: Path, wanted_at: tuple[str, str]) -> bytes:
    name = str(path)
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


def _text(content: bytes, path: Path) -> str:
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
