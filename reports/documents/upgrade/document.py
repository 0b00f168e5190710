"""The upgrade verification report, 升级验证报告: a verification in, a Document out."""

from collections.abc import Iterator

from checks.verification import Verification
from config.site import Site
from config.text import _
from reports.documents.frame import labels, numbered
from reports.documents.model import Document, Section
from reports.documents.upgrade.change import chapter_change, cover
from reports.documents.upgrade.closing import chapter_conclusion, chapter_signatures
from reports.documents.upgrade.differences import chapter_differences
from reports.documents.upgrade.matter import Matter, matter
from reports.documents.upgrade.performance import chapter_performance
from reports.documents.upgrade.preparation import chapter_gate, chapter_rehearsal, chapter_rollback
from reports.documents.upgrade.results import chapter_errors, chapter_findings, chapter_functions
from reports.documents.upgrade.summary import TITLE, summary
from reports.documents.upgrade.together import annex
from reports.documents.upgrade.unseen import chapter_standard, chapter_unseen
from reports.output.upgrade_json import as_plain


def build(of: Verification, site: Site, language: str, logo: bytes = b"") -> Document:
    """Write the document of a verification. Pure: same values in, same document out. ``logo`` is a PNG or JPEG."""
    made = matter(of, site, language)
    header = _("{customer} {title}", customer=site.customer, title=TITLE) if site.customer else TITLE
    return Document(
        kind="upgrade",
        number=made.number,
        language=language,
        made_at=of.made_at,
        cover=cover(made, logo),
        header=made.say(header),
        labels=labels(made),
        summary=summary(made),
        sections=tuple(numbered(made, _sections(made))),
        data={"verification": as_plain(of, made.verdict, made.reasons, language)},
    )


def _sections(of: Matter) -> Iterator[Section]:
    yield chapter_change(of)
    yield chapter_gate(of)
    yield chapter_rehearsal(of)
    yield chapter_differences(of)
    yield chapter_findings(of)
    yield chapter_functions(of)
    yield chapter_errors(of)
    yield chapter_performance(of)
    yield chapter_unseen(of)
    yield chapter_standard(of)
    yield chapter_rollback(of)
    yield chapter_conclusion(of)
    yield chapter_signatures(of)
    yield from annex(of)
