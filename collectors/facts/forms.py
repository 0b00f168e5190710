"""Facts of a form that a person filled in: who answered, on which day, and what of each item of the checklist."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from collectors.base import FactKind, Unseen
from config.checklists import Choice, Item, Words


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that was handed in with an answer; it is evidence of its own, by its sha256."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One line of a form as it was written. ``item`` is the question with its limits, as it was put that day."""

    item: Item
    answer: str
    is_told: bool
    remark: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form as evidence. ``count`` says how many items it has, so that a lost line is seen."""

    form: int
    target: str
    checklist: str
    title: Words
    answered_by: str
    witness: str
    on: date
    items: tuple[WrittenItem, ...]
    remark: str
    count: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An item that was looked at. Identity: ``item.id``. ``value`` fits the item's kind; None: there is no such thing."""

    item: Item
    value: Choice | float | date | str | None
    remark: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form, read. Each item of its checklist is in ``answers`` or ``unseen``, but those that feed another check."""

    checklist: str
    title: Words
    answered_by: str
    witness: str
    on: date
    answers: tuple[Answered, ...]
    unseen: tuple[Unseen, ...] = ()
    remark: str = ""


FILLED_FORM: Final = FactKind[FilledForm]("filled_form")
