"""《到场前简报》: on one or two pages, what the engineer must know before he stands in the machine room."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from checks.base import LEVEL_WORDS, Level
from config.site import Target
from config.text import Text, _
from reports.documents.frame import labels
from reports.documents.model import DASH, Block, Bullets, Document, Heading, Section, Table, Words, fact
from reports.documents.record.matter import Record, cover
from reports.documents.record.naming import cure, what
from reports.documents.tables import columns, cut, names, pairs_table, paragraph
from reports.record.incidents import STATE_WORDS as INCIDENT_WORDS
from reports.record.incidents import Incident
from reports.record.problems import STATE_WORDS, Key, Problem, State

TITLE: Final = _("Brief before the visit")
DAYS: Final = 30
"""How far back a change of level is told; the catalogue's."""
MOST: Final = 12
"""Rows of a table; what is more is counted: the brief has two pages."""
CALLS: Final = 5
QUESTIONS: Final = 5
STALE: Final = timedelta(days=100)
"""A quarter and some days: what was inspected longer ago is not known to be so any more; ours."""
ENDS_SOON: Final = timedelta(days=180)
_LENGTH: Final = 90


@dataclass(frozen=True, slots=True)
class Change:
    """A finding that reached another level in the last days."""

    key: Key
    at: datetime
    before: Level | None
    after: Level


@dataclass(frozen=True, slots=True)
class Brief:
    """What the store knows of a site. ``seen_at`` is each target's last inspection that reached it, None for never.

    ``titles`` and ``remedies`` are today's by check; ``hardware`` are checks that a spare part may belong to; ``unseen``
    counts what the last inspection of a target could not look at.
    """

    problems: tuple[Problem, ...] = ()
    calls: tuple[Incident, ...] = ()
    changes: tuple[Change, ...] = ()
    seen_at: Mapping[str, datetime | None] = field(default_factory=dict)
    unseen: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)
    remedies: Mapping[str, Text] = field(default_factory=dict)
    hardware: frozenset[str] = frozenset()


