"""Chapters 12 and 13: the conclusion with what is to be done about each reason, and the signatures."""

from checks.verification import Verdict
from config.text import Text, _
from reports.documents.model import NOTHING, Block, Paragraph, Section, Table, Words
from reports.documents.tables import columns, paragraph
from reports.documents.upgrade.matter import Chapter, Matter
from reports.documents.upgrade.summary import PASSED, standing
from reports.upgrade_words import VERDICT_LEVELS, VERDICT_WORDS

_SENTENCES: dict[Verdict, Text] = {
    Verdict.PASSED: PASSED,
    Verdict.CONDITIONAL: _("The change counts as passed when each of the conditions below has been answered and signed."),
    Verdict.FAILED: _("Going back is advised. Whoever decides to stay answers each reason below and signs."),
}


def chapter_conclusion(of: Matter) -> Section:
    """The verdict once more, and one line a reason to be answered by hand."""
    said = VERDICT_WORDS[of.verdict]
    words = _("Verdict: {verdict}", verdict=said) if of.of.is_final else _("Provisional verdict: {verdict}", verdict=said)
    verdict = of.say(words, tone=VERDICT_LEVELS[of.verdict], is_strong=True)
    blocks: list[Block] = [Paragraph((verdict,), "lead"), paragraph(of, _SENTENCES[of.verdict])]
    if not of.of.is_final:
        blocks.append(paragraph(of, standing(of)))
    if of.reasons:
        titled = ((_("No."), 6), (_("Reason"), 44), (_("How it is dealt with"), 28), (_("Who"), 11), (_("Date"), 11))
        rows = tuple(
            (Words(str(place)), of.say(reason), NOTHING, NOTHING, NOTHING) for place, reason in enumerate(of.reasons, 1)
        )
        blocks.append(Table(columns(of, *titled, centred=(0,)), rows, kind="form", row_height_mm=12))
    return Section(str(Chapter.CONCLUSION.value), of.say(_("Conclusion")), tuple(blocks), "conclusion")


def chapter_signatures(of: Matter) -> Section:
    """Who confirms: the customer, who carried it out, who reviewed it."""
    head = ((_("Role"), 28), (_("Opinion"), 26), (_("Name"), 14), (_("Signature or stamp"), 20), (_("Date"), 12))
    roles = (_("Customer: IT application manager"), _("Carried out by"), _("Reviewed by"))
    rows = tuple((of.say(role), NOTHING, NOTHING, NOTHING, NOTHING) for role in roles)
    words = _("Signing confirms the verdict above with its conditions, over what was compared, and nothing beyond.")
    table = Table(columns(of, *head), rows, kind="form", row_height_mm=22)
    return Section(str(Chapter.SIGNATURES.value), of.say(_("Signatures")), (paragraph(of, words), table), "signatures")
