"""The risk of a condition: by its level, and beside it how an engineer rates it, with who, when and why."""

from collections.abc import Iterator

from config.text import _, render, verbatim
from reports.documents.conditions import RISKS, Condition
from reports.documents.material import Material
from reports.documents.model import Block, Table, Words, fact
from reports.documents.tables import columns, paragraph
from reports.record.problems import RISK_WORDS, Rating


def risk(material: Material, one: Condition) -> Words:
    """The risk by word and shape; where an engineer rates one of its places otherwise, that beside it."""
    tone, word = RISKS[one.level]
    said = dict.fromkeys(rating.risk for _target, rating in ratings(material, one))
    if not said:
        return material.say(word, tone=tone)
    between = "、" if material.language == "zh_CN" else ", "
    rated = between.join(render(RISK_WORDS[each], material.language) for each in said)
    return material.say(_("{risk} (an engineer: {rated})", risk=word, rated=verbatim(rated)), tone=tone)


def ratings(material: Material, one: Condition) -> Iterator[tuple[str, Rating]]:
    """Each place of a condition that an engineer rates otherwise, by target; only what still counts."""
    known = material.round.record.problems if material.round.record else {}
    for member in one.members:
        problem = known.get((member.target, one.check, member.finding.subject))
        if problem is not None and problem.rated is not None:
            yield member.target, problem.rated


def ratings_table(material: Material) -> Iterator[Block]:
    """Who rates what otherwise, and why; nothing where nobody does."""
    found = [(one, target, said) for one in material.conditions for target, said in ratings(material, one)]
    if not found:
        return
    head = (
        (_("No."), 7),
        (_("Target"), 14),
        (_("Problem"), 24),
        (_("Risk by its level"), 11),
        (_("Rated"), 11),
        (_("Rated by"), 13),
        (_("Reason"), 20),
    )
    rows = tuple(
        (
            fact(one.number),
            fact(target),
            material.what(one.check, said.key[2]),
            material.risk(one.level),
            material.say(RISK_WORDS[said.risk]),
            Words(f"{said.by} {material.day(said.at)}"),
            fact(said.reason),
        )
        for one, target, said in found
    )
    words = _("Risks that an engineer rates otherwise. The counts and the conclusion go by the level.")
    yield paragraph(material, words)
    yield Table(columns(material, *head), rows, is_dense=True)
