"""xunjian.yaml to a Site. An error names file:line, the field, what was found, what to write; all of them at once.

Import it where a file is read, not at a module's head: pydantic and yaml cost more than a help page. Its error,
``config.problems.ConfigError``, is light.
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from config.build import Source, built
from config.checklists.read import read as read_checklist
from config.files import bytes_of, text_of
from config.places import Tree, parse
from config.problems import ConfigError, Problem
from config.remainder import remainder
from config.rules import Known
from config.schema import File
from config.site import Site
from config.targets import beside
from config.text import _
from config.validate import validated

MOST_FILES = 50


@dataclass(slots=True)
class _Reading:
    """The files read so far, included ones before those that include them."""

    sources: list[Source] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    """Places of entries that are read without what the schema refused in them."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """By absolute path, what each file held."""
    is_torn: bool = False
    """A file is missing from ``sources``: what it should have named is not known."""


def load(path: Path, known_checks: Known | None = None, contents: dict[str, bytes] | None = None) -> Site:
    """Read the operator's file and what it includes.

    ``known_checks`` (check id to its default limits) has the rules held against the checks they name; ``contents`` gets
    what each file held, by absolute path. Secrets stay references: ``config.secrets`` resolves them. Raises ConfigError.
    """
    reading = _Reading()
    _read(path, reading, (str(path), ""), is_main=True)
    if reading.problems:
        raise ConfigError((*reading.problems, *_more(reading, known_checks or {})))
    site = built(tuple(reading.sources), known_checks or {})
    for name in site.checklists:
        read_checklist(Path(name))
        reading.contents[os.path.abspath(name)] = bytes_of(Path(name), (str(path), "checklists"))  # noqa: PTH100 - links stay
    if contents is not None:
        contents.update(reading.contents)
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
        content = reading.contents[os.path.abspath(path)] = bytes_of(path, wanted_at)  # noqa: PTH100 - links stay
        tree = parse(text_of(content, path), str(path))
    except ConfigError as error:
        reading.problems += error.problems
        reading.is_torn = True
        return
    reading.seen.add(path.resolve())
    _read_included(path, tree, reading)
    try:
        model = validated(tree, File)
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
