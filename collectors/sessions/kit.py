"""The kit: one readable POSIX file that runs the round where nothing of ours may be installed, and leaves one file.

It is the very script that a live session sends, with a manifest of its asks around it, so that an importer knows what each
frame answers, whatever version made the kit.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from collectors.base import Each, Question, Shell
from collectors.sessions.armour import SHELL as ARMOUR
from collectors.sessions.base import Budget
from collectors.sessions.script import folded, functions, harness, quote, settings, without_comments
from collectors.sessions.streams import checksum

END: Final = "XJ-END-OF-KIT"
"""Ends the here-document of a kit that is pasted; no line of the kit is this."""
FILE_END: Final = "XJ-END-OF-FILE"
"""Ends the here-document of a file that the kit puts into its folder."""
NO_FILES: Final[Mapping[str, str]] = MappingProxyType({})
DAMAGED: Final = (
    "xunjian: 粘贴过程中内容受损，未执行任何命令，请重新粘贴 / damaged on its way, nothing was run; paste it again"
)
"""Said on the target, whose language nobody knows: in both."""
FOLD_WIDTH: Final = 120
"""Where a pasted line is folded; a terminal takes 4,095 signs (Linux, termios(3)), web consoles lose parts of long ones."""


def question_names(question: Question) -> tuple[str, str]:
    """Name a question by what it asks, and that with its values: how a bundle's frames find their collector."""
    exact = sha256("\0".join((question.digest, *question.values)).encode()).hexdigest()
    return question.digest[:32], exact[:16]


def manifest(questions: Sequence[Question]) -> str:
    """Write one line a question: index, its collector, its digest, its form, its bounds, for the importer."""
    return "\n".join(f"ask {index} {q.id} {' '.join(question_names(q))} {form(q)}" for index, q in enumerate(questions))


def form(question: Question) -> str:
    """Write what reading a question's frames needs: each or shell, samples, most KiB, most items."""
    ask = question.ask
    if isinstance(ask, Each):
        return f"each 1 {ask.ask.kib} {ask.items.kib} {ask.most}"
    if isinstance(ask, Shell):
        return f"shell {ask.samples} {ask.kib} 0 0"
    raise TypeError(f"{question.id}: a kit cannot ask {type(ask).__name__}")


@lru_cache(maxsize=1)
def _frame() -> str:
    return without_comments((Path(__file__).parent / "kit.sh").read_text())


def kit(
    questions: Sequence[Question],
    budget: Budget,
    *,
    version: str,
    about: str,
    sudo: bool = False,
    files: Mapping[str, str] = NO_FILES,
    lines: Sequence[str] = (),
) -> str:
    """Write the kit. ``about`` is what its head says to whom approves it, in comment lines' words.

    ``files`` are put by name into the private folder before anything is asked; ``lines`` are more lines of the manifest.

    Equal arguments give equal text. Raises ValueError and TypeError as ``assemble`` does.
    """
    head = "".join(f"# {line}".rstrip() + "\n" for line in about.splitlines())
    made = settings(budget, sudo=sudo, interpreter="/bin/sh")
    told = "\n".join((manifest(questions), *lines))
    written = f"VERSION={quote(version)}\nMANIFEST={quote(told)}\n{made}"
    asked = functions(questions, before=("_files",) if files else ()) + _written(files)
    return f'#!/bin/sh\n{head}{written}{harness()}{ARMOUR}{_frame()}{asked}_kit "$@"\n'


def _written(files: Mapping[str, str]) -> str:
    """Write the files as here-documents, which a person reads as they are. Raises ValueError for what would end one."""
    parts = []
    for name, content in files.items():
        if FILE_END in content.split("\n"):
            raise ValueError(f"{name} holds the line {FILE_END}")
        parts.append(f"cat >\"$D/{name}\" <<'{FILE_END}'\n{content}{FILE_END}\n")
    return f"_files() {{\n{''.join(parts)}}}\n" if parts else ""


def pasted(text: str) -> str:
    """Write a kit as what is pasted into a terminal: a plain here-document, run only when it arrived whole.

    It prints its result as text, and leaves that text as a file for lines that are asked for again. Raises ValueError where
    a line of the kit would end the here-document.
    """
    lines = folded(text, FOLD_WIDTH).splitlines()
    if END in lines:
        raise ValueError(f"the kit holds the line {END}")
    typed = "\n".join(lines) + "\n"
    weight = f"{checksum(typed.encode())} {len(typed.encode())}"
    return (
        f"umask 077; F=./xunjian-kit.$$; cat >$F <<'{END}'\n{typed}{END}\n"
        f'if [ "$(cksum <$F)" = "{weight}" ]; then sh $F -t; else echo "{DAMAGED}"; fi; '
        "unlink $F\n"
    )
