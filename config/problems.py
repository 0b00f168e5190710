"""What is wrong with what an operator wrote: place, field, what was found, what to write; all at once."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.text import Text, _, render, verbatim


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. ``place`` is ``file:line`` or a cell, ``about`` the field as a path of keys."""

    place: str
    about: str
    found: Text
    write: Text

    def text(self) -> Text:
        """The problem as one message."""
        return _(
            "{place}: {about}found {found}; {write}",
            place=self.place,
            about=_("{field}: ", field=self.about) if self.about else verbatim(""),
            found=self.found,
            write=self.write,
        )


class ConfigError(Exception):
    """The configuration cannot be used; ``problems`` says where and what to write. Never holds a secret's value."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(self.render("en")))

    def render(self, language: str) -> tuple[str, ...]:
        """One line a problem."""
        return tuple(render(problem.text(), language) for problem in self.problems)


def refuse(place: str, about: str, found: Text, write: Text) -> ConfigError:
    """A ConfigError of one problem."""
    return ConfigError((Problem(place, about, found, write),))


_MOST_LISTED = 40
"""Ours: of more words than a screen holds only the nearest are named."""
_NEAREST = 5


def suggest(word: str, known: Sequence[str]) -> Text:
    """Say what to write instead of a word that is not known: the nearest, else all there are, of very many some."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if near:
        return _("did you mean “{near}”?", near=near[0])
    if not known:
        return _("there is none to choose from; remove it")
    if len(known) > _MOST_LISTED:
        near = difflib.get_close_matches(word.lower(), known, n=_NEAREST, cutoff=0.0)
        return _("there are {count:number}, the nearest are: {known}", count=len(known), known=tuple(near))
    return _("write one of: {known}", known=tuple(known))


def described(value: object, *, is_hidden: bool = False) -> Text:
    """Say what a value is, for a person; of a hidden one only that it is there."""
    if isinstance(value, dict):
        return _("keys and values")
    if isinstance(value, list):
        return _("a list")
    if value is None:
        return _("nothing")
    if is_hidden:
        return _("a value that is not shown here")
    words = str(value)
    return _("“{value}”", value=words if len(words) <= _LONGEST else words[:_LONGEST] + "…")


_LONGEST = 60  # characters of a wrong value that an error repeats: enough to find it
