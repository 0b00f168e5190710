"""docs/ids.txt: every id and measure ever released. The record keys on them, so none may vanish silently.

A line is ``check ID``, ``collector ID``, ``measure NAME`` or ``subject CHECK OURS`` (a subject that is ours and not a name
of the target's); one that is gone keeps its line with ``withdrawn`` behind it,
unless a check carries it in ``formerly``.
"""

import ast
from pathlib import Path

from agent.catalogue import CHECKS, COLLECTORS, GROUP_COLLECTORS
from checks.subjects import SUBJECT_WORDS

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ids.txt"


def now() -> set[str]:
    """Every id and measure of today's code."""
    checks = {f"check {name}" for check in CHECKS for name in (check.id, *check.formerly)}
    return (
        checks
        | {f"collector {one.id}" for one in (*COLLECTORS, *GROUP_COLLECTORS)}
        | {f"measure {name}" for name in _measures()}
        | {f"subject {check} {subject}" for check, subject in SUBJECT_WORDS}
    )


def _measures() -> set[str]:
    """The names of measures: the literal keys of every ``measures={...}`` of a check."""
    found: set[str] = set()
    for path in (ROOT / "checks").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "measures" and isinstance(node.value, ast.Dict):
                found |= {k.value for k in node.value.keys if isinstance(k, ast.Constant) and isinstance(k.value, str)}
    return found


def released() -> list[str]:
    """The lines of the page."""
    return PAGE.read_text(encoding="utf-8").splitlines() if PAGE.exists() else []


def wanted() -> str:
    """The page as it should be: what was there, and what is new."""
    lines = released()
    known = {line.removesuffix(" withdrawn") for line in lines}
    return "\n".join(sorted({*lines, *(now() - known)})) + "\n"


def lost() -> list[str]:
    """What was released, is gone, and is not said to be withdrawn."""
    today = now()
    return sorted(line for line in released() if not line.endswith(" withdrawn") and line not in today)
