"""A store that an older xunjian of this repository really made, opened, migrated and replayed by today's.

The older program is the tree of a commit, unpacked beside and run with today's interpreter and packages; it inspects this
machine. Commits of one day apart stand for releases as long as there are none.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]
COMMITS: Final = ("710e732", "6572403", "5a36361")
"""The first whole round of servers; databases and custom checks; devices in work."""
TODAY: Final = (sys.executable, "-c", "import xunjian; xunjian.main()")
_CONFIGURATION: Final = "site: {customer: 甲, timezone: Asia/Shanghai}\ntargets:\n  - {id: here, kind: local}\n"
_PROGRAM: Final = {"program", "standard"}


class OlderError(Exception):
    """What today's program did with an older store that it must not; the message says what was seen."""


def measured(commits: tuple[str, ...] = COMMITS) -> str:
    """One sentence a commit; raises OlderError where a store does not open, a seal breaks or a cause is not given."""
    return "; ".join(_one(commit) for commit in commits if _is_known(commit)) or "none of the commits is in this clone"


def _is_known(commit: str) -> bool:
    words = ["git", "cat-file", "-e", f"{commit}^{{commit}}"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode == 0


def _one(commit: str) -> str:
    with tempfile.TemporaryDirectory(prefix="xunjian-older-") as made:
        folder = Path(made)
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as tree:
            tree.extractall(folder / "older", filter="data")
        (folder / "xunjian.yaml").write_text(_CONFIGURATION, encoding="utf-8")
        _run([sys.executable, str(folder / "older" / "xunjian.py"), "run", "--store", "s.db"], folder, range(4))
        return f"{commit}: {_by_today(folder)}"


def _by_today(folder: Path) -> str:
    _run([*TODAY, "evidence", "verify", "--store", "s.db"], folder, [0])
    said: dict[str, Any] = json.loads(
        _run([*TODAY, "replay", "--upgrade", "--output", "json", "--store", "s.db"], folder, [0, 1])
    )
    replayed: dict[str, Any] = json.loads(_run([*TODAY, "replay", "--output", "json", "--store", "s.db"], folder, [0, 1]))
    _run([*TODAY, "run", "--store", "s.db"], folder, range(4))
    _run([*TODAY, "evidence", "verify", "--store", "s.db"], folder, [0])
    members = [member for row in said["causes"] for member in row["members"]]
    wrong = [one for one in members if one["class"] == "evidence" and not _is_unseen(one["now"])]
    if wrong or not said["inspections"]:
        raise OlderError(f"{folder}: {wrong[:3] or 'nothing was judged again'}")
    classes = Counter(one["class"] for one in members)
    told = ", ".join(f"{name} {count}" for name, count in sorted(classes.items()))
    moved = sum(one["class"] in _PROGRAM for one in replayed["differences"])
    return (
        f"{replayed['findings']} findings judged again, {said['will_look_different']} look different "
        f"({moved} by the program where it asked then), causes: {told or 'none'}"
    )


def _is_unseen(line: str) -> bool:
    return bool(re.match(r"(not inspected|no such finding)", line))


def _run(words: list[str], folder: Path, codes: "range | list[int]") -> str:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(folder), "XUNJIAN_LANG": "en"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in codes:
        raise OlderError(f"{' '.join(words[2:])}: exit {done.returncode}\n{done.stdout[-800:]}{done.stderr[-800:]}")
    return done.stdout
