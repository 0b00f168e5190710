"""Errors and discards of ports: those of the seconds between our two samples, and all since the counters began."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene, unknown, worst
from checks.ports import errors_quoted, ports_of, words_of
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.ports import INTERFACES, Counters, Interface
from config.limits import Layered, compare, limit
from config.text import Text, _


@dataclass(frozen=True, slots=True)
class PortErrorLimits:
    """Errors against packets; discards are congestion and judged apart."""

    warn: float = limit(0.0001, unit="ratio", source="Checkmk interfaces: 0.01 % of packets")
    critical: float = limit(0.001, unit="ratio", source="Checkmk interfaces: 0.1 % of packets")
    discards_warn: float = limit(0.01, unit="ratio", source="our judgement: users notice one lost packet in a hundred")
    least_packets: int = limit(100_000, unit="count", source="our judgement: a ratio of fewer packets says nothing")
    least_errors: int = limit(10, unit="count", source="our judgement: of fewer events the rate is uncertain by a third")


def judge(ports: Listing[Interface], limits: Layered[PortErrorLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a port that has counted anything amiss, one of all others together."""
    judged = ports_of(ports.records)
    counted = [one for one in judged if one.counters.in_errors is not None or one.counters.out_errors is not None]
    clean = 0
    for one in counted:
        finding = _judge_one(one, limits.at(one.name))
        clean += finding.level is Level.OK
        if finding.level is not Level.OK:
            yield finding
    if counted:
        summary = _(
            "{clean} of the {count} ports that count errors have none worth a word", clean=clean, count=len(counted)
        )
        yield Finding("ports", Level.OK, summary)
    elif judged:
        yield _uncounted(judged)
    else:
        yield Finding("", Level.ABSENT, _("no port for a cable among {count} interfaces", count=len(ports.records)))


def _uncounted(judged: list[Interface]) -> Finding:
    return unknown("", Unseen("", Reason.NOT_OFFERED, _("{count} ports, none with a counter of errors", count=len(judged))))


def _judge_one(one: Interface, limits: PortErrorLimits) -> Finding:
    said = [*_now(one, limits), *_total(one.counters, limits), *_lost(one.counters, limits), *_collided(one)]
    if not said and (unmeasured := _uncompared(one, limits)) is not None:
        return unmeasured
    level = worst(level for level, _text in said) if said else Level.OK
    summary = next((text for of, text in said if of is level), _("no errors worth a word"))
    return Finding(
        one.name,
        level,
        _("{port}: {what}", port=words_of(one), what=summary),
        quote=errors_quoted(one),
        measures=_measures(one.counters),
    )


def _now(one: Interface, limits: PortErrorLimits) -> Iterator[tuple[Level, Text]]:
    """What came within the two samples: a fault that is there at this moment, with its full level."""
    for which, packets_of, what in (
        ("in_errors", "in_packets", _("received")),
        ("out_errors", "out_packets", _("sent")),
    ):
        errors, packets = _grown(one, which), _grown(one, packets_of)
        if errors is None or packets is None or errors < limits.least_errors or packets + errors < limits.least_packets:
            continue
        ratio = errors / (packets + errors)
        level = LEVEL_OF_SIDE[compare(ratio, limits.warn, limits.critical)]
        if level is not Level.OK:
            yield (
                level,
                _(
                    "{errors:number} errors in {packets:number} packets {what} within {window:duration} ({ratio:percent})",
                    errors=errors,
                    packets=packets,
                    what=what,
                    window=one.window_seconds,
                    ratio=ratio,
                ),
            )


def _grown(one: Interface, name: str) -> int | None:
    """By how much a counter grew between the samples; None where it was not there twice, or went back."""
    after, before = getattr(one.counters, name), getattr(one.earlier, name, None)
    return None if after is None or before is None or after < before else after - before


def _uncompared(one: Interface, limits: PortErrorLimits) -> Finding | None:
    """A port with errors whose packets nobody counts: of how many they are is not known."""
    counters = one.counters
    pairs = ((counters.in_errors, counters.in_packets), (counters.out_errors, counters.out_packets))
    errors = sum(count for count, packets in pairs if count is not None and packets is None)
    if errors < limits.least_errors:
        return None
    why = _("{port} has {errors:number} errors, and its packets are not counted", port=words_of(one), errors=errors)
    return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))


def _collided(one: Interface) -> Iterator[tuple[Level, Text]]:
    count = one.counters.late_collisions
    if count:
        yield (
            Level.NOTICE,
            _("{count} late collisions since the counters began: the two ends may disagree on the duplex", count=count),
        )


def _total(counters: Counters, limits: PortErrorLimits) -> Iterator[tuple[Level, Text]]:
    for packets, errors, what in (
        (counters.in_packets, counters.in_errors, _("received")),
        (counters.out_packets, counters.out_errors, _("sent")),
    ):
        if errors is None or packets is None or errors < limits.least_errors or packets + errors < limits.least_packets:
            continue
        ratio = errors / (packets + errors)
        level = LEVEL_OF_SIDE[compare(ratio, limits.warn, limits.critical)]
        if level is not Level.OK:
            level = Level.WARN if level is Level.CRITICAL else Level.NOTICE
            yield (
                level,
                _(
                    "{errors:number} errors in {packets:number} packets {what} since the counters began ({ratio:percent})",
                    errors=errors,
                    packets=packets,
                    what=what,
                    ratio=ratio,
                ),
            )


def _lost(counters: Counters, limits: PortErrorLimits) -> Iterator[tuple[Level, Text]]:
    for packets, lost, what in (
        (counters.in_packets, counters.in_discards, _("received")),
        (counters.out_packets, counters.out_discards, _("sent")),
    ):
        if lost is None or packets is None or packets < limits.least_packets:
            continue
        ratio = lost / (packets + lost)
        if ratio >= limits.discards_warn:
            yield (
                Level.NOTICE,
                _("{ratio:percent} of the packets {what} were discarded since the counters began", ratio=ratio, what=what),
            )


def _measures(counters: Counters) -> dict[str, float]:
    names = ("in_errors", "out_errors", "in_discards", "out_discards", "checksum_errors", "in_packets", "out_packets")
    return {f"{name}_count": float(value) for name in names if (value := getattr(counters, name)) is not None}


PORT_ERRORS: Final = Check(
    id="network.port_errors",
    title=_("Errors of ports"),
    area=Area.NETWORK,
    needs=INTERFACES,
    limits=PortErrorLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("IF-MIB and EtherLike-MIB counters, two samples of them; growth over months is for network.port_error_growth"),
    remedy=_(
        "Change the cable or the module, clean the fibre, compare speed and duplex of both ends; clear the counters "
        "afterwards and look again. Discards mean congestion, an access list or storm control: look at the queues."
    ),
    traps=(
        _("a count since years ago says little: it is a warning at most, its growth is judged apart"),
        _("discards are congestion or filters, not a bad cable"),
        _("of few packets a ratio says nothing"),
    ),
    refs=("RFC 2863", "RFC 3635"),
)
