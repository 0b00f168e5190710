"""The script of one round: questions in, one POSIX shell text out.

Nothing of a target's or an operator's words ever becomes program text: commands are constants of the catalogue, and what
varies (parameters, items) stands in single quotes and reaches the command as ``"$1"``, ``"$2"``...
"""

import re
import shlex
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from collectors.base import Each, Question, Root, Shell
from collectors.sessions.base import Budget

MARGIN_SECONDS = 4
"""The script ends so much before the client gives up: TERM, KILL and walking away take three, the way back one."""

FILTER_WORDS = frozenset(
    "chmod chown crontab dd fdisk format halt init iptables kill killall mkfs mount mv parted passwd poweroff "  # noqa: SIM905
    "reboot rm rmdir service shutdown su sudo systemctl telnet umount useradd userdel usermod vi wget".split()
)
"""Words that the command filters of bastion hosts commonly refuse."""

DECLARED_WORDS = frozenset({"kill", "sudo", "rmdir"})
"""What the harness needs of them: to end what it started, to ask for rights where allowed, to clear its folder."""

BY_SUDO: Final = 1
AS_ROOT: Final = 2
"""How an ask that wants root's rights is run: by sudo where that serves; or as it is, by an account that sees all."""

_FOLDERS = re.compile(r"^for d in (.+); do$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def filter_words(text: str) -> set[str]:
    """Find the words of a shell text that a bastion's command filter may refuse; comments do not travel."""
    return set(_WORD.findall(without_comments(text))) & FILTER_WORDS


def assemble(
    questions: Sequence[Question],
    *,
    nonce: str,
    budget: Budget,
    sudo: bool = False,
    shell: str = "/bin/sh",
    whole: frozenset[str] = frozenset(),
) -> bytes:
    """Write one round as a script for the standard input of ``exec /bin/sh -s``.

    ``whole`` are the ids of the questions that the account itself sees as root would.
    Equal arguments give equal bytes. Raises ValueError for what cannot be asked: a value that does not fit its
    parameter, two samples of a walk. An item that no line can carry is left out, and so is unseen.
    """
    return f"N={nonce}\n".encode() + _body(tuple(questions), budget, sudo, shell, whole)


@lru_cache(maxsize=16)
def _body(
    questions: tuple[Question, ...],
    budget: Budget,
    sudo: bool,  # noqa: FBT001 - a cache key
    shell: str,
    whole: frozenset[str],
) -> bytes:
    """All but the nonce: a hundred targets that are asked the same share one text."""
    text = (
        settings(budget, sudo=sudo, interpreter=shell)
        + harness()
        + functions(questions, whole=whole)
        + "_round </dev/null 2>/dev/null\n"
    )
    return text.encode("utf-8", errors="surrogateescape")


def settings(budget: Budget, *, sudo: bool, interpreter: str) -> str:
    """Write what the harness reads beside the nonce."""
    total = max(1, budget.total_seconds - MARGIN_SECONDS)
    return f"TOTAL={total} SAMPLE={budget.sample_seconds} SUDO={int(sudo)} SH={quote(interpreter)}\n"


def functions(questions: Sequence[Question], before: Sequence[str] = (), *, whole: frozenset[str] = frozenset()) -> str:
    """Write the questions as the three functions that the harness calls, behind the commands ``before``.

    Raises as ``assemble`` does.
    """
    first: list[str] = [*before]
    asks: list[str] = []
    second: list[str] = []
    for index, question in enumerate(questions):
        ask = question.ask
        as_root = AS_ROOT if question.id in whole else BY_SUDO
        if isinstance(ask, Each):
            asks += _walk(index, question, ask, as_root)
        elif not isinstance(ask, Shell):
            raise TypeError(f"{question.id}: a shell cannot ask {type(ask).__name__}")
        elif question.items:
            asks += _follow_up(index, question, ask, as_root)
        elif ask.samples == 1:
            asks.append(_run(index, 0, ask, as_root, question.values))
        else:
            first.append(_run(index, 1, ask, as_root, question.values))
            second.append(_run(index, 0, ask, as_root, question.values))
    if second:
        second.insert(0, "rest")
    return f"_first() {{\n{_lines(first)}}}\n_asks() {{\n{_lines(asks)}}}\n_second() {{\n{_lines(second)}}}\n"


@lru_cache(maxsize=1)
def harness() -> str:
    """Read the harness as it is sent: without its comments."""
    return without_comments((Path(__file__).parent / "harness.sh").read_text())


def folders() -> tuple[str, ...]:
    """Name where a private folder is tried, in order: from the harness's own line, so that nobody else lists them."""
    found = _FOLDERS.search(harness())
    return tuple(shlex.split(found[1].replace("$(id -u)", "UID"))) if found else ()


def without_comments(text: str) -> str:
    """Take away what does not travel: comments on lines of their own, indentation, empty lines."""
    kept = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in kept if line and not line.startswith("#"))


