"""What an ask reads, in a few words taken from what it sends: the programs it runs, the files it names, the pages it gets.

A glance, not the whole: what is sent to the last letter stands in ``xunjian plan --full``.
"""

import re
from collections.abc import Iterator
from typing import Final

from agent.commands.plan_mibs import mibs
from collectors.sessions.script import harness

_PATH: Final = re.compile(r"(?<![\w.$}*\"/-])/(?:proc|sys|etc|var|dev|run|usr|boot|lib|opt|home|root)(?:/[\w.@+*?-]+)*")
_WORD: Final = r"([a-z][\w.+-]+)"
_BEFORE: Final = r"(?:^|[;&{(]|\|\s|\b(?:then|do|else|if|while|!)\s)\s*(?:\w+=[^\s;]*\s+)*(?:\$S\s+)?"
_START: Final = re.compile(rf"{_BEFORE}{_WORD}(?=[\s;]|$)|\$\(\s*(?:\$S\s+)?{_WORD}(?=[\s)])", re.MULTILINE)
_FUNCTION: Final = re.compile(r"\b(\w+)\(\)")
_ADDRESS: Final = re.compile(r"https?://[^/\s{]+")
_QUOTED: Final = re.compile(r"""\\.|'[^']*'|"(?:\\.|[^"\\])*"|(?:(?<=\s)|^)\#[^\n]*""", re.MULTILINE | re.DOTALL)
_VIEW: Final = re.compile(r"\b(?:from|join)\s+([a-z][\w.$#]*)", re.IGNORECASE)
_PART: Final = re.compile(r"\b(?:extract|trim|substring)\s*\([^()]*?\bfrom\b", re.IGNORECASE)
"""Where FROM is a part of a function."""
_NAMED: Final = re.compile(r"\b(\w+)\s+as\s*(?:materialized\s*)?\(", re.IGNORECASE)
"""The names that a statement gives to parts of its own (WITH name AS (...))."""
_ARITHMETIC: Final = re.compile(r"\$\(\((?:[^()]|\([^()]*\))*\)\)")
_SHELL: Final = frozenset(
    (
        *(
            "break",
            "case",
            "cd",
            "command",
            "continue",
            "do",
            "done",
            "echo",
            "elif",
            "else",
            "esac",
            "eval",
            "exec",
            "exit",
        ),
        *("export", "expr", "false", "fi", "for", "getopts", "if", "in", "local", "printf", "pwd", "read", "return", "set"),
        *("shift", "sleep", "test", "then", "trap", "true", "type", "ulimit", "umask", "unset", "until", "wait", "while"),
    )
)
"""Words of the shell itself: they read nothing."""
_PLUMBING: Final = frozenset(
    (
        *("awk", "cat", "cut", "date", "find", "grep", "head", "id", "ls", "readlink", "sed", "sort", "stat", "tail", "tr"),
        *("uniq", "wc", "xargs"),
    )
)
"""Programs that pass on what others or files say: named only where nothing else tells what is read."""
_TELLS_NOTHING: Final = frozenset({"/dev/null", "/dev", "/usr", "/etc", "/lib"})


def glance(command: str) -> tuple[str, ...]:
    """The programs, then the paths, of a shell's command, each once in their order; nothing that it does not name."""
    code = _ARITHMETIC.sub("0", _QUOTED.sub(_outside, command))
    own = {*_SHELL, *_FUNCTION.findall(code), *_FUNCTION.findall(harness())}
    programs = dict.fromkeys(found for pair in _START.findall(code) for found in pair if found and found not in own)
    telling = [name for name in programs if name not in _PLUMBING]
    paths = [path for path in dict.fromkeys(_PATH.findall(command)) if path not in _TELLS_NOTHING]
    return (*telling, *paths) or tuple(programs)


def _outside(quoted: re.Match[str]) -> str:
    """What of a quotation is code: the commands whose output stands within double quotes."""
    return " ".join(re.findall(r"\$\([^()]*\)", quoted[0])) if quoted[0].startswith('"') else "''"


def glance_far(sent: str) -> tuple[str, ...]:
    """What is asked over the network: the views of a statement, the MIBs of SNMP, else each line without the address."""
    if re.search(r"\bselect\b", sent, re.IGNORECASE):
        named = {name.lower() for name in _NAMED.findall(sent)}
        views = tuple(dict.fromkeys(view for view in _VIEW.findall(_PART.sub("", sent)) if view.lower() not in named))
        if views:
            return views
    return mibs(sent) or tuple(dict.fromkeys(_without_address(sent)))


def _without_address(sent: str) -> Iterator[str]:
    for line in sent.splitlines():
        yield " ".join(_ADDRESS.sub("", line).split())
