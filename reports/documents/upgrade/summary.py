"""Page one of the upgrade verification report: the verdict, its reasons, the figures, and what the customer decides."""

from typing import Final

from checks.changed import NOT_THERE
from checks.verdict import scope
from checks.verification import Stand
from config.text import Text, _
from reports.documents.model import Block, Bullets, Figure, Figures, Heading, Paragraph, Section, Words
from reports.documents.tables import paragraph
from reports.documents.upgrade.decisions import decisions
from reports.documents.upgrade.matter import STAND_TITLES, Matter
from reports.upgrade_words import VERDICT_LEVELS, VERDICT_WORDS

TITLE: Final = _("Upgrade verification report")
PASSED: Final = _(
    "Everything that was compared is as it was before the change, or differs as was declared beforehand or as it does by "
    "itself."
)


def summary(of: Matter) -> Section:
    """The verdict in large letters, why, over how much, and what is to be decided."""
    blocks: list[Block] = [
        Paragraph((of.say(verdict_words(of), tone=VERDICT_LEVELS[of.verdict], is_strong=True),), "verdict"),
        Paragraph((of.say(standing(of)),), "lead"),
        figures(of),
    ]
    beyond = scope(of.of)
    if beyond is not None:
        blocks.append(paragraph(of, beyond, style="note"))
    blocks += [
        Heading(of.say(_("What the verdict rests on")), 3),
        Bullets(tuple((of.say(one),) for one in of.reasons or (PASSED,))),
        Heading(of.say(_("What the customer decides")), 3),
        Bullets(tuple((of.say(one),) for one in decisions(of))),
    ]
    return Section("", of.say(_("Verdict")), tuple(blocks), "summary", starts_page=True)


def verdict_words(of: Matter) -> Text:
    """The verdict, marked where it is not final."""
    said = VERDICT_WORDS[of.verdict]
    return said if of.of.is_final else _("Provisional: {verdict}", verdict=said)


def standing(of: Matter) -> Text:
    """Whether it is final, and what makes it so."""
    at = of.at(of.of.after.at).text
    if of.of.is_final:
        if of.of.plan.finished_at is None:
            return _("Final verdict: taken at {at}, a day or more after the snapshot before the change.", at=at)
        return _("Final verdict: taken at {at}, a day or more after the change.", at=at)
    return _(
        "Provisional verdict: taken at {at}, less than a day after the change. Another look after a day makes it final "
        "(night jobs, caches and scheduled tasks have run by then).",
        at=at,
    )


def figures(of: Matter) -> Figures:
    """Sums of the tables that follow."""
    stands = of.stands
    gone = sum(one.now == NOT_THERE and one.stand is Stand.UNEXPECTED for one in of.of.changes)
    rows: tuple[tuple[Text, int, Text | None, str], ...] = (
        (_("Targets"), len(of.targets), None, ""),
        (_("Compared"), of.of.compared_count, _("facts and findings"), ""),
        (STAND_TITLES[Stand.EXPECTED], stands[Stand.EXPECTED], _("declared, and happened"), "expected"),
        (STAND_TITLES[Stand.UNEXPECTED], stands[Stand.UNEXPECTED], _gone(gone), "unexpected"),
        (STAND_TITLES[Stand.OPEN], stands[Stand.OPEN], _missed(stands[Stand.MISSED]), "warn"),
        (_("Not compared"), len(of.one_sided), _neither(len(of.neither)), "unknown"),
    )
    return Figures(
        tuple(
            Figure(of.say(name, tone=tone), Words(str(count), is_strong=True), of.say(note) if note else None)
            for name, count, note, tone in rows
        )
    )


def _gone(count: int) -> Text | None:
    return _("{count} of them gone", count=count) if count else None


def _missed(count: int) -> Text | None:
    return _("and {count} declared that did not happen", count=count) if count else None


def _neither(count: int) -> Text | None:
    return _("and {count} seen by neither side", count=count) if count else None
