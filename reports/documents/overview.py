"""Chapters 1 to 3: the basis of the inspection, the targets and assets, the conclusion per target."""

from datetime import date
from typing import Final

from checks.base import AREA_WORDS, Area, Exhibit, Level, worst
from config.text import Text, _, verbatim
from reports.documents.conditions import area_of
from reports.documents.exhibits import fitted, gathered
from reports.documents.front import quarter
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Heading, Paragraph, Section, Table, Words, fact
from reports.documents.score import COVERAGE_NEEDED, TargetScore
from reports.documents.summary import coverage_words, verdict
from reports.documents.tables import columns, pairs_table, paragraph, without_empty

SHORT_AREAS: Final = {
    Area.HARDWARE: _("hardware"),
    Area.RESOURCES: _("resources"),
    Area.STORAGE: _("storage"),
    Area.NETWORK: _("network"),
    Area.LOGS: _("logs"),
    Area.SERVICES: _("services"),
    Area.CONFIGURATION: _("settings"),
    Area.CLUSTER: _("cluster"),
    Area.BACKUP: _("backup"),
}
STATES: Final = {
    "done": _("inspected"),
    "unreached": _("not reached"),
    "cut_off": _("given up at the deadline"),
    "unasked": _("this version cannot collect from it"),
}


def chapter_overview(material: Material) -> Section:
    """Basis, window, method, tool, what was reached."""
    say, site, one = material.say, material.site, material.inspection
    reached = sum(result.state == "done" for result in one.targets)
    window = _("{start} to {end}", start=material.minute(one.started_at).text, end=material.minute(one.ended_at).text)
    rows: list[tuple[Text, Words]] = [
        (_("Basis"), fact(site.contract_number)),
        (_("Period"), quarter(material)),
        (_("Time of inspection"), say(window)),
        (_("Method"), say(_method(material))),
        (_("Inspected by"), fact(site.engineer)),
        (_("Tool"), say(_("xunjian {version}, checks: {count}", version=one.tool_version, count=len(one.catalogue)))),
        (_("Inspection"), fact(one.id)),
        (_("Targets"), say(_("inspected: {reached} of {all}", reached=reached, all=len(material.targets)))),
        (_("Checks"), say(coverage_words(material))),
        (_("Load of the inspection"), say(_load(material))),
        (_("Valid"), say(_("what was seen at the time printed with each result; until the next quarterly inspection"))),
    ]
    blocks: tuple[Block, ...] = (
        paragraph(
            material, _("This inspection reads only: it changes no setting, restarts nothing and leaves nothing behind.")
        ),
        pairs_table((say(name), value) for name, value in rows if value.text),
    )
    return Section("1", say(_("Overview of the inspection")), blocks, "overview", starts_page=True)


def _method(material: Material) -> Text:
    kinds = {result.kind for result in material.inspection.targets}
    if kinds == {"local"}:
        return _("on the machine itself")
    if "local" in kinds:
        return _("remotely over SSH, and on the machine itself")
    return _("remotely over SSH")


def _load(material: Material) -> Text:
    cost = material.inspection.footprint
    if not cost:
        return verbatim("")
    return _(
        "{wall:duration} in all; the inspecting program used {cpu:duration} of processor time and at "
        "most {rss:bytes} of memory",
        wall=cost.get("wall_seconds", 0.0),
        cpu=cost.get("cpu_seconds", 0.0),
        rss=cost.get("rss_bytes", 0.0),
    )


def is_asset_exhibit(exhibit: Exhibit) -> bool:
    """Whether an exhibit is the list of what a machine is made of, which chapter 2 shows."""
    return "asset" in exhibit.check


def chapter_targets(material: Material) -> Section:
    """The contract's asset list, whether each was reached, and what the machines say they are."""
    head = (
        (_("Target"), 15),
        (_("Address"), 12),
        (_("System"), 18),
        (_("Model and serial number"), 19),
        (_("Location"), 11),
        (_("Warranty"), 13),
        (_("Reached"), 12),
    )
    rows = [_asset_row(material, target) for target in material.targets]
    table = without_empty(Table(columns(material, *head), tuple(rows), is_dense=True))
    blocks: list[Block] = [table]
    exhibits = gathered(
        material, [(r.target, e) for r in material.inspection.targets for e in r.exhibits if is_asset_exhibit(e)]
    )
    for title, exhibit in exhibits:
        blocks += [Heading(title, 2), *fitted(exhibit)]
    return Section("2", material.say(_("Targets and assets")), tuple(blocks), "targets")


def _asset_row(material: Material, target: str) -> tuple[Words, ...]:
    asset, result = material.asset(target), material.results.get(target)
    address = result.address if result else material.assets[target].address
    called = asset.get("name") or (result.about.get("hostname", "") if result else "")
    name = f"{target} {called}" if called and called != target else target
    system = result.about.get("os", "") if result else ""
    model = " ".join(asset[key] for key in ("model", "serial") if asset.get(key))
    state = STATES.get(result.state, STATES["cut_off"]) if result else _("no result")
    tone = "ok" if result and result.state == "done" else "unknown"
    return (
        *(fact(value) if value else DASH for value in (name, address, system, model, asset.get("location", ""))),
        _warranty(material, asset.get("warranty_ends_on", "")),
        material.say(state, tone=tone),
    )


def _warranty(material: Material, written: str) -> Words:
    if not written:
        return DASH
    try:
        end = date.fromisoformat(written)
    except ValueError:
        return fact(written)
    if end.isoformat() < material.day(material.round.made_at):
        return material.say(_("{date} (ended)", date=written))
    return fact(written)


def _bounds(target: TargetScore) -> Words:
    """Both bounds of a target's score; none of a target on which nothing counts or too little was seen."""
    if target.coverage.ratio < COVERAGE_NEEDED:
        return DASH
    lower, upper = f"{target.lower:.0f}", f"{target.upper:.0f}"
    return fact(lower if lower == upper else f"{lower}–{upper}")


def chapter_conclusions(material: Material) -> Section:
    """A matrix of targets and areas, told in words."""
    present = [area for area in AREA_WORDS if any(area_of(row) is area for row in material.rows.values())]
    cells: dict[tuple[str, Area | None], list[Level]] = {}
    for pair in material.pairs:
        area = area_of(material.rows.get(pair.check))
        cells.setdefault((pair.target, area), []).extend(finding.level for finding in pair.findings)
    has_score = material.site.score != "hidden" and material.assessment.printed is not None
    titled = [(_("Target"), 15), *((SHORT_AREAS[area], 9) for area in present), (_("Coverage"), 9)]
    titled += [(_("Score"), 9)] if has_score else []
    rows = []
    for target in material.assessment.targets:
        levels = (cells.get((target.target, area)) for area in present)
        row = [fact(target.target), *(material.level(worst(level)) if level else DASH for level in levels)]
        row.append(material.say(_("{ratio:percent}", ratio=target.coverage.ratio)) if target.coverage.expected else DASH)
        if has_score:
            row.append(_bounds(target))
        rows.append(tuple(row))
    note = _(
        "Each cell is the worst single result of its area; not inspected outranks a warning, because it "
        "is not known. Score: lower and upper bound."
    )
    blocks: tuple[Block, ...] = (
        Paragraph((material.say(verdict(material)),), "lead"),
        paragraph(material, note, style="note"),
        Table(columns(material, *titled, centred=range(1, len(titled))), tuple(rows), is_dense=True),
    )
    return Section("3", material.say(_("Conclusion per target")), blocks, "conclusions")
