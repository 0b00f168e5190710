"""Checklist files: YAML to Checklist. Ours lie beside this module; an operator names his own in xunjian.yaml."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast, get_args

from config.checklists import OTHER, RESTORE_EVIDENCE, Checklist, Choice, Grade, Item, Kind, Range, Words
from config.os_words import os_words
from config.problems import ConfigError, Problem, described, suggest
from config.text import Text, _

if TYPE_CHECKING:
    from config.places import Tree

YamlPath = tuple[str | int, ...]

MOST_BYTES: Final = 1024**2  # ours have 12 KiB
_FOLDER: Final = Path(__file__).parent
_LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
_NAME: Final = re.compile(r"[^\s./\\-][^\s./\\]{0,63}")
_YES: Final = {"zh_CN": "是", "en": "yes"}
_NO: Final = {"zh_CN": "否", "en": "no"}
_ALSO_YES: Final = ("y", "√", "✓", "✔", "对")
_ALSO_NO: Final = ("n", "×", "✗", "✘", "x", "错")
_KINDS: Final[Mapping[str, Kind]] = {
    "yes_no": "choice",
    "choices": "choice",
    "number": "number",
    "text": "text",
    "date": "date",
}
_ITEM: Final = frozenset({"id", "title", "look", "right", "remedy", "source", "feeds", *_KINDS})


@lru_cache(maxsize=1)
def shipped() -> tuple[Checklist, ...]:
    """The lists that come with the program; the one for everything else stands last."""
    made = [read(path) for path in sorted(_FOLDER.glob("*.yaml"))]
    return tuple(sorted(made, key=lambda one: one.id == OTHER))


def every(paths: Iterable[str]) -> tuple[Checklist, ...]:
    """The operator's own lists, then those of ours whose id none of his has. Raises ConfigError."""
    own = tuple(read(Path(path)) for path in paths)
    taken = {one.id for one in own}
    return (*own, *(one for one in shipped() if one.id not in taken))


@lru_cache(maxsize=1)
def titles() -> Mapping[str, Words]:
    """The titles of the items of our lists, by id."""
    return {item.id: item.title for one in shipped() for item in one.items}


def read(path: Path) -> Checklist:
    """Read one list. Raises ConfigError with every problem: its line, what was found, what to write."""
    try:
        content = path.read_bytes()[:MOST_BYTES]
        text = content.decode("utf-8-sig")
    except OSError as error:
        found = _("“{name}”, which cannot be read ({reason})", name=str(path), reason=os_words(error))
        raise ConfigError([Problem(str(path), "checklists", found, _("check the path"))]) from None
    except UnicodeDecodeError:
        wrong = Problem(str(path), "checklists", _("bytes that are no text in UTF-8"), _("save the file as UTF-8"))
        raise ConfigError([wrong]) from None
    from config.places import parse  # noqa: PLC0415 - yaml only where a file is read

    return _Reading(parse(text, str(path))).checklist()


