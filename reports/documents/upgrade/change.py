"""Cover and chapter 1: the change, the two sides that were compared, the targets."""

from checks.verification import Stand
from config.text import _, verbatim
from reports.documents.front import PICTURES
from reports.documents.model import DASH, Cover, Heading, Section, Table, Words, fact
from reports.documents.tables import columns, pairs_table
from reports.documents.upgrade.matter import STAND_TITLES, Chapter, Matter
from reports.documents.upgrade.summary import TITLE, verdict_words
from reports.upgrade_words import VERDICT_LEVELS

TARGETS_ON_PAPER = 120


def cover(of: Matter, logo: bytes) -> Cover:
    """The first page: whose, which change, what came of it, by whom."""
    plan, site, say = of.of.plan, of.site, of.say
    year, month, day = of.day(of.of.made_at).split("-")
    rows = (
        (say(_("Customer")), fact(site.customer)),
        (say(_("Project")), fact(site.project)),
        (say(_("Contract number")), fact(site.contract_number)),
        (say(_("Number of the change")), fact(plan.number)),
        (say(_("Version")), versions(of)),
        (say(_("Verdict")), say(verdict_words(of), tone=VERDICT_LEVELS[of.verdict])),
        (say(_("Prepared by")), fact(site.provider)),
        (say(_("Date")), say(_("{year}-{month}-{day}", year=year, month=month, day=day))),
    )
    return Cover(
        owner=fact(site.customer),
        title=say(TITLE),
        subtitle=fact(plan.title or of.of.before.name),
        rows=tuple((name, value) for name, value in rows if value.text),
        logo=logo if logo.startswith(PICTURES) else b"",
    )


def versions(of: Matter) -> Words:
    """From which version to which, as the change file says."""
    plan = of.of.plan
    if not plan.version_from and not plan.version_to:
        return Words("")
    return fact(f"{plan.version_from or '—'} → {plan.version_to or '—'}")


def chapter_change(of: Matter) -> Section:
    """What was changed, the two looks, and the targets with what came of each."""
    plan, say = of.of.plan, of.say
    change = pairs_table(
        (
            (say(_("Number of the change")), of.given(plan.number)),
            (say(_("Change")), of.given(plan.title)),
            (say(_("Version")), of.given(versions(of).text)),
            (say(_("End of the change")), of.at(plan.finished_at) if plan.finished_at else of.given("")),
            (say(_("Kind of verdict")), say(_("final") if of.of.is_final else _("provisional"))),
        )
    )
    blocks = (
        change,
        Heading(say(_("The two sides")), 2, "sides"),
        _sides(of),
        Heading(say(_("Targets")), 2, "targets"),
        _targets(of),
    )
    return Section(
        str(Chapter.CHANGE.value), say(_("The change, and what was compared")), blocks, "change", starts_page=True
    )


def _sides(of: Matter) -> Table:
    say, before, after = of.say, of.of.before, of.of.after
    rows = (
        (say(_("Snapshot")), _or_dash(before.name), _or_dash(after.name)),
        (say(_("Inspection")), fact(before.inspection), fact(after.inspection)),
        (say(_("When")), of.at(before.at), of.at(after.at)),
        (say(_("By whom")), _or_dash(before.made_by), _or_dash(after.made_by)),
        (say(_("Version of xunjian")), _or_dash(before.tool_version), _or_dash(after.tool_version)),
    )
    return Table(columns(of, (verbatim(""), 16), (_("Before the change"), 42), (_("After the change"), 42)), rows)


def _or_dash(value: str) -> Words:
    return fact(value) if value else DASH


def _targets(of: Matter) -> Table:
    """One row a target: how its differences stand, and what of it could not be compared."""
    shown = (Stand.UNEXPECTED, Stand.OPEN, Stand.EXPECTED, Stand.NOTED)
    titled = ((_("Target"), 28), *((STAND_TITLES[stand], 12) for stand in shown), (_("Not compared"), 12))
    rows = tuple(
        (
            fact(target),
            *(Words(str(sum(r.target == target and r.stand is stand for r in of.of.changes))) for stand in shown),
            Words(str(sum(r.target == target for r in of.one_sided))),
        )
        for target in of.targets
    )
    elsewhere = of.say(_("{count} targets: too many for paper, see the html form.", count=len(rows)))
    return Table(
        columns(of, *titled, centred=range(1, len(titled))), rows, most_on_paper=TARGETS_ON_PAPER, elsewhere=elsewhere
    )
