"""How much to add to what fills, so that it lasts: the expansion advice, 扩容建议."""

from collections.abc import Iterator, Sequence
from math import ceil, floor, log10
from typing import Final

from config.text import _
from reports.documents.filling import MONTH_DAYS, Filling, limit_of, quantity
from reports.documents.material import Material
from reports.documents.model import Block, Table, Words, fact
from reports.documents.tables import columns, paragraph, too_many

MONTHS: Final = 12
"""How long it should last: until the budget after the next one."""
ROWS: Final = 40
_NOT_EXTENDED: Final = ("disk_wear", "sequence_growth", "auto_increment_growth")
"""How the ids end of checks whose subject is changed and not extended."""
_GIB: Final = 2.0**30


def advice(material: Material, found: Sequence[Filling]) -> Iterator[Block]:
    """A row for each thing that is full within the months, or passes its warning level by then."""
    rows = [row for one in found if (row := _row(material, one)) is not None]
    if not rows:
        yield paragraph(
            material, _("At the rates so far nothing needs to be extended within the next {months} months.", months=MONTHS)
        )
        return
    yield paragraph(
        material,
        _(
            "What to add so that at the rate so far it stays below its warning level for {months} months. The rate is "
            "that of the history; new business comes on top. Clean up first where that lowers the rate.",
            months=MONTHS,
        ),
    )
    yield Table(
        columns(
            material,
            (_("Target"), 13),
            (_("What fills"), 30),
            (_("Capacity now"), 14),
            (_("Add at least"), 14),
            (_("Capacity then"), 14),
            (_("Used then"), 15),
        ),
        tuple(rows),
        most_on_paper=ROWS,
        elsewhere=too_many(material, len(rows)),
    )


def _row(material: Material, one: Filling) -> tuple[Words, ...] | None:
    if one.check.endswith(_NOT_EXTENDED) or not one.capacity:
        return None
    share = limit_of(material, one.check)
    then = one.now + one.a_day * MONTHS * MONTH_DAYS
    add = rounded_up(then / share - one.capacity, one.unit)
    if add <= 0:
        return None
    capacity = one.capacity + add
    return (
        fact(one.target),
        material.what(one.check, one.subject),
        quantity(material, one.capacity, one.unit),
        quantity(material, add, one.unit),
        quantity(material, capacity, one.unit),
        material.say(_("{value:percent}", value=then / capacity)),
    )


def rounded_up(value: float, unit: str) -> float:
    """An amount as somebody would order it: whole GiB, tens of them from 100, hundreds from 1000; else two digits."""
    if value <= 0:
        return 0.0
    if unit == "bytes":
        gib = value / _GIB
        step = 1 if gib < 100 else 10 if gib < 1000 else 100  # noqa: PLR2004 - as above
        return ceil(gib / step) * step * _GIB
    scale = 0.05 if unit == "ratio" else 10.0 ** max(floor(log10(value)) - 1, 0)
    return ceil(value / scale - 1e-9) * scale
