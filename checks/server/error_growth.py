"""Growth of error counters. A count says little; that it has grown since the last inspection says that it goes on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NamedTuple

from checks.base import LEVEL_OF_SIDE, Area, Change, Finding, Level, Scene, Then, worst
from checks.change_words import ALL_OF_PART, PARTS
from checks.comparing import Pair, pairs
from checks.local_time import minute
from collectors.base import Listing, Reason
from collectors.facts.counters import COUNTERS, Counter
from config.limits import Layered, compare, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86400.0


@dataclass(frozen=True, slots=True)
class ErrorGrowthLimits:
    """How much a counter may grow from one inspection to the next; those that say so, a day."""

    reallocated_warn: float = limit(
        1.0, unit="count", source="our judgement: SMART 5 grows while the disk wears out", subjects=("disk*",)
    )
    pending_critical: float = limit(
        1.0, unit="count", source="our judgement: SMART 197 that grows is data being lost", subjects=("disk*",)
    )
    uncorrectable_critical: float = limit(1.0, unit="count", source="our judgement: SMART 198, as 197", subjects=("disk*",))
    reported_warn: float = limit(1.0, unit="count", source="our judgement: SMART 187 that grows", subjects=("disk*",))
    crc_warn: float = limit(
        1.0, unit="count", source="our judgement: SMART 199 grows with a bad cable, not a bad disk", subjects=("disk*",)
    )
    defects_warn: float = limit(1.0, unit="count", source="our judgement: grown defects of SAS disks", subjects=("disk*",))
    media_warn: float = limit(
        1.0,
        unit="count",
        source="check_storcli: media errors; awesome-prometheus-alerts (NVMe)",
        subjects=("disk*", "drive*"),
    )
    corrected_warn_daily: float = limit(
        10.0, unit="count a day", source="mcelog.conf: ce-error-threshold = 10 / 24h", subjects=("memory*",)
    )
    uncorrected_critical: float = limit(
        1.0, unit="count", source="Netdata ecc_memory_dimm_uncorrectable", subjects=("memory*",)
    )
    link_errors_warn_daily: float = limit(1000.0, unit="count a day", source="our judgement", subjects=("link*",))
    carrier_changes_warn: float = limit(
        3.0, unit="count", source="our judgement: a switch that was restarted once is two changes", subjects=("link*",)
    )
    link_failures_warn: float = limit(
        1.0, unit="count", source="our judgement: a bond exists so that this is noticed", subjects=("bond*",)
    )
    fc_warn: float = limit(
        1.0, unit="count", source="our judgement: a good fibre loses no synchronisation", subjects=("port*",)
    )
    restarts_warn: float = limit(
        6.0, unit="count", source="our judgement: more than 5 restarts of one unit", subjects=("unit*",)
    )


class Rule(NamedTuple):
    """What a counter is called, and the limits it has: the field, the level it leads to, whether it counts a day."""

    words: Text
    field: str
    level: Level
    is_daily: bool = False


_FC: Final = "fc_warn"
RULES: Final[Mapping[tuple[str, str], Rule]] = {
    ("disk", "reallocated_count"): Rule(_("reallocated sectors"), "reallocated_warn", Level.WARN),
    ("disk", "pending_count"): Rule(_("pending sectors"), "pending_critical", Level.CRITICAL),
    ("disk", "uncorrectable_count"): Rule(_("uncorrectable sectors"), "uncorrectable_critical", Level.CRITICAL),
    ("disk", "reported_count"): Rule(_("reported uncorrectable errors"), "reported_warn", Level.WARN),
    ("disk", "crc_error_count"): Rule(_("transfer errors (cable)"), "crc_warn", Level.WARN),
    ("disk", "grown_defect_count"): Rule(_("grown defects"), "defects_warn", Level.WARN),
    ("disk", "media_error_count"): Rule(_("media errors"), "media_warn", Level.WARN),
    ("drive", "media_error_count"): Rule(_("media errors"), "media_warn", Level.WARN),
    ("memory", "corrected_count"): Rule(_("corrected memory errors"), "corrected_warn_daily", Level.WARN, is_daily=True),
    ("memory", "uncorrected_count"): Rule(_("uncorrected memory errors"), "uncorrected_critical", Level.CRITICAL),
    ("link", "errors_count"): Rule(_("packets with errors"), "link_errors_warn_daily", Level.WARN, is_daily=True),
    ("link", "carrier_changes_count"): Rule(_("changes of carrier"), "carrier_changes_warn", Level.WARN),
    ("bond", "link_failures_count"): Rule(_("link failures"), "link_failures_warn", Level.WARN),
    ("port", "link_failure_count"): Rule(_("link failures"), _FC, Level.WARN),
    ("port", "loss_of_sync_count"): Rule(_("losses of synchronisation"), _FC, Level.WARN),
    ("port", "loss_of_signal_count"): Rule(_("losses of signal"), _FC, Level.WARN),
    ("port", "invalid_crc_count"): Rule(_("frames with a wrong checksum"), _FC, Level.WARN),
    ("port", "error_frames"): Rule(_("frames with errors"), _FC, Level.WARN),
    ("unit", "restarts_count"): Rule(_("automatic restarts"), "restarts_warn", Level.WARN),
}
_QUIET: Final = frozenset({Level.OK, Level.ABSENT, Level.UNKNOWN})
_SHOWN_MOST: Final = 5
"""Units that are named where many began again."""


class Growth(NamedTuple):
    """One counter: by how much it has grown (None: nobody knows), and the level that this is."""

    now: Counter
    then: Counter | None
    growth: int | None
    level: Level


def judge(
    now: Listing[Counter], then: Then[Listing[Counter]], limits: Layered[ErrorGrowthLimits], scene: Scene
) -> Iterator[Finding]:
    """One finding a part; units that have not grown are one together."""
    days = max((scene.at - then.at).total_seconds() / _DAY_SECONDS, 1 / 24)
    grown = [_grown(one, days, limits) for one in pairs(Counter, now.records, then.facts.records) if one.now is not None]
    quiet = [one for one in grown if one.now.part == "unit" and one.level in _QUIET]
    if quiet:
        yield _units(quiet, then, scene)
    rest = [one for one in grown if one not in quiet]
    for (part, subject), of in groupby(rest, key=lambda one: (one.now.part, one.now.subject)):
        yield _finding(part, subject, tuple(of), then, scene)


def _grown(pair: Pair[Counter], days: float, limits: Layered[ErrorGrowthLimits]) -> Growth:
    """Judge one counter. What began again has grown by at least what it says now; the rest of it nobody saw."""
    now, then = pair.now, pair.then
    assert now is not None  # noqa: S101 - the caller leaves out what is gone
    if then is None:
        return Growth(now, None, None, Level.ABSENT)
    is_continued = pair.is_same_epoch and now.value >= then.value
    growth = now.value - then.value if is_continued else now.value
    rule = RULES[now.part, now.name]
    most: float = getattr(limits.at(now.subject), rule.field)
    side = compare(growth / days if rule.is_daily else growth, most, most)
    level = rule.level if LEVEL_OF_SIDE[side] is Level.CRITICAL and now.epoch else Level.OK
    if level is Level.OK and not is_continued:
        return Growth(now, then, None, Level.UNKNOWN)
    return Growth(now, then, growth, level)


def _finding(part: str, subject: str, grown: Sequence[Growth], then: Then[Listing[Counter]], scene: Scene) -> Finding:
    """The worst of a part's counters; one that was not there then says nothing where others do."""
    compared = [one for one in grown if one.level is not Level.ABSENT]
    named, since = f"{part} {subject}", minute(then.at, scene)
    what = Text(PARTS[part].template, {"name": subject})
    if not compared:
        return Finding(named, Level.ABSENT, _("{what} was not seen on {since}: nothing to compare", what=what, since=since))
    level = worst(one.level for one in compared)
    if level is Level.UNKNOWN:
        return _begun_again(named, what, compared, since)
    if level is Level.OK:
        summary = _("{what}: no counter has grown to its limit since {since}", what=what, since=since)
    else:
        counters = _joined([_name(one) for one in compared if one.level is level])
        summary = _("{what}: grown since {since}: {counters}", what=what, since=since, counters=counters)
    return Finding(
        named,
        level,
        summary,
        observed=_values(compared),
        expected=_("no growth, or less than the limits"),
        measures={f"{one.now.name}_growth": one.growth for one in compared if one.growth is not None},
    )


