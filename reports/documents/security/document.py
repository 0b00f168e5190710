"""The quarterly security report, 季度安全检测报告: a security round in, a Document out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from config.site import Site
from config.text import _
from reports.documents.annexes import annexes
from reports.documents.assets import chapter_targets
from reports.documents.changes import chapter_changes
from reports.documents.closing import chapter_signatures, chapter_uninspected
from reports.documents.frame import labels, numbered
from reports.documents.front import control, cover
from reports.documents.hand import box
from reports.documents.material import Round, gather
from reports.documents.model import Document, Section
from reports.documents.own_care import annex_own_care
from reports.documents.problems import chapter_plan, chapter_problems
from reports.documents.security.basis import chapter_basis
from reports.documents.security.conformity import chapter_conformity
from reports.documents.security.high_risk import chapter_high_risk
from reports.documents.security.machine import data
from reports.documents.security.matter import Matter
from reports.documents.security.people import chapter_people
from reports.documents.security.sheets import references_annex, sheets
from reports.documents.security.subjects import chapter_subjects
from reports.documents.security.summary import summary
from reports.documents.security.surface import annex_surface
from reports.documents.tables import paragraph

TITLE: Final = _("Quarterly security check report")
READERS: Final = _(
    "only the customer’s IT application manager and the service engineer named in the contract; not to be passed on"
)


def build(
    round: Round,  # noqa: A002 - the design's word
    site: Site,
    language: str,
    *,
    has_sheets: bool = True,
    has_data: bool = True,
) -> Document:
    """Write the document of a security round. Pure: same values in, same document out."""
    material = gather(round, site, language)
    of = Matter(material)
    header = _("{customer} {title}", customer=site.customer, title=TITLE) if site.customer else TITLE
    return Document(
        kind="security",
        number=round.number,
        language=language,
        made_at=round.made_at,
        cover=cover(material, TITLE, READERS),
        header=of.say(header),
        labels=labels(of),
        summary=summary(of),
        front=(control(material),),
        sections=tuple(numbered(of, _sections(of))),
        sheets=sheets(of) if has_sheets else (),
        data=data(of) if has_data else {},
    )


def _sections(of: Matter) -> Iterator[Section]:
    material = of.material
    yield chapter_basis(of)
    yield replace(chapter_targets(material), title=of.say(_("Assets of the check")))
    yield chapter_conformity(of)
    yield chapter_problems(material)
    yield chapter_changes(material)
    yield chapter_high_risk(of)
    yield chapter_subjects(of)
    yield _plan(of)
    yield chapter_uninspected(material)
    yield chapter_people(of)
    yield chapter_signatures(material)
    yield from annexes(material)
    yield references_annex(of)
    yield annex_surface(of)
    yield from annex_own_care(material, "H")


def _plan(of: Matter) -> Section:
    """Who settles what by when, and where the steps stand."""
    made = chapter_plan(of.material)
    words = _(
        "Steps, risks, windows, ways back and verifying commands stand in the list of security remedies (xunjian report "
        "hardening). An item is done when a new check passes it."
    )
    more = (paragraph(of, words),) if of.material.conditions else ()
    return replace(made, blocks=(*made.blocks, *more, box(of.material, "conclusion", "security")))
