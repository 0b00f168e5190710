"""Chapter 5: what changed since the last round."""

from typing import Final

from config.text import _
from reports.documents.compare import STATE_WORDS, Change, State
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Section, Table, Words, fact
from reports.documents.problems import state_words
from reports.documents.record.period import left_open_blocks
from reports.documents.standards import standard_blocks, standard_sentence
from reports.documents.tables import columns, paragraph

ALWAYS: Final = (State.SOLVED, State.NEW, State.CONTINUING, State.WORSE, State.UNVERIFIED)
"""The states that are counted even when there is none."""
SHOWN: Final = (
    State.WORSE,
    State.NEW,
    State.UNTOLD,
    State.UNSEEN_BEFORE,
    State.STANDARD,
    State.UNVERIFIED,
    State.SOLVED,
    State.GONE,
)
"""The states listed one by one, in order; what continues stands in chapter 4."""
MOST_ON_PAPER: Final = 80


def counts(material: Material) -> tuple[Words, ...]:
    """The sentence for page one."""
    if material.comparison.is_first:
        return (
            material.say(_("First inspection: it builds the baseline; nothing counts as new and no score is compared.")),
        )
    comma = "，" if material.language == "zh_CN" else ", "
    parts = [
        f"{material.say(STATE_WORDS[state]).text} {material.comparison.count(state)}{_again(material, state)}"
        for state in (*ALWAYS, State.UNSEEN_BEFORE, State.STANDARD, State.UNTOLD, State.GONE)
        if state in ALWAYS or material.comparison.count(state)
    ]
    return (Words(comma.join(parts)), *standard_sentence(material))


def _again(material: Material, state: State) -> str:
    """How many of what is new had been settled before."""
    count = sum(c.subject in material.recurred for c in material.comparison.changes if c.state is state)
    if state is not State.NEW or not count:
        return ""
    return material.say(_(" (of these recurred: {count})", count=count)).text


def chapter_changes(material: Material) -> Section:
    """Counts, then every change one by one."""
    if material.comparison.is_first:
        blocks: tuple[Block, ...] = (
            paragraph(
                material,
                _("First inspection: it builds the baseline; nothing counts as new and no score is compared."),
                _(
                    "From the next quarter on this chapter says what was solved, what is new and what could not be "
                    "verified."
                ),
            ),
        )
    else:
        blocks = tuple(_against_last(material))
    return Section("5", material.say(_("Since last time")), blocks, "changes")


def _against_last(material: Material) -> list[Block]:
    last = material.round.previous
    blocks: list[Block] = []
    if last is not None:
        number = material.round.previous_number or last.id
        words = _(
            "Compared with {number} of {day}, over the checks that both rounds knew. What was not looked at is not solved.",
            number=number,
            day=material.day(last.started_at),
        )
        more = (material.round.previous_note,) if material.round.previous_note else ()
        blocks.append(paragraph(material, words, *more))
    states = tuple(state for state in State if state in ALWAYS or material.comparison.count(state))
    blocks.append(
        Table(
            columns(material, *((STATE_WORDS[state], 10) for state in states), centred=range(len(states))),
            (tuple(fact(material.comparison.count(state)) for state in states),),
        )
    )
    blocks += standard_blocks(material)
    blocks += left_open_blocks(material)
    shown = sorted((c for c in material.comparison.changes if c.state in SHOWN), key=lambda c: SHOWN.index(c.state))
    if shown:
        titled = (
            (_("State"), 12),
            (_("Target"), 13),
            (_("Check"), 19),
            (_("Subject"), 16),
            (_("Last time"), 12),
            (_("This time"), 28),
        )
        blocks.append(
            Table(
                columns(material, *titled),
                tuple(_row(material, change) for change in shown),
                most_on_paper=MOST_ON_PAPER,
                elsewhere=material.say(
                    _("{count} changes: too many for paper, see the workbook and the html form.", count=len(shown))
                ),
                is_dense=True,
            )
        )
    return blocks


def _row(material: Material, change: Change) -> tuple[Words, ...]:
    target, check, subject = change.subject
    return (
        material.say(state_words(material, change.subject, change.state)),
        fact(target),
        material.title(check),
        material.subject(check, subject) if subject else DASH,
        material.level(change.before.level) if change.before else DASH,
        material.say(change.now.summary, tone=change.now.level.value) if change.now else DASH,
    )
