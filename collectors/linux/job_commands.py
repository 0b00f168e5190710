"""Which paths a scheduled job's command calls, read without running anything.

Only what stands where a shell would execute it counts: the first word of each simple command, or the script given to an
interpreter. A path that the line itself tests first (``[ -x /a ] && /a``) is the author's own care and not reported.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_TOKEN = re.compile(
    r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`|\\.|[^\s;&|()<>"'\\`]|\\)+|[0-9]?>>?&?[0-9-]?|<|&&|\|\||[;&|()`\n]"""
)
_SEPARATORS: Final = frozenset({"&&", "||", ";", "&", "|", "(", ")", "`", "\n"})
_PREFIXES: Final = frozenset(
    {"exec", "nohup", "nice", "ionice", "time", "sudo", "env", "setsid", "timeout", "then", "do", "else", "if", "!", "{"}
)
_SHELLS = re.compile(r"(?:.*/)?(?:(?:ba|da|a|k|mk|z|c|tc)?sh|su|runuser)")
_INTERPRETERS = re.compile(r"(?:.*/)?(?:ba|da|k|z|c|tc)?sh|(?:.*/)?(?:python|perl|php|ruby|expect)[0-9.]*")
_TESTED = re.compile(
    r"(?:\btest|\[{1,2}|!)\s+(?:!\s+)?-[a-z]\s+[\"']?(?P<path>/[^\s\"'\]]+)|command\s+-v\s+(?P<other>/\S+)"
)
_CD = re.compile(r"(?:^|[;&(]\s*)cd\s+[\"']?(?P<folder>/[^\s;&\"']+)")
_PLAIN = re.compile(r"/[^$*?~{}\[\]`\x00-\x1f]+")


def called(command: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the programs and the scripts that ``command`` calls by absolute path, each once, in order."""
    command = re.split(r"(?<!\\)%", command, maxsplit=1)[0]  # crontab(5): what follows % is standard input
    tested = {match["path"] or match["other"] for match in _TESTED.finditer(command)}
    folder = next((match["folder"] for match in _CD.finditer(command)), "")
    programs: list[str] = []
    scripts: list[str] = []
    for words in map(_own, _commands(command)):
        program, script = _of_command(words, folder)
        inner = called(_given(words)) if _given(words) else ((), ())
        programs += [path for path in (program, *inner[0]) if path not in tested]
        scripts += [path for path in (script, *inner[1]) if path not in tested]
    return _plain(programs), _plain(scripts)


def _plain(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for path in paths if _PLAIN.fullmatch(path)))


def _commands(command: str) -> Iterator[list[str]]:
    """Cut a line in simple commands without their redirections."""
    words: list[str] = []
    is_target = False
    for token in _TOKEN.findall(command):
        if token in _SEPARATORS:
            yield words
            words = []
        elif re.fullmatch(r"[0-9]?>>?&?[0-9-]?|<", token):
            is_target = not re.search(r"&[0-9-]", token)
            continue
        elif not is_target:
            words.append(token.strip("\"'"))
        is_target = False
    yield words


def _own(words: list[str]) -> list[str]:
    """Pass over what stands before a command: keywords, wrappers with their options, assignments, ``***``."""
    while words and (words[0] in _PREFIXES or re.match(r"\w+=|\*\*\*$", words[0]) or (words[0][:1] == "-" and words[1:])):
        words = words[1:]
    return words


def _given(words: list[str]) -> str:
    """Give the command that a shell or su is handed after ``-c``."""
    if not words or not _SHELLS.fullmatch(words[0]) or "-c" not in words[1:-1]:
        return ""
    return words[words.index("-c", 1) + 1]


def _of_command(words: list[str], folder: str) -> tuple[str, str]:
    if not words:
        return "", ""
    program, script = _absolute(words[0], folder), ""
    if _INTERPRETERS.fullmatch(words[0]) and "-c" not in words:
        script = next((_absolute(word, folder) for word in words[1:] if not word.startswith("-")), "")
    return program, script


def _absolute(word: str, folder: str) -> str:
    if word.startswith("./") and folder:
        return f"{folder.rstrip('/')}/{word[2:]}"
    return word if word.startswith("/") else ""