def quote(value: str) -> str:
    """Write a value as one word of shell data."""
    if "\0" in value:
        raise ValueError(f"no shell can carry a NUL: {value!r}")
    return "'" + value.replace("'", "'\\''") + "'"


def folded(text: str, width: int) -> str:
    """Fold lines that are longer than ``width`` where they stand in single quotes: the words stay what they are.

    ``'ab'``, a backslash, a newline and ``'cd'`` are one word to the shell.
    """
    made: list[str] = []
    column, is_quoted, before = 0, False, ""
    for sign in text:
        if is_quoted and column >= width and sign not in "'\n":
            made.append("'\\\n'")
            column = 1
        if sign == "'" and (is_quoted or before != "\\"):
            is_quoted = not is_quoted
        before = sign
        made.append(sign)
        column = 0 if sign == "\n" else column + 1
    return "".join(made)


def _lines(commands: list[str]) -> str:
    return "".join(f"{command}\n" for command in commands or [":"])


def _values(ask: Shell, values: tuple[str, ...]) -> str:
    """Write the values of the parameters, those not given by their defaults. Raises ValueError for what does not fit."""
    if ask.parameters:
        if len(values) > len(ask.parameters):
            raise ValueError(f"{len(values)} values for {[p.name for p in ask.parameters]}")
        given = (*values, *(parameter.default for parameter in ask.parameters[len(values) :]))
        values = tuple(parameter.fit(value) for parameter, value in zip(ask.parameters, given, strict=True))
    return "".join(" " + quote(value) for value in values)


def _bounds(ask: Shell, as_root: int) -> str:
    return f"{ask.seconds} {ask.kib} {0 if ask.root is Root.NEVER else as_root} {quote(ask.tool)}"


def _run(index: int, part: int, ask: Shell, as_root: int, values: tuple[str, ...]) -> str:
    return f"run {index} {part} {_bounds(ask, as_root)} '' {quote(ask.command)}{_values(ask, values)}"


def _walk(index: int, question: Question, ask: Each, as_root: int) -> list[str]:
    _only_one_sample(question, ask.ask, ask.items)
    codes = quote(" ".join(map(str, ask.items.ok)))
    listing = f"{_bounds(ask.items, as_root)} {quote(ask.items.command)}{_values(ask.items, question.values)}"
    return [_one_item(index, ask.ask, as_root, question.values), f"walk {index} {ask.most} {codes} {listing}"]


def _follow_up(index: int, question: Question, ask: Shell, as_root: int) -> list[str]:
    _only_one_sample(question, ask)
    items = sent_items(question)
    return [
        _one_item(index, ask, as_root, question.values),
        *(f"_w {quote(item)}" for item in items),
        f"walked {index} {len(items)}",
    ]


def sent_items(question: Question) -> tuple[str, ...]:
    """Name the items of a follow-up that are asked: at most ``most``, each on one line."""
    return tuple(item for item in question.items[: question.most] if "\n" not in item and "\0" not in item)


def _one_item(index: int, ask: Shell, as_root: int, values: tuple[str, ...]) -> str:
    return f'_w() {{ run {index} 2 {_bounds(ask, as_root)} "$1" {quote(ask.command)} "$1"{_values(ask, values)}; }}'


def _only_one_sample(question: Question, *asks: Shell) -> None:
    if any(ask.samples != 1 for ask in asks):
        raise ValueError(f"{question.id}: a walk has one sample")
