"""Ports that are down and should be up, against the baseline: most ports of a switch are down, and nothing is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from checks.base import Against, Area, Confirmed, Finding, Level, NoLimits, Scene, unknown
from checks.local_time import day
from checks.ports import has_words, ports_of, words_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import INTERFACES, Interface
from config.limits import Layered
from config.text import _

_ALL: Final = "ports"
_UNTOLD: Final = frozenset({"", "unknown", "testing"})
"""States that say nothing of a port, or nothing of what it is used for."""


def judge(
    now: Listing[Interface], confirmed: Confirmed[Listing[Interface]] | None, limits: Layered[NoLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a port that should be up or was described, one of all others together."""
    judged = ports_of(now.records)
    before = {one.name: one for one in ports_of(confirmed.facts.records)} if confirmed else {}
    ours = {one.name for one in judged}
    judged += [one for one in now.records if one.name in before and one.name not in ours]  # it was a port on that day
    yield from (finding for one in judged if (finding := _judge_one(one, before.get(one.name))))
    yield from _gone(now.records, before)
    up = sum(one.is_up for one in judged)
    if not judged and not before:
        yield Finding("", Level.ABSENT, _("no port for a cable among {count} interfaces", count=len(now.records)))
    elif confirmed is None:
        summary = _(
            "{up} of {count} ports are up; no baseline was confirmed yet, so nobody knows which should be",
            up=up,
            count=len(judged),
        )
        yield Finding(_ALL, Level.NOTICE, summary, remedy=_FIRST_BASELINE, measures={"up_count": float(up)})
    else:
        since = day(confirmed.confirmed_at, scene)
        summary = _(
            "{up} of {count} ports are up, compared with the baseline of {since}", up=up, count=len(judged), since=since
        )
        yield Finding(_ALL, Level.OK, summary, measures={"up_count": float(up)})


_FIRST_BASELINE = _("Look the ports through with the customer, then confirm: xunjian baseline confirm TARGET --by NAME")


def _judge_one(one: Interface, then: Interface | None) -> Finding | None:
    quote = f"{one.state_oid} = {one.state}" if one.state_oid else ""
    if one.is_up:
        summary = _("{port} is up", port=words_of(one))
        return Finding(one.name, Level.OK, summary, quote=quote) if then is not None and not then.is_up else None
    if then is not None and then.is_up:
        return _down(one, quote)
    if then is None and has_words(one) and one.is_enabled and one.state not in _UNTOLD:
        summary = _("{port} is switched on and described, and down", port=words_of(one))
        return Finding(one.name, Level.NOTICE, summary, quote=quote)
    return None


def _down(one: Interface, quote: str) -> Finding:
    """Of a port that was up when the baseline was confirmed."""
    if one.is_enabled is False:
        summary = _("{port} was shut down by somebody; it was up when the baseline was confirmed", port=words_of(one))
        return Finding(one.name, Level.WARN, summary, quote=quote)
    if one.state in _UNTOLD:
        why = _("the device does not say whether {port} is up", port=words_of(one))
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))
    if one.state == "dormant":
        summary = _("{port} waits for something (dormant); it was up when the baseline was confirmed", port=words_of(one))
        return Finding(one.name, Level.WARN, summary, quote=quote)
    summary = _("{port} is down; it was up when the baseline was confirmed", port=words_of(one))
    return Finding(one.name, Level.CRITICAL, summary, quote=quote)


def _gone(now: Iterable[Interface], before: Mapping[str, Interface]) -> Iterator[Finding]:
    """Ports that the baseline has up and that are not there any more: a board that is gone takes its ports along."""
    known = {one.name for one in now}
    for one in before.values():
        if one.is_up and one.name not in known:
            summary = _("{port} is gone; it was up when the baseline was confirmed", port=words_of(one))
            yield Finding(one.name, Level.CRITICAL, summary)


PORT_STATE: Final = Against(
    id="network.port_state",
    title=_("Ports that should be up"),
    area=Area.NETWORK,
    needs=INTERFACES,
    limits=NoLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("IF-MIB's administrative and operational state, beside the confirmed baseline; by SNMP or command line"),
    remedy=_(
        "Look at cable, module and far end of the port; if it is no longer needed, shut it down, correct its description "
        "and confirm the baseline anew."
    ),
    traps=(
        _("most ports of a switch are switched on and unused: without a baseline they are no fault"),
        _("ports are known by their name, never by ifIndex, which a restart may renumber"),
        _("sub-interfaces, VLANs and tunnels are not judged here, their ports are"),
    ),
    refs=("RFC 2863",),
)
