"""What page one asks of its reader: dates that bite, what we need, what was not looked at."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from checks.base import REASON_WORDS, Level
from config.text import Text, _, verbatim
from reports.documents.answers import Pair
from reports.documents.material import Material
from reports.documents.model import Words
from reports.documents.tables import names

DATES: Final = 4
REASONS: Final = 4
TITLES: Final = 4
"""Checks that a reason names before it says that there are more."""
SOON: Final = timedelta(days=180)


def warranties(material: Material) -> list[tuple[date, str]]:
    """(end, target) of every asset whose end of warranty is a date, soonest first."""
    found = []
    for target in material.targets:
        try:
            found.append((date.fromisoformat(material.asset(target).get("warranty_ends_on", "")), target))
        except ValueError:
            continue
    return sorted(found)


def dates(material: Material) -> Iterator[Words]:
    """Say which warranties have ended or soon will, the first few by day."""
    today = date.fromisoformat(material.day(material.round.made_at))
    by_day: dict[date, list[str]] = {}
    for end, target in warranties(material):
        if end <= today + SOON:
            by_day.setdefault(end, []).append(target)
    for end, targets in list(by_day.items())[:DATES]:
        who = names(material, targets).text
        if end < today:
            yield material.say(_("{date} warranty ended: {names}", date=end.isoformat(), names=who))
        else:
            days = (end - today).days
            yield material.say(
                _("{date} warranty ends (days left: {days}): {names}", date=end.isoformat(), days=days, names=who)
            )
    if len(by_day) > DATES:
        yield material.say(_("more dates in chapter 2: {count}", count=len(by_day) - DATES))


def requests(material: Material) -> Iterator[Words]:
    """Say what the customer is asked to do."""
    high, medium = (sum(c.level is level for c in material.conditions) for level in (Level.CRITICAL, Level.WARN))
    if high or medium:
        yield material.say(
            _(
                "Agree a maintenance window; problems that wait for it (chapter 8): {high} high, {medium} medium.",
                high=high,
                medium=medium,
            )
        )
    reasons = Counter(reasons_of(material).values())
    for these, text in _ASKED_FOR:
        count = sum(reasons[reason] for reason in these)
        if count:
            yield material.say(Text(text.template, {"count": count}))
    if material.unasked:
        count = len(material.unasked)
        yield material.say(
            _("Arrange access to what only an inspection by hand can cover (chapter 7): {count}.", count=count)
        )
    today = date.fromisoformat(material.day(material.round.made_at))
    ended = [target for end, target in warranties(material) if end < today]
    if ended:
        yield material.say(_("Decide on the warranty of the assets that are out of it: {count}.", count=len(ended)))
    yield material.say(_("Read chapters 4 and 9, then sign chapter 11."))


_ASKED_FOR: Final[tuple[tuple[tuple[str, ...], Text], ...]] = (
    (("denied",), _("Give the inspecting account the missing rights; checks not possible (chapter 9): {count}.")),
    (
        ("unreachable", "refused", "identity", "unproved"),
        _("Open the way to the targets (network, account); checks not possible (chapter 9): {count}."),
    ),
    (
        ("tool_missing",),
        _("Allow the missing tools to be installed, or a look by hand; checks not possible (chapter 9): {count}."),
    ),
    (
        ("not_offered",),
        _(
            "Open a further way to what the targets do not tell by the present one (SNMP view, account of the command "
            "line), or arrange a look by hand; checks not possible (chapter 9): {count}."
        ),
    ),
)


def reasons_of(material: Material) -> dict[tuple[str, str], str]:
    """By (target, check), the first reason why something of it was not seen."""
    return {(pair.target, pair.check): reason for pair in material.pairs if (reason := pair.why_unseen) is not None}


def unseen(material: Material) -> Iterator[Words]:
    """Say what was not looked at, reason by reason, each check once: which checks, or whom nobody could ask at all."""
    groups: dict[str, list[Pair]] = {}
    for pair in material.pairs:
        reason = pair.why_unseen
        if reason is not None:
            groups.setdefault(reason, []).append(pair)
    if not groups:
        yield material.say(_("Nothing: every expected check was made."))
    ranked = sorted(groups.items(), key=lambda group: -len(group[1]))
    for reason, members in ranked[:REASONS]:
        why = REASON_WORDS.get(reason, verbatim(reason))
        yield material.say(_("{why}: checks {count} ({what})", why=why, count=len(members), what=_what(material, members)))
    others = sum(len(members) for _reason, members in ranked[REASONS:])
    if others:
        yield material.say(_("{why}: checks {count}", why=_("other reasons (chapter 9)"), count=others))


def _what(material: Material, members: list[Pair]) -> Text:
    """The targets where no check of theirs was made, else the titles of the checks."""
    targets = dict.fromkeys(pair.target for pair in members)
    seen = {pair.target for pair in material.pairs if any(f.level is not Level.UNKNOWN for f in pair.findings)}
    if seen.isdisjoint(targets):
        return verbatim(names(material, tuple(targets)).text)
    titles = tuple(dict.fromkeys(material.title(pair.check).text for pair in members))
    if len(titles) <= TITLES:
        return _("{names}", names=titles)
    return _("{titles} and others", titles=titles[:TITLES])
