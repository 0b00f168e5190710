"""Annex E: how coverage, score and verdict are worked out."""

from config.text import Text, _
from reports.documents import score
from reports.documents.material import Material
from reports.documents.model import Bullets, Section


def formula(material: Material) -> Section:
    """The rules, one sentence each, with the numbers of the code."""
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
