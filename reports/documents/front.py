"""Cover and document control of a quarterly document."""

from config.text import Text, _, render
from reports.documents.material import Material
from reports.documents.model import NOTHING, Cover, Section, Table, Words, fact
from reports.documents.tables import Speaker, columns
from reports.record.register import Act, Version

_QUARTER_LENGTH = len("2026Q4")
BLANK_ROWS = 3
TITLE = _("Quarterly inspection report")
READERS = _("the customer's IT application manager and the service provider's project team")
PICTURES = (b"\x89PNG", b"\xff\xd8")
"""How PNG and JPEG begin; the forms can show no other logo."""


def quarter(material: Material) -> Words:
    """The quarter in words, from 2026Q4; anything else stands as it was handed in."""
    given = material.round.quarter
    year, _q, number = given.partition("Q")
    if len(given) == _QUARTER_LENGTH and year.isdigit() and number.isdigit():
        return material.say(_("Quarter {number} of {year}", number=number, year=year))
    return fact(given)


def cover(material: Material, title: Text = TITLE, readers: Text = READERS) -> Cover:
    """The first page: whose, what, when, by whom, for whose eyes."""
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
        (say(_("For the eyes of")), say(readers)),
    )
    return Cover(
        owner=fact(site.customer),
        title=say(title),
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
        (
            *(_version(material, one) for one in material.round.earlier),
            (fact(f"V{len(material.round.earlier) + 1}.0"), day, fact(site.engineer), say(_this(material))),
            (NOTHING,) * 4,
        ),
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


def _this(material: Material) -> Text:
    """What this version is: the first, or a correction of one that was issued."""
    replaced = [one for one in material.round.earlier if one.was_issued]
    if not replaced:
        return _("first issue (draft)")
    return _("correction of {number} (draft)", number=replaced[-1].number)


def _version(material: Material, one: Version) -> tuple[Words, ...]:
    """A version before this one: who wrote, reviewed and issued it, and what became of it."""
    done = (
        (one.reviewed, _REVIEWED),
        (one.issued, _ISSUED),
        *((act, _SIGNED) for act in one.signed),
        (one.withdrawn, _GONE),
    )
    told = [render(_told(material, act, words), material.language) for act, words in done if act]
    what = ("；" if material.language == "zh_CN" else "; ").join(told) or render(_NEVER, material.language)
    author = fact(one.written_by or "—")
    return fact(f"V{one.version}.0"), fact(material.day(one.written_at)), author, Words(what)


def _told(material: Material, act: Act, words: Text) -> Text:
    return Text(words.template, {"by": act.by, "day": material.day(act.at)})


_REVIEWED = _("reviewed by {by} on {day}", by="", day="")
_ISSUED = _("issued by {by} on {day}", by="", day="")
_SIGNED = _("signed by {by} on {day}", by="", day="")
_GONE = _("withdrawn by {by} on {day}", by="", day="")
_NEVER = _("never issued")


def _role(material: Material, role: str) -> Words:
    words = role_words(material, role)
    return Words(words, is_fact=words == role)


def role_words(of: Speaker, role: str) -> str:
    """A contact's role; one that the configuration does not know stands as it was written."""
    known: dict[str, Text] = {"it-application-manager": _("IT application manager")}
    return of.say(known[role]).text if role in known else role
