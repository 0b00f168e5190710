"""The backup jobs that an operator names, one line of words each, and the patterns that are asked of the target.

    erp /backup/erp/*.dmp.gz period=1d least=1GiB data=/var/lib/oracle

A name, one pattern or more, and what is expected: ``period`` (30m, 6h, 1d, 1w), ``least`` (a size), ``data`` (where the
data itself lies, whose file system the backup must not share).
"""

import re
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checks.operator_lines import by_name

_UNITS: Final = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SIZES: Final = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_PERIOD = re.compile(r"([1-9][0-9]{0,4})([mhdw])")
_SIZE = re.compile(r"([0-9]{1,15})(?:([KMGT])(?:i?B)?|B)?")
DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class BackupJob:
    """One job: how often it should leave a file, how large at least, and which paths hold the data itself."""

    name: str
    patterns: tuple[str, ...]
    period_seconds: int = DAY_SECONDS
    least_bytes: int = 0
    data: tuple[str, ...] = ()


class BackupJobError(ValueError):
    """A line that names no job: what was found, and what would be right."""


def job(line: str) -> BackupJob:
    """Read one line. Raises BackupJobError."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise BackupJobError(f"{line!r}: {error}") from error
    name, patterns, options = "", [], []
    for word in words:
        if word.startswith("/"):
            patterns.append(word)
        elif "=" in word:
            options.append(word.partition("="))
        elif name:
            raise BackupJobError(f"{line!r}: a second name {word!r}; a pattern is an absolute path")
        else:
            name = word
    if not name or not patterns or any("|" in one or not one.isprintable() for one in patterns):
        raise BackupJobError(f"{line!r}: wants a name and absolute patterns: erp /backup/erp/*.dmp period=1d")
    made = BackupJob(name, tuple(patterns))
    for key, _equals, value in options:
        made = _with(made, key, value, line)
    return made


def _with(made: BackupJob, key: str, value: str, line: str) -> BackupJob:
    if key == "period" and (match := _PERIOD.fullmatch(value)):
        return BackupJob(made.name, made.patterns, int(match[1]) * _UNITS[match[2]], made.least_bytes, made.data)
    if key == "least" and (match := _SIZE.fullmatch(value)):
        return BackupJob(made.name, made.patterns, made.period_seconds, int(match[1]) * _SIZES[match[2] or ""], made.data)
    if key == "data" and value.startswith("/") and "|" not in value and value.isprintable():
        return BackupJob(made.name, made.patterns, made.period_seconds, made.least_bytes, (*made.data, value))
    raise BackupJobError(f"{line!r}: {key}={value} is none of period=1d, least=1GiB, data=/path")


def jobs(lines: Iterable[object]) -> tuple[tuple[BackupJob, ...], tuple[str, ...]]:
    """Read all lines: the jobs, and what is wrong with the lines that name none. Of two of one name the second is wrong."""
    return by_name(lines, job)


def asked(of: Iterable[BackupJob]) -> dict[str, str]:
    """The values of the ask's parameters: every pattern, every place of data, once each."""
    wanted = tuple(of)
    return {
        "backup_globs": joined(pattern for one in wanted for pattern in one.patterns),
        "backup_places": joined(place for one in wanted for place in one.data),
    }


def joined(paths: Iterable[str]) -> str:
    """Paths and patterns as one value of a parameter, once each; what is no absolute path cannot travel and is left out."""
    fit = (one for one in paths if one.startswith("/") and "|" not in one and one.isprintable())
    return "|".join(dict.fromkeys(fit))
