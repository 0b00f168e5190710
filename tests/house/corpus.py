"""Recorded answers of real machines through our parsers and judges, where the folder of them is there.

    python -m tests.house.corpus [FOLDER]

The folder is not part of the project ($XUNJIAN_CORPUS, else ../shared/corpus beside the checkout); without it this says so
and ends well. What is printed: the file, what we say, what its index says is right.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from agent.catalogue import CHECKS
from agent.judging import judge_one
from agent.outcomes import Missed, Seen
from checks.base import Finding, Scene
from config.limits import Layered
from config.text import render
from tests.house.corpora import Wrap, readings

ROOT = Path(__file__).resolve().parents[2]
AREAS = ("disk", "raid", "cluster", "ipmi", "redfish", "linux", "proc", "logs", "oracle")
"""The folders of which every file is accounted for."""


def judged(path: Path, wrap: Wrap, parse: Callable[..., object], check_id: str) -> list[Finding]:
    """What we say of one file."""
    check = next(one for one in CHECKS if one.id == check_id)
    try:
        outcome: Seen | Missed = Seen(parse(wrap(_text_of(path))))
    except Exception as error:  # noqa: BLE001 - what the runner would make UNKNOWN or absent, and a bug shows as one
        outcome = Missed(error)
    return [f for f in judge_one(check, outcome, Layered(check.limits), Scene()) if isinstance(f, Finding)]


def told(findings: list[Finding]) -> str:
    """Each finding's level and words."""
    return "; ".join(f"{f.level.value} {f.subject}: {render(f.summary, 'en')}" for f in findings)


def right_of(name: str, index: list[str]) -> str:
    """What the index says of a file."""
    return next(
        (line.split("|")[-2].strip() for line in index if f"| {name} |" in line or f"| {name}/ " in line),
        "not in the index",
    )


def answers(folder: Path) -> Iterator[tuple[str, Path, str, list[Finding], str]]:
    """Every file that has a reader: its name and path, the check, what we say, what the index says."""
    index = (folder / "INDEX.md").read_text(encoding="utf-8").splitlines()
    for pattern, wrap, parse, check_id in readings():
        for path in sorted(folder.glob(pattern)):
            name = str(path.relative_to(folder))
            yield name, path, check_id, judged(path, wrap, parse, check_id), right_of(name, index)


def _text_of(path: Path) -> str:
    """A file's text; of a folder (a tree of documents) its path, which its reading walks itself."""
    return str(path) if path.is_dir() else path.read_text(encoding="utf-8", errors="replace")


def usual_folder() -> Path:
    """Where the recorded answers are looked for."""
    return Path(os.environ.get("XUNJIAN_CORPUS") or ROOT.parent / "shared" / "corpus")


def main() -> int:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else usual_folder()
    if not folder.is_dir():
        print(f"corpus: {folder} is not here; nothing was read")
        return 0
    read: set[Path] = set()
    for name, path, _check, findings, right in answers(folder):
        read.add(path)
        print(f"{name}\n  we say:  {told(findings)}\n  index:   {right}")
    for area in AREAS:
        for path in sorted(one for one in (folder / area).rglob("*") if one.is_file() and not read & {one, *one.parents}):
            if not path.name.endswith(".expected.json"):
                print(f"{path.relative_to(folder)}\n  no parser of ours reads this")
    return 0


if __name__ == "__main__":
    sys.exit(main())
