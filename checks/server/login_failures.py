"""Failed logins. Somebody who guesses passwords is seen here first; one who guessed right, here only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Final

from checks.base import Area, Check, Exhibit, Finding, Level, Scene, unknown
from checks.local_time import day
from collectors.base import Reason, Unseen
from collectors.facts.logins import LOGIN_FAILURES, LoginFailures, LoginSource
from config.limits import Layered, limit
from config.text import Text, _

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class LoginLimits:
    """How many failures a day, in all and from one source; ``known``: sources that are allowed to fail (a scanner)."""

    warn_a_day: int = limit(
        50, unit="count", source="our judgement: failures of all sources in one day", subjects=("failures",)
    )
    warn_source_a_day: int = limit(
        20, unit="count", source="our judgement: failures of one source in one day", subjects=("sources",)
    )
    critical_before_success: int = limit(
        10,
        unit="count",
        source="our judgement: a password guessed at the eleventh try",
        subjects=("success after failures",),
    )
    known: tuple[str, ...] = limit((), unit="address pattern", source="the operator")


def judge(found: LoginFailures, limits: Layered[LoginLimits], scene: Scene) -> Iterator[Finding | Exhibit]:
    """The worst day, the worst sources, and whether one of them got in."""
    base = limits.base
    sources = [one for one in found.sources if not any(fnmatchcase(one.source, glob) for glob in base.known)]
    yield _day(found, sources, base, scene)
    yield _sources(found, sources, base, scene)
    yield _guessed(found, sources, base, scene)
    if found.sources:
        yield _table(found.sources)


def _day(found: LoginFailures, sources: Sequence[LoginSource], limits: LoginLimits, scene: Scene) -> Finding:
    """The day with the most failures; of sources that may fail, the sum of the others' worst days is an upper bound."""
    most = min(found.most_a_day, sum(one.most_a_day for one in sources)) if not found.left_out else found.most_a_day
    if most <= limits.warn_a_day and _is_short(found):
        return _too_short("failures", found, scene)
    return Finding(
        "failures",
        Level.WARN if most > limits.warn_a_day else Level.OK,
        _("at most {count:number} failed logins in one day", count=most),
        observed=_seen(found, scene),
        expected=_("at most {count:number} a day", count=limits.warn_a_day),
        quote=f"{found.record}: {sum(one.count for one in found.sources)}",
        measures={"failed_logins_a_day": float(most)},
    )


def _sources(found: LoginFailures, sources: Sequence[LoginSource], limits: LoginLimits, scene: Scene) -> Finding:
    bad = sorted((one for one in sources if one.most_a_day > limits.warn_source_a_day), key=lambda one: -one.most_a_day)
    if bad:
        names = tuple(f"{one.source} ({one.most_a_day})" for one in bad[:5])
        summary = _(
            "{count:number} sources failed more than {limit:number} times in one day: {names}",
            count=len(bad),
            limit=limits.warn_source_a_day,
            names=names,
        )
        return Finding("sources", Level.WARN, summary, observed=_seen(found, scene), quote=" ".join(names))
    if found.left_out:
        return unknown("sources", Unseen("sources", Reason.BUDGET, str(found.left_out)))
    if _is_short(found):
        return _too_short("sources", found, scene)
    summary = _("no source failed more than {limit:number} times in one day", limit=limits.warn_source_a_day)
    return Finding("sources", Level.OK, summary, observed=_seen(found, scene))


def _guessed(found: LoginFailures, sources: Sequence[LoginSource], limits: LoginLimits, scene: Scene) -> Finding:
    in_after = [one for one in sources if one.broken_in_after >= limits.critical_before_success]
    by_key = [one for one in sources if one.key_after >= limits.critical_before_success]
    if in_after:
        worst = max(in_after, key=lambda one: one.broken_in_after)
        return Finding(
            "success after failures",
            Level.CRITICAL,
            _(
                "{source} logged in with a password after {count:number} failures",
                source=worst.source,
                count=worst.broken_in_after,
            ),
            observed=_seen(found, scene),
            quote=" ".join(one.source for one in in_after[:5]),
        )
    if not found.knows_success:
        return unknown("success after failures", Unseen("success after failures", Reason.NO_RECORD, found.record))
    if by_key:
        summary = _(
            "{source} failed with passwords and then logged in with a key: rather a forgotten password than a guess",
            source=by_key[0].source,
        )
        return Finding("success after failures", Level.NOTICE, summary, observed=_seen(found, scene))
    if _is_short(found):
        return _too_short("success after failures", found, scene)
    summary = _("no login succeeded after {count:number} failures", count=limits.critical_before_success)
    return Finding("success after failures", Level.OK, summary, observed=_seen(found, scene))


def _is_short(found: LoginFailures) -> bool:
    """Whether silence proves nothing: the record spans neither the window nor a week, or nobody knows what it spans."""
    if found.covered_from is None:
        return True
    return found.now_at - found.covered_from < min(_ENOUGH, timedelta(days=found.window_days))


def _too_short(subject: str, found: LoginFailures, scene: Scene) -> Finding:
    """No fault of the target's, and no proof either: not inspected, with what little was read."""
    said = (
        _("the record begins on {day}: too short for the window", day=day(found.covered_from, scene))
        if found.covered_from
        else _("where the record begins is not known")
    )
    short = unknown(subject, Unseen(subject, Reason.NO_RECORD, said, _READ_MORE))
    return replace(short, observed=_seen(found, scene))


_ENOUGH: Final = timedelta(days=7)
_READ_MORE: Final = _("The log of logins reaches back for less than a week: keep it longer, then look again.")


def _seen(found: LoginFailures, scene: Scene) -> Text:
    return _(
        "{lines:number} lines of {record} since {day}",
        lines=found.lines_count,
        record=found.record,
        day=day(found.covered_from, scene),
    )


def _table(sources: Sequence[LoginSource]) -> Exhibit:
    most = sorted(sources, key=lambda one: -one.count)[:_SHOWN]
    return Exhibit(
        _("Failed logins by source"),
        (_("source"), _("failures"), _("most in one day"), _("accounts"), _("unknown names"), _("last")),
        tuple(
            (one.source, str(one.count), str(one.most_a_day), " ".join(one.users), str(one.strangers_count), one.last)
            for one in most
        ),
    )


LOGIN_FAILURES_CHECK: Final = Check(
    id="server.login_failures",
    title=_("Failed logins"),
    area=Area.LOGS,
    needs=LOGIN_FAILURES,
    limits=LoginLimits(),
    judge=judge,
    worst=Level.CRITICAL,
    reads=_(
        "secure or auth.log with their rotated files, else the journal, else btmp: failed and succeeded logins, "
        "counted on the "
        "target by source and day; names that the machine does not know do not leave it"
    ),
    remedy=_(
        "Find out whose address it is: a scanner or a monitoring of the customer's own goes under known in "
        "the limits. Else shut the source out, allow SSH from few addresses only, set faillock or pam_tally2 "
        "(whichever the system has) or fail2ban, with console access at hand. Where a guess succeeded, tell "
        "the customer's security at once and take the machine off the network in agreement with them; keep "
        "its logs, change the passwords and look for what was changed."
    ),
    traps=(
        _("PAM repeats what sshd says: each failure counts once"),
        _("syslog writes 'message repeated N times': it counts N times"),
        _("a refused key is no guess; a key that is accepted after wrong passwords is a notice"),
        _("a vulnerability scanner of the customer's own is named under known"),
        _("btmp knows no success: then that question is not inspected"),
    ),
    clause="1.4.3.4",
    refs=("sshd(8)", "pam_unix(8)", "lastb(1)"),
)
