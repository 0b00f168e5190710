"""The last annex of a round document: how the program itself did since the last round."""

from collections.abc import Iterator

from config.text import _
from reports.documents.material import Material
from reports.documents.model import Section, Table
from reports.documents.tables import columns, paragraph
from reports.record.self_care import told


def annex_own_care(material: Material, letter: str) -> Iterator[Section]:
    """A table of what came due, what was sent and whether the store is whole; nothing where nothing is known of it."""
    care = material.round.care
    lines = told(care, material.local(material.round.made_at)) if care is not None else ()
    if not lines:
        return
    head = ((_("What of our own"), 26), (_("How it stands"), 60), (_("Level"), 14))
    rows = tuple((material.say(one.what), material.say(one.state), material.level(one.level)) for one in lines)
    words = _(
        "What the program knows of itself since the last round: what it owes by schedule, what it sent, whether the "
        "evidence is as it was sealed."
    )
    blocks = (paragraph(material, words, style="note"), Table(columns(material, *head), rows))
    yield Section(letter, material.say(_("The inspection tool itself")), blocks, f"annex-{letter.lower()}")
