"""Neighbours by LLDP against the baseline: a link that leads elsewhere than on the day it was confirmed."""

from collections.abc import Iterable, Iterator
from typing import Final

from checks.base import Against, Area, Confirmed, Exhibit, Finding, Level, Link, NoLimits, Scene
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
    before, after = _by_port(confirmed.facts.records), _by_port(now.records)
    changed = [_judge_port(port, before.get(port, {}), after.get(port, {})) for port in dict.fromkeys((*after, *before))]
    yield from (finding for finding in changed if finding is not None)
    summary = _(
        "{same} of {count} ports with neighbours as in the baseline of {since}",
        same=changed.count(None),
        count=len(changed),
        since=since,
    )
    yield Finding("neighbours", Level.OK, summary)


Ends = dict[tuple[str, str], Neighbour]
"""Neighbours of one port by what they are: chassis and port. A port may have several (a telephone and the PC behind it)."""


def _by_port(neighbours: Iterable[Neighbour]) -> dict[str, Ends]:
    found: dict[str, Ends] = {}
    for one in neighbours:
        found.setdefault(one.port, {})[one.chassis or one.remote_name, one.remote_port] = one
    return found


def _judge_port(port: str, before: Ends, after: Ends) -> Finding | None:
    """None where its neighbours are those of the baseline. What comes and goes by nature is a notice."""
    gone = [one for key, one in before.items() if key not in after]
    came = [one for key, one in after.items() if key not in before]
    names = {"before": tuple(map(_name, gone)), "after": tuple(map(_name, came))}
    level = Level.NOTICE if all(one.is_endpoint for one in (*gone, *came)) else Level.WARN
    if gone and came:
        return Finding(port, level, _("{port}: {after} in place of {before}", port=port, **names))
    if gone:
        summary = _("{port}: {before} gone; there when the baseline was confirmed", port=port, before=names["before"])
        return Finding(port, level, summary)
    return Finding(port, Level.NOTICE, _("{port}: {after} is new", port=port, after=names["after"])) if came else None


_FIRST_BASELINE = _(
    "Look the table of neighbours through with the customer, then confirm: xunjian baseline confirm TARGET --by NAME"
)


def _name(one: Neighbour) -> str:
    return f"{_called(one)} {one.remote_port}".strip()


def _table(now: Listing[Neighbour]) -> Exhibit:
    columns: tuple[Text, ...] = (_("Port"), _("Neighbour"), _("Its port"), _("What it says of itself"))
    rows = tuple((one.port, _called(one), one.remote_port, one.remote_description[:80]) for one in now.records)
    # telephones and hosts come and go, and would hide the network on a map; the table has them
    links = tuple(Link("", one.port, _called(one), one.remote_port) for one in now.records if not one.is_endpoint)
    return Exhibit(_("Neighbours"), columns, rows, links=links)


def _called(one: Neighbour) -> str:
    return one.remote_name or one.chassis


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
        _("telephones and hosts come and go: where they say what they are, it is a notice"),
        _("a neighbour that does not speak LLDP is in no table"),
    ),
    refs=("IEEE 802.1AB",),
)
