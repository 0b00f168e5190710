"""BGP sessions that came and went since the last inspection, though all are established today."""

from collections.abc import Iterator
from typing import Final

from checks.base import Area, Change, Finding, Level, NoLimits, Scene, Then
from checks.local_time import day
from checks.since_start import ran_on
from collectors.facts.devices.since_start import BGP_SESSIONS, SinceStart
from collectors.facts.devices.topology import BgpPeer
from config.limits import Layered
from config.text import Text, _

_SLACK_SECONDS: Final = 600.0
"""By how much a session's age may fall short of the time between two inspections: ours, for clocks that run off."""


def judge(
    now: SinceStart[BgpPeer],
    then: Then[SinceStart[BgpPeer]],
    limits: Layered[NoLimits],
    scene: Scene,
) -> Iterator[Finding]:
    """One finding a neighbour that was established on both days; not applicable after a restart between them."""
    since = day(then.at, scene)
    if ran_on(now.up_seconds, then.at, scene) is False:
        yield Finding("", Level.ABSENT, _("restarted since {since}: every session began anew", since=since))
        return
    elapsed = (scene.at - then.at).total_seconds()
    before = {(one.instance, one.address): one for one in then.facts.facts.records}
    judged = 0
    for one in now.facts.records:
        old = before.get((one.instance, one.address))
        if old is None or one.state != "established" or old.state != "established":
            continue
        told = _told(one, old, elapsed, since)
        if told is not None:
            judged += 1
            name = f"{one.instance} {one.address}".strip()
            yield Finding(name, told[0], told[1], quote=f"{name} AS {one.remote_as}")
    if not judged:
        summary = _("no session was established both today and on {since} and tells its age or its changes", since=since)
        yield Finding("", Level.ABSENT, summary)


def _told(one: BgpPeer, old: BgpPeer, elapsed: float, since: str) -> tuple[Level, Text] | None:
    """By the count of its changes, else by its age; None where it tells neither, or its count began anew."""
    if one.transitions_count is not None and old.transitions_count is not None:
        grown = one.transitions_count - old.transitions_count
        if grown > 0:
            return Level.WARN, _(
                "{peer} was established {count} times anew since {since}", peer=one.address, count=grown, since=since
            )
        if grown == 0:
            return Level.OK, _("{peer} has stood since {since}", peer=one.address, since=since)
    age = one.established_seconds
    if age is None:
        return None
    if age + _SLACK_SECONDS < elapsed:
        return Level.WARN, _(
            "{peer} was established anew {age:duration} ago; it was established on {since} too",
            peer=one.address,
            age=age,
            since=since,
        )
    return Level.OK, _("{peer} has stood since {since}", peer=one.address, since=since)


BGP_FLAPS: Final = Change(
    id="network.bgp_flaps",
    title=_("Stability of BGP sessions"),
    area=Area.NETWORK,
    needs=BGP_SESSIONS,
    limits=NoLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("how often and how long ago each session was established, beside the inspection before"),
    remedy=_(
        "Look in the log for when and why it went down (hold timer, notification, interface), then at the link, at the "
        "load of both processors and at the limit of prefixes; agree with the far side."
    ),
    traps=(
        _("after a restart of the device every session is new: nothing is judged across one"),
        _("a session that was down on purpose on one of the two days is not compared"),
    ),
    refs=("RFC 4273 bgpPeerFsmEstablishedTransitions",),
)
