"""《年度服务总结》: the quarters side by side, what became of the problems, the service, the duties, and what is ahead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from checks.base import LEVEL_WORDS, Level
from config.text import Text, _
from reports.documents.compare import State as Change
from reports.documents.frame import labels, numbered
from reports.documents.material import Material
from reports.documents.model import DASH, Block, Bullets, Document, Figure, Figures, Section, Sheet, Table, Words, fact
from reports.documents.record.duties import duties_table, service_blocks
from reports.documents.record.matter import Record, cover, signatures
from reports.documents.record.naming import what
from reports.documents.score import GRADE_WORDS, Coverage, Grade
from reports.documents.summary import GRADE_TONES
from reports.documents.tables import columns, paragraph
from reports.record.figures import Figures as Counted
from reports.record.figures import figures
from reports.record.period import Period
from reports.record.problems import STATE_WORDS, Problem, State

TITLE: Final = _("Service summary of the year")
MOST_ON_PAPER: Final = 60
_WEIGHED: Final = (Level.CRITICAL, Level.WARN, Level.NOTICE)


@dataclass(frozen=True, slots=True)
class Quarter:
    """What one round of the year came to. ``found`` counts conditions by level; without a ``score`` none is printed."""

    name: str
    number: str
    grade: Grade
    coverage: Coverage
    score: tuple[int, int] | None
    found: Mapping[Level, int]
    new: int = 0
    solved: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The year: its rounds, of inspection and of security, and its record. ``titles`` are today's by check."""

    year: int
    inspections: tuple[Quarter, ...]
    checks: tuple[Quarter, ...]
    record: Period
    titles: Mapping[str, Text] = field(default_factory=dict)


def quarter_of(material: Material) -> Quarter:
    """What a year's line needs of a quarter's round."""
    found = {level: sum(one.level is level for one in material.conditions) for level in _WEIGHED}
    shown = material.site.score != "hidden"
    return Quarter(
        material.round.quarter,
        material.round.number,
        material.assessment.grade,
        material.assessment.coverage,
        material.assessment.printed if shown else None,
        found,
        material.comparison.count(Change.NEW),
        material.comparison.count(Change.SOLVED),
        material.comparison.is_first,
    )


def build(of: Record, year: Year) -> Document:
    """Write the summary. Pure: same values in, same document out."""
    header = _("{customer} {title}", customer=of.site.customer, title=TITLE) if of.site.customer else TITLE
    open_ = _unsettled(year)
    return Document(
        kind="year",
        number=of.number,
        language=of.language,
        made_at=of.made_at,
        cover=cover(of, TITLE, str(year.year)),
        header=of.say(header),
        labels=labels(of),
        summary=_summary(of, year),
        sections=tuple(numbered(of, _sections(of, year))),
        sheets=(Sheet(of.say(_("Problems not settled")), _problems_table(of, year, open_)),) if open_ else (),
        data={"year": year.year, "quarters": [one.name for one in year.inspections]},
    )


def _of_year(year: Year) -> list[Problem]:
    """The problems that were seen, or ended, in the year."""
    return [
        one
        for one in year.record.problems.values()
        if max(one.last_seen, one.ended_at or one.last_seen) >= year.record.begins
    ]


def _unsettled(year: Year) -> list[Problem]:
    found = (one for one in year.record.problems.values() if one.is_unsettled)
    return sorted(
        found, key=lambda one: (_WEIGHED.index(one.level) if one.level in _WEIGHED else 9, one.first_seen, one.key)
    )


def _summary(of: Record, year: Year) -> Section:
    every, open_ = _of_year(year), _unsettled(year)
    settled = sum(one.state in {State.VERIFIED, State.RETIRED} for one in every)
    counted = figures(year.record.calls)
    met, broken = (sum(getattr(one, name) for one in counted.kept) for name in ("met", "breached"))
    lead = _(
        "In {year} {inspections} of 4 quarterly inspections and {checks} of 4 security checks were made.",
        year=str(year.year),
        inspections=len(year.inspections),
        checks=len(year.checks),
    )
    items = (
        Figure(of.say(_("problems of the year")), fact(len(every))),
        Figure(of.say(_("settled, and seen to be")), fact(settled)),
        Figure(of.say(_("not settled at its end")), fact(len(open_))),
        Figure(of.say(_("incidents")), fact(counted.incidents) if year.record.has_record else DASH),
        Figure(of.say(_("promises kept")), fact(f"{met} / {met + broken}") if met + broken else DASH),
    )
    blocks: list[Block] = [paragraph(of, lead, style="lead"), Figures(items)]
    if ahead := tuple(_ahead(of, year, open_)):
        blocks += [paragraph(of, _("For the year to come:")), Bullets(tuple((of.say(one),) for one in ahead))]
    return Section("", of.say(_("The year in short")), tuple(blocks), "summary")


