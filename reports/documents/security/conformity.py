"""Chapter 3: how the control points and their clauses stand, in the assessor's order, and each asset."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from checks.security.grades import ASSUMED_LEVEL
from checks.security.standards.conformity import Row
from checks.security.standards.index import title_of
from checks.security.standards.verdicts import VERDICT_WORDS, Verdict
from config.clauses import CHAPTERS
from config.text import Text, _
from reports.documents.model import DASH, Block, Heading, Section, Table, Words, fact
from reports.documents.security.matter import Matter
from reports.documents.tables import columns, names, paragraph

ORDER: Final = (Verdict.CONFORMS, Verdict.PARTLY, Verdict.FAILS, Verdict.ABSENT, Verdict.UNSEEN)
"""The verdicts side by side, as an assessor has them."""
_HOW: Final = _(
    "A clause conforms where every check of it passed on every asset; it conforms in part where some passed and some "
    "failed; it does not conform where all that was seen failed; what was not seen is not inspected, and never conforms. "
    "A control point is told by its clauses in the same way. Clauses that no check speaks to wait for a person’s answer "
    "(chapter 10)."
)


def chapter_conformity(of: Matter) -> Section:
    """Control points, then the clauses that checks speak to, then each asset."""
    blocks: list[Block] = [paragraph(of, _HOW, style="note")]
    if of.is_level_two:
        words = _("All assets are of level 2: a control point is told by its name, and its number only where it was seen.")
        blocks.append(paragraph(of, words, style="note"))
    elif any(asset.level < ASSUMED_LEVEL for asset in of.assets):
        words = _(
            "Clauses are numbered as of level 3. Assets of level 2 are held to those that level 2 has too; which these are "
            "was not held against the printed standard."
        )
        blocks.append(paragraph(of, words, style="note"))
    if any(of.profile_of(asset.target).startswith("cis-") for asset in of.assets):
        words = _(
            "Assets under a CIS profile were checked by the sections of the benchmark alone; how they stand by the clauses "
            "is told of those checks."
        )
        blocks.append(paragraph(of, words, style="note"))
    blocks += [Heading(of.say(_("3.1 By control point")), 3, "points"), _points(of)]
    blocks += [Heading(of.say(_("3.2 By clause, where checks speak to it")), 3, "clauses"), *_clauses(of)]
    blocks += [Heading(of.say(_("3.3 By asset")), 3, "by-asset"), _assets(of)]
    title = of.say(_("Conformity by control point"))
    return Section("3", title, tuple(blocks), "conformity", starts_page=True)


def counted(rows: tuple[Row, ...]) -> Counter[Verdict]:
    """How many clauses stand how."""
    return Counter(row.verdict for row in rows)


def _points(of: Matter) -> Table:
    titled = (
        (_("No."), 11),
        (_("Control point"), 26),
        (_("Conformity"), 14),
        *((VERDICT_WORDS[one], 9) for one in ORDER),
    )
    rows: list[tuple[Words, ...]] = []
    for chapter in CHAPTERS:
        mine = [point for point in of.points if point.startswith(f"{chapter}.")]
        if not mine:
            continue
        number = DASH if of.is_level_two else fact(chapter, is_strong=True)
        rows.append((number, of.say(title_of(chapter), is_strong=True), *((Words(""),) * (len(titled) - 2))))
        for point in mine:
            counts = counted(of.points[point])
            numbers = (Words(str(counts[one] or "·")) for one in ORDER)
            rows.append((of.number(point), of.say(title_of(point)), of.verdict(of.of_point(point)), *numbers))
    return Table(columns(of, *titled, centred=range(3, len(titled))), tuple(rows), is_dense=True)


def _clauses(of: Matter) -> Iterator[Block]:
    rows = [row for row in of.rows if not row.is_for_a_person]
    if not rows:
        yield paragraph(of, _("No check of this round speaks to a clause."))
        return
    titled = (
        (_("No."), 11),
        (_("Clause"), 30),
        (_("Conformity"), 14),
        (_("Assets: conforming, in part, not, unseen"), 17),
        (_("Assets that do not conform"), 28),
    )
    made = tuple(
        (of.number(row.clause), of.say(title_of(row.clause)), of.verdict(row.verdict), _split(row), failing(of, row))
        for row in rows
    )
    yield Table(columns(of, *titled, centred=(3,)), made, is_dense=True)


def _split(row: Row) -> Words:
    counts = Counter(cell.verdict for cell in row.cells)
    return fact(" / ".join(str(counts[one]) for one in (Verdict.CONFORMS, Verdict.PARTLY, Verdict.FAILS, Verdict.UNSEEN)))


def failing(of: Matter, row: Row) -> Words:
    """The assets on which a clause was found to fail, wholly or in part."""
    found = tuple(cell.target for cell in row.cells if cell.verdict in {Verdict.FAILS, Verdict.PARTLY} and cell.target)
    return names(of, found) if found else DASH


def _assets(of: Matter) -> Table:
    """How many clauses stand how on each asset: only those that its checks or a person's answer speak to."""
    titled: tuple[tuple[Text, int], ...] = (
        (_("Asset"), 22),
        (_("Protection level"), 12),
        (_("Profile"), 14),
        *((VERDICT_WORDS[one], 10) for one in ORDER),
    )
    by_asset: dict[str, Counter[Verdict]] = {asset.target: Counter() for asset in of.assets}
    for row in of.rows:
        for cell in row.cells:
            if cell.target:
                by_asset[cell.target][cell.verdict] += 1
    rows = tuple(
        (
            fact(target),
            level_words(of, target),
            fact(of.profile_of(target)),
            *(Words(str(counts[one] or "·")) for one in ORDER),
        )
        for target, counts in by_asset.items()
    )
    return Table(columns(of, *titled, centred=range(3, len(titled))), rows, is_dense=True)


def level_words(of: Matter, target: str) -> Words:
    """An asset's protection level; of one that names none, by which it was judged."""
    level = of.declared_level(target)
    if level is None:
        return of.say(_("not named (judged as 3)"))
    return fact(level)
