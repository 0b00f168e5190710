"""Cover and document control of a quarterly document."""

from config.text import Text, _
from reports.documents.material import Material
from reports.documents.model import NOTHING, Cover, Section, Table, Words, fact
from reports.documents.tables import columns

_QUARTER_LENGTH = len("2026Q4")
BLANK_ROWS = 3
PICTURES = (b"\x89PNG", b"\xff\xd8")
"""How PNG and JPEG begin; the forms can show no other logo."""


def quarter(material: Material) -> Words:
    """The quarter in words, from 2026Q4; anything else stands as it was handed in."""
    given = material.round.quarter
    year, _q, number = given.partition("Q")
    if len(given) == _QUARTER_LENGTH and year.isdigit() and number.isdigit():
        return material.say(_("Quarter {number} of {year}", number=number, year=year))
    return fact(given)


def cover(material: Material) -> Cover:
    """The first page: whose, what, when, by whom, for whom."""
    site, say = material.site, material.say
    year, month, day = material.day(material.round.made_at).split("-")
    rows = (
        (say(_("Customer")), fact(site.customer)),
        (say(_("Project")), fact(site.project)),
        (say(_("Contract number")), fact(site.contract_number)),
        (say(_("Period")), quarter(material)),
        (say(_("Document number")), fact(material.round.number)),
        (say(_("Prepared by")), fact(site.provider)),
        (say(_("Date")), say(_("{year}-{month}-{day}", year=year, month=month, day=day))),
        (
            say(_("For the eyes of")),
            say(_("the customer's IT application manager and the service provider's project team")),
        ),
    )
    return Cover(
        owner=fact(site.customer),
        title=say(_("Quarterly inspection report")),
        subtitle=quarter(material),
        rows=tuple((name, value) for name, value in rows if value.text),
        logo=material.round.logo if material.round.logo.startswith(PICTURES) else b"",
    )


def control(material: Material) -> Section:
    """Versions, who wrote, reviewed and approved, who gets it: blanks to be filled by hand."""
    say, site = material.say, material.site
    day = fact(material.day(material.round.made_at))
    versions = Table(
        columns(material, (_("Version"), 12), (_("Date"), 18), (_("Author"), 20), (_("What was changed"), 50)),
        ((fact("V1.0"), day, fact(site.engineer), say(_("first issue (draft)"))), (NOTHING,) * 4),
        kind="form",
        caption=say(_("Versions")),
        row_height_mm=8,
    )
    roles = tuple((say(role), NOTHING, NOTHING, NOTHING) for role in (_("Author"), _("Reviewer"), _("Approver")))
    review = Table(
        columns(material, (_("Role"), 20), (_("Name"), 26), (_("Signature"), 32), (_("Date"), 22)),
        roles,
        kind="form",
        caption=say(_("Review and approval")),
        row_height_mm=9,
    )
    known = tuple(
        (fact(c.get("name", "")), _role(material, c.get("role", "")), NOTHING, NOTHING)
        for c in site.contacts
        if c.get("name")
    )
    blank = ((NOTHING,) * 4,) * max(1, BLANK_ROWS - len(known))
    distribution = Table(
        columns(material, (_("Recipient"), 24), (_("Position"), 32), (_("Form and copies"), 24), (_("Date"), 20)),
        known + blank,
        kind="form",
        caption=say(_("Distribution")),
        row_height_mm=8,
    )
    return Section("", say(_("Document control")), (versions, review, distribution), "control", starts_page=True)


def _role(material: Material, role: str) -> Words:
    known: dict[str, Text] = {"it-application-manager": _("IT application manager")}
    return material.say(known[role]) if role in known else fact(role)
