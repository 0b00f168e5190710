r"""Local mounted filesystems and how full they are, from ``df``.

Only local mount points are named to df: one dead server would hang it for all (see remote_mounts). The mount table in the
same answer says which are read-only, and is the witness of what df should have listed; what the checks leave out when df
tells of it (images, a container's tmpfs) is not missed either. df prints ``?`` for control characters: the mount table
gives such names back.

Sample::

    @df
     Filesystem     Type  1024-blocks     Used Available Capacity Mounted on
     /dev/sda2      xfs      52403200 31441920  20961280      60% /
     /dev/sdb1      ext4    103080888 85000000  12800000      87% /data/数据 备份
    @mounts
     /dev/sda2 / xfs rw,relatime 0 0
     /dev/sdb1 /data/数据\040备份 ext4 rw,relatime 0 0
    @end
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from collectors.base import LINUX, Absent, Answer, Collector, Listing, ParseError, Reason, SessionError, Shell, Unseen
from collectors.facts.storage import FILESYSTEMS, Filesystem, passes
from collectors.linux.mounts import LOCAL_MOUNTS, MACHINES_MOUNTS, MountLine, is_local, kinds_of, mount_lines
from collectors.linux.passages import number, whole

_ERROR = re.compile(r"df: (?P<mount>.+): (?P<why>[^:]+)")
_QUOTED = re.compile(r"\$'((?:\\.|[^'\\])*)'|[`']([^']*)'|([^`'$]+)")
_ESCAPED = re.compile(r"\\([0-7]{3}|.)", re.DOTALL)
_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]|\\x[0-9a-f]{2}")
"""What df replaces by ``?``: control characters and, in a UTF-8 locale, bytes that are none (we read those as \\xNN)."""
_DENIED = ("Permission denied", "Operation not permitted")
_BY_OWN_MOUNTS = "1378e088efcd59a91c8ad54ec9bf196b0666e4a0b6ba649134943df1b2026f35"
"""Of the ask as it was before it read the machine's mount table in place of the asking process's."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of df, numbers as words: ``-`` where df knew none."""

    device: str
    kind: str
    numbers: tuple[str, str, str]
    mount: str


@dataclass(frozen=True, slots=True)
class Table:
    """df's rows by mount point, what it did not tell, and which mount points are read-only."""

    rows: tuple[Row, ...]
    unseen: tuple[Unseen, ...]
    readonly: frozenset[str]


def df_ask(options: str) -> Shell:
    """Ask df for all local mount points in one run."""
    return Shell(
        f"command -v df >/dev/null || exit 127{MACHINES_MOUNTS}{LOCAL_MOUNTS}\n"
        f"if [ $# -gt 0 ]; then echo @df; df {options} \"$@\" | sed 's/^/ /'; else echo @none; fi\n"
        "echo @mounts; sed 's/^/ /' \"$TMPDIR/mounts\"; echo @end",
        tool="df",
        seconds=10,
        kib=512,
    )


def read_table(answer: Answer) -> Table:
    """Read df beside the mount table: what df does not list, but the mount table does, is unseen."""
    parts = whole(answer.text)
    mounts = mount_lines(parts["mounts"].lines) if "mounts" in parts else ()
    if not mounts:
        raise SessionError(Reason.EMPTY, answer.stderr[-200:] or "/proc/mounts")
    if "none" in parts:
        raise Absent(f"/proc/mounts: {kinds_of(mounts)}")
    lines = parts["df"].lines if "df" in parts else ()
    if not lines:
        raise SessionError(Reason.FAILED, answer.stderr.strip().splitlines()[-1][:200] if answer.stderr.strip() else "df")
    if not lines[0].startswith("Filesystem"):
        raise ParseError("df printed no header", lines[0])
    rows = _named(tuple(_row(line) for line in lines[1:]), mounts)
    seen = {one.mount: one for one in rows if one.kind != "-"}
    told = dict(_unseen(answer.stderr, rows, mounts))
    lost = _not_listed(seen, mounts)
    strange = told.keys() - {one.mount for one in mounts}
    unseen = tuple(told.get(mount, Unseen(mount, Reason.EMPTY, "df")) for mount in (*lost, *sorted(strange)))
    options = {one.mount: one.options for one in mounts}
    readonly = frozenset(mount for mount, words in options.items() if "ro" in words)
    return Table(tuple(seen.values()), unseen, readonly)