def _begun_again(named: str, what: Text, grown: Sequence[Growth], since: str) -> Finding:
    summary = _(
        "{what}: counted from the beginning again after {since}; what was counted before that is not known",
        what=what,
        since=since,
    )
    return Finding(named, Level.UNKNOWN, summary, observed=_values(grown), reason=Reason.NO_RECORD.value)


def _units(units: Sequence[Growth], then: Then[Listing[Counter]], scene: Scene) -> Finding:
    """All units that have not grown to the limit, together."""
    since = minute(then.at, scene)
    if any(one.level is Level.UNKNOWN for one in units):
        return _units_begun_again([one for one in units if one.level is Level.UNKNOWN], since)
    summary = _("{count:number} unit(s): restarts below the limit since {since}", count=len(units), since=since)
    return Finding("units", Level.OK, summary, expected=_("no growth, or less than the limits"))


def _units_begun_again(units: Sequence[Growth], since: str) -> Finding:
    """Their counter is the same for all, so it is named once, and the units by name."""
    names = tuple(one.now.subject for one in units[:_SHOWN_MOST])
    return replace(
        _begun_again("units", ALL_OF_PART["units"], units[:1], since),
        observed=_("restarts of {count:number} unit(s), among them {names}", count=len(units), names=names),
    )


def _values(grown: Sequence[Growth]) -> Text:
    """Every counter as it was and is; those that did not change are left out where others did."""
    changed = [one for one in grown if one.then and one.then.value != one.now.value]
    return _joined([_value(one) for one in changed or grown])


