"""How old the signatures of a firewall are: of an attack that is younger than they are it knows nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checks.base import Area, Check, Finding, Level, Scene, unknown
from collectors.base import Listing, Reason, Unseen
from collectors.facts.devices.firewalls import SIGNATURES, SignatureDatabase
from config.limits import Layered, limit
from config.text import _


@dataclass(frozen=True, slots=True)
class SignatureLimits:
    """Since the last update."""

    warn_days: int = limit(90, unit="days", source="our judgement: a site without internet updates each quarter")


def judge(databases: Listing[SignatureDatabase], limits: Layered[SignatureLimits], scene: Scene) -> Iterator[Finding]:
    """One finding a database that is paid for, by its name."""
    for one in databases.records:
        yield _judge_one(one, limits.at(one.name), scene)


def _judge_one(one: SignatureDatabase, limits: SignatureLimits, scene: Scene) -> Finding:
    if one.updated_on is None:
        why = _("the device does not tell when {database} was updated last", database=one.name)
        return unknown(one.name, Unseen(one.name, Reason.NO_RECORD, why))
    days = max((scene.at.date() - one.updated_on).days, 0)
    return Finding(
        one.name,
        Level.WARN if days > limits.warn_days else Level.OK,
        _("{database} was updated {days:number} days ago", database=one.name, days=days),
        expected=_("at most {days:number} days ago", days=limits.warn_days),
        quote=f"{one.name}: {one.words}",
        measures={"age_days": float(days)},
    )


SIGNATURE_AGE: Final = Check(
    id="network.signature_age",
    title=_("Age of signature databases"),
    area=Area.SERVICES,
    needs=SIGNATURES,
    limits=SignatureLimits(),
    judge=judge,
    worst=Level.WARN,
    reads=_("the last update of each signature database of intrusion prevention and antivirus, by command line (FortiOS)"),
    remedy=_(
        "See whether the contract is valid and the device reaches the maker's update servers; without internet download "
        "the packages and load them by hand, each quarter at least."
    ),
    traps=(
        _("a database without a contract is not updated, and not judged"),
        _("an engine is updated with the software, seldom: only databases are judged"),
        _("the day of the last update is told, not that of the signatures in it"),
    ),
    refs=("FortiOS diagnose autoupdate versions",),
)
