"""Growth of error counters of ports since the last inspection."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Change, Finding, Level, Scene, Then, unknown
from checks.local_time import day
from checks.ports import errors_quoted, ports_of, words_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from config.limits import Layered, compare, limit
from config.text import _

_DAY_SECONDS: Final = 86400.0


@dataclass(frozen=True, slots=True)
class PortGrowthLimits:
    """What came since the last inspection, against the packets of that time."""

    warn: float = limit(0.0001, unit="ratio", source="Checkmk interfaces: 0.01 % of packets")
    critical: float = limit(0.001, unit="ratio", source="Checkmk interfaces: 0.1 % of packets")
    least_packets: int = limit(100_000, unit="count", source="our judgement: a ratio of fewer packets says nothing")
    checksum_warn_daily: float = limit(100.0, unit="count a day", source="our judgement: a good cable has none")


def judge(
    now: Listing[Interface], then: Then[Listing[Interface]], limits: Layered[PortGrowthLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a port with more errors than it may have, one of all others together."""
    before = {(one.name, one.discontinuity): one for one in then.facts.records}
    days = max((scene.at - then.at).total_seconds() / _DAY_SECONDS, 1 / 24)
    judged = ports_of(now.records)
    grown = [(one, _growth(one, before.get((one.name, one.discontinuity)))) for one in judged]
    told = [_judge_one(one, growth, days, limits.at(one.name)) for one, growth in grown if growth is not None]
    since = day(then.at, scene)
    yield from (finding for finding in told if finding is not None)
    wrapped = [
        one for one, growth in grown if growth is None and _is_wrapped(one, before.get((one.name, one.discontinuity)))
    ]
    yield from (_not_compared(one, since) for one in wrapped)
    if told:
        quiet = told.count(None)
        summary = _(
            "{quiet} of the {count} ports that can be compared have no errors that grow since {since}",
            quiet=quiet,
            count=len(told),
            since=since,
        )
        yield Finding("ports", Level.OK, summary)
    elif judged and not wrapped:
        why = _("no counter of a port can be compared with {since}: none is there twice, or all began anew", since=since)
        yield unknown("", Unseen("", Reason.NO_RECORD, why))
    elif not judged:
        yield Finding("", Level.ABSENT, _("no port for a cable among {count} interfaces", count=len(now.records)))


@dataclass(frozen=True, slots=True)
class _Growth:
    errors: int
    packets: int
    checksums: int | None


def _growth(one: Interface, other: Interface | None) -> _Growth | None:
    """None where the port cannot be compared."""
    if other is None:
        return None
    errors = _grown(one.counters, other.counters, "in_errors", "out_errors")
    packets = _grown(one.counters, other.counters, "in_packets", "out_packets")
    if errors is None or packets is None:
        return None
    return _Growth(errors, packets, _grown(one.counters, other.counters, "checksum_errors"))


def _is_wrapped(one: Interface, other: Interface | None) -> bool:
    """Whether its errors went back and its packets did not: a counter of 32 bits that wrapped, or errors cleared alone."""
    if other is None or _grown(one.counters, other.counters, "in_packets", "out_packets") is None:
        return False
    pairs = [(getattr(one.counters, name), getattr(other.counters, name)) for name in ("in_errors", "out_errors")]
    return any(after is not None and before is not None and after < before for after, before in pairs)


def _not_compared(one: Interface, since: str) -> Finding:
    why = _(
        "{port}: its counter of errors is smaller than on {since}, its packets are not: it wrapped or was cleared, so that "
        "nobody knows how many came",
        port=words_of(one),
        since=since,
    )
    remedy = _("Inspect once more some days later: what came in between can be counted then.")
    return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why, remedy))


def _judge_one(one: Interface, growth: _Growth, days: float, limits: PortGrowthLimits) -> Finding | None:
    errors, packets, checksums = growth.errors, growth.packets, growth.checksums
    whole = errors + packets
    ratio = errors / whole if whole else 0.0
    level = LEVEL_OF_SIDE[compare(ratio, limits.warn, limits.critical)] if whole >= limits.least_packets else Level.OK
    if level is Level.OK and checksums is not None and checksums / days >= limits.checksum_warn_daily:
        level = Level.WARN
    if level is Level.OK:
        return None
    summary = _(
        "{port}: {errors:number} errors more in {packets:number} packets ({ratio:percent}), {checksums} with a wrong "
        "checksum",
        port=words_of(one),
        errors=errors,
        packets=packets,
        ratio=ratio,
        checksums="-" if checksums is None else str(checksums),
    )
    return Finding(one.name, level, summary, quote=errors_quoted(one))


def _grown(now: Counters, then: Counters, *names: str) -> int | None:
    """By how much the counters have grown; None where one of them is lost or went back: it began anew."""
    total = 0
    for name in names:
        after, before = getattr(now, name), getattr(then, name)
        if after is None or before is None or after < before:
            return None
        total += after - before
    return total


PORT_ERROR_GROWTH: Final = Change(
    id="network.port_error_growth",
    title=_("Growth of errors of ports"),
    area=Area.NETWORK,
    needs=INTERFACES,
    limits=PortGrowthLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the same counters as network.port_errors, beside those of the inspection before"),
    remedy=_(
        "Errors that grow are a fault that is there today: change the cable or the module, clean the fibre, compare speed "
        "and duplex of both ends."
    ),
    traps=(
        _("counters that were cleared or began anew with a restart are not compared"),
        _("error counters have 32 bits and may wrap: where only they went back, nobody knows how many errors came"),
    ),
    refs=("RFC 2863 ifCounterDiscontinuityTime",),
)
