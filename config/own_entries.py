"""Entries of ``custom_checks:`` and ``plugins:``."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from config.block import Block
from config.grammar import Number, Word, Words, fits, one_of, whole
from config.own import AREAS, HERE, ON_TARGET, UNITS
from config.text import _


class WordsBlock(Block):
    """A text in both languages; a plain text stands for both."""

    zh: Word = ""
    en: Word = ""


def _both(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Both = Annotated[WordsBlock, BeforeValidator(_both)]
OwnId = Annotated[
    str,
    fits(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*", _("write an id of small letters, digits, “_” and “.”, as in site.oracle_space")),
]
_ROOT = one_of("never", "needed")
_LINE = whole(-1000, 1000)
_COLUMN = whole(1, 200)


class CustomBlock(Block):
    """One entry of ``custom_checks:``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: OwnId
    title: Both
    ask: Word
    platform: Word = "linux"
    area: Annotated[str, one_of(*AREAS)] = "services"
    root: Annotated[str, _ROOT] = "never"
    seconds: Annotated[int, whole(1, 300)] = 10
    ok: list[Annotated[int, whole(0, 125)]] = Field(default_factory=lambda: [0])
    regex: Word = ""
    column: Annotated[int, _COLUMN] | None = None
    subject_column: Annotated[int, _COLUMN] | None = None
    line: Annotated[int, _LINE] | None = None
    match: Word = ""
    is_: Annotated[str, one_of("number", "text")] = Field(default="number", alias="is")
    unit: Annotated[str, one_of(*UNITS)] = "count"
    warn_below: Number | None = None
    warn_above: Number | None = None
    critical_below: Number | None = None
    critical_above: Number | None = None
    expected: Words = Field(default_factory=list)
    otherwise: Annotated[str, one_of("notice", "warn", "critical")] = "warn"
    remedy: Both = WordsBlock()
    targets: Words = Field(default_factory=lambda: ["*"])


class PluginBlock(Block):
    """One entry of ``plugins:``."""

    id: OwnId
    title: Both
    command: Annotated[list[Word], Field(min_length=1)]
    runs: Annotated[str, one_of(HERE, ON_TARGET)] = HERE
    area: Annotated[str, one_of(*AREAS)] = "services"
    root: Annotated[str, _ROOT] = "never"
    seconds: Annotated[int, whole(1, 300)] = 30
    remedy: Both = WordsBlock()
    target: Words = Field(default_factory=lambda: ["*"])
