"""Chapter 1: what the check is held to, its scope, and that it concludes nothing in an assessor's name."""

from collections import Counter
from typing import Final

from checks.security.standards.names import STANDARDS
from checks.security.standards.references import REFERENCES
from config.text import Text, _
from reports.documents.front import quarter
from reports.documents.model import Block, Bullets, Section, Words, fact
from reports.documents.overview import authorised, load, method, reached, window
from reports.documents.security.matter import Matter
from reports.documents.summary import coverage_words
from reports.documents.tables import pairs_table, paragraph

STATEMENT: Final = _(
    "This report is the result of a self-check in operation and maintenance; it is no conclusion of a classified "
    "protection assessment (等级测评), which only a licensed assessor gives."
)
_NO_SAFETY: Final = _(
    "A clause that conforms says that its checks found nothing on the day of the check; it does not say that no "
    "vulnerability exists."
)
_READS: Final = _("This check reads only: it changes no setting, tries no password and attacks nothing.")


def chapter_basis(of: Matter) -> Section:
    """Statement, basis, scope, method."""
    say, material = of.say, of.material
    one = material.inspection
    rows: list[tuple[Text, Words]] = [
        (_("Contract"), fact(material.site.contract_number)),
        (_("Period"), quarter(material)),
        (_("Time of the check"), say(window(material))),
        (_("Method"), say(method(material))),
        (_("Checked by"), fact(material.site.engineer)),
        (_("Assets by protection level"), say(_levels(of))),
        (_("Profiles"), say(_profiles(of))),
        (_("Tool"), say(_tool(of))),
        (_("Inspection"), fact(one.id)),
        (_("Assets checked"), say(reached(material))),
        (_("Checks"), say(coverage_words(material))),
        (_("Load of the check"), say(load(material))),
        (_("Authorisation"), fact(authorised(material))),
        (_("Valid"), say(_("what was seen at the time printed with each result; until the next quarterly check"))),
    ]
    named = {one.standard for check in material.rows for one in REFERENCES.get(check, ())} | {"gbt22239", "guide"}
    standards = Bullets(tuple((say(words),) for name, words in STANDARDS.items() if name in named))
    blocks: tuple[Block, ...] = (
        paragraph(of, STATEMENT, style="lead"),
        paragraph(of, _NO_SAFETY),
        paragraph(of, _READS),
        pairs_table((say(name), value) for name, value in rows if value.text),
        paragraph(of, _("What the checks are held to; numbers alone are printed, no text of a standard:")),
        standards,
        paragraph(
            of,
            _(
                "Control points and clauses are named in words of our own. A number marked as unverified was not held "
                "against the printed standard; numbers of level 2 are printed only where they were seen."
            ),
            style="note",
        ),
    )
    return Section("1", say(_("Scope, basis and statement")), blocks, "basis", starts_page=True)


def _levels(of: Matter) -> Text:
    counted = Counter(of.declared_level(asset.target) for asset in of.assets)
    parts = [
        _("level {level}: {count}", level=level, count=counted[level])
        for level in sorted(filter(None, counted), reverse=True)
    ]
    if counted[None]:
        parts.append(_("level not named (judged as level 3): {count}", count=counted[None]))
    return _("{names}", names=tuple(of.say(part).text for part in parts))


def _profiles(of: Matter) -> Text:
    counted = Counter(of.profile_of(asset.target) for asset in of.assets)
    return _("{names}", names=tuple(f"{profile} × {count}" for profile, count in sorted(counted.items())))


def _tool(of: Matter) -> Text:
    count = sum(check in REFERENCES for check in of.material.rows)
    return _(
        "xunjian {version}, kinds of security checks in this round: {count}",
        version=of.material.inspection.tool_version,
        count=count,
    )
