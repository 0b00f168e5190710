"""Annexes A to E: every result, what was not inspected, what was sent, the evidence, how it is scored."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import LEVEL_WORDS, REASON_WORDS, Finding, Level
from checks.result import Asked
from config.text import Text, _, verbatim
from reports.documents import score
from reports.documents.answers import Pair
from reports.documents.assets import unasked_table
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Bullets, Paragraph, Section, Table, Words, fact
from reports.documents.tables import columns, cut, names, pairs_table, paragraph, without_empty

RESULTS_ON_PAPER: Final = 2000
LISTED_ON_PAPER: Final = 600
EVIDENCE_ON_PAPER: Final = 400
COMMAND_SHOWN: Final = 30
"""Letters of a command in annex C: one line of its column."""
DIGEST_SHOWN: Final = 12
"""Hexadecimal digits: enough to tell the asks of a catalogue apart (48 bits)."""


def annexes(material: Material) -> tuple[Section, ...]:
    """All five, in order."""
    return (_results(material), _unseen(material), _commands(material), _evidence(material), _formula(material))


def every(material: Material) -> Iterator[tuple[Pair, Finding]]:
    """Every single result: the rows of annex A."""
    return ((pair, finding) for pair in material.pairs for finding in pair.findings)


def _too_many(material: Material, count: int) -> Words:
    return material.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=count))


def _results(material: Material) -> Section:
    head = (
        (_("Target"), 14),
        (_("Check"), 19),
        (_("Subject"), 16),
        (_("Level"), 10),
        (_("Result"), 28),
        (_("Time"), _time_width(material)),
    )
    rows = tuple(
        (
            fact(pair.target),
            material.title(pair.check),
            material.subject(pair.check, finding.subject) if finding.subject else DASH,
            material.level(finding.level),
            material.say(finding.summary),
            material.seen_at(pair),
        )
        for pair, finding in every(material)
    )
    totals = Counter(finding.level for _pair, finding in every(material))
    comma = "，" if material.language == "zh_CN" else ", "
    counted = comma.join(f"{material.level(level).text} {totals[level]}" for level in LEVEL_WORDS)
    table = Table(
        columns(material, *head),
        rows,
        most_on_paper=RESULTS_ON_PAPER,
        elsewhere=_too_many(material, len(rows)),
        is_dense=True,
    )
    words = material.say(_("{count} single results:", count=len(rows)))
    return Section(
        "A",
        material.say(_("Every single result")),
        (Paragraph((words, Words(f" {counted}"))), table),
        "annex-a",
        starts_page=True,
    )


def _time_width(material: Material) -> int:
    """Room for a moment, and for who answered where anybody did."""
    return 22 if any(pair.origin for pair in material.pairs) else 17


def _unseen(material: Material) -> Section:
    head = ((_("Target"), 15), (_("Check"), 22), (_("Subject"), 17), (_("Why"), 30), (_("Time"), _time_width(material)))
    rows = tuple(
        (
            fact(pair.target),
            material.title(pair.check),
            material.subject(pair.check, finding.subject) if finding.subject else DASH,
            material.say(finding.summary),
            material.seen_at(pair),
        )
        for pair, finding in every(material)
        if finding.level is Level.UNKNOWN and pair not in material.unasked
    )
    blocks: list[Block] = []
    if rows:
        whole = Table(
            columns(material, *head),
            rows,
            most_on_paper=LISTED_ON_PAPER,
            elsewhere=_too_many(material, len(rows)),
            is_dense=True,
        )
        blocks.append(without_empty(whole))
    if material.unasked:
        blocks.append(unasked_table(material, caption=_("Targets that could not be inspected automatically this time")))
    if not blocks:
        blocks.append(paragraph(material, _("Nothing: every expected check was made.")))
    return Section("B", material.say(_("Not inspected")), tuple(blocks), "annex-b")


def asked(material: Material) -> Iterator[tuple[str, Asked]]:
    """(target, question) for everything that was sent."""
    return ((result.target, one) for result in material.inspection.targets for one in result.asked)


def outcome(material: Material, state: str) -> Words:
    """The state of a question in words."""
    if state == "ok":
        return material.say(_("answered"))
    return material.say(REASON_WORDS.get(state, verbatim(state)))


def _commands(material: Material) -> Section:
    """One line an ask, however many targets it was sent to: its name, how it begins, its digest. The whole is elsewhere."""
    groups: dict[tuple[str, str], list[tuple[str, Asked]]] = {}
    for target, one in asked(material):
        groups.setdefault((one.id, one.ask_digest), []).append((target, one))
    head = ((_("Id"), 26), (_("Begins with"), 32), (_("Digest"), 17), (_("Targets"), 11), (_("Outcome"), 14))
    rows = tuple(
        (
            fact(id_),
            fact(cut(sent[0][1].command, COMMAND_SHOWN), is_code=True),
            fact(f"{digest[:DIGEST_SHOWN]}…", is_code=True) if digest else DASH,
            names(material, tuple(dict.fromkeys(t for t, _one in sent))),
            _outcomes(material, [one for _t, one in sent]),
        )
        for (id_, digest), sent in groups.items()
    )
    words = _(
        "Everything that was sent to the targets: asks {asks}, sent {count} times. Of each stand its name, its first words "
        "and the first signs of its digest (sha256); every command whole, with the time it took, stands in the workbook "
        "(sheet “Commands”) and in the json form.",
        asks=len(groups),
        count=sum(len(v) for v in groups.values()),
    )
    table = Table(
        columns(material, *head),
        rows,
        most_on_paper=LISTED_ON_PAPER,
        elsewhere=_too_many(material, len(rows)),
        is_dense=True,
    )
    return Section(
        "C",
        material.say(_("What was sent")),
        (paragraph(material, words), table) if rows else (paragraph(material, _("Nothing was sent.")),),
        "annex-c",
    )


def _outcomes(material: Material, sent: list[Asked]) -> Words:
    counted = Counter(one.state for one in sent)
    comma = "；" if material.language == "zh_CN" else "; "
    return Words(comma.join(f"{outcome(material, state).text} {count}" for state, count in counted.most_common()))


def _evidence(material: Material) -> Section:
    head = ((_("Target"), 11), (_("Id"), 21), (_("Bytes"), 8), (_("Digest (sha256)"), 60))
    rows = tuple(
        (fact(target), fact(one.id), fact(one.evidence_bytes), fact(one.evidence, is_code=True))
        for target, one in asked(material)
        if one.evidence
    )
    one = material.inspection
    seals = pairs_table(
        (
            (material.say(_("Inspection")), fact(one.id)),
            (material.say(_("Seal")), fact(one.seal, is_code=True) if one.seal else DASH),
            (material.say(_("Seal before")), fact(one.previous_seal, is_code=True) if one.previous_seal else DASH),
        )
    )
    words = _(
        "Each answer is kept as it came, named by its digest. The seal binds them and the one before; a "
        "later change of any of them shows."
    )
    table = Table(
        columns(material, *head),
        rows,
        most_on_paper=EVIDENCE_ON_PAPER,
        elsewhere=_too_many(material, len(rows)),
        is_dense=True,
    )
    return Section(
        "D", material.say(_("Evidence")), (paragraph(material, words), seals, *((table,) if rows else ())), "annex-d"
    )


def _formula(material: Material) -> Section:
    points = {level.value: points for level, points in score.PENALTY.items()}
    rules: tuple[Text, ...] = (
        _(
            "The library counts kinds of checks; expected is the sum of what is to be checked on every target, one "
            "check on one target being one (a target that cannot be inspected automatically is one): made in full, "
            "made in part and not inspected add up to it."
        ),
        _(
            "Coverage counts checks on targets: the share of its subjects that each one saw (nothing where nobody "
            "knows how many were missed), over all that "
            "the contract's asset list expects. Not applicable is not counted; an asset without a result is "
            "not inspected."
        ),
        _(
            "A target starts at 100. Each check costs by its worst single result: critical {critical}, "
            "warning {warn}, notice {notice}; notices together at most {notices}, notices and warnings "
            "together at most {small}; never under 0.",
            critical=points["critical"],
            warn=points["warn"],
            notice=points["notice"],
            notices=score.NOTICES_AT_MOST,
            small=score.WARNINGS_AT_MOST,
        ),
        _(
            "Lower bound: what was not inspected costs what the worst result of its check costs. Upper "
            "bound: it costs nothing. The lower bound is the score."
        ),
        _("Of a target of which nothing at all was seen the lower bound is 0."),
        _(
            "The whole is the mean of the targets, weighted by importance: low {low}, normal {normal}, high {high}.",
            **score.WEIGHT,
        ),
        _("Under {needed:percent} coverage there is no score.", needed=score.COVERAGE_NEEDED),
        _(
            "Verdict: “{abnormal}” where the upper bound of any one target is under {below:number}, whatever the "
            "coverage; “{at_risk}” with any critical result; “{unknown}” under {needed:percent} coverage; “{general}” "
            "with any warning or under {full:percent} coverage; else “{normal}”. The first that fits holds: no further "
            "finding makes the verdict better, and healthy targets hide no bad one.",
            below=score.ABNORMAL_BELOW,
            needed=score.COVERAGE_NEEDED,
            full=score.NORMAL_FROM,
            **{grade.value: words for grade, words in score.GRADE_WORDS.items()},
        ),
    )
    bullets = Bullets(tuple((material.say(rule),) for rule in rules))
    return Section("E", material.say(_("How it is scored")), (bullets,), "annex-e")
