"""What ``xunjian problems`` prints of the ledger: a line a problem, what people said of it, and the form for programs."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.commands.incident_steps import zone_of
from config.text import Text, _, printable, render

if TYPE_CHECKING:
    from datetime import date

    from checks.base import Level
    from config.site import Site
    from reports.record.decisions import Decision
    from reports.record.problems import Key, Problem, Rating

SHORT: Final = 8
"""Signs of a finding's id that are printed; any beginning that is one problem's alone does."""


def id_of(key: "Key") -> str:
    """The id of a problem's finding."""
    from checks.result import finding_id  # noqa: PLC0415 - only here

    return finding_id(*key)


def line(one: "Problem", language: str, site: "Site") -> str:
    """One problem on one line."""
    from checks.base import LEVEL_WORDS  # noqa: PLC0415 - only here
    from checks.subjects import subject_words  # noqa: PLC0415 - as above
    from reports.marks import MARKS  # noqa: PLC0415 - as above
    from reports.record.problems import STATE_WORDS  # noqa: PLC0415 - as above

    target, check, subject = one.key
    level = f"{MARKS[one.level.value]} {render(LEVEL_WORDS[one.level], language)}"
    name = f"{check} {render(subject_words(check, subject), language)}".rstrip()
    since = render(_("since {day}", day=day(one.first_seen, site)), language)
    state = render(STATE_WORDS[one.state], language)
    return "  ".join((id_of(one.key)[:SHORT], level, state, target, printable(name), since))


def course(one: "Problem", language: str, site: "Site") -> Iterator[str]:
    """What is to be said of one problem beside its line."""
    if one.finding is not None and one.finding.summary.template:
        yield printable(render(one.finding.summary, language))
    told = [
        _("last seen to fail {day}", day=day(one.last_seen, site)),
        _("came back {count:number} times", count=one.times_recurred) if one.times_recurred else None,
        _("a corrective action is owed") if one.needs_corrective_action else None,
        _("could not be looked at since {day}", day=day(one.unverified_since, site)) if one.unverified_since else None,
        _("{who} said that it is solved", who=one.claim.by) if one.claim else None,
        _rated(one.rating, one.level) if one.rating else None,
        _("excluded by {who}: {why}", who=one.dismissal.by, why=one.dismissal.reason) if one.dismissal else None,
        _("accepted by {who} until {day}", who=one.acceptance.by, day=one.acceptance.until.isoformat())
        if one.acceptance
        else None,
    ]
    yield from (render(text, language) for text in told if text)


def _rated(said: "Rating", level: "Level") -> Text:
    """How an engineer rates the risk; of another level than the problem has now, that it no longer counts."""
    from reports.record.problems import RISK_WORDS  # noqa: PLC0415 - only here

    told = _("{who} rates it {risk}: {why}", who=said.by, risk=RISK_WORDS[said.risk], why=printable(said.reason))
    return told if said.level is level else _("{said}; the level has changed since, so that no longer counts", said=told)


def decision_words(one: "Decision") -> Text:
    """What the customer decided, in one sentence; his own words where it is unclear."""
    from reports.record.decisions import KIND_WORDS, Kind  # noqa: PLC0415 - only here

    said = _("the customer decided: {what}", what=KIND_WORDS[one.kind])
    if one.kind is Kind.UNCLEAR:
        return _("{said} (“{text}”)", said=said, text=printable(one.text))
    return _("{said}, {day}", said=said, day=one.day.isoformat()) if one.day else said


def desk_words(one: Mapping[str, str]) -> Text:
    """How a problem stands on a service desk, in one sentence; whose it is and by when are the desk's own."""
    where = _(
        "on the service desk {desk}: issue {issue}, {status}", desk=one["desk"], issue=one["issue"], status=one["status"]
    )
    whose = _("{where}, with {who}", where=where, who=one["assigned"]) if one.get("assigned") else where
    return _("{where}, by {day}", where=whose, day=one["due"]) if one.get("due") else whose


def plain(one: "Problem", decided: "Decision | None" = None) -> dict[str, object]:
    """One problem as programs are given it, with what the customer decided where that is asked for."""
    from reports.record.problems import RISK_OF  # noqa: PLC0415 - only here

    target, check, subject = one.key
    return {
        "id": id_of(one.key),
        "target": target,
        "check": check,
        "subject": subject,
        "state": one.state.value,
        "level": one.level.value,
        "worst": one.worst.value,
        "risk": RISK_OF[one.level],
        "risk_rated": one.rated.risk if one.rated else None,
        "first_seen": one.first_seen.isoformat(),
        "last_seen": one.last_seen.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "unverified_since": one.unverified_since.isoformat() if one.unverified_since else None,
        "times_recurred": one.times_recurred,
        "corrective_action": one.needs_corrective_action,
        "reopened_by": one.reopened_by.value if one.reopened_by else None,
        **({"decision": decided.kind.value, "decided_day": _iso(decided.day)} if decided else {}),
    }


def _iso(day_: "date | None") -> str | None:
    return day_.isoformat() if day_ else None


def day(at: datetime, site: "Site") -> str:
    """A day at the site."""
    return at.astimezone(zone_of(site)).strftime("%Y-%m-%d")
