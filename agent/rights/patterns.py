"""What stands in a sudoers rule where an ask has a variable: patterns that fit the meant words and nothing else.

In sudoers a ``*`` fits blanks and slashes too: ``cat /var/log/*`` allows ``cat /var/log/x /etc/shadow``. So no pattern here
has one. A bracket fits one character, never a blank nor a slash, and a name of up to n characters is n patterns.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from agent.rights.occurrences import Occurrence, Variable, Word

NEVER: Final = frozenset(
    {"awk", "bash", "dd", "env", "ed", "find", "gawk", "mawk", "perl", "python3", "sed", "sh", "tee", "vi", "xargs"}
)
"""Commands that write files or start others when they are told to: no rule allows them, whatever their arguments."""

Choices = tuple[Mapping[str, tuple[str, ...]], ...]
"""Alternatives; each gives, for variables that vary together, the patterns of every one of them."""

_COMMAS: Final = {",": "[+--]", "=": "[<->]", ":": "[9-;]"}
"""What ends or splits a rule, as ranges of three signs around it: with no backslash, which our reader of rules refuses."""
_PLAIN: Final = re.compile(r"[A-Za-z0-9_/.%+@{}~ -]")


def _names(prefix: str, most: int, suffix: str = "") -> tuple[str, ...]:
    """Names of one to ``most`` characters that begin with a letter or digit, below a fixed path."""
    return tuple(f"{prefix}[0-9A-Za-z]{'[0-9A-Za-z_.-]' * more}{suffix}" for more in range(most))


def _digits(most: int, prefix: str = "") -> tuple[str, ...]:
    return tuple(prefix + "[0-9]" * count for count in range(1, most + 1))


_DAY = "-" + "[0-9]" * 8  # logrotate's dateext
PACKED: Final = {"gzip": ".gz", "xz": ".xz", "bzip2": ".bz2", "zstd": ".zst"}


def _logs(*names: str) -> tuple[str, ...]:
    """The named files of /var/log, with those that logrotate put aside."""
    plain = [f"/var/log/{name}{kept}" for name in names for kept in ("", ".[0-9]", _DAY)]
    aside = [f"/var/log/{name}{kept}" for name in names for kept in (".[0-9]", ".[0-9][0-9]", _DAY)]
    return (*plain, *(path + ending for ending in PACKED.values() for path in aside))


_INTERFACE = 15  # IFNAMSIZ less its NUL, net/if.h
_LOGIN = 20  # longer ones exist (32, useradd(8)), and are then not seen
_SIZE = 10  # digits: under ten gigabytes
_DISKS = ("/dev/sd[a-z]", "/dev/sd[a-z][a-z]", "/dev/nvme[0-9]n[0-9]", "/dev/nvme[0-9][0-9]n[0-9]")
_BEHIND = ("megaraid[+--]", "sat+megaraid[+--]", "cciss[+--]")
_AT = ("/dev/bus/[0-9]", "/dev/bus/[0-9][0-9]", "/dev/sd[a-z]", "/dev/sg[0-9]", "/dev/sg[0-9][0-9]")

CHOICES: Final[Mapping[str, Choices]] = {
    "linux.mdadm_details": (
        {"d": (*_digits(3, "/dev/md"), "/dev/md_d[0-9]", "/dev/md_d[0-9][0-9]", *_names("/dev/md/", 16))},
    ),
    "linux.bonds.proc": ({"n": _names("", _INTERFACE)},),
    "linux.smart": (
        {"t": ("auto",), "d": _DISKS},
        {"t": tuple(one for kind in _BEHIND for one in _digits(3, kind)), "d": _AT},
    ),
    "linux.jobs": (
        {"2": ("/etc/crontab", "/etc/anacrontab", *_names("/etc/cron.d/", _LOGIN))},
        {"2": tuple(one for d in ("crontabs/", "tabs/", "") for one in _names(f"/var/spool/cron/{d}", _LOGIN))},
        {"d": ("/var/spool/cron/crontabs", "/var/spool/cron/tabs", "/var/spool/cron")},
    ),
    "linux.ssh_server.settings": ({"1": ("/etc/ssh/sshd_config", *_names("/etc/ssh/sshd_config.d/", 24, ".conf"))},),
    "linux.kernel_logs.files": (
        {"1": _logs("kern.log", "messages", "syslog"), "2": _digits(_SIZE)},
        {"f": _logs("kern.log", "messages", "syslog")},
    ),
    "linux.system_logs.files": (
        {"1": _logs("messages", "syslog"), "$(($2 + 1))": _digits(_SIZE)},
        {"f": _logs("messages", "syslog")},
        {"l": ("/var/log",), "b": ("messages", "syslog")},
    ),
    "linux.auth_failures.logs": ({"f": _logs("secure", "auth.log")},),
}
"""By ask, what its variables can be. An ask whose variables are not here is left out of the file."""

_LOOP = re.compile(r"\bfor (\w+) in ([^;\n]*?)[ \t]*(?:;|\n)\s*do\b")
_ASSIGNMENT = re.compile(r"(?:^|(?<=[\s;({]))(\w+)=([^\s;]*)", re.MULTILINE)
_TUPLE = re.compile(r'"((?:[a-z]+ )[a-z_,]+(?: [a-z_,]+)+)"')
_LITERAL = re.compile(r"[\w./@%+,:=-]+")


def patterns(ask: str, text: str, occurrence: Occurrence) -> tuple[str, ...] | None:
    """The rules' words for a command of an ask; None where a variable is not known, or the command must never be root's."""
    names = [part.name for word in occurrence.words for part in word if isinstance(part, Variable)]
    made = [
        " ".join(_filled(word, values) for word in occurrence.words)
        for values in (_values(ask, text, tuple(dict.fromkeys(names))) if names else [{}])
    ]
    kept = tuple(dict.fromkeys(one for one in made if _is_meant(one)))
    return kept if kept and not any(name_of(one) in NEVER for one in kept) else None


def name_of(rule: str) -> str:
    """The command's name, without its folder."""
    return rule.split(" ", 1)[0].rpartition("/")[2]


