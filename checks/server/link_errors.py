"""Network card errors, speed and duplex. A bad cable or module costs performance long before it fails."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, worst
from collectors.base import Listing
from collectors.facts.network import LINKS, Link, LinkCounters
from config.limits import Layered, Side, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Errors against packets since boot and in the window; what a card should negotiate."""

    total_warn: float = limit(0.01, unit="ratio", source="node-mixin; awesome-prometheus-alerts")
    window_warn: float = limit(0.0001, unit="ratio", source="Checkmk interfaces")
    window_critical: float = limit(0.001, unit="ratio", source="Checkmk interfaces")
    least_window_errors: int = limit(
        10, unit="count", source="our judgement: of fewer events the rate is uncertain by more than a third (Poisson)"
    )
    sustained_seconds: float = limit(600.0, unit="seconds", source="our judgement: as processors, over ten minutes")
    least_packets: int = limit(1000, unit="count", source="our judgement: a ratio of fewer packets says nothing")
    notice_below_bits_per_second: int = limit(1_000_000_000, unit="bit/s", source="our judgement")
    least_bits_per_second: int = limit(0, unit="bit/s", source="the operator; 0 is not judged")
    carrier_changes_notice: int = limit(20, unit="count", source="our judgement")


_LOWERED = {Level.CRITICAL: Level.WARN, Level.WARN: Level.NOTICE}
"""A burst within seconds proves less than the minutes that the limits were made for."""