def _ahead(of: Record, year: Year, open_: Sequence[Problem]) -> Iterator[Text]:
    """What bites next year, or is owed still."""
    critical = sum(one.level is Level.CRITICAL and one.is_open for one in open_)
    if critical:
        yield _("Critical problems to be settled first: {count:number}.", count=critical)
    owed = sum(one.needs_corrective_action for one in open_)
    if owed:
        yield _("Problems that came back again and again and need a corrective action: {count:number}.", count=owed)
    last = date(year.year + 1, 12, 31)
    ends = sorted({one.acceptance.until for one in open_ if one.acceptance and one.acceptance.until <= last})
    if ends:
        yield _(
            "Accepted risks that end next year, the first on {day}: {count:number}.",
            day=ends[0].isoformat(),
            count=sum(bool(one.acceptance and one.acceptance.until <= last) for one in open_),
        )
    warranties = [end for target in of.site.targets if (end := _warranty(dict(target.asset))) and end <= last]
    if warranties:
        yield _(
            "Assets whose warranty has ended or ends by the end of next year: {count:number}, the first on {day}.",
            count=len(warranties),
            day=min(warranties).isoformat(),
        )
    if of.site.terms.ends_on and of.site.terms.ends_on <= last:
        yield _("The contract ends on {day}.", day=of.site.terms.ends_on.isoformat())


def _warranty(asset: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(asset.get("warranty_ends_on", ""))
    except ValueError:
        return None


def _sections(of: Record, year: Year) -> Iterator[Section]:
    yield Section("1", of.say(_("The quarterly inspections")), tuple(_quarters(of, year.inspections)), "inspections")
    yield Section("2", of.say(_("The quarterly security checks")), tuple(_quarters(of, year.checks)), "checks")
    yield _problems(of, year)
    yield _service(of, year, figures(year.record.calls))
    duties: Block = duties_table(of, year.record.owed) if year.record.owed else paragraph(of, _NO_DUTY)
    yield Section("5", of.say(_("Duties of the contract")), (duties,), "duties")
    yield signatures(of, "6", _("For the customer"), _("Service provider"))


_NO_DUTY: Final = _("The configuration names no duty of the contract that is due in this time.")


def _quarters(of: Record, made: Sequence[Quarter]) -> Iterator[Block]:
    if not made:
        yield paragraph(of, _("The store holds none of this year."))
        return
    has_score = any(one.score for one in made)
    titled = (
        (_("Quarter"), 10),
        (_("Verdict"), 16),
        (_("Coverage"), 10),
        *(((_("Score"), 10),) if has_score else ()),
        *((LEVEL_WORDS[level], 8) for level in _WEIGHED),
        (_("new"), 8),
        (_("solved"), 8),
        (_("Document number"), 24),
    )
    yield Table(columns(of, *titled), tuple(_quarter(of, one, has_score=has_score) for one in made), is_dense=True)
    yield paragraph(
        of, _("Conditions: one on several targets counts once. The first inspection of all compares with nothing.")
    )


def _quarter(of: Record, one: Quarter, *, has_score: bool) -> tuple[Words, ...]:
    score = fact(f"{one.score[0]}–{one.score[1]}" if one.score[0] != one.score[1] else one.score[0]) if one.score else DASH
    seen = of.say(_("{ratio:percent}", ratio=one.coverage.ratio)) if one.coverage.expected else DASH
    return (
        fact(one.name),
        of.say(GRADE_WORDS[one.grade], tone=GRADE_TONES[one.grade]),
        seen,
        *((score,) if has_score else ()),
        *(fact(one.found[level]) for level in _WEIGHED),
        DASH if one.is_first else fact(one.new),
        DASH if one.is_first else fact(one.solved),
        fact(one.number),
    )


def _problems(of: Record, year: Year) -> Section:
    every, open_ = _of_year(year), _unsettled(year)
    states = {state: sum(one.state is state for one in every) for state in State}
    told = [state for state in State if states[state]]
    blocks: list[Block] = []
    if told:
        blocks.append(
            Table(
                columns(of, *((STATE_WORDS[state], 10) for state in told), centred=range(len(told))),
                (tuple(fact(states[state]) for state in told),),
            )
        )
    if open_:
        blocks += [paragraph(of, _("Not settled at the end of the time, the worst and the oldest first:"))]
        blocks.append(_problems_table(of, year, open_))
    if not blocks:
        blocks.append(
            paragraph(of, _("The ledger holds no problem of this year. That says nothing of what was not inspected."))
        )
    return Section("3", of.say(_("Problems of the year")), tuple(blocks), "problems")


def _problems_table(of: Record, year: Year, open_: Sequence[Problem]) -> Table:
    titled = (
        (_("Level"), 10),
        (_("Target"), 14),
        (_("Problem"), 38),
        (_("First seen"), 12),
        (_("Came back"), 10),
        (_("State"), 16),
    )
    return Table(
        columns(of, *titled),
        tuple(_problem(of, year, one) for one in open_),
        is_dense=True,
        most_on_paper=MOST_ON_PAPER,
        elsewhere=of.say(_("{count} rows: too many for paper, see the workbook and the html form.", count=len(open_))),
    )


def _problem(of: Record, year: Year, one: Problem) -> tuple[Words, ...]:
    return (
        of.say(LEVEL_WORDS[one.level], tone=one.level.value),
        fact(one.key[0]),
        fact(what(year.titles, one.key, of.language)),
        of.day(one.first_seen.astimezone(of.zone).date()),
        fact(one.times_recurred or "—"),
        of.say(STATE_WORDS[one.state]),
    )


def _service(of: Record, year: Year, counted: Counted) -> Section:
    if not year.record.calls:
        none = _("No incident of this time stands in the record.")
        unwritten = _("No incident was ever written into this record; whether there was one, the service desk knows.")
        blocks: tuple[Block, ...] = (paragraph(of, none if year.record.has_record else unwritten),)
    else:
        blocks = service_blocks(of, counted)
    return Section("4", of.say(_("Service of the year")), blocks, "service")