def build(of: Record, brief: Brief) -> Document:
    """Write the brief. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    return Document(
        kind="visit",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, ""),
        header=of.say(header),
        labels=labels(of),
        summary=Section("", of.say(header), tuple(_blocks(of, brief)), "summary"),
        is_bare=True,
    )


def _blocks(of: Record, brief: Brief) -> Iterator[Block]:
    yield pairs_table(_site(of))
    for title, blocks in (
        (_("Open problems"), _problems(of, brief)),
        (_("What changed in the last {days} days", days=DAYS), _changes(of, brief)),
        (_("The last incidents"), _calls(of, brief)),
        (_("Spare parts and warranties"), _parts(of, brief)),
        (_("To be asked on site"), _questions(of, brief)),
        (_("How fresh this is"), _freshness(of, brief)),
    ):
        yield Heading(of.say(title))
        yield from blocks


def _site(of: Record) -> Iterator[tuple[Words, Words]]:
    """Whose site, who is there, who allowed what."""
    site = of.site
    called = [(c.get("name"), of.role(c.get("role", "")), c.get("phone"), c.get("email")) for c in site.contacts]
    people = [" ".join(filter(None, words)) for words in called]
    told: list[tuple[Text, Words]] = [
        (_("Customer"), fact(site.customer or "—")),
        (_("Contract number"), fact(site.contract_number or "—")),
        (_("Contacts"), fact("；".join(people)) if people else of.say(_("none in the configuration"))),
        (_("Authorisation"), _authorisation(of)),
        (_("Written at"), of.moment(of.made_at)),
    ]
    yield from ((of.say(name, is_strong=True), value) for name, value in told)


def _authorisation(of: Record) -> Words:
    one = of.site.authorisation
    if one is None:
        none = _("none in the configuration: to be obtained before anything is connected")
        return of.say(none, tone="warn" if of.site.needs_authorisation else "")
    if one.until is None or one.until < _today(of):
        return of.say(_("ended, or without an end: to be obtained anew (given by {who})", who=one.by), tone="warn")
    windows = "、".join(one.windows)
    words = _("given by {who}, until {day}", who=one.by, day=one.until.isoformat())
    return of.say(_("{words}, within {windows}", words=words, windows=windows) if windows else words)


def _today(of: Record) -> date:
    return of.made_at.astimezone(of.zone).date()


def _problems(of: Record, brief: Brief) -> Iterator[Block]:
    if not brief.problems:
        yield paragraph(of, _("The ledger holds no open problem. That says nothing of what was not inspected."))
        return
    titled = ((_("Level"), 9), (_("Target"), 12), (_("Problem"), 36), (_("Since"), 11), (_("State"), 12), (_("Advice"), 20))
    rows = tuple(_problem(of, brief, one) for one in brief.problems[:MOST])
    yield Table(columns(of, *titled), rows, is_dense=True)
    yield from _more(of, len(brief.problems))


def _problem(of: Record, brief: Brief, one: Problem) -> tuple[Words, ...]:
    said = of.say(one.finding.summary).text if one.finding and one.finding.summary.template else ""
    named = what(brief.titles, one.key, of.language)
    remedy = brief.remedies.get(one.key[1])
    return (
        of.say(LEVEL_WORDS[one.level], tone=one.level.value),
        fact(one.key[0]),
        fact(cut(f"{named}{'：' if of.language == 'zh_CN' else ': '}{said}" if said else named, _LENGTH)),
        of.day(one.first_seen.astimezone(of.zone).date()),
        of.say(STATE_WORDS[one.state]),
        fact(cut(of.say(remedy).text, _LENGTH)) if remedy else DASH,
    )


def _more(of: Record, count: int) -> Iterator[Block]:
    if count > MOST:
        yield paragraph(of, _("and {count:number} more: xunjian problems list", count=count - MOST), style="note")


def _changes(of: Record, brief: Brief) -> Iterator[Block]:
    if not brief.changes:
        yield paragraph(of, _("The store holds no change of level of this time."))
        return
    titled = ((_("Day"), 12), (_("Target"), 14), (_("Check"), 46), (_("Before"), 14), (_("After"), 14))
    rows = tuple(
        (
            of.day(one.at.astimezone(of.zone).date()),
            fact(one.key[0]),
            fact(cut(what(brief.titles, one.key, of.language), _LENGTH)),
            of.say(LEVEL_WORDS[one.before], tone=one.before.value) if one.before else DASH,
            of.say(LEVEL_WORDS[one.after], tone=one.after.value),
        )
        for one in brief.changes[:MOST]
    )
    yield Table(columns(of, *titled), rows, is_dense=True)
    yield from _more(of, len(brief.changes))


def _calls(of: Record, brief: Brief) -> Iterator[Block]:
    if not brief.calls:
        yield paragraph(of, _("No incident stands in the record of this store; ask the service desk."))
        return
    titled = (
        (_("Incident"), 14),
        (_("Received"), 15),
        (_("Matter"), 25),
        (_("State"), 14),
        (_("Cause, and what was done"), 32),
    )
    rows = tuple(
        (
            fact(one.id),
            of.moment(one.received_at),
            fact(one.title or "—"),
            of.say(INCIDENT_WORDS[one.state]),
            fact(cut(cure(one), _LENGTH) or "—"),
        )
        for one in brief.calls[:CALLS]
    )
    yield Table(columns(of, *titled), rows, is_dense=True)


def _parts(of: Record, brief: Brief) -> Iterator[Block]:
    broken: dict[str, list[Problem]] = {}
    for one in brief.problems:
        if one.key[1] in brief.hardware:
            broken.setdefault(one.key[0], []).append(one)
    shown = [target for target in of.site.targets if target.id in broken or _ends(target, of) is not None]
    if not shown:
        yield paragraph(of, _("No hardware problem is open, and no warranty that the configuration names ends soon."))
        return
    titled = ((_("Target"), 14), (_("Model and serial number"), 26), (_("Warranty until"), 18), (_("Bring along for"), 42))
    rows = tuple(_part(of, brief, target, broken.get(target.id, ())) for target in shown[:MOST])
    yield Table(columns(of, *titled), rows, is_dense=True)


def _part(of: Record, brief: Brief, target: Target, broken: Sequence[Problem]) -> tuple[Words, ...]:
    asset = dict(target.asset)
    ends = asset.get("warranty_ends_on", "")
    is_over = bool(ends) and ends < _today(of).isoformat()
    model = " ".join(filter(None, (asset.get("model"), asset.get("serial"))))
    return (
        fact(target.id),
        fact(model or "—"),
        of.say(_("{date} (ended)", date=ends), tone="warn") if is_over else fact(ends or "—"),
        fact("；".join(what(brief.titles, one.key, of.language) for one in broken) or "—"),
    )


def _ends(target: Target, of: Record) -> date | None:
    """When a warranty ends that has ended or soon will; None otherwise, and of what is no date."""
    try:
        ends = date.fromisoformat(dict(target.asset).get("warranty_ends_on", ""))
    except ValueError:
        return None
    return ends if ends <= _today(of) + ENDS_SOON else None


def _questions(of: Record, brief: Brief) -> Iterator[Block]:
    found = tuple(_asked(of, brief))[:QUESTIONS]
    if not found:
        yield paragraph(of, _("The store gives no question of its own."))
        return
    yield Bullets(tuple((of.say(one),) for one in found))


def _asked(of: Record, brief: Brief) -> Iterator[Text]:
    """What only people on site can answer, the most pressing first."""
    for one in brief.problems:
        if one.state is State.CLAIMED and one.claim is not None:
            yield _(
                "{who} said that “{what}” of {target} is solved: how?",
                who=one.claim.by,
                what=what(brief.titles, one.key, of.language),
                target=one.key[0],
            )
    critical = [one for one in brief.problems if one.level is Level.CRITICAL and one.state is not State.CLAIMED]
    if critical:
        yield _("When is the window to settle the critical problems ({count:number})?", count=len(critical))
    waiting = [one for one in brief.calls if not one.is_over]
    if waiting:
        yield _("How do the incidents stand that are still open: {numbers}?", numbers=tuple(one.id for one in waiting))
    if blind := sorted((t for t, count in brief.unseen.items() if count), key=lambda t: -brief.unseen[t]):
        yield _(
            "What keeps the account from seeing all of {names} ({count:number} checks not made)?",
            names=names(of, blind).text,
            count=sum(brief.unseen.values()),
        )
    if often := [one for one in brief.problems if one.needs_corrective_action]:
        yield _("What is done against what came back again and again ({count:number} problems)?", count=len(often))
    if len(brief.changes) > MOST:
        yield _("What was worked on in the last {days} days?", days=DAYS)


def _freshness(of: Record, brief: Brief) -> Iterator[Block]:
    never = [target for target, at in brief.seen_at.items() if at is None]
    old = [target for target, at in brief.seen_at.items() if at is not None and of.made_at - at > STALE]
    known = [at for at in brief.seen_at.values() if at is not None]
    if known:
        span = _("Inspected between {first} and {last}.", first=of.moment(min(known)).text, last=of.moment(max(known)).text)
        yield paragraph(of, span)
    if never:
        yield paragraph(of, _("Never inspected, and so not known: {names}.", names=names(of, never).text), style="lead")
    if old:
        told = _("Longer ago than {days} days: {names}.", days=STALE.days, names=names(of, old).text)
        yield paragraph(of, told, style="lead")