def _filled(word: Word, values: Mapping[str, str]) -> str:
    return "".join(escaped(part) if isinstance(part, str) else values[part.name] for part in word)


def escaped(literal: str) -> str:
    """Write literal text as a pattern that fits it; a sign with a meaning in sudoers becomes ``?``, one character."""
    return "".join(sign if _PLAIN.fullmatch(sign) else _COMMAS.get(sign, "?") for sign in literal)


def _values(ask: str, text: str, names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    alternatives: list[Mapping[str, tuple[str, ...]]] = [c for c in CHOICES.get(ask, ()) if set(names) <= set(c)]
    if not alternatives:
        alternatives = [*_listed(text, names)] or [_told(text, names)]
    for choice in alternatives:
        for values in product(*(choice.get(name, ()) for name in names)):
            yield dict(zip(names, values, strict=True))


def _told(text: str, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What the text itself gives to variables: loops over literal words, assignments of them."""
    return {name: tuple(map(escaped, _constants(text, name, frozenset()) or ())) for name in names}


def _constants(text: str, name: str, within: frozenset[str]) -> list[str] | None:
    """Every value that the text gives a variable, None where one of them is no constant."""
    given = [word for found in _LOOP.finditer(text) if found[1] == name for word in found[2].split()]
    given += [found[2] for found in _ASSIGNMENT.finditer(text) if found[1] == name]
    made: list[str] = []
    for word in given:
        inner = re.search(r"\$\{?(\w+)\}?", word)
        values = _constants(text, inner[1], within | {name}) if inner and inner[1] not in within | {name} else None
        whole = [word] if inner is None else [word.replace(inner[0], one) for one in values or ()]
        if not whole or not all(map(_LITERAL.fullmatch, whole)):
            return None
        made += whole
    return made or None


def _listed(text: str, names: tuple[str, ...]) -> Iterator[dict[str, tuple[str, ...]]]:
    """``for one in "pvs COLUMNS OTHERS" ...; do set -- $one``: the first word with each of the others, as "$1" and "$2"."""
    if set(names) == {"1", "2"} and "set -- $one" in text:
        for found in _TUPLE.finditer(text):
            first, *others = found[1].split()
            yield {"1": (first,), "2": tuple(map(escaped, others))}


def _is_meant(rule: str) -> bool:
    """Whether the command is ever given such a word: an unpacker only its own kind of file, a reader none of them."""
    name, last = name_of(rule), rule.rpartition(" ")[2]
    if name in PACKED:
        return last.endswith(PACKED[name])
    if name == "nvme":
        return "/dev/nvme" in last
    return name not in {"tail", "cat"} or not last.endswith(tuple(PACKED.values()))
