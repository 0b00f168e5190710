"""The workbook of the security report: by control point and by asset, references; then what every workbook has."""

from checks.security.standards.conformity import Cell, Row, ends_on
from checks.security.standards.index import shown_together, title_of
from checks.security.standards.references import REFERENCES
from checks.security.standards.verdicts import FAILED, VERDICT_WORDS, Verdict
from config.clauses import point_of
from config.text import _
from reports.documents.model import NOTHING, Section, Sheet, Table, Words, fact
from reports.documents.security.conformity import ORDER, level_words
from reports.documents.security.differences import difference_table
from reports.documents.security.matter import Matter
from reports.documents.sheets import sheets as of_every_report
from reports.documents.tables import columns, paragraph, too_many

REFERENCES_ON_PAPER = 300


def sheets(of: Matter) -> tuple[Sheet, ...]:
    """The control points and the assets first."""
    own = (
        Sheet(of.say(_("By control point")), _by_point(of)),
        Sheet(of.say(_("By asset")), _by_asset(of)),
        Sheet(of.say(_("Differences of lists")), difference_table(of)),
        Sheet(of.say(_("References to standards")), _references(of)),
    )
    return (*own, *of_every_report(of.material))


def _by_point(of: Matter) -> Table:
    titled = (
        (_("No."), 12),
        (_("Control point"), 24),
        (_("Clause"), 40),
        (_("Conformity"), 14),
        *((VERDICT_WORDS[one], 10) for one in ORDER),
        (_("Assets that do not conform"), 40),
        (_("What was found"), 70),
        (_("Answer of a person"), 40),
        (_("Checks"), 50),
    )
    rows = tuple(
        (
            of.number(row.clause),
            of.say(title_of(point_of(row.clause))),
            of.say(title_of(row.clause)),
            of.verdict(row.verdict),
            *(fact(sum(cell.verdict is one for cell in row.cells)) for one in ORDER),
            fact("; ".join(c.target for c in row.cells if c.verdict in {Verdict.FAILS, Verdict.PARTLY} and c.target)),
            _found(of, row.cells),
            _answers(of, row),
            Words(
                "; ".join(
                    of.material.title(check).text for check in dict.fromkeys(c for cell in row.cells for c in cell.checks)
                )
            ),
        )
        for row in of.rows
    )
    return Table(columns(of, *titled, numbers=range(4, 4 + len(ORDER))), rows)


def _by_asset(of: Matter) -> Table:
    titled = (
        (_("Asset"), 16),
        (_("Name of the asset"), 18),
        (_("Protection level"), 12),
        (_("Profile"), 12),
        (_("No."), 12),
        (_("Control point"), 24),
        (_("Clause"), 40),
        (_("Conformity"), 14),
        (_("What was found"), 70),
        (_("Values seen"), 60),
        (_("Answer of a person"), 40),
        (_("Evidence (sha256)"), 68),
    )
    rows = tuple(
        (
            fact(asset.target),
            fact(of.material.asset(asset.target).get("name", "")),
            level_words(of, asset.target),
            fact(of.profile_of(asset.target)),
            of.number(row.clause),
            of.say(title_of(point_of(row.clause))),
            of.say(title_of(row.clause)),
            of.verdict(cell.verdict),
            _found(of, (cell,)),
            _seen(of, cell),
            _answer(of, cell),
            fact(" ".join(evidence(of, cell))),
        )
        for asset in of.assets
        for row in of.rows
        for cell in row.cells
        if cell.target == asset.target
    )
    return Table(columns(of, *titled), rows)


def _found(of: Matter, cells: tuple[Cell, ...]) -> Words:
    """The failures behind a verdict; the asset before each where there are several."""
    said = [
        (cell.target, of.say(finding.summary).text)
        for cell in cells
        for check in cell.checks
        for finding in of.looked[cell.target].checks[check]
        if finding.level in FAILED
    ]
    return Words("; ".join(f"{target}: {words}" if len(cells) > 1 else words for target, words in said), is_fact=bool(said))


def _seen(of: Matter, cell: Cell) -> Words:
    """The values that were seen, healthy ones too, as an assessor wants them."""
    said = [
        of.say(finding.observed).text if finding.observed else finding.quote or of.say(finding.summary).text
        for check in cell.checks
        for finding in of.looked[cell.target].checks[check]
    ]
    return Words("; ".join(dict.fromkeys(said)), is_fact=bool(said))


def evidence(of: Matter, cell: Cell) -> tuple[str, ...]:
    """The digests of the answers that a verdict rests on."""
    checks = of.looked[cell.target].checks if cell.checks else {}
    return tuple(dict.fromkeys(digest for check in cell.checks for f in checks[check] for digest in f.evidence))


def _answers(of: Matter, row: Row) -> Words:
    said = [_answer(of, cell).text for cell in row.cells if cell.answer]
    return Words("; ".join(dict.fromkeys(said)), is_fact=bool(said))


def _answer(of: Matter, cell: Cell) -> Words:
    one = cell.answer
    if one is None:
        return NOTHING
    who = _("{by}, {on}, until {until}", by=one.by, on=one.on.isoformat(), until=ends_on(one).isoformat())
    return fact(f"{of.verdict(cell.verdict).text} ({of.say(who).text}) {one.note}".strip())


def _references(of: Matter) -> Table:
    titled = ((_("Check"), 36), (_("Id"), 40), (_("References to standards"), 100))
    rows = tuple(
        (
            of.material.title(check),
            fact(check),
            Words("; ".join(of.say(one).text for one in shown_together(check))),
        )
        for check in of.material.rows
        if check in REFERENCES
    )
    return Table(columns(of, *titled), rows)


def references_annex(of: Matter) -> Section:
    """Annex F: what each check is held to; an unverified number says so."""
    whole = _references(of)
    titled = ((_("Check"), 36), (_("References to standards"), 64))
    rows = tuple((title, words) for title, _id, words in whole.rows)
    note = _(
        "Numbers of clauses and sections that each check speaks to. Those marked as unverified were not held against a "
        "source."
    )
    table = Table(
        columns(of, *titled), rows, most_on_paper=REFERENCES_ON_PAPER, elsewhere=too_many(of, len(rows)), is_dense=True
    )
    return Section("F", of.say(_("References of the checks")), (paragraph(of, note, style="note"), table), "annex-f")
