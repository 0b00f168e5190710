"""Annexes C and D: what was sent to the targets, and the evidence that came back."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.base import REASON_WORDS
from checks.result import Asked
from config.text import _, verbatim
from reports.documents.material import Material
from reports.documents.model import DASH, Section, Table, Words, fact
from reports.documents.tables import columns, cut, names, pairs_table, paragraph, too_many

LISTED_ON_PAPER: Final = 600
EVIDENCE_ON_PAPER: Final = 400
COMMAND_SHOWN: Final = 30
"""Letters of a command in annex C: one line of its column."""
DIGEST_SHOWN: Final = 12
"""Hexadecimal digits: enough to tell the asks of a catalogue apart (48 bits)."""


_RECALL: Final = "recall "
"""How the line of the run log begins that says what of our own store was read again."""
_OWN_SESSION: Final = "-"
"""The command of what our own session told of itself."""
_REFUSED: Final = "not_asked"
"""The state of an ask that stands in no list that the customer approved: it was not sent."""
_OF_DEVICES: Final = ("snmp.", "cli.")
"""How the names of asks begin that a device is sent by one of its ways; of those, all that are sent have a time."""


def asked(material: Material) -> Iterator[tuple[str, Asked]]:
    """(target, line of the run log) for everything that there is an answer or a reason of."""
    return ((result.target, one) for result in material.inspection.targets for one in result.asked)


def sent(material: Material) -> Iterator[tuple[str, Asked]]:
    """(target, ask) for everything that was sent; what was recalled from our own store or handed in (a photo) was not.

    Nor was what a device is asked by a way that its entry has not, or that was lost.
    """
    return ((target, one) for target, one in asked(material) if one.ask_digest and _was_sent(one))


def _was_sent(one: Asked) -> bool:
    if one.command == _OWN_SESSION or one.command.startswith(_RECALL) or one.state == _REFUSED:
        return False
    return bool(one.evidence or one.seconds) or not one.id.startswith(_OF_DEVICES)


def outcome(material: Material, state: str) -> Words:
    """The state of a question in words."""
    if state == "ok":
        return material.say(_("answered"))
    return material.say(REASON_WORDS.get(state, verbatim(state)))


def commands(material: Material) -> Section:
    """One line an ask, however many targets it was sent to: its name, how it begins, its digest. The whole is elsewhere."""
    groups: dict[tuple[str, str], list[tuple[str, Asked]]] = {}
    for target, one in sent(material):
        groups.setdefault((one.id, one.ask_digest), []).append((target, one))
    head = ((_("Id"), 26), (_("Begins with"), 32), (_("Digest"), 17), (_("Targets"), 11), (_("Outcome"), 14))
    rows = tuple(
        (
            fact(id_),
            fact(cut(to[0][1].command, COMMAND_SHOWN), is_code=True),
            fact(f"{digest[:DIGEST_SHOWN]}…", is_code=True),
            names(material, tuple(dict.fromkeys(t for t, _one in to))),
            _outcomes(material, [one for _t, one in to]),
        )
        for (id_, digest), to in groups.items()
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
        elsewhere=too_many(material, len(rows)),
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


def evidence(material: Material) -> Section:
    """Annex D: every answer by its digest, and the seals that bind them."""
    head = ((_("Target"), 11), (_("Id"), 20), (_("Bytes"), 8), (_("Digest (sha256)"), 61))
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
        elsewhere=too_many(material, len(rows)),
        is_dense=True,
    )
    return Section(
        "D", material.say(_("Evidence")), (paragraph(material, words), seals, *((table,) if rows else ())), "annex-d"
    )