def judge(links: Listing[Link], limits: Layered[LinkLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a physical card, by its name."""
    cards = [link for link in links.records if link.is_physical]
    for card in cards:
        yield _judge_one(card, limits.at(card.name)) if card.is_enabled else _unused(card)
    if not cards and not links.unseen:
        names = tuple(link.name for link in links.records)
        yield Finding("", Level.ABSENT, _("no network card here, only virtual interfaces: {names}", names=names))


def _unused(card: Link) -> Finding:
    return Finding(
        card.name,
        Level.ABSENT,
        _("{card} is switched off and not in use", card=card.name),
        quote=f"{card.name}: IFF_UP not set",
    )


def _is_uncabled(card: Link) -> bool:
    """Whether a card never had a link since boot and nobody uses it: a network manager switches on every port it finds.

    Some drivers report "no link" once when they start, which counts as a change.
    """
    changes = card.carrier_changes_count
    never = changes == 0 or (changes == 1 and not card.total.packets_count)
    return card.has_carrier is False and never and card.has_address is False and card.is_used_by_another is False


def _uncabled(card: Link) -> Finding:
    return Finding(
        card.name,
        Level.OK,
        _("{card} is switched on but not cabled: no link since boot, no address, part of nothing", card=card.name),
        quote=f"{card.name}: carrier 0, carrier_changes {card.carrier_changes_count}",
        measures=_measures(card),
    )


def _judge_one(card: Link, limits: LinkLimits) -> Finding:
    if _is_uncabled(card):
        return _uncabled(card)
    said = [
        *_errors(card.name, card.total, limits.total_warn, None, limits),
        *_recent(card, limits),
        *_negotiated(card, limits),
        *_carrier(card, limits),
    ]
    level = worst(level for level, _text in said) if said else Level.OK
    summary = next((text for of, text in said if of is level), _("{card}: no errors worth a word", card=card.name))
    ratio = _ratio(card.total)
    return Finding(
        card.name,
        level,
        summary,
        observed=_(
            "{errors:number} errors in {packets:number} packets since boot ({ratio:percent}), {recent} in the window of "
            "{window:duration}; speed {speed}, duplex {duplex}, link changes {changes}",
            errors=card.total.errors_count,
            packets=card.total.packets_count,
            ratio=ratio,
            recent=str(card.window.errors_count) if card.window else "-",
            window=card.window_seconds,
            speed=_speed(card.speed_bits_per_second),
            duplex=card.duplex or "-",
            changes="-" if card.carrier_changes_count is None else str(card.carrier_changes_count),
        ),
        expected=_("errors below {warn:percent} of packets, full duplex, a steady link", warn=limits.total_warn),
        quote=f"{card.name}: errs {card.total.errors_count} packets {card.total.packets_count}",
        measures=_measures(card),
    )


def _ratio(counters: LinkCounters) -> float:
    whole = counters.packets_count + counters.errors_count
    return counters.errors_count / whole if whole else 0.0


def _speed(bits: int | None) -> str:
    return "-" if bits is None else f"{bits // 1_000_000} Mbit/s"


def _measures(card: Link) -> dict[str, float]:
    counts: dict[str, float] = {
        "errors_count": card.total.errors_count,
        "packets_count": card.total.packets_count,
        "dropped_count": card.total.dropped_count,
    }
    return counts if card.speed_bits_per_second is None else counts | {"speed_bits_per_second": card.speed_bits_per_second}


Said = Iterator[tuple[Level, Text]]


def _errors(name: str, counters: LinkCounters | None, warn: float, critical: float | None, limits: LinkLimits) -> Said:
    if counters is None or not counters.errors_count:
        return
    if counters.packets_count < limits.least_packets:
        yield Level.NOTICE, _("{card} has errors, among too few packets to judge", card=name)
        return
    side = compare(_ratio(counters), warn, critical if critical is not None else 2.0)
    if side is not Side.WITHIN:
        yield (
            LEVEL_OF_SIDE[side],
            _("{card} loses {ratio:percent} of its packets to errors", card=name, ratio=_ratio(counters)),
        )


def _recent(card: Link, limits: LinkLimits) -> Said:
    """Judge the window, one step lower where it is short; a handful of errors in it gives no rate."""
    if card.window is None or card.window.errors_count < limits.least_window_errors:
        return
    for level, text in _errors(card.name, card.window, limits.window_warn, limits.window_critical, limits):
        yield level if card.window_seconds >= limits.sustained_seconds else _LOWERED.get(level, level), text


def _negotiated(card: Link, limits: LinkLimits) -> Said:
    if not card.has_carrier:
        return
    if card.duplex == "half":
        yield Level.WARN, _("{card} runs at half duplex", card=card.name)
    speed = card.speed_bits_per_second
    if speed is not None and speed < limits.least_bits_per_second:
        yield Level.WARN, _("{card} negotiated {speed} only", card=card.name, speed=_speed(speed))
    elif speed is not None and speed < limits.notice_below_bits_per_second:
        yield Level.NOTICE, _("{card} negotiated {speed} only", card=card.name, speed=_speed(speed))


def _carrier(card: Link, limits: LinkLimits) -> Said:
    if card.has_carrier is False:
        yield Level.NOTICE, _("{card} is switched on but has no link", card=card.name)
    if (card.window_carrier_changes_count or 0) > 0:
        yield Level.WARN, _("{card} lost or found its link while we looked", card=card.name)
    elif (card.carrier_changes_count or 0) > limits.carrier_changes_notice:
        changes = card.carrier_changes_count or 0
        yield Level.NOTICE, _("{card} changed its link {changes:number} times since boot", card=card.name, changes=changes)


LINK_ERRORS: Final = Check(
    id="server.link_errors",
    title=_("Network card errors, speed and duplex"),
    area=Area.NETWORK,
    needs=LINKS,
    limits=LinkLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("packets and errors of each physical card since boot and over a short window, speed, duplex, link changes"),
    remedy=_(
        "Look at the kind of error (ethtool -S CARD) and at the switch port's own counters, and see that both "
        "ends negotiate (ethtool CARD). Then replace cable or optical module, then try another switch port: "
        "on a card without a second one beside it only in a change window. Watch whether the count still "
        "grows."
    ),
    traps=(
        _("dropped packets also count frames that nobody here wanted (unknown VLAN, LLDP, STP): they are no errors"),
        _("a virtual card tells no speed; that is not judged"),
        _("loopback, veth, bridges and other interfaces without a device are not judged"),
        _("a counter that went backwards was reset by the driver and gives no window"),
        _("of fewer than 1000 packets no ratio is judged"),
        _("a window of seconds proves little: fewer than ten errors in it are not judged, more one step lower"),
        _("a port that was never cabled since boot and that nobody uses is in order, though switched on"),
    ),
    clause="1.4.3.4",
    refs=("proc(5)", "Linux Documentation/ABI/testing/sysfs-class-net"),
)
