"""Chapter 1: the basis of the inspection, its time and method, and what it reached."""

from config.text import Text, _, render, verbatim
from reports.documents.front import quarter
from reports.documents.kinds import GROUP, ORIGINS, class_of, way_to
from reports.documents.material import Material
from reports.documents.model import Block, Section, Words, fact
from reports.documents.summary import coverage_words
from reports.documents.tables import pairs_table, paragraph


def chapter_overview(material: Material) -> Section:
    """Basis, window, method, tool, what was reached."""
    say, site, one = material.say, material.site, material.inspection
    rows: list[tuple[Text, Words]] = [
        (_("Basis"), fact(site.contract_number)),
        (_("Period"), quarter(material)),
        (_("Time of inspection"), say(window(material))),
        (_("Method"), say(method(material))),
        (_("Inspected by"), fact(site.engineer)),
        (
            _("Tool"),
            say(
                _(
                    "xunjian {version}, kinds of checks in this round: {count}",
                    version=one.tool_version,
                    count=material.checks_known,
                )
            ),
        ),
        (_("Inspection"), fact(one.id)),
        (
            _("Targets of the inspection"),
            say(reached(material)),
        ),
        (_("Checks"), say(coverage_words(material))),
        (_("Load of the inspection"), say(load(material))),
        (_("Authorisation"), fact(authorised(material))),
        (_("Valid"), say(_("what was seen at the time printed with each result; until the next quarterly inspection"))),
    ]
    blocks: tuple[Block, ...] = (
        paragraph(material, left(material)),
        pairs_table((say(name), value) for name, value in rows if value.text),
    )
    return Section("1", say(_("Overview of the inspection")), blocks, "overview", starts_page=True)


def authorised(material: Material) -> str:
    """Who allowed the inspections of the round, in which mode, from when until when; nothing where nobody wrote it down."""
    told = (one.transport.get("authorisation", "") for one in material.inspection.targets)
    return "; ".join(dict.fromkeys(filter(None, told)))


def left(material: Material) -> Text:
    """What the round changed: nothing, but for the transactions that somebody confirmed."""
    wrote = {
        one.target: one.transport["writes_confirmed_by"]
        for one in material.inspection.targets
        if one.transport.get("writes_confirmed_by")
    }
    if not wrote:
        return _("This inspection reads only: it changes no setting, restarts nothing and leaves nothing behind.")
    return _(
        "Apart from the business transactions of {targets}, whose steps submit test data, as confirmed by {people}, this "
        "inspection reads only: it changes no setting, restarts nothing and leaves nothing else behind.",
        targets=tuple(wrote),
        people=tuple(dict.fromkeys(wrote.values())),
    )


def window(material: Material) -> Text:
    """From the first session to the last, to the minute; of forms the days, which is all that they say."""
    one = material.inspection
    seen = [(pair.origin, finding.at or pair.at) for pair in material.pairs for finding in pair.findings]
    days = tuple(sorted({material.day(at) for origin, at in seen if origin and at}))
    sessions = _("{start} to {end}", start=material.minute(one.started_at).text, end=material.minute(one.ended_at).text)
    if not days:
        return sessions
    if all("origin" in result.transport for result in one.targets if result.state != "unasked"):
        return _("by hand on {days}", days=days)
    return _("{sessions}; by hand on {days}", sessions=sessions, days=days)


def reached(material: Material) -> Text:
    """How many things were inspected of how many; groups, which are made of them, stand beside."""
    groups = [target for target in material.targets if class_of(material.kind_of(target)) is GROUP]
    single = [target for target in material.targets if target not in groups]
    done = sum(target in material.results and material.results[target].state == "done" for target in single)
    said = _("inspected: {reached} of {all}", reached=done, all=len(single))
    return _("{said}; groups made of them: {count}", said=said, count=len(groups)) if groups else said


def method(material: Material) -> Text:
    """The ways in which targets were inspected, each once; of those that could not be, there was none."""
    asked = [result for result in material.inspection.targets if result.state != "unasked"]
    ways = [ORIGINS.get(result.transport.get("origin", ""), way_to(result.kind, result.platform)) for result in asked]
    said = dict.fromkeys(render(way, material.language) for way in ways if way)
    return _("{names}", names=tuple(said)) if said else verbatim("")


def load(material: Material) -> Text:
    """What the inspection cost the machine that it ran on; nothing where that is not known."""
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
