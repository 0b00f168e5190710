"""Neighbours by LLDP against the baseline: a link that leads elsewhere than on the day it was confirmed."""

from collections.abc import Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Exhibit, Finding, Level, NoLimits, Scene
from checks.comparing import pairs
from checks.local_time import day
from collectors.base import Listing
from collectors.facts.devices.topology import NEIGHBOURS, Neighbour
from config.limits import Layered
from config.text import Text, _


def judge(
    now: Listing[Neighbour], confirmed: Confirmed[Listing[Neighbour]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a port whose neighbour is another or gone, one of all together; the table of all neighbours."""
    if now.records:
        yield _table(now)
    if confirmed is None:
        summary = _(
            "{count} neighbours; no baseline was confirmed yet, so nobody knows which belong there", count=len(now.records)
        )
        yield Finding("neighbours", Level.NOTICE, summary, remedy=_FIRST_BASELINE)
        return
    since = day(confirmed.confirmed_at, scene)
    same = 0
    for pair in pairs(Neighbour, now.records, confirmed.facts.records):
        if pair.now is None and pair.then is not None:
            summary = _(
                "{port}: {neighbour} is gone; it was there when the baseline was confirmed",
                port=pair.then.port,
                neighbour=_name(pair.then),
            )
            yield Finding(pair.then.port, Level.WARN, summary)
        elif pair.now is not None and pair.then is None:
            yield Finding(
                pair.now.port, Level.NOTICE, _("{port}: {neighbour} is new", port=pair.now.port, neighbour=_name(pair.now))
            )
        elif pair.now is not None and pair.then is not None and pair.changed:
            summary = _(
                "{port}: {after} in place of {before}", port=pair.now.port, after=_name(pair.now), before=_name(pair.then)
            )
            yield Finding(pair.now.port, Level.WARN, summary)
        else:
            same += 1
    yield Finding("neighbours", Level.OK, _("{same} neighbours as in the baseline of {since}", same=same, since=since))


_FIRST_BASELINE = _(
    "Look the table of neighbours through with the customer, then confirm: xunjian baseline confirm TARGET --by NAME"
)


def _name(one: Neighbour) -> str:
    return f"{one.remote_name or one.chassis} {one.remote_port}".strip()


def _table(now: Listing[Neighbour]) -> Exhibit:
    columns: tuple[Text, ...] = (_("Port"), _("Neighbour"), _("Its port"), _("What it says of itself"))
    rows = tuple(
        (one.port, one.remote_name or one.chassis, one.remote_port, one.remote_description[:80]) for one in now.records
    )
    return Exhibit(_("Neighbours"), columns, rows)


NEIGHBOUR_STATE: Final = Against(
    id="network.neighbour_state",
    title=_("Neighbours of the device"),
    area=Area.NETWORK,
    needs=NEIGHBOURS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("LLDP, beside the confirmed baseline; by SNMP or command line"),
    remedy=_(
        "Compare with the record of changes: a link that was moved on purpose is confirmed anew, any other is put back."
    ),
    traps=(
        _("telephones and hosts come and go: confirm the baseline with the links between devices in mind"),
        _("a neighbour that does not speak LLDP is in no table"),
    ),
    refs=("IEEE 802.1AB",),
)
