"""The quarterly inspection report, 季度巡检报告: a round in, a Document out."""

from collections.abc import Iterator

from config.site import Site
from config.text import _
from reports.documents.annexes import annexes
from reports.documents.areas import chapter_areas
from reports.documents.assets import chapter_targets
from reports.documents.changes import chapter_changes
from reports.documents.closing import chapter_signatures, chapter_uninspected
from reports.documents.conclusions import chapter_conclusions
from reports.documents.frame import labels, numbered
from reports.documents.front import TITLE, control, cover
from reports.documents.machine import data
from reports.documents.material import Material, Round, gather
from reports.documents.model import Document, Section
from reports.documents.overview import chapter_overview
from reports.documents.own_care import annex_own_care
from reports.documents.problems import chapter_plan, chapter_problems
from reports.documents.record.period import chapter_service, record_sheets
from reports.documents.sheets import sheets
from reports.documents.summary import summary
from reports.documents.trends import chapter_trends

__all__ = ["Round", "build"]


def build(
    round: Round,  # noqa: A002 - the design's word
    site: Site,
    language: str,
    *,
    has_sheets: bool = True,
    has_data: bool = True,
) -> Document:
    """Write the document of a round. Pure: same values in, same document out.

    What only the workbook (``has_sheets``) or the json form (``has_data``) shows is made where one of them is wanted.
    """
    material = gather(round, site, language)
    say = material.say
    header = _("{customer} {title}", customer=site.customer, title=TITLE) if site.customer else TITLE
    return Document(
        kind="quarterly",
        number=round.number,
        language=language,
        made_at=round.made_at,
        cover=cover(material),
        header=say(header),
        labels=labels(material),
        summary=summary(material),
        front=(control(material),),
        sections=tuple(numbered(material, _sections(material))),
        sheets=(*sheets(material), *record_sheets(material)) if has_sheets else (),
        data=data(material) if has_data else {},
    )


def _sections(material: Material) -> Iterator[Section]:
    yield chapter_overview(material)
    yield chapter_targets(material)
    yield chapter_conclusions(material)
    yield chapter_problems(material)
    yield chapter_changes(material)
    yield chapter_trends(material)
    yield chapter_areas(material)
    yield chapter_plan(material)
    yield chapter_uninspected(material)
    yield chapter_service(material)
    yield chapter_signatures(material, has_comment=True)
    yield from annexes(material)
    yield from annex_own_care(material, "F")
