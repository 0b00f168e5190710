"""Rows of a sheet into targets: find the headings, read each row, list what was not understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agent.sheets.cells import READERS, Unclear, words
from agent.sheets.headings import FIELDS, IGNORED, SECRET, SECRET_INSIDE, folded
from agent.sheets.imported import REFUSED_SECRET, Keyring, id_of
from agent.sheets.kinds import kind_and_platform
from config.kinds import KINDS
from config.problems import Problem, described
from config.site import SshAccess, Target
from config.text import _

HEADING_WITHIN = 30  # rows of titles and remarks that may stand above the headings
_ASSET = ("name", "type", "vendor", "model", "serial", "location", "warranty_ends_on", "owner", "note")

Row = Sequence[object]


@dataclass(slots=True)
class Reading:
    """What several sheets of one file come to."""

    targets: list[Target] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    keyring: Keyring = field(default_factory=lambda: Keyring({}))


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns of one sheet: index to field."""

    name: str
    columns: Mapping[int, str]


def place(sheet: str, row: int, column: int | None = None) -> str:
    """Name a cell as people do: ``设备!B7``; without a column the row. Both count from 0."""
    if column is None:
        return f"{sheet}!{row + 1}"
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row + 1}"


def recognised(row: Row) -> int:
    """How many cells of a row are headings that we know; 0 unless a name or an address is among them."""
    found = {FIELDS.get(folded(words(cell)), "") for cell in row} - {""}
    return len(found) if found & {"name", "address", "id"} else 0


def read(rows: Sequence[Row], sheet: str, reading: Reading) -> None:
    """Add what one sheet holds to ``reading``."""
    counts = [recognised(row) for row in rows[:HEADING_WITHIN]]
    if not any(words(cell) for row in rows for cell in row):
        return
    if max(counts, default=0) < 2:  # noqa: PLR2004 - one word may be chance
        reading.problems.append(
            Problem(
                place(sheet, 0),
                "",
                _("no row of headings among the first {most} rows", most=HEADING_WITHIN),
                _("write headings such as {headings}", headings=("设备名称 / name", "管理IP / address", "类型 / type")),
            )
        )
        return
    at = counts.index(max(counts))
    table = _Table(sheet, dict(_columns(rows, at, sheet, reading)))
    for number, row in enumerate(rows[at + 1 :], start=at + 1):
        if any(words(cell) for cell in row) and recognised(row) < 2:  # noqa: PLR2004 - headings repeated on each page
            _read_row(table, number, row, reading)


def _columns(rows: Sequence[Row], at: int, sheet: str, reading: Reading) -> Iterator[tuple[int, str]]:
    taken: dict[str, str] = {}
    for column, cell in enumerate(rows[at]):
        heading = words(cell)
        name = FIELDS.get(folded(heading), "")
        where = place(sheet, at, column)
        filled = sum(1 for row in rows[at + 1 :] if column < len(row) and words(row[column]))
        if SECRET.search(folded(heading)):
            found = _("a column of secrets, “{heading}”, with {filled:number} values", heading=heading, filled=filled)
            reading.problems.append(Problem(where, "", found, REFUSED_SECRET))
        elif name and name not in taken:
            taken[name] = heading
            yield column, name
        elif name:
            found = _("the column “{heading}”, which says the same as “{other}”", heading=heading, other=taken[name])
            reading.problems.append(
                Problem(where, "", found, _("its {filled:number} values were not taken", filled=filled))
            )
        elif filled and folded(heading) not in IGNORED:
            found = _("the column “{heading}”, which is not known", heading=heading)
            reading.problems.append(
                Problem(where, "", found, _("its {filled:number} values were not taken", filled=filled))
            )


def _read_row(table: _Table, number: int, row: Row, reading: Reading) -> None:
    where = place(table.name, number)
    values = dict(_values(table, number, row, reading))
    name = values.get("id") or values.get("name") or values.get("address") or ""
    made = id_of(name) or id_of(values.get("address", ""))
    if not made:
        found = _("a row without a name or an address that can stand in an id")
        reading.problems.append(Problem(where, "", found, _("it was not taken; give it a device name")))
        return
    if values.get("id") and made != values["id"]:
        found = _("“{value}”", value=values["id"])
        reading.problems.append(Problem(where, "id", found, _("kept as “{id}”", id=made)))
    kind, platform, unsure = kind_and_platform(values, has_type_column="type" in table.columns.values())
    if unsure:
        reading.problems.append(Problem(where, made, *unsure))
    reading.targets.append(_target(made, kind, platform, values, where, reading.keyring))


def _target(made: str, kind: str, platform: str, values: Mapping[str, str], where: str, keyring: Keyring) -> Target:
    asset = {key: values[key] for key in _ASSET if values.get(key)}
    if asset.get("name") == made:
        asset.pop("name")
    if values.get("type") in KINDS and not values.get("kind"):
        asset.pop("type")
    return Target(
        id=made,
        kind=kind,
        address=values.get("address", "") or ("localhost" if kind == "local" else ""),
        ssh=SshAccess(
            credential=keyring.name(values.get("credential", ""), "", where),
            port=int(values.get("port") or 22),
            jump=id_of(values.get("jump", "")),
        ),
        platform=platform,
        importance=values.get("importance") or "normal",
        tags=tuple(values.get("tags", "").split()),
        dengbao=int(values["dengbao"]) if values.get("dengbao") else None,
        asset=asset,
        place=where,
    )


def _values(table: _Table, number: int, row: Row, reading: Reading) -> Iterator[tuple[str, str]]:
    for column, cell in enumerate(row):
        name = table.columns.get(column, "")
        text = words(cell)
        if not name or not text:
            continue
        where = place(table.name, number, column)
        if SECRET_INSIDE.search(text):
            reading.problems.append(Problem(where, "", _("what looks like a secret, not shown here"), REFUSED_SECRET))
            continue
        try:
            yield name, READERS[name](text) if name in READERS else text
        except Unclear as unclear:
            found = described(text, is_hidden=name == "credential")
            reading.problems.append(Problem(where, name, found, unclear.write))
            if unclear.kept:
                yield name, unclear.kept