class _Reading:
    """One pass over a tree; what does not fit is collected, so that all of it is told at once."""

    def __init__(self, tree: "Tree") -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def checklist(self) -> Checklist:
        """Make the list."""
        root = self._keys(self.tree.value, (), {"id", "title", "for", "items"})
        name = self._name(root, ())
        use = self._keys(root.get("for") or {}, ("for",), {"kinds", "words"})
        written = root.get("items")
        entries = written if isinstance(written, list) else []
        if not entries:
            self._wrong(("items",), written, _("write a list: one “- ” in front of each entry"))
        items = tuple(self._item(entry, ("items", number), name) for number, entry in enumerate(entries))
        for number, item in enumerate(items):
            if any(item.id == other.id for other in items[:number]):
                self._wrong(("items", number, "id"), item.id, _("give each item an id of its own"))
        title = self._words(root, "title", ())
        if self.problems:
            raise ConfigError(self.problems)
        return Checklist(name, title, self._texts(use, "kinds"), self._texts(use, "words"), items)

    def _item(self, value: object, path: YamlPath, of: str) -> Item:
        entry = self._keys(value, path, _ITEM)
        kinds = [key for key in _KINDS if key in entry]
        if len(kinds) != 1:
            self._wrong(path, tuple(kinds) or None, _("write one of: {known}", known=tuple(_KINDS)))
        kind = kinds[0] if kinds else "text"
        written = entry.get(kind)
        inner = self._keys(written if written is not None else {}, (*path, kind), None) if kind != "choices" else {}
        feeds = str(entry.get("feeds") or "")
        if feeds not in {"", RESTORE_EVIDENCE}:
            self._wrong((*path, "feeds"), feeds, suggest(feeds, (RESTORE_EVIDENCE,)))
        return Item(
            id=f"{of}.{self._name(entry, path)}",
            title=self._words(entry, "title", path),
            look=self._words(entry, "look", path),
            right=self._words(entry, "right", path),
            remedy=self._words(entry, "remedy", path),
            source=str(entry.get("source") or ""),
            kind=_KINDS[kind],
            choices=self._choices(kind, written, inner, (*path, kind)),
            range=self._range(inner, (*path, kind)) if kind == "number" else Range(),
            level=self._grade(inner.get("other", "ok"), (*path, kind, "other")) if kind == "text" else "ok",
            warn_days=self._days(inner, "warn_days", (*path, kind)) if kind == "date" else None,
            critical_days=self._days(inner, "critical_days", (*path, kind)) if kind == "date" else None,
            feeds=feeds,
        )

    def _choices(self, kind: str, written: object, inner: dict[str, object], path: YamlPath) -> tuple[Choice, ...]:
        if kind == "yes_no":
            grade = self._grade(inner.get("wrong", "warn"), (*path, "wrong"))
            is_yes = self._one_of(inner.get("right"), ("yes", "no"), (*path, "right")) == "yes"
            return (Choice(_YES, "ok" if is_yes else grade, _ALSO_YES), Choice(_NO, grade if is_yes else "ok", _ALSO_NO))
        if kind != "choices":
            return ()
        made = []
        for number, entry in enumerate(written if isinstance(written, list) else []):
            place = (*path, number)
            one = self._keys(entry, place, {*_LANGUAGES, "level"})
            made.append(Choice(self._both(one, place), self._grade(one.get("level"), (*place, "level"))))
        if len(made) < 2:  # noqa: PLR2004 - less is no choice
            self._wrong(path, written, _("write two choices or more"))
        return tuple(made)

    def _range(self, inner: dict[str, object], path: YamlPath) -> Range:
        names = [one.name for one in fields(Range) if one.name != "unit"]
        self._keys(inner, path, {"unit", *names})
        return Range(str(inner.get("unit") or ""), **{name: self._number(inner, name, path) for name in names})

    def _number(self, inner: dict[str, object], name: str, path: YamlPath) -> float | None:
        if name not in inner:
            return None
        try:
            return float(str(inner[name]))
        except ValueError:
            self._wrong((*path, name), inner[name], _("write a number"))
            return None

    def _days(self, inner: dict[str, object], name: str, path: YamlPath) -> int | None:
        value = self._number(inner, name, path)
        return None if value is None else int(value)

    def _grade(self, value: object, path: YamlPath) -> Grade:
        return cast("Grade", self._one_of(value, get_args(Grade), path))

    def _one_of(self, value: object, known: Sequence[str], path: YamlPath) -> str:
        if value in known:
            return str(value)
        self._wrong(path, value, suggest(str(value), known))
        return known[0]

    def _name(self, entry: dict[str, object], path: YamlPath) -> str:
        name = str(entry.get("id") or "")
        if not _NAME.fullmatch(name):
            self._wrong((*path, "id"), entry.get("id"), _("write a short id without blanks, dots and strokes"))
        return name

    def _words(self, entry: dict[str, object], key: str, path: YamlPath) -> Words:
        return self._both(self._keys(entry.get(key) or {}, (*path, key), set(_LANGUAGES)), (*path, key))

    def _both(self, entry: dict[str, object], path: YamlPath) -> Words:
        """Both languages; the one that is not written reads like the other."""
        said = {language: str(entry[key]).strip() for key, language in _LANGUAGES.items() if entry.get(key)}
        if not said:
            self._wrong(path, None, _("write “zh: …”, and “en: …” where it is read too"))
        first = next(iter(said.values()), "")
        return {language: said.get(language, first) for language in _LANGUAGES.values()}

    def _texts(self, entry: dict[str, object], key: str) -> tuple[str, ...]:
        written = entry.get(key) or []
        return tuple(map(str, written)) if isinstance(written, list) else (str(written),)

    def _keys(self, value: object, path: YamlPath, known: set[str] | frozenset[str] | None) -> dict[str, object]:
        if not isinstance(value, dict):
            self._wrong(path, value, _("write keys and values, indented below"))
            return {}
        for key in value if known is not None else ():
            if key not in (known or ()):
                self._wrong((*path, key), key, suggest(str(key), sorted(known or ())))
        return value

    def _wrong(self, path: YamlPath, found: object, write: Text) -> None:
        from config.places import dotted  # noqa: PLC0415 - as above

        self.problems.append(Problem(self.tree.place(path), dotted(path), described(found), write))
