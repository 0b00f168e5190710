"""When do a device's licences and contracts end? After it signatures grow old, features stop, or nobody supports it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from checks.base import LEVEL_OF_SIDE, Area, Check, Finding, Level, Scene
from collectors.base import Listing
from collectors.facts.devices.licences import LICENCES, Licence
from config.limits import Layered, compare, limit
from config.text import Text, _

_DAY_SECONDS: Final = 86400.0


@dataclass(frozen=True, slots=True)
class LicenceLimits:
    """Days until a licence ends."""

    warn_days: int = limit(30, unit="days", source="Netdata health alarm for licences by SNMP: 30 and 7 days")
    critical_days: int = limit(7, unit="days", source="Netdata health alarm for licences by SNMP: 30 and 7 days")


def judge(licences: Listing[Licence], limits: Layered[LicenceLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a licence, by its name; of one that two commands tell, what ends first."""
    today = scene.at.date()
    known: dict[str, Licence] = {}
    for one in licences.records:
        other = known.get(one.name)
        if other is None or _days(one, today, _FAR) < _days(other, today, _FAR):
            known[one.name] = one
    for one in known.values():
        yield _judge_one(one, today, limits.at(one.name))


_FAR: Final = 10**9


def _days(one: Licence, today: date, none: int) -> int:
    if one.ends_on is not None:
        return (one.ends_on - today).days
    return int(one.left_seconds // _DAY_SECONDS) if one.left_seconds is not None else none


def _judge_one(one: Licence, today: date, limits: LicenceLimits) -> Finding:
    days = _days(one, today, _FAR)
    level, summary = _verdict(one, days, limits)
    return Finding(
        one.name,
        level,
        summary,
        expected=_("more than {days:number} days", days=limits.warn_days),
        quote=f"{one.name}: {one.words}",
        measures={} if days == _FAR else {"days_left": float(days)},
        reason="no_record" if level is Level.UNKNOWN else "",
    )


def _verdict(one: Licence, days: int, limits: LicenceLimits) -> tuple[Level, Text]:
    if one.is_expired or days < 0:
        return Level.CRITICAL, _("{licence} has expired (“{words}”)", licence=one.name, words=one.words)
    side = compare(float(days), float(limits.warn_days), float(limits.critical_days))
    if days != _FAR and LEVEL_OF_SIDE[side] is not Level.OK:
        return LEVEL_OF_SIDE[side], _("{licence} ends in {days:number} days", licence=one.name, days=days)
    if one.is_compliant is False:
        return Level.WARN, _("{licence} is used beyond what was bought: “{words}”", licence=one.name, words=one.words)
    if one.is_evaluation:
        return Level.NOTICE, _("{licence} is for evaluation only: “{words}”", licence=one.name, words=one.words)
    return _standing(one, days)


def _standing(one: Licence, days: int) -> tuple[Level, Text]:
    """Of a licence that nothing is wrong with: what was seen of its end."""
    if one.is_permanent:
        return Level.OK, _("{licence} has no end", licence=one.name)
    if days != _FAR:
        return Level.OK, _("{licence} ends in {days:number} days", licence=one.name, days=days)
    if one.is_compliant:
        return Level.OK, _("{licence}: the device calls it “{words}” and names no end", licence=one.name, words=one.words)
    summary = _("Not inspected: whether {licence} ends; the device calls it “{words}”", licence=one.name, words=one.words)
    return Level.UNKNOWN, summary


LICENCE_EXPIRY: Final = Check(
    id="network.licence_expiry",
    title=_("Licences and contracts of the device"),
    area=Area.SERVICES,
    needs=LICENCES,
    limits=LicenceLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_("the device's licences, service contracts and registration, by command line"),
    remedy=_(
        "Have the customer order the renewal now, then load it (license file, activation code, or online), and see on the "
        "device that the new end is shown; without internet import it by hand."
    ),
    traps=(
        _("a permanent licence has no end"),
        _("an evaluation that nobody activated is an offer, no licence"),
        _("a pair of firewalls shows the earlier end of both units"),
        _("what a device without internet shows may be older than what was bought: compare with the contract"),
    ),
    refs=("Cisco Smart Licensing", "FortiGuard service status", "Huawei display license"),
)
