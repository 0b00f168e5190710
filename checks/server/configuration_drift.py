"""Configuration drift. A setting that changed without a record is the first thing to ask about when something breaks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from checks.base import Area, Change, Exhibit, Finding, Level, Scene, Then
from checks.change_words import AREAS
from checks.comparing import pairs
from checks.local_time import minute
from collectors.base import Listing
from collectors.facts.settings import SETTINGS, VOLATILE_SYSCTLS, SettingsArea
from config.limits import Layered, limit
from config.text import Text, _, verbatim

_COMES_AND_GOES: Final = frozenset({"sysctl"})
"""Areas whose keys come and go by themselves, with modules, rights and cards: only a value that differs is a change."""


@dataclass(frozen=True, slots=True)
class DriftLimits:
    """What may change, and how many changes of one area are told one by one."""

    ignored: tuple[str, ...] = limit((), unit="pattern of area and key", source="the operator: sysctl kernel.panic, jobs *")
    single_most: int = limit(20, unit="count", source="our judgement: more at once are one event, an upgrade or a reload")


class Difference(NamedTuple):
    """One key; None where that side does not have it."""

    key: str
    then: str | None
    now: str | None


def judge(
    now: Listing[SettingsArea], then: Then[Listing[SettingsArea]], limits: Layered[DriftLimits], scene: Scene
) -> Iterator[Finding | Exhibit]:
    """One finding a changed setting, one for each area without a change, and a table of all that changed."""
    partly = {one.subject for one in (*now.unseen, *then.facts.unseen)} | _COMES_AND_GOES
    since = minute(then.at, scene)
    rows: list[tuple[str | Text, ...]] = []
    for pair in pairs(SettingsArea, now.records, then.facts.records):
        if pair.now is None:
            continue
        area = pair.now.name
        if pair.then is None:
            yield Finding(area, Level.ABSENT, _("{area} was not seen on {since}", area=AREAS[area], since=since))
            continue
        found = _differences(pair.now.settings, pair.then.settings, has_both=area in partly)
        found = [one for one in found if not _is_ignored(area, one.key, limits.at(area))]
        rows += [(AREAS[area], one.key, _side(one.then), _side(one.now)) for one in found]
        yield from _findings(pair.now, found, since, limits.at(area))
    if rows:
        columns = (_("Area"), _("Setting"), _("Then"), _("Now"))
        yield Exhibit(_("Settings changed since {since}", since=since), columns, tuple(rows))


def _differences(now: Mapping[str, str], then: Mapping[str, str], *, has_both: bool) -> list[Difference]:
    """What differs; with ``has_both`` only of keys that both sides have."""
    keys = [key for key in dict.fromkeys((*now, *then)) if not has_both or (key in now and key in then)]
    return [Difference(key, then.get(key), now.get(key)) for key in keys if then.get(key) != now.get(key)]


def _is_ignored(area: str, key: str, limits: DriftLimits) -> bool:
    volatile = VOLATILE_SYSCTLS if area == "sysctl" else ()
    return any(fnmatchcase(key, one) for one in volatile) or any(
        fnmatchcase(f"{area} {key}", one) for one in limits.ignored
    )


def _findings(area: SettingsArea, found: list[Difference], since: str, limits: DriftLimits) -> Iterator[Finding]:
    words = AREAS[area.name]
    if not found:
        count = len(area.settings)
        summary = _("{area}: {count:number} setting(s), as on {since}", area=words, count=count, since=since)
        yield Finding(area.name, Level.OK, summary)
    elif len(found) > limits.single_most:
        keys = tuple(one.key for one in found[: limits.single_most])
        count = len(found)
        summary = _("{area}: {count:number} settings changed since {since}", area=words, count=count, since=since)
        yield Finding(area.name, Level.NOTICE, summary, observed=_("{keys} …", keys=keys), expected=_EXPECTED)
    else:
        for one in found:
            yield _changed(area.name, one, since)


def _changed(area: str, one: Difference, since: str) -> Finding:
    return Finding(
        f"{area} {one.key}",
        Level.NOTICE,
        _("{area}: {key} changed since {since}", area=AREAS[area], key=one.key, since=since),
        observed=_("{then} → {now}", then=_side(one.then), now=_side(one.now)),
        expected=_EXPECTED,
        quote=one.now or "",
    )


def _side(value: str | None) -> Text:
    return _("not there") if value is None else verbatim(value) if value else _("empty")


_EXPECTED: Final = _("as it was, or a record of the change")

CONFIGURATION_DRIFT: Final = Change(
    id="server.configuration_drift",
    title=_("Configuration drift"),
    area=Area.CONFIGURATION,
    needs=SETTINGS,
    limits=DriftLimits(),
    judge=judge,
    worst=Level.NOTICE,
    reads=_(
        "kernel settings, /etc/hosts, resolv.conf, limits, groups, accounts, mount options, cron's jobs and the kernel's "
        "boot parameters, now and in the last inspection that saw them"
    ),
    remedy=_(
        "Compare with the customer's change records. Where there is one, note its number in the report; where there is "
        "none, find out who changed it and why, and put it back or write the record."
    ),
    traps=(
        _("counts and random numbers that sysctl shows beside settings are not settings"),
        _("keys of sysctl that come or go with a module or a network card are no change"),
        _("what was seen only in part, now or then, is compared only where both sides have it"),
        _("resolv.conf that DHCP writes may change by itself: say so under limits (ignored)"),
        _("passwords in jobs and boot parameters are masked on the target: a new password alone is not seen"),
    ),
    clause="1.4.3.4",
    refs=("sysctl(8)", "proc_sys(5)", "limits.conf(5)", "resolv.conf(5)"),
)
