"""How each entry of the guide to high-risk judgements stands at a site."""

from enum import Enum
from typing import Final

from checks.base import Level
from checks.security.grades import entry_of, mitigation_of
from checks.security.standards.conformity import is_valid
from checks.security.standards.management import QUESTIONS
from checks.security.standards.references import REFERENCES
from checks.security.standards.sections import Section as Entry
from checks.security.standards.verdicts import ANSWERS, Verdict, of_check, together
from config.text import Text, _
from reports.documents.answers import Pair
from reports.documents.security.matter import Matter


class Standing(Enum):
    """How an entry of the guide stands at this site."""

    FOUND = "found"
    MITIGATED = "mitigated"
    BELOW = "below"
    CLEAR = "clear"
    UNSEEN = "unseen"
    BY_HAND = "by_hand"
    ABSENT = "absent"


STANDING_WORDS: Final[dict[Standing, tuple[str, Text]]] = {
    Standing.FOUND: ("high", _("found: high risk")),
    Standing.MITIGATED: ("medium", _("found, mitigated: medium risk")),
    Standing.BELOW: ("medium", _("found below its level: medium risk")),
    Standing.CLEAR: ("ok", _("not found within what was inspected")),
    Standing.UNSEEN: ("unknown", _("not inspected")),
    Standing.BY_HAND: ("unknown", _("for a person to answer")),
    Standing.ABSENT: ("absent", _("not applicable")),
}


def _checks_of(number: str) -> tuple[str, ...]:
    return tuple(check for check in REFERENCES if (entry := entry_of(check)) and entry.number == number)


def standing_of(of: Matter, entry: Entry) -> tuple[Standing, tuple[str, ...]]:
    """How an entry stands, and on which assets that is."""
    checks = _checks_of(entry.number)
    if not checks:
        return _answered(of, entry.number), ()
    found = [
        (asset.target, Pair(asset.target, c, asset.checks[c], None))
        for asset in of.assets
        for c in checks
        if c in asset.checks
    ]
    failed = [(target, pair) for target, pair in found if of_check(pair.findings) is Verdict.FAILS]
    if failed:
        stands = {target: _failed(of, target, pair) for target, pair in failed}
        worst = next(one for one in (Standing.FOUND, Standing.MITIGATED, Standing.BELOW) if one in stands.values())
        return worst, tuple(target for target, stand in stands.items() if stand is worst)
    whole = together(of_check(pair.findings) for _target, pair in found)
    unseen = tuple(target for target, pair in found if of_check(pair.findings) is Verdict.UNSEEN)
    is_unseen = not found or whole is Verdict.UNSEEN
    return (Standing.UNSEEN if is_unseen else _SEEN[whole]), tuple(dict.fromkeys(unseen))


_SEEN: Final = {Verdict.CONFORMS: Standing.CLEAR, Verdict.ABSENT: Standing.ABSENT}


def _failed(of: Matter, target: str, pair: Pair) -> Standing:
    """A failure as the evidence was judged: high by its level, else by what lowered it."""
    if any(finding.level is Level.CRITICAL for finding in pair.findings):
        return Standing.FOUND
    is_lowered = mitigation_of(pair.check, of.scene_of(target)) is not None
    return Standing.MITIGATED if is_lowered else Standing.BELOW


def answered(of: Matter, question: str) -> Verdict | None:
    """The valid answer to a question; None where there is none."""
    valid = [one for one in of.material.site.declared if one.item == question and is_valid(one, of.today)]
    latest = max(valid, key=lambda one: one.on, default=None)
    return ANSWERS[latest.answer] if latest else None


def _answered(of: Matter, number: str) -> Standing:
    question = next((q for q in QUESTIONS.values() if q.guide == number), None)
    answer = answered(of, question.id) if question else None
    if answer is None:
        return Standing.BY_HAND
    if answer is Verdict.ABSENT:
        return Standing.ABSENT
    return Standing.CLEAR if answer is Verdict.CONFORMS else Standing.FOUND
