"""The approval form, 《运维工具使用审批表》: what the tool is, all that it sends and why, and a place to sign."""

from collections.abc import Iterator

from config.text import Text, _
from reports.documents.approval.annexes import annex_commands, annex_scripts
from reports.documents.approval.data import data
from reports.documents.approval.matter import Approval
from reports.documents.approval.sending import chapter_sent, count_of
from reports.documents.approval.sheets import sheets
from reports.documents.approval.surroundings import (
    chapter_accounts,
    chapter_data,
    chapter_filters,
    chapter_network,
    chapter_stop,
)
from reports.documents.frame import labels, numbered
from reports.documents.model import NOTHING, Column, Cover, Document, Section, Table, Words, fact
from reports.documents.tables import columns, pairs_table, paragraph

TITLE = _("Approval of the use of a maintenance tool")


def build(of: Approval) -> Document:
    """Write the form. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    return Document(
        kind="approval",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=_cover(of),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of),
        sections=tuple(numbered(of, _sections(of))),
        sheets=sheets(of),
        data=data(of),
    )


def _cover(of: Approval) -> Cover:
    rows = (
        (of.say(_("Customer")), fact(of.site.customer)),
        (of.say(_("Project")), fact(of.site.project)),
        (of.say(_("Contract number")), fact(of.site.contract_number)),
        (of.say(_("Document number")), fact(of.number)),
        (of.say(_("Prepared by")), fact(of.site.provider)),
        (of.say(_("Date")), fact(of.day)),
    )
    told = tuple((name, value) for name, value in rows if value.text)
    return Cover(fact(of.site.customer), of.say(TITLE), fact(f"xunjian {of.version}"), told)


def _summary(of: Approval) -> Section:
    lead = _(
        "The service provider applies to use the tool described here for the inspections and security checks of the "
        "contract (GB/T 22239-2019, 8.1.10.6 g, h, i). It sends what stands in this form, and with the list nothing else."
    )
    digest = of.say(_("sha256 of the list"), is_strong=True)
    told: tuple[tuple[Text, Words], ...] = (
        (_("Tool"), fact(f"xunjian {of.version}")),
        (
            _("Files of the program"),
            of.say(_("{count}; sha256 over all of them: {digest}", count=of.files, digest=of.files_digest)),
        ),
        (_("Components"), of.say(_("{count}, listed in chapter 1", count=len(of.components)))),
        (_("Used for"), Words(", ".join(of.say(scope).text for scope in of.scopes))),
        (_("Targets"), fact(len({t for one in of.listings for t in one.targets}))),
        (_("Different asks"), fact(count_of(of))),
        (_("Of these change anything"), _writing(of)),
        (_("List that a run is held to"), fact(of.list_name)),
    )
    rows = tuple((of.say(name, is_strong=True), value) for name, value in told)
    binding = _(
        "Who signs approves exactly the asks of the list with this sha256. “xunjian run --approved {file}” refuses every "
        "other; what it refused stands in the report as not inspected, with this reason.",
        file=of.list_name,
    )
    blocks = (
        paragraph(of, lead, style="lead"),
        pairs_table((*rows, (digest, fact(of.list_digest, is_code=True)))),
        paragraph(of, binding),
    )
    return Section("", of.say(_("Application in short")), blocks, "summary")


def _writing(of: Approval) -> Words:
    found = tuple(dict.fromkeys(t for one in of.listings for ask in one.asks if ask.is_writing for t in one.targets))
    if not found:
        return of.say(_("none: all only read"))
    return of.say(_("the confirmed transactions of {targets}, which post as their users do", targets=found))


def _sections(of: Approval) -> Iterator[Section]:
    yield _chapter_tool(of)
    yield chapter_sent(of)
    yield chapter_accounts(of)
    yield chapter_network(of)
    yield chapter_data(of)
    yield chapter_filters(of)
    yield chapter_stop(of)
    yield _chapter_signatures(of)
    yield annex_commands(of)
    yield annex_scripts(of)


def _chapter_tool(of: Approval) -> Section:
    head = ((_("Component"), 40), (_("Version"), 20), (_("Licence, in its own words"), 40))
    rows = tuple((fact(name), fact(version), fact(licence or "—")) for name, version, licence in of.components)
    words = _(
        "The tool runs on the inspecting machine and installs nothing on a target. Its files as installed here: {count}, "
        "sha256 over the sorted lines “sha256  name” of all of them: {digest}. Below, what it is made of beside its own "
        "files (software bill of materials), as installed here.",
        count=of.files,
        digest=of.files_digest,
    )
    blocks = (paragraph(of, words), Table(columns(of, *head), rows, is_dense=True))
    return Section("1", of.say(_("The tool and its components")), blocks, "tool")


def _chapter_signatures(of: Approval) -> Section:
    head = ((_("Role"), 30), (_("Opinion and limits"), 28), (_("Signature or stamp"), 26), (_("Date"), 16))
    roles = (
        _("Applicant: service engineer"),
        _("Service provider: project manager"),
        _("Customer: system administrator"),
        _("Customer: security administrator"),
        _("Customer: IT application manager (approves)"),
    )
    rows = tuple((of.say(role), NOTHING, NOTHING, NOTHING) for role in roles)
    limits = ((of.say(_("Approved from"), is_strong=True), NOTHING), (of.say(_("Approved until"), is_strong=True), NOTHING))
    windows = (
        (of.say(_("Window of time"), is_strong=True), NOTHING),
        (of.say(_("On site or remotely"), is_strong=True), NOTHING),
    )
    widths = (Column(NOTHING, 30), Column(NOTHING, 70))
    words = _(
        "What is approved here is written into the configuration (contract.authorisation: who, when, until when, window, "
        "targets, on site or remotely) and stands with every inspection."
    )
    blocks = (
        paragraph(of, words),
        Table(widths, (*limits, *windows), kind="form", row_height_mm=9),
        Table(columns(of, *head), rows, kind="form", row_height_mm=20),
    )
    return Section("8", of.say(_("Approval")), blocks, "signatures", starts_page=True)
