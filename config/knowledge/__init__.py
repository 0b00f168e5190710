"""Articles of knowledge that come with the program (突发事件), and how one is written: YAML above, Markdown below."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.text import Text, _, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

EMERGENCY: Final = "突发事件"
"""The category that is there from the start."""
MOST_BYTES: Final = 256 * 1024
_FOLDER: Final = Path(__file__).parent
_HEAD: Final = re.compile(r"\A---\r?\n(.*?)^---\r?\n?(.*)\Z", re.DOTALL | re.MULTILINE)
_ID: Final = re.compile(r"[\w.-]{1,80}")
_KNOWN: Final = frozenset({"id", "title", "category", "checks", "symptoms"})


class ArticleError(ValueError):
    """A text that is no article; ``where`` is the place in it, ``text`` what is wrong there."""

    def __init__(self, where: str, text: Text) -> None:
        super().__init__(f"{where}: {text}")
        self.where, self.text = where, text


@dataclass(frozen=True, slots=True)
class Written:
    """An article as it is written: the checks that it answers, the words of a symptom by which it is found."""

    id: str
    title: str
    category: str
    checks: tuple[str, ...]
    symptoms: tuple[str, ...]
    text: str


def written(content: str) -> Written:
    """Read an article. Raises ArticleError for what is none."""
    import yaml  # noqa: PLC0415 - only here

    found = _HEAD.match(content)
    if found is None:
        raise ArticleError("1", _("an article begins with ---, its head in YAML, and --- again"))
    try:
        head = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise ArticleError("---", verbatim(str(error))) from None
    if not isinstance(head, dict) or not all(isinstance(name, str) for name in head):
        raise ArticleError("---", _("the head is written as NAME: VALUE"))
    if strange := sorted(set(head) - _KNOWN):
        raise ArticleError(strange[0], _("is none of {known}", known=tuple(sorted(_KNOWN))))
    one = Written(
        _word(head, "id"), _word(head, "title"), _word(head, "category"), _words(head, "checks"), _words(head, "symptoms"),
        found[2].strip() + "\n",
    )  # fmt: skip
    if not _ID.fullmatch(one.id):
        raise ArticleError("id", _("is made of letters, digits, dots, underscores and hyphens"))
    if not one.title or not one.text.strip():
        raise ArticleError("title" if not one.title else "text", _("is empty"))
    return one


def _word(head: "Mapping[str, object]", name: str) -> str:
    value = head.get(name, "")
    if not isinstance(value, str | int | float):
        raise ArticleError(name, _("is one word or sentence"))
    return str(value).strip()


def _words(head: "Mapping[str, object]", name: str) -> tuple[str, ...]:
    value = head.get(name) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ArticleError(name, _("is a list of words"))
    return tuple(dict.fromkeys(one.strip() for one in value if one.strip()))


@lru_cache(maxsize=1)
def shipped() -> tuple[Written, ...]:
    """The articles that come with the program, by id."""
    return tuple(written(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.md")))
