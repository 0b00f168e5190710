"""Chapters 2, 3 and 11: the gate before the change, its rehearsal and instructions, and that the way back works."""

from collections.abc import Sequence
from typing import Final

from checks.verification import GateRow, GateState
from config.planned import Proof
from config.text import Text, _
from reports.documents.model import NOTHING, Block, Heading, Section, Table, Words
from reports.documents.tables import columns, pairs_table, paragraph
from reports.documents.upgrade.decisions import MANUAL, REHEARSAL, ROLLBACK, missing
from reports.documents.upgrade.matter import Chapter, Matter
from reports.documents.upgrade.together import elsewhere, targets_cell, together
from reports.upgrade_words import GATE_LEVELS, GATE_WORDS, go_words

MOST_ON_PAPER: Final = 100
WAYS_BACK: Final = ("backup", "restore")
"""The conditions of the gate that speak of the way back."""


def chapter_gate(of: Matter) -> Section:
    """Every condition on every target: those that call for somebody with room for a name, then the rest."""
    open_still = [one for one in of.of.gate if one.state in {GateState.STOP, GateState.UNSEEN}]
    others = [one for one in of.of.gate if one not in open_still]
    blocks: list[Block] = [paragraph(of, go_words(of.of.gate), style="lead")]
    if open_still:
        words = _("Whoever let the change begin all the same, or looked by hand, signs beside it.")
        blocks += [
            Heading(of.say(_("Not met, or not seen")), 2, "gate-open"),
            paragraph(of, words),
            _table(of, open_still, signs=True),
        ]
    if others:
        blocks += [Heading(of.say(_("Met, looked at by hand, or not applicable")), 2, "gate-met"), _table(of, others)]
    return Section(str(Chapter.GATE.value), of.say(_("Conditions before the change")), tuple(blocks), "gate")


def _table(of: Matter, found: Sequence[GateRow], *, signs: bool = False) -> Table:
    order = tuple(GATE_WORDS)
    titled = ((_("How it stands"), 11), (_("Target"), 15), (_("Condition"), 22), (_("What was seen"), 38))
    last = ((_("Looked at, or let through, by"), 16),) if signs else ()
    rows = tuple(
        (
            of.say(GATE_WORDS[one.state], tone=GATE_LEVELS[one.state]),
            targets_cell(of, targets),
            of.say(one.title),
            of.say(one.words),
            *((NOTHING,) if signs else ()),
        )
        for one, targets in together(sorted(found, key=lambda one: order.index(one.state)))
    )
    return Table(
        columns(of, *titled, *last),
        rows,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=elsewhere(of, len(rows)),
        is_dense=True,
    )


def chapter_rehearsal(of: Matter) -> Section:
    """What was tried beforehand, and the instructions by which it was done."""
    plan, say = of.of.plan, of.say
    manual = pairs_table(
        ((say(_("File")), of.given(plan.manual)), (say(_("Digest (sha256)")), _digest(of, plan.manual_digest)))
    )
    blocks: tuple[Block, ...] = (
        Heading(say(_("Rehearsal in the test environment")), 2, "rehearsed"),
        *_proof(of, plan.rehearsal, REHEARSAL),
        Heading(say(_("Instructions for the upgrade")), 2, "manual"),
        *_not_given(of, MANUAL),
        manual,
    )
    return Section(str(Chapter.REHEARSAL.value), say(_("Rehearsal and instructions")), blocks, "rehearsal")


def _digest(of: Matter, digest: str) -> Words:
    return Words(digest, is_fact=True, is_code=True) if digest else of.given("")


def chapter_rollback(of: Matter) -> Section:
    """What shows that the way back works: what was tried, and what the gate saw of backups."""
    say = of.say
    backups = [one for one in of.of.gate if one.condition in WAYS_BACK]
    blocks: list[Block] = [
        Heading(say(_("The way back, tried")), 2, "tried"),
        *_proof(of, of.of.plan.rollback, ROLLBACK),
        Heading(say(_("Backups as the snapshot before saw them")), 2, "backups"),
    ]
    blocks.append(_table(of, backups) if backups else paragraph(of, _("The snapshot before saw nothing of backups.")))
    return Section(str(Chapter.ROLLBACK.value), say(_("The way back, and backups")), tuple(blocks), "rollback")


def _not_given(of: Matter, name: Text) -> tuple[Block, ...]:
    if name not in missing(of):
        return ()
    return (
        paragraph(of, _("Not handed in. Where it exists, attach it; where it does not, say who decided so."), style="lead"),
    )


def _proof(of: Matter, proof: Proof, name: Text) -> tuple[Block, ...]:
    say, given = of.say, of.given
    table = pairs_table(
        (
            (say(_("Environment")), given(proof.place)),
            (say(_("When")), given(proof.done_at)),
            (say(_("By whom")), given(proof.by)),
            (say(_("What came of it")), given(proof.result)),
            (say(_("What shows it")), given(proof.evidence)),
        )
    )
    return (*_not_given(of, name), table)
