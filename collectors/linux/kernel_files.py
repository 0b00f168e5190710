"""How our asks read several kernel files at once: ``grep`` names each line's file, ``echo @end`` says that it is whole.

One process reads them all. A file that is not there is told on standard error, and that is the witness of its absence.

Sample::

    /proc/uptime:1420.83 2723.97
    /proc/vmstat:pswpin 0
    @end
"""

from dataclasses import dataclass

from collectors.base import Answer, ParseError, Reason, SessionError
from config.text import _

KIB = 1024
_MOST_DIGITS = 20
"""Digits of the largest 64-bit number; no counter of a kernel has more."""


def grep(pattern: str, *paths: str) -> str:
    """Write the command that prints the matching lines of the files, each behind its path."""
    return f"grep -E '{pattern}' {' '.join(paths)}; echo @end"


@dataclass(frozen=True, slots=True)
class KernelFiles:
    """The lines of an answer by file, and what was said of the files that gave none."""

    lines: dict[str, list[str]]
    said: str

    def need(self, path: str) -> list[str]:
        """Give a file's lines. Raises SessionError (denied, empty) where it gave none."""
        if path in self.lines:
            return self.lines[path]
        why = self.why_missing(path)
        raise SessionError(Reason.DENIED if "denied" in why else Reason.EMPTY, why or path)

    def why_missing(self, path: str) -> str:
        """Give the target's own words about a file that gave nothing; empty where it said nothing."""
        return next((line for line in self.said.splitlines() if path in line), "")

    def is_missing(self, path: str) -> bool:
        """Whether the target says that there is no such file."""
        return path not in self.lines and "No such file" in self.why_missing(path)

    def fields(self, path: str) -> dict[str, int]:
        """Read a file of ``name value`` or ``name: value kB`` lines; kB become bytes. A line of one word has no value."""
        found: dict[str, int] = {}
        for line in self.lines.get(path, []):
            name, *words = line.replace(":", " ", 1).split() or [""]
            if words:
                is_kib = words[-1] == "kB" and len(words) > 1
                found[name] = natural(words[-2] if is_kib else words[0], line) * (KIB if is_kib else 1)
        return found


def read(answer: Answer, text: str | None = None) -> KernelFiles:
    """Split an answer of ``grep``. Raises SessionError where its end is missing, ParseError for a line without a path."""
    text = answer.text if text is None else text
    if not text.endswith("@end\n"):
        raise SessionError(Reason.CUT, text[-80:])
    lines: dict[str, list[str]] = {}
    for line in text.removesuffix("@end\n").splitlines():
        path, colon, rest = line.partition(":")
        if not colon or not path.startswith("/"):
            raise ParseError("a line that names no file", line)
        lines.setdefault(path, []).append(rest)
    return KernelFiles(lines, answer.stderr)


def natural(word: str, line: str = "") -> int:
    """Read a count. Raises ParseError for anything else."""
    if not (word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS):
        raise ParseError(f"no count: {word[:_MOST_DIGITS]!r}", line)
    return int(word)


def decimal(word: str, line: str = "") -> float:
    """Read digits with or without a fraction. Raises ParseError for anything else (no sign, no exponent, no nan)."""
    if not word.replace(".", "", 1).isdigit() or not word.isascii():
        raise ParseError(f"no number: {word!r}", line)
    return float(word)


def uptime(files: KernelFiles) -> float:
    """Seconds since boot, from /proc/uptime (first number of two, proc(5))."""
    line = files.need("/proc/uptime")[0]
    return decimal(line.partition(" ")[0], line)


def window(earlier: KernelFiles, later: KernelFiles) -> float:
    """Seconds between two samples. Raises SessionError where the target was started again between them."""
    seconds = uptime(later) - uptime(earlier)
    if seconds <= 0:
        raise SessionError(Reason.FAILED, _("no time passed between the samples"))
    return seconds
