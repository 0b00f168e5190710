"""A template of a plug-in: the files that ``xunjian checks new`` writes."""

import re
from collections.abc import Mapping
from pathlib import Path
from struct import pack
from typing import Final

_TEMPLATES: Final = Path(__file__).parent / "templates" / "plugin"
_MESSAGE: Final = re.compile(r'^msgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)
_MO_MAGIC: Final = 0x950412DE
"""GNU gettext manual, "The Format of GNU MO Files"."""
NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def files(name: str) -> Mapping[str, bytes]:
    """Give the files of a distribution of that name, by path."""
    module = name.replace("-", "_")
    words = f"{module}/locale/zh_CN/LC_MESSAGES/{module}"
    places = {
        "pyproject.toml": "pyproject.toml.tmpl",
        "README.md": "README.md.tmpl",
        f"{module}/__init__.py": "module.py.tmpl",
        f"tests/test_{module}.py": "test.py.tmpl",
        f"{words}.po": "words.po.tmpl",
    }
    made = {path: _filled(template, name, module) for path, template in places.items()}
    return {path: text.encode() for path, text in made.items()} | {f"{words}.mo": compiled(made[f"{words}.po"])}


def _filled(template: str, name: str, module: str) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return text.replace("@NAME@", name).replace("@MODULE@", module)


def compiled(po: str) -> bytes:
    """Compile the messages of a simple .po file: one line each, nothing fuzzy, no plurals."""
    pairs = sorted((source.encode(), words.replace("\\n", "\n").encode()) for source, words in _MESSAGE.findall(po))
    head = 28
    at = head + 16 * len(pairs)
    tables: list[bytes] = []
    body = b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(pack("<II", len(pair[side]), at + len(body)))
            body += pair[side] + b"\0"
    return pack("<7I", _MO_MAGIC, 0, len(pairs), head, head + 8 * len(pairs), 0, head) + b"".join(tables) + body
