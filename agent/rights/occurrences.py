"""Find, in the text of an ask, every command that stands behind ``$S``: what root should run, word by word.

The texts are constants of our own catalogue, so this reads the shell that we write and no more: quotes, substitutions,
comments, redirections, and the operators that end a command. What it does not know becomes a Variable, never a literal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MARK: Final = "$S"


@dataclass(frozen=True, slots=True)
class Variable:
    """A part of a word that the shell fills in: ``name`` as written (``d``, ``1``, ``$(($2 + 1))``), or a glob."""

    name: str


Word = tuple[str | Variable, ...]
"""One argument: literal text and variables, in order."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One command behind ``$S``: its name and its arguments."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The command as a person reads it, variables as ``$name``."""
        return " ".join("".join(p if isinstance(p, str) else _shown(p) for p in word) for word in self.words)


def _shown(part: Variable) -> str:
    return f"${part.name}" if re.fullmatch(r"\w+|@", part.name) else part.name


_NAME = re.compile(r"\$(\w+|[@*#?!$-])")
_BRACED = re.compile(r"\$\{([^{}]*)\}")
_REDIRECTION = re.compile(r"[0-9]*(?:>>|>&|<&|>|<)[ \t]*")
_ENDS = ";|&)\n"
_GLOBS = "*?["


def occurrences(text: str) -> tuple[Occurrence, ...]:
    """Every command behind ``$S``, in order; equal ones once."""
    return tuple(dict.fromkeys(_command(text, at + len(MARK)) for at in _marks(text)))


def _marks(text: str) -> Iterator[int]:
    """Where ``$S`` stands as a word of its own and the shell would read it: in no single quotes, in no comment."""
    at, quoted = 0, [False]
    while at < len(text):
        sign = text[at]
        if sign == "\\":
            at += 1
        elif sign == "'" and not quoted[-1]:
            at = text.find("'", at + 1)
            if at < 0:  # it is never closed: no shell would run it
                return
        elif sign == "#" and not quoted[-1] and (at == 0 or text[at - 1] in " \t\n;&|()"):
            at = text.find("\n", at)
            if at < 0:
                return
        elif re.match(r"\$S(?=[ \t])", text[at:]) and not quoted[-1]:
            yield at
        else:
            _turn(text, at, quoted)
        at += 1


def _turn(text: str, at: int, quoted: list[bool]) -> None:
    """Enter or leave a quotation or a substitution. A ``)`` of a case pattern leaves nothing."""
    if text[at] == '"':
        quoted[-1] = not quoted[-1]
    elif text.startswith("$(", at):
        quoted.append(False)
    elif text[at] == ")" and len(quoted) > 1 and not quoted[-1]:
        quoted.pop()


def _command(text: str, at: int) -> Occurrence:
    words: list[Word] = []
    while True:
        at = _blanks(text, at)
        if at >= len(text) or text[at] in _ENDS or text[at] == "#":
            return Occurrence(tuple(words))
        redirected = _REDIRECTION.match(text, at)
        word, at = _word(text, redirected.end() if redirected else at)
        if redirected and text[at : at + 1].isdigit():
            at += 1  # the descriptor behind >&
        if not redirected:
            words.append(word)


def _blanks(text: str, at: int) -> int:
    found = re.compile(r"(?:[ \t]|\\\n)*").match(text, at)
    return found.end() if found else at


def _word(text: str, at: int) -> tuple[Word, int]:
    parts: list[str | Variable] = []
    while at < len(text) and text[at] not in f" \t<>{_ENDS}" and not text.startswith("\\\n", at):
        at = _quoted(text, at + 1, parts) if text[at] == '"' else _bare(text, at, parts)
    return _joined(parts), at


def _quoted(text: str, at: int, parts: list[str | Variable]) -> int:
    parts.append("")
    while text[at] != '"':
        if text[at] == "$":
            at = _variable(text, at, parts)
        elif text[at] == "\\" and text[at + 1] in '$`"\\':
            parts.append(text[at + 1])
            at += 2
        else:
            parts.append(text[at])
            at += 1
    return at + 1


def _bare(text: str, at: int, parts: list[str | Variable]) -> int:
    sign = text[at]
    if sign == "'":
        end = text.find("'", at + 1)
        end = len(text) if end < 0 else end
        parts.append(text[at + 1 : end])
        return end + 1
    if sign == "\\":
        parts.append(text[at + 1])
        return at + 2
    if sign == "$":
        return _variable(text, at, parts)
    parts.append(Variable(sign) if sign in _GLOBS else sign)
    return at + 1


def _variable(text: str, at: int, parts: list[str | Variable]) -> int:
    if text.startswith("$(", at):
        end = _closing(text, at + 1)
        parts.append(Variable(text[at:end]))
        return end
    found = _BRACED.match(text, at) or _NAME.match(text, at)
    if found is None:
        parts.append("$")
        return at + 1
    parts.append(Variable(found[1]))
    return found.end()


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def _joined(parts: list[str | Variable]) -> Word:
    made: list[str | Variable] = []
    for part in parts:
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        elif part != "":
            made.append(part)
    return tuple(made)
