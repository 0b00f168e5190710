"""Chapters 9 and 11: what was not inspected, the customer's comment, the signatures."""

from checks.base import REASON_WORDS, Finding, Level
from config.text import _, verbatim
from reports.documents.answers import Pair
from reports.documents.hand import box
from reports.documents.material import Material
from reports.documents.model import NOTHING, Block, Section, Table, Words
from reports.documents.tables import columns, names, paragraph

COMMENT_MM = 60
"""Room for the customer's words by pen."""


def chapter_uninspected(material: Material) -> Section:
    """Grouped by reason and by what would open it."""
    groups: dict[tuple[str, str], list[tuple[Pair, Finding]]] = {}
    for pair in material.pairs:
        for finding in pair.findings:
            if finding.level is Level.UNKNOWN:
                template = finding.remedy.template if finding.remedy else ""
                groups.setdefault((finding.reason or "not_asked", template), []).append((pair, finding))
    if not groups:
        blocks: tuple[Block, ...] = (paragraph(material, _("Nothing: every expected check was made.")),)
    else:
        head = ((_("Why"), 20), (_("Targets"), 18), (_("Checks"), 30), (_("Places"), 8), (_("What would open it"), 36))
        ordered = sorted(groups.items(), key=lambda one: -len(one[1]))
        rows = tuple(_row(material, reason, members) for (reason, _template), members in ordered)
        blocks = (
            paragraph(
                material,
                _("Not inspected is neither healthy nor faulty: it is not known. Each place is listed in annex B."),
            ),
            Table(columns(material, *head, centred=(3,)), rows, is_dense=True),
        )
    defects = tuple(
        paragraph(material, _("Defect of our own: {what}", what=defect)) for defect in material.inspection.defects
    )
    blocks = (*blocks, *defects)
    return Section("9", material.say(_("What was not inspected")), blocks, "uninspected")


def _row(material: Material, reason: str, members: list[tuple[Pair, Finding]]) -> tuple[Words, ...]:
    remedy = members[0][1].remedy
    checks = tuple(dict.fromkeys(pair.check for pair, _finding in members))
    titles = tuple(material.title(check).text for check in checks[:4])
    listed = (
        _("{names}", names=titles)
        if len(checks) <= len(titles)
        else _("{names} and others, {count} in all", names=titles, count=len(checks))
    )
    why = REASON_WORDS.get(reason, verbatim(reason))
    return (
        material.say(why),
        names(material, tuple(dict.fromkeys(pair.target for pair, _finding in members))),
        material.say(listed),
        Words(str(len(members))),
        material.say(remedy or OPENERS.get(reason, _("Report it to us with the exported evidence."))),
    )


OPENERS = {
    "unreachable": _("Check address, network and firewall; have the port opened for the inspecting machine."),
    "refused": _("Check the account and how it may log in, then inspect again."),
    "identity": _("Confirm whether the machine was replaced or set up anew, then record its new identity."),
    "unproved": _("Compare the host key's fingerprint with the machine's own, make it known here, then inspect again."),
    "denied": _("Give the inspecting account the right to read this, then inspect again."),
    "no_record": _("Have the target keep such a record from now on, so that the next inspection can judge."),
    "not_offered": _("Open the other way to it (SNMP view, command line, web page), or let an engineer look by hand."),
    "not_asked": _("Name the target in the next inspection, or let an engineer look by hand."),
    "budget": _("Raise the target's budget of seconds, or inspect when it is less busy."),
    "timeout": _("Find out why the target answers slowly, then inspect again."),
}


def chapter_signatures(material: Material, *, has_comment: bool = False) -> Section:
    """Room for the customer's words where there shall be, then who confirms, with day and stamp."""
    head = ((_("Role"), 30), (_("Name"), 22), (_("Signature or stamp"), 30), (_("Date"), 18))
    roles = (
        _("Customer: IT application manager"),
        _("Service provider: service engineer"),
        _("Service provider: reviewer"),
    )
    rows = tuple((material.say(role), NOTHING, NOTHING, NOTHING) for role in roles)
    table = Table(columns(material, *head), rows, kind="form", row_height_mm=22)
    words = _(
        "Signing confirms that this report was received and its content explained; it does not accept any risk by itself."
    )
    title = _("The customer's comment, and signatures") if has_comment else _("Signatures")
    blocks = (*(_comment(material) if has_comment else ()), paragraph(material, words), table)
    return Section("11", material.say(title), blocks, "signatures", starts_page=True)


def _comment(material: Material) -> tuple[Block, ...]:
    words = _(
        "Please write here whether the findings are agreed, which risks are accepted until when, and what else is wished."
    )
    return paragraph(material, words), box(material, "comment", "quarterly", COMMENT_MM)


def signatures(material: Material, height_mm: int) -> Table:
    """The two who sign a sheet, with so much room each."""
    head = ((_("Role"), 34), (_("Name"), 20), (_("Signature or stamp"), 28), (_("Date"), 18))
    roles = (_("Customer: IT application manager"), _("Service provider: service engineer"))
    rows = tuple((material.say(role), NOTHING, NOTHING, NOTHING) for role in roles)
    return Table(columns(material, *head), rows, kind="form", row_height_mm=height_mm)