def _value(one: Growth) -> Text:
    before = one.then.value if one.then else 0
    return _("{name} {before:number} → {now:number}", name=_name(one), before=before, now=one.now.value)


def _name(one: Growth) -> Text:
    return RULES[one.now.part, one.now.name].words


def _joined(texts: Sequence[Text]) -> Text:
    made = texts[0]
    for one in texts[1:]:
        made = _("{first}, {next}", first=made, next=one)
    return made


ERROR_GROWTH: Final = Change(
    id="server.error_growth",
    title=_("Growth of error counters"),
    area=Area.HARDWARE,
    needs=COUNTERS,
    limits=ErrorGrowthLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "the error counters of disks, RAID drives, memory, network cards, bonds and Fibre Channel ports and the restarts "
        "of units, now and in the last inspection that saw them"
    ),
    remedy=_(
        "Look at the part that grows: a disk with growing pending or uncorrectable sectors is replaced after "
        "a backup, with growing transfer errors gets another cable or slot first; a memory module is replaced "
        "in a maintenance window; of links and fibres change cable and transceiver and see the other end; of "
        "units read journalctl -u. Report parts under warranty to the maker with both counts and their dates."
    ),
    traps=(
        _("a counter that began again (restart, new disk, driver loaded again) is not compared with the one before"),
        _("the first inspection compares nothing and counts nothing as new"),
        _("one restart of a switch is two changes of carrier"),
        _("raw values of SMART that pack several numbers are not counted"),
        _("a disk is known by its serial number, not by its letter"),
    ),
    clause="1.4.3.4",
    refs=("smartctl(8)", "kernel documentation: EDAC, sysfs-class-net, sysfs-class-fc_host"),
)
