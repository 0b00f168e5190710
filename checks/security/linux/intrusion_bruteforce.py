"""Does somebody guess passwords? Sooner or later one guess is right, and then it is no failure any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Finding, Level, Scene, unknown
from checks.local_time import day
from checks.security.grades import failed
from checks.security.shape import Card, SecurityCheck, security_check
from collectors.base import Reason, Unseen
from collectors.facts.logins import LOGIN_FAILURES, LoginFailures, LoginSource
from config.limits import Layered, limit
from config.text import _

ID: Final = "security.linux.intrusion_bruteforce"
_ENOUGH: Final = timedelta(days=7)
_LONGER: Final = _("keep the log of logins for six months, then look again")


@dataclass(frozen=True, slots=True)
class GuessLimits:
    """How many failures a day, and after how many a success is a guess; ``known`` are the customer's own scanners."""

    most_a_day: int = limit(100, unit="count", source="our judgement: failed logins in one day", subjects=("failures",))
    before_success: int = limit(
        20, unit="count", source="our judgement: nobody mistypes his password twenty times", subjects=("success",)
    )
    known: tuple[str, ...] = limit((), unit="address pattern", source="the operator")


def judge(found: LoginFailures, limits: Layered[GuessLimits], scene: Scene) -> Iterator[Finding]:
    """One finding of the worst day, one of a success after failures."""
    known = limits.base.known
    sources = [one for one in found.sources if not any(fnmatchcase(one.source, pattern) for pattern in known)]
    yield _failures(found, sources, limits.at("failures"), scene)
    yield _success(found, sources, limits.at("success"), scene)


def _failures(found: LoginFailures, sources: list[LoginSource], limits: GuessLimits, scene: Scene) -> Finding:
    most = found.most_a_day if found.left_out else min(found.most_a_day, sum(one.most_a_day for one in sources))
    expected = _("at most {count:number} a day", count=limits.most_a_day)
    worst = sorted(sources, key=lambda one: -one.most_a_day)[:3]
    quote = " ".join(f"{one.source}:{one.most_a_day}" for one in worst)
    measures = {"failed_logins_a_day": float(most)}
    if most > limits.most_a_day:
        said = _("{count:number} failed logins in one day", count=most)
        return failed(ID, scene, "failures", said, expected=expected, quote=quote, measures=measures, most=Level.WARN)
    short = _short("failures", found, scene)
    if short:
        return unknown("failures", short)
    said = _("at most {count:number} failed logins in one day", count=most)
    return Finding("failures", Level.OK, said, None, expected, quote, measures)


def _success(found: LoginFailures, sources: list[LoginSource], limits: GuessLimits, scene: Scene) -> Finding:
    worst = max(sources, key=lambda one: one.broken_in_after, default=None)
    expected = _("no login with a password after {count:number} failures", count=limits.before_success)
    if worst and worst.broken_in_after >= limits.before_success:
        said = _(
            "{source} logged in with a password after {count:number} failures",
            source=worst.source,
            count=worst.broken_in_after,
        )
        return failed(ID, scene, "success", said, expected=expected, quote=f"{worst.source} {worst.last}".strip())
    if not found.knows_success:
        return unknown("success", Unseen("success", Reason.NO_RECORD, found.record))
    if found.left_out:
        return unknown("success", Unseen("success", Reason.BUDGET, str(found.left_out)))
    short = _short("success", found, scene)
    if short:
        return unknown("success", short)
    said = _("no login succeeded after {count:number} failures", count=limits.before_success)
    return Finding("success", Level.OK, said, None, expected)


def _short(subject: str, found: LoginFailures, scene: Scene) -> Unseen | None:
    """Why silence proves nothing: the record reaches back for less than a week."""
    if found.covered_from is not None and found.now_at - found.covered_from >= min(_ENOUGH, timedelta(found.window_days)):
        return None
    said = _("the record of logins begins on {day}: too short to tell", day=day(found.covered_from, scene))
    return Unseen(subject, Reason.NO_RECORD, said, _LONGER)


INTRUSION_BRUTEFORCE: Final[SecurityCheck] = security_check(
    ID,
    title=_("Guessing of passwords"),
    needs=LOGIN_FAILURES,
    limits=GuessLimits(),
    judge=judge,
    reads=_("failed and succeeded logins by source, counted on the target from secure, auth.log, the journal or btmp"),
    remedy=_(
        "Limit SSH to the management addresses and lock accounts after failures; after a success treat it as a break-in."
    ),
    card=Card(
        steps=(
            _("See whose address it is: a scanner of the customer’s own is named under known in the limits."),
            _("Shut the source out, limit SSH to the management addresses, lock accounts after five failures."),
            _("Where a guess succeeded: tell the customer’s security at once, keep the logs, change passwords and keys."),
            _("Look for what was changed: accounts, keys, jobs, start files, SUID files."),
        ),
        commands=(
            "lastb -w | awk '{ print $3 }' | sort | uniq -c | sort -rn | head; last -w | head -n 50",
            "firewall-cmd --add-rich-rule='rule family=ipv4 source address=<source> drop'",
            "yum install fail2ban || apt-get install fail2ban",
        ),
        risk=_("Shutting out an address may cut off users behind the same gateway."),
        rollback=_("Take the rule back."),
        verify="lastb -w | head",
    ),
    traps=(
        _("PAM repeats what sshd says: each failure counts once"),
        _("a key after wrong passwords is no guess"),
        _("btmp knows no success, and a record of less than a week proves no quiet"),
    ),
)