def _not_listed(seen: Mapping[str, Row], mounts: Iterable[MountLine]) -> tuple[str, ...]:
    """Local mount points whose space df did not tell; a device that is mounted several times counts once.

    What comes and goes with a container or a login is left out as the checks do: its name is another every quarter.
    """
    devices = {one.device for one in seen.values()}
    lost: dict[str, str] = {}
    for one in filter(is_local, mounts):
        name = one.source if one.source.startswith("/dev/") else f"at {one.mount}"
        if one.mount not in seen and name not in devices and not passes(one.kind, one.mount):
            lost[name] = min(lost.get(name, one.mount), one.mount, key=lambda mount: (len(mount), mount))
    return tuple(lost.values())


def _row(line: str) -> Row:
    words = line.split(maxsplit=6)
    if len(words) != 7:  # noqa: PLR2004 - the columns of df -PT
        raise ParseError("df line", line)
    device, kind, *numbers, _capacity, mount = words
    return Row(device, kind, (numbers[0], numbers[1], numbers[2]), mount)


def _folded(mount: str) -> str:
    return _CONTROLS.sub("?", mount)


def _named(rows: Iterable[Row], mounts: Iterable[MountLine]) -> tuple[Row, ...]:
    """Give rows their names of the mount table. Where two names print alike and df left one out, neither row is told."""
    asked: dict[str, dict[str, None]] = {}
    for one in filter(is_local, mounts):
        asked.setdefault(_folded(one.mount), {})[one.mount] = None
    alike: dict[str, list[Row]] = {}
    for row in rows:
        alike.setdefault(_folded(row.mount), []).append(row)
    named: list[Row] = []
    for printed, group in alike.items():
        names = tuple(asked.get(printed, ()))
        if len(names) == 1:
            named += [replace(row, mount=names[0]) for row in group]
        elif len(names) == len(group):
            named += [replace(row, mount=name) for row, name in zip(group, names, strict=True)]
        elif not names:
            named += group
    return tuple(named)


def _unseen(stderr: str, rows: Iterable[Row], mounts: Iterable[MountLine]) -> Iterable[tuple[str, Unseen]]:
    for row in rows:
        if row.kind == "-":
            yield row.mount, Unseen(row.mount, Reason.FAILED, "df: -")
    by_mount: Mapping[str, MountLine] = {one.mount: one for one in mounts}
    for line in stderr.splitlines():
        match = _ERROR.fullmatch(line.strip())
        mount = _unquote(match["mount"]) if match else ""
        if match and mount in by_mount and is_local(by_mount[mount]):
            reason = Reason.DENIED if match["why"] in _DENIED else Reason.FAILED
            yield mount, Unseen(mount, reason, match["why"])


def _unquote(name: str) -> str:
    """Undo the quotes of GNU messages: none, `x', 'x', and since 8.25 the shell's form with octal bytes beyond ASCII."""
    raw = "".join(_ESCAPED.sub(_character, a) or b or c for a, b, c in _QUOTED.findall(name))
    try:
        return raw.encode("latin-1").decode()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return raw


def _character(escape: re.Match[str]) -> str:
    word = escape[1]
    return chr(int(word, 8) & 0xFF) if len(word) > 1 else _LETTERS.get(word, word)


def parse(answer: Answer) -> Listing[Filesystem]:
    """Read ``df -PkT``; a line that does not fit is an error, never skipped."""
    table = read_table(answer)
    records, unseen = [], list(table.unseen)
    for row in table.rows:
        if "-" in row.numbers:
            if not passes(row.kind, row.mount):
                unseen.append(Unseen(row.mount, Reason.FAILED, "df: -"))
            continue
        size, used, available = (number(word, row.mount) * 1024 for word in row.numbers)
        records.append(Filesystem(row.mount, row.device, row.kind, size, used, available, row.mount in table.readonly))
    return Listing(tuple(records), tuple(unseen))


FILESYSTEMS_DF: Final = Collector(
    id="linux.filesystems.df",
    provides=FILESYSTEMS,
    on=LINUX,
    ask=df_ask("-PkT"),
    parse=parse,
    also_reads=(_BY_OWN_MOUNTS,),
)
