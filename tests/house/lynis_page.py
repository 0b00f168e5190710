"""docs/lynis.md: what Lynis and we say of the same root, as last measured, and every test of Lynis beside our checks.

The block between ``<!-- measured -->`` and ``<!-- /measured -->`` is written by the proof ``weakened``; the rest from
tests/house/lynis_ids.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from tests.house.lynis_ids import THEIRS
from tests.house.weakened_mends import NOT_HERE
from tests.house.weakened_seeds import Seed

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "lynis.md"
_MEASURED: Final = re.compile(r"(<!-- measured -->\n)(.*?)(<!-- /measured -->)", re.DOTALL)
NOT_MEASURED: Final = "Not measured yet: `python -m tests.house.prove weakened`.\n"
_KERNEL: Final = "details[[]]=KRNL-6000*field:"
TELLS: Final[Mapping[str, str]] = {
    "root logs in by SSH": "suggestion*SSH-7408*PermitRootLogin (set YES*",
    "empty passwords by SSH": "suggestion*SSH-7408*PermitEmptyPasswords*",
    "twenty tries": "suggestion*SSH-7408*MaxAuthTries (set 20*",
    "no limit of the time to log in": "suggestion*SSH-7408*LoginGraceTime*",
    "no end of idle sessions": "suggestion*SSH-7408*ClientAliveInterval*",
    "trust of .rhosts": "suggestion*SSH-7408*IgnoreRhosts (set NO*",
    "a silent log": "suggestion*SSH-7408*LogLevel (set SILENT*",
    "no limit of who may come from where": "*=SSH-7440*",
    "a banner that tells the release": "*=BANN-7130*",
    "an empty password": "*=AUTH-9283*",
    "a second root": "*=AUTH-9204*",
    "two accounts of one UID": "*=AUTH-9208*",
    "two groups of one GID": "*=AUTH-9222*",
    "a password kept as MD5": "*=AUTH-9229*",
    "a password for ever": "*=AUTH-9286*maximum*",
    "an account that nobody used for years": "*=AUTH-9288*",
    "passwords of any length": "*=AUTH-9262*",
    "a wide umask": "*=AUTH-9328*",
    "no audit": "*=ACCT-9628*",
    "no system log": "*=LOGG-2130*",
    "no log elsewhere": "*=LOGG-215[234]*",
    "no packet filter": "*=FIRE-*",
    "a port of Redis for all": "*=DBS-188*",
    "telnet": "*=INSE-*",
    "FTP": "*=INSE-*",
    "redirects are taken": f"{_KERNEL}net.ipv4.conf.all.accept_redirects;*",
    "source routes are taken": f"{_KERNEL}net.ipv4.conf.all.accept_source_route;*",
    "it forwards packets": f"{_KERNEL}net.ipv4.conf.all.forwarding;*",
    "no cookies against a flood": f"{_KERNEL}net.ipv4.tcp_syncookies;*",
    "addresses are not random": f"{_KERNEL}kernel.randomize_va_space;*",
    "cores of suid programs": f"{_KERNEL}fs.suid_dumpable;*",
    "accounts that all can write": "*=FILE-7524*",
    "a crontab that all can write": "*=SCHD-7704*",
    "/tmp without options": "*=FILE-6310*/tmp *",
    "nothing watches files": "*=FINT-4350*",
    "a changed program": "*=PKGS-7370*changed*",
    "nothing against malware": "*=HRDN-7230*",
    "a source of packages without signature": "*=PKGS-7387*",
    "a boot loader without password": "*=BOOT-5122*",
    "a certificate that has expired": "*=CRYP-7902*",
    "my: an anonymous account": "*=DBS-1816*",
}
"""By the name of a seed, the line of Lynis's report that tells of it: of the ids, a glob, generous where it is vague."""


def told_by_lynis(report: Path, seeds: Sequence[Seed]) -> tuple[Seed, ...]:
    """Which seeds a report of Lynis tells of."""
    lines = [one for one in report.read_text(errors="replace").splitlines() if one.startswith(("w", "s", "details"))]
    some = [one for one in lines if not one.startswith("details[]=SSH")]
    return tuple(seed for seed in seeds if any(fnmatchcase(one, TELLS.get(name_of(seed), "none")) for one in some))


def name_of(seed: Seed) -> str:
    """The name under which a seed stands in TELLS: of a database with its target before it."""
    return seed.name if seed.target == "here" else f"{seed.target}: {seed.name}"


def spent(path: Path) -> tuple[float, float]:
    """CPU and wall seconds of a run, as bash's ``time`` told them."""
    wall, user, system = map(float, path.read_text().split()[-3:])
    return user + system, wall


def measured_block(folder: Path, seeds: Sequence[Seed], ours: Sequence[Seed], left: Sequence[Seed]) -> str:
    """What one run of both over the same root, weakened and hardened, told."""
    found = told_by_lynis(folder / "lynis.weak.report", seeds)
    mended = [seed for seed in found if seed in ours and seed.check not in NOT_HERE]
    still = told_by_lynis(folder / "lynis.hard.report", mended)
    cost, theirs = spent(folder / "weak.spent"), spent(folder / "lynis.weak.spent")
    rows = [
        "| | xunjian | Lynis |",
        "| --- | --- | --- |",
        f"| sown weaknesses that were found, of {len(seeds)} | {len(ours)} | {len(found)} |",
        f"| of those, told still of the hardened root, though mended | {len(left)} | {len(still)} |",
        f"| CPU of the weakened root, seconds | {cost[0]:.1f} | {theirs[0]:.1f} |",
        f"| seconds on the clock | {cost[1]:.1f} | {theirs[1]:.1f} |",
        "",
        "xunjian asked two databases of that root in the same time too.",
        "",
        "Found by Lynis and not by us: " + (", ".join(s.name for s in found if s not in ours) or "none") + ".",
        "",
        "Told still by Lynis of the hardened root, though mended: " + (", ".join(s.name for s in still) or "none") + ".",
        "",
    ]
    return "\n".join(rows)


def write_measured(block: str) -> None:
    """Put a new measurement into the page."""
    PAGE.write_text(page(block), encoding="utf-8")


def page(block: str | None = None) -> str:
    """The whole page; the measurement stays what it was where none is given."""
    if block is None:
        kept = _MEASURED.search(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else None
        block = kept[2] if kept else NOT_MEASURED
    head = [
        "# Beside Lynis",
        "",
        "*Made by `python -m tests.house.pages` and the proof `weakened`; not written by hand.*",
        "",
        "An overlay of a Debian root with its own sshd, PostgreSQL and MariaDB is weakened, looked at by both in one run,",
        "hardened by our own cards, and looked at again. A seed counts for Lynis where a line of its report names it.",
        "",
        f"<!-- measured -->\n{block}<!-- /measured -->",
        "",
        "## Every test of Lynis",
        "",
        "| tests of Lynis | what it is about | our checks | why it is none, or how it differs |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *_rows(), ""])


def _rows() -> Iterator[str]:
    for one in THEIRS:
        checks = " ".join(f"`{name}`" for name in one.checks.split())
        yield f"| {one.ids} | {one.words} | {checks} | {one.reason} |"
